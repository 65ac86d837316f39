import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledServiceTags, Estate, minimalPrefixes } from '../../src/azure';
import { prove } from '../../src/proof';
import { cloudNamed, requirementsFor, supportedClouds } from '../../src/requirements';
import { plain, tables } from '../docs/markdown';
import { applicationCollection, estate, group, nsg, policy, RuleShape } from '../support/estates';

/*
 * The page with the golden verdicts, written from the documentation by hand: each row is an estate, made here as the page says.
 */

const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'clouds-and-sensor-versions.md'), 'utf8');
const SENSOR = '10.1.0.4';
const PKI_HOSTS = ['crl.microsoft.com', 'ctldl.windowsupdate.com', 'www.microsoft.com'];

const [BY_HOST, BY_TAG, REFUSED] = tables(PAGE).map(({ rows }) => rows.map((row) => row.map(plain)));
const words = (cell: string): string[] => (cell === '–' ? [] : cell.split(', '));

function violated(world: Estate, cloud: string, sensorVersion: string): string[] {
  const { requirements } = prove(world, { workspace: 'contoso', cloud, sensors: [SENSOR], requirements: requirementsFor({ workspace: 'contoso', cloud, sensorVersion }) });
  // What is unknown is neither in the page's column nor satisfied.
  return requirements.filter(({ verdict }) => verdict !== 'satisfied').map(({ id, verdict }) => (verdict === 'violated' ? id : `${id} ${verdict}`)).sort();
}

function firewallAllowing(hosts: readonly string[]): Estate {
  const over = (scheme: 'Http' | 'Https', port: number, destinationFqdns: readonly string[]) => ({ sourceAddresses: [SENSOR], destinationFqdns, protocols: [{ type: scheme, port }] });
  const rules = [over('Https', 443, hosts.filter((host) => host !== 'PKI')), ...hosts.includes('PKI') ? [over('Http', 80, PKI_HOSTS)] : []];
  return estate({ firewallPolicies: [policy([group([applicationCollection(rules)])])] });
}

function nsgAllowing(destinations: readonly string[], cloud: string, hostingCloud: string): Estate {
  const tags = bundledServiceTags(cloudNamed(cloud).azureCloud);
  const rules = destinations.map((destination): RuleShape => {
    const [, tag] = /^addresses of (\w+)$/.exec(destination) ?? [];
    return { from: [SENSOR], protocol: 'Tcp', ports: ['443'], to: tag === undefined ? [destination] : minimalPrefixes(tags.states(tag).at(-1)!.addressPrefixes).ipv4 };
  });
  const others: RuleShape[] = [
    { from: [SENSOR], protocol: 'Tcp', ports: ['80'], to: ['Internet'] }, { name: 'DenyInternet', priority: 4000, access: 'Deny', to: ['Internet'] },
  ];
  return estate({ networkSecurityGroups: [nsg([...rules, ...others])], hostingCloud });
}

describe('by host', () => {
  test.each(BY_HOST)('%s, version %s, firewall allows %s: violated %s', (cloud, version, hosts, ids) => {
    for (const hostingCloud of [undefined, 'Public', 'AzureGovernment']) {
      expect(violated({ ...firewallAllowing(words(hosts)), ...hostingCloud === undefined ? {} : { hostingCloud } }, cloud, version)).toEqual(words(ids).sort());
    }
  });
});

describe('by service tag', () => {
  test.each(BY_TAG)('%s, version %s, NSG in %s allows %s: violated %s', (cloud, version, hostingCloud, destinations, ids) => {
    expect(violated(nsgAllowing(words(destinations), cloud, hostingCloud), cloud, version)).toEqual(words(ids).sort());
  });
});

test('every cloud and version has a correct and a wrong estate, by host and by service tag', () => {
  const pairs = supportedClouds().flatMap(({ name }) => ['2', '3', 'both'].map((version) => [name, version]));
  for (const rows of [BY_HOST, BY_TAG]) {
    const kinds = new Set(rows.map((row) => JSON.stringify([row[0], row[1], row.at(-1) === '–'])));
    expect(pairs.flatMap((pair) => [true, false].map((isCorrect) => JSON.stringify([...pair, isCorrect]))).filter((kind) => !kinds.has(kind))).toEqual([]);
  }
});

test('the clouds that are refused are, for the reason of the page', () => {
  expect(REFUSED.map(([cloud]) => cloud)).toEqual(['china']);
  for (const [cloud, reason] of REFUSED) {
    expect(() => requirementsFor({ workspace: 'contoso', cloud })).toThrow(`Cloud "${cloud}" is not supported: ${reason}.`);
  }
});
