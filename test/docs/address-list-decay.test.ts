import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exclude, merge } from 'fast-cidr-tools';
import { weeklyStates } from '../support/service-tags';

/*
 * The plot of how a pinned list decays, against another library's arithmetic on the weeks that it is drawn from.
 */

const SVG = readFileSync(join(__dirname, '..', '..', 'docs', 'address-list-decay.svg'), 'utf8');
const states = weeklyStates('Public');
const newest = states[states.length - 1];
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 760 - 24, 56, 360 - 56];

function ofFamily(prefixes: readonly string[], isIpv6: boolean): string[] {
  return prefixes.filter((prefix) => prefix.includes(':') === isIpv6);
}

function sizeOf(prefixes: readonly string[], bits: number): number {
  return merge([...prefixes]).reduce((sum, prefix) => sum + 2 ** (bits - Number(prefix.split('/')[1])), 0);
}

/** Part of the newest addresses that the list of a week holds. */
function share(week: readonly string[], isIpv6: boolean): number {
  const [today, pinned] = [newest.addressPrefixes, week].map((prefixes) => ofFamily(prefixes, isIpv6));
  const bits = isIpv6 ? 128 : 32;
  return 1 - sizeOf(pinned.length === 0 ? today : exclude(today, pinned), bits) / sizeOf(today, bits);
}

/** Height of a line at a place, which steps from point to point: absolute `M`, `H` and `V`. */
function heightAt(path: string, x: number): number {
  const steps = [...path.matchAll(/([MHV])([\d.]+)(?: ([\d.]+))?/g)];
  let y = NaN;
  let reached = -Infinity;
  for (const [, kind, first, second] of steps) {
    if (kind === 'M') y = Number(second);
    if (kind !== 'V') reached = Number(first);
    if (kind === 'V' && reached <= x + 0.05) y = Number(first);
  }
  return y;
}

test.each([['IPv4', false, 0], ['IPv6', true, 1]] as const)('the line of %s is as high as what a list of each date still covers', (_, isIpv6, at) => {
  const path = [...SVG.matchAll(/<path [^>]* d="([^"]+)"/g)][at][1];
  const [first, last] = [states[0], newest].map(({ date }) => Date.parse(date));
  for (const { date, addressPrefixes } of states) {
    const x = LEFT + (RIGHT - LEFT) * (Date.parse(date) - first) / (last - first);
    const expected = BOTTOM + (TOP - BOTTOM) * share(addressPrefixes, isIpv6);
    expect({ date, isAsHigh: Math.abs(heightAt(path, x) - expected) < 0.2 }).toEqual({ date, isAsHigh: true });
  }
});

test('the description says how much a list of the first date covers', () => {
  expect(SVG).toContain(`has on ${newest.date} which a list pinned on each date covers; a list of ${states[0].date} covers ${
    Math.round(share(states[0].addressPrefixes, false) * 100)} % of the IPv4 addresses.`);
});
