/* The last line of a CI run: how many tests passed, failed and did not run, from jest's own report. */
import { readFileSync } from 'node:fs';

const report = readFileSync('test-reports/junit.xml', 'utf8');
const sum = (element, name) => [...report.matchAll(new RegExp(`<${element} [^>]*?\\b${name}="(\\d+)"`, 'g'))].reduce((total, [, number]) => total + Number(number), 0);
const failed = sum('testsuites', 'failures') + sum('testsuites', 'errors');
const skipped = sum('testsuite', 'skipped');
console.log(`${sum('testsuites', 'tests') - failed - skipped} passed, ${failed} failed, ${skipped} skipped`);
