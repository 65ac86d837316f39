import { predict, Proxy, Verdict } from './prediction';
import { Mutation, mutations } from './rule-mutations';
import { verify } from '../../src/harness';
import { readText } from '../../src/terraform';
import { EXAMPLES, SENSOR_VERSIONS } from '../support/examples';
import { Json } from '../support/synthesis';

interface Estate {
  readonly sensors: readonly string[];
  readonly proxy?: Proxy;
  readonly sensorVersion?: string;
}

/** Who has a sensor in each example, told and not taken from the rules: a rule that forgets one must not redefine them. */
const ESTATES: Readonly<Record<string, Estate>> = {
  'hub-and-spoke': { sensors: ['10.1.0.4', '10.1.0.5'] },
  'nsg-only': { sensors: ['10.1.0.4', '10.1.0.5'] },
  'existing-nsg': { sensors: ['10.1.0.4', '10.1.0.5', '10.1.0.6'] },
  'premium-policy': { sensors: ['10.1.0.4', '10.1.0.5', '10.2.0.4'] },
  'explicit-addresses': { sensors: ['10.1.0.4', '10.1.0.16', '10.1.0.23', '10.1.0.40', '10.1.0.43', 'fd00:10:1::4', 'fd00:10:1::1f'] },
  'proxy': { sensors: ['10.1.0.4', '10.1.0.5'], proxy: { address: '10.1.9.10', port: 8080 } },
  'sensor-versions': { sensors: ['10.1.0.4', '10.1.0.5'], sensorVersion: SENSOR_VERSIONS['sensor-versions'] },
  'sensors-behind-proxy': { sensors: ['10.1.0.4', '10.1.0.5'], proxy: { address: '10.1.9.10', port: 8080 } },
  'explicit-proxy': { sensors: ['10.1.0.4', '10.1.0.5'] },
};

const NAMES = Object.keys(EXAMPLES);
const TERRAFORM = new Map(NAMES.map((name) => [name, JSON.parse(JSON.stringify(EXAMPLES[name]().toTerraform())) as Json]));
const MUTATIONS = new Map(NAMES.map((name) => [name, mutations(TERRAFORM.get(name)!)]));

function proven(terraform: Json, { sensors, proxy, sensorVersion }: Estate): Record<string, Verdict> {
  const report = verify([readText('mutation', JSON.stringify(terraform))], { workspace: 'contoso-corp', sensorVersion, sensors, pkiProxy: proxy, strict: true });
  return Object.fromEntries(report.requirements.map(({ id, verdict }) => [id, verdict]));
}

function predicted(terraform: Json, { sensors, proxy, sensorVersion }: Estate): Record<string, Verdict> {
  return predict(terraform, sensors, proxy, sensorVersion);
}

/** What is not satisfied. */
function changes(verdicts: Readonly<Record<string, Verdict>>): Record<string, Verdict> {
  return Object.fromEntries(Object.entries(verdicts).filter(([, verdict]) => verdict !== 'satisfied'));
}

describe.each(NAMES)('example %s', (name) => {
  const estate = ESTATES[name];

  test('satisfies everything as it is', () => {
    expect(changes(predicted(TERRAFORM.get(name)!, estate))).toEqual({});
    expect(changes(proven(TERRAFORM.get(name)!, estate))).toEqual({});
  });

  test.each(MUTATIONS.get(name)!.map((mutation): [string, Mutation] => [mutation.name, mutation]))('%s', (_name, { terraform }) => {
    expect(proven(terraform, estate)).toEqual(predicted(terraform, estate));
  });
});

const ALL_PKI = (verdict: Verdict): Record<string, Verdict> => ({ 'pki-crl': verdict, 'pki-ctl': verdict, 'pki-pkiops': verdict, 'pki-certs': verdict });

/** Written by hand from the documentation, so that the prediction itself is not taken at its word. */
const KNOWN: readonly (readonly [example: string, mutation: string, changes: Record<string, Verdict>])[] = [
  ['nsg-only', 'AllowMdiSensorApi removed', { 'sensor-api': 'violated' }],
  ['nsg-only', 'AllowMdiSensorApi with another port', { 'sensor-api': 'violated' }],
  ['nsg-only', 'AllowMdiSensorApi for UDP', { 'sensor-api': 'violated' }],
  ['nsg-only', 'AllowMdiSensorApi inbound', { 'sensor-api': 'violated' }],
  ['nsg-only', 'AllowMdiSensorApi without its first source', { 'sensor-api': 'violated' }],
  // Whether Azure has such a tag, and what it holds, is not in the snapshot.
  ['nsg-only', 'AllowMdiSensorApi with its destination misspelt', { 'sensor-api': 'unknown' }],
  ['nsg-only', 'AllowMdiSensorApi in exchange of priorities with DenyOtherInternet', { 'sensor-api': 'violated', ...ALL_PKI('violated') }],
  ['nsg-only', 'AllowMdiPkiHttp removed', ALL_PKI('violated')],
  ['nsg-only', 'DenyOtherInternet removed', {}],
  ['nsg-only', 'DenyOtherInternet first of all', { 'sensor-api': 'violated', ...ALL_PKI('violated') }],
  // HTTPS to Internet, which its PKI rule opens, holds the tag.
  ['explicit-addresses', 'AllowMdiSensorApi removed', {}],
  ['explicit-addresses', 'AllowMdiSensorApi with the other access', { 'sensor-api': 'violated' }],
  ['explicit-addresses', 'AllowMdiPkiHttpIpv6 removed', ALL_PKI('violated')],
  ['explicit-addresses', 'DenyTelnet removed', {}],
  ['existing-nsg', 'AllowMdiPkiHttp removed', ALL_PKI('violated')],
  ['existing-nsg', 'DenyInternet first of all', { 'sensor-api': 'violated', ...ALL_PKI('violated') }],
  // The proxy is inside the virtual network, which every NSG lets its machines reach.
  ['proxy', 'AllowMdiPkiProxy removed', {}],
  ['proxy', 'AllowMdiPkiProxy with the other access', ALL_PKI('violated')],
  // With everything routed to an appliance, VirtualNetwork may hold the Internet: then AllowVnetOutBound lets it through.
  ['hub-and-spoke', 'AllowMdiPkiHttp removed', ALL_PKI('unknown')],
  ['hub-and-spoke', 'mdi-sensor-api/sensor-api with another port', { 'sensor-api': 'violated' }],
  ['hub-and-spoke', 'mdi-sensor-api with the other action', { 'sensor-api': 'violated' }],
  ['hub-and-spoke', 'mdi-pki/pki-crl removed', { 'pki-crl': 'violated' }],
  ['hub-and-spoke', 'mdi-pki/pki-crl with a URL without a path', { 'pki-crl': 'unknown' }],
  ['hub-and-spoke', 'mdi-pki/pki-certs with its destination misspelt', { 'pki-certs': 'violated' }],
  ['hub-and-spoke', 'mdi-pki/pki-crl-https removed', {}],
  ['hub-and-spoke', 'mdi-pki/pki-crl-https with TLS inspection', {}],
  ['premium-policy', 'mdi-sensor-api/sensor-api with TLS inspection', { 'no-tls-inspection': 'violated' }],
  ['premium-policy', 'mdi-sensor-api/sensor-api for another protocol', { 'sensor-api': 'violated' }],
  // No service tag of an NSG stands in for another.
  ['sensor-versions', 'AllowMdiSensorApi removed', { 'sensor-api': 'violated' }],
  ['sensor-versions', 'AllowMdiDefenderForEndpoint removed', { 'v3-endpoint': 'violated' }],
  ['sensor-versions', 'AllowMdiOneDsCollector for UDP', { 'v3-endpoint': 'violated' }],
  ['sensor-versions', 'AllowMdiOneDsCollector with its destination misspelt', { 'v3-endpoint': 'unknown' }],
  ['sensor-versions', 'mdi-endpoint/v3-endpoint with another port', { 'v3-endpoint': 'violated' }],
  ['sensor-versions', 'mdi-endpoint/v3-endpoint with TLS inspection', { 'v3-no-tls-inspection': 'violated' }],
  ['sensor-versions', 'mdi-pki/pki-crl removed', { 'pki-crl': 'violated', 'v3-pki-crl': 'violated' }],
  ['premium-policy', 'time removed', {}],
  ['premium-policy', 'ipg-mdi-sensors without its first address', { 'sensor-api': 'violated', ...ALL_PKI('violated') }],
  ['premium-policy', 'ipg-mdi-sensors without an address', { 'sensor-api': 'violated', ...ALL_PKI('violated') }],
];

describe('predictions that are known by heart', () => {
  test.each(KNOWN.map(([example, mutation, expected]) => [example, mutation, expected] as const))('%s: %s', (example, name, expected) => {
    const [mutation, ...others] = MUTATIONS.get(example)!.filter((one) => one.name === name);
    expect(others).toEqual([]);
    expect(changes(predicted(mutation.terraform, ESTATES[example]))).toEqual(expected);
  });
});

test('the mutations reach every requirement that a rule can decide, in both ways it can fail', () => {
  const seen = new Set(NAMES.flatMap((name) => MUTATIONS.get(name)!.flatMap(({ terraform }) => Object.entries(predicted(terraform, ESTATES[name])).map((entry) => entry.join(' ')))));
  const ids = ['sensor-api', 'pki-crl', 'pki-ctl', 'pki-pkiops', 'pki-certs'];
  expect(ids.flatMap((id) => [`${id} violated`, `${id} unknown`]).concat('no-tls-inspection violated').filter((one) => !seen.has(one))).toEqual([]);
});
