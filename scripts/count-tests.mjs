/* The last line of a CI run: how many tests passed and failed, from jest's own report. */
import { readFileSync } from 'node:fs';

const report = readFileSync('test-reports/junit.xml', 'utf8');
const count = (name) => Number(new RegExp(`<testsuites[^>]* ${name}="(\\d+)"`).exec(report)?.[1] ?? 0);
const failed = count('failures') + count('errors');
console.log(`${count('tests') - failed} passed, ${failed} failed`);
