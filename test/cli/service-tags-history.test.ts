import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { exclude } from 'fast-cidr-tools';
import { run } from './run';
import { fileOfWeek, weeklyStates, WeeklyState } from '../support/service-tags';

/*
 * Weeks of the service tag as the commands see them: a configuration pinned to one week, the file of another. What is expected is
 * set difference of the published texts, and address arithmetic of another library.
 */

const AATP = 'AzureAdvancedThreatProtection';
const SENSOR = '10.1.0.4';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weeks-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const weekFile = (name: string, cloud: string, state: WeeklyState): string => written(`ServiceTags_${cloud}_${name}.json`, fileOfWeek(cloud, state));
const ofFamily = (prefixes: readonly string[], isIpv6: boolean): string[] => prefixes.filter((prefix) => prefix.includes(':') === isIpv6);

/** A firewall policy with a network rule that names the prefixes. */
function policyPinnedTo(prefixes: readonly string[]): string {
  const rules = [{ name: 'api', protocols: ['TCP'], source_addresses: [SENSOR], destination_addresses: prefixes, destination_ports: ['443'] }];
  return written('policy.tf.json', { resource: {
    azurerm_firewall_policy: { hub: { name: 'afwp', location: 'westeurope', resource_group_name: 'rg' } },
    azurerm_firewall_policy_rule_collection_group: { sensors: {
      name: 'rcg', firewall_policy_id: '${azurerm_firewall_policy.hub.id}', priority: 500,
      network_rule_collection: [{ name: 'sensors', priority: 100, action: 'Allow', rule: rules }],
    } },
  } });
}

interface Difference { readonly added: readonly string[]; readonly removed: readonly string[] }

async function asJson(...args: readonly string[]): Promise<{ exitCode: number; json: any }> {
  const { exitCode, stdout, stderr } = await run([...args, '--format', 'json']);
  expect(stderr).toBe('');
  return { exitCode, json: JSON.parse(stdout) };
}

async function checked(list: readonly string[], file: string, cloud: string): Promise<Difference & { readonly exitCode: number }> {
  const { exitCode, json } = await asJson('service-tags', 'check', policyPinnedTo(list), '--service-tags', file);
  const places = json.clouds.find((one: any) => one.serviceTags.cloud === cloud).places as any[];
  // A family of which the list has nothing is told apart: it matters only where sensors have one.
  const added = places.flatMap(({ missing, unlisted }) => [...missing, ...unlisted]).sort();
  return { exitCode, added, removed: places.flatMap(({ surplus }) => surplus).sort() };
}

async function compared(older: string, newer: string): Promise<Difference> {
  const { exitCode, json } = await asJson('service-tags', 'diff', older, newer);
  expect(exitCode).toBe(0);
  return { added: json.tags.flatMap(({ added }: any) => added).sort(), removed: json.tags.flatMap(({ removed }: any) => removed).sort() };
}

function difference(before: readonly string[], after: readonly string[]): Difference {
  return { added: after.filter((prefix) => !before.includes(prefix)).sort(), removed: before.filter((prefix) => !after.includes(prefix)).sort() };
}

describe.each(['Public', 'AzureGovernment'] as const)('weeks of %s in which something changed', (cloud) => {
  const states = weeklyStates(cloud);
  const pairs = states.slice(1).map((after, i) => [states[i], after] as const)
    .filter(([before, after]) => [...before.addressPrefixes].sort().join() !== [...after.addressPrefixes].sort().join());

  test.each(pairs.map(([before, after]) => [before.date, after.date, before, after] as const))('%s to %s', async (_, __, before, after) => {
    const expected = difference(before.addressPrefixes, after.addressPrefixes);
    const newer = weekFile('new', cloud, after);
    expect(await compared(weekFile('old', cloud, before), newer)).toEqual(expected);
    const { exitCode, ...found } = await checked(before.addressPrefixes, newer, cloud);
    expect(found).toEqual(expected);
    const hadFamily = (prefix: string): boolean => before.addressPrefixes.some((one) => one.includes(':') === prefix.includes(':'));
    expect(exitCode).toBe(expected.added.some(hadFamily) ? 1 : 0);
  });
});

describe('weeks that never were', () => {
  /** Blocks of Microsoft's sizes beside those that were ever published. */
  const madeUp = fc.oneof(
    fc.tuple(fc.nat(255), fc.nat(31)).map(([third, eighth]) => `20.200.${third}.${eighth * 8}/29`),
    fc.tuple(fc.nat(0xff), fc.nat(7)).map(([group, block]) => `2603:10ff:${group.toString(16)}::${(block * 32).toString(16)}/123`.replace('::0/', '::/')),
  );
  const week = fc.record({
    at: fc.nat(weeklyStates('Public').length - 1), drop: fc.array(fc.nat(200), { maxLength: 12 }), add: fc.uniqueArray(madeUp, { maxLength: 12 }),
  }).map(({ at, drop, add }): WeeklyState => {
    const state = weeklyStates('Public')[at];
    return { ...state, addressPrefixes: [...state.addressPrefixes.filter((_, i) => !drop.includes(i)), ...add] };
  });

  test('from any to any other: check and diff report exactly what was added and removed', async () => {
    await fc.assert(fc.asyncProperty(week, week, async (before, after) => {
      const expected = difference(before.addressPrefixes, after.addressPrefixes);
      const newer = weekFile('new', 'Public', after);
      expect(await compared(weekFile('old', 'Public', before), newer)).toEqual(expected);
      const { exitCode: _, ...found } = await checked(before.addressPrefixes, newer, 'Public');
      expect(found).toEqual(expected);
    }), { numRuns: 40 });
  });
});

describe('a policy pinned to the list of 2020-02-24, against the newest file', () => {
  const [first] = weeklyStates('Public');
  const newest = weeklyStates('Public').at(-1)!;
  const { added, removed } = difference(first.addressPrefixes, newest.addressPrefixes);
  const missing = ofFamily(added, false);

  test('lacks exactly what was added since', async () => {
    expect([first.date, newest.date, missing.length]).toEqual(['2020-02-24', '2026-06-26', 55]);
    const file = weekFile('20260626', 'Public', newest);
    expect(exclude(missing, [...first.addressPrefixes]).sort()).toEqual(missing);
    const { exitCode, json } = await asJson('service-tags', 'check', policyPinnedTo(first.addressPrefixes), '--service-tags', file);
    expect(exitCode).toBe(1);
    const [place, ...others] = json.clouds[0].places;
    expect(others).toEqual([]);
    expect(place).toMatchObject({ place: 'azurerm_firewall_policy.hub', tag: AATP, verdict: 'violated' });
    expect([...place.surplus].sort()).toEqual(removed);
    expect([...place.missing].sort()).toEqual(missing);
  });

  test('does not let sensors out, and the witness goes to one of the missing prefixes', async () => {
    const args = ['verify', policyPinnedTo(first.addressPrefixes), '--workspace', 'contoso', '--sensors', SENSOR];
    for (const serviceTags of [[], ['--service-tags', weekFile('20260626', 'Public', newest)]]) {
      const { exitCode, json } = await asJson(...args, ...serviceTags);
      const byId = new Map<string, any>(json.requirements.map((one: any) => [one.id, one]));
      expect([exitCode, byId.get('sensor-api').verdict, byId.get('address-list-current').verdict]).toEqual([1, 'violated', 'violated']);
      // Nothing is left of the witness once the missing prefixes are taken away.
      expect(exclude([`${byId.get('sensor-api').flows[0].witness.destination}/32`], missing)).toEqual([]);
    }
  });
});
