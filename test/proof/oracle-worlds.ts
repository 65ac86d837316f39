import * as fc from 'fast-check';
import { everyGuess, Guess, Packet } from './oracle';
import { Estate, Maybe, RuleCollectionGroup, Unknown } from '../../src/azure';
import { prove } from '../../src/proof';
import { requirementsFor } from '../../src/requirements';
import { addressEntries } from '../support/address-entries';
import { applicationCollection, group, networkCollection, RuleShape } from '../support/estates';
import { littleTags } from '../support/little-tags';

/* Random estates of a little world, and the comparison of the engine's verdicts with the fate of every packet in it. */

export const SENSORS = ['10.1.0.4', '10.1.0.5'];
const HOST = 'contoso-corpsensorapi.atp.azure.com';
const TAG_ADDRESSES = ['20.0.0.0', '20.0.0.1', '20.0.0.2', '20.0.0.3', '20.0.0.8', '20.0.0.9'];
/** One public address of each class that the rules below can tell apart, outside the sensor's tag. */
const ELSEWHERE = ['20.0.0.20', '20.0.0.130', '8.8.8.8', '8.8.8.9', '40.0.0.1', '200.0.0.1'];
const SOURCE_PORTS = [1000, 50000];
const tags = littleTags();

/** A known value, or now and then one of two values that are not known: the same two wherever the same kind of value stands. */
export const maybe = <T>(kind: string, known: fc.Arbitrary<T>, weight = 9): fc.Arbitrary<Maybe<T>> => fc.oneof(
  { weight, arbitrary: known },
  { weight: 1, arbitrary: fc.constantFrom('a', 'b').map((name) => Unknown.reference(`${kind}.${name}`, `${kind}.${name} is not known`)) },
);
const list = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.uniqueArray(item, { minLength: 1, maxLength: 2 });

const sources = fc.constantFrom('*', '10.1.0.4', '10.1.0.5', '10.1.0.4/31', '10.1.0.0/24', '10.9.0.0/16');
const destinations = fc.constantFrom(
  '*', '0.0.0.0/0', 'AzureAdvancedThreatProtection', 'AzureCloud', 'Storage', '20.0.0.0/31', '20.0.0.2/31', '20.0.0.8', '20.0.0.0/30', '8.8.8.8', '10.1.0.0/16',
);
const ports = fc.constantFrom('*', '443', '80', '80-443', '444');

export const nsgRules: fc.Arbitrary<RuleShape> = fc.record({
  priority: maybe('priority', fc.constantFrom(100, 110, 120, 130, 140, 150), 12),
  access: maybe('action', fc.constantFrom('Allow', 'Deny')),
  direction: fc.oneof({ weight: 9, arbitrary: fc.constant('Outbound') }, { weight: 1, arbitrary: fc.constant('Inbound') }),
  protocol: maybe('protocol', fc.constantFrom('*', 'Tcp', 'Udp')),
  from: addressEntries(maybe('addresses', fc.oneof(sources, fc.constant('VirtualNetwork')))),
  fromPorts: fc.constantFrom(['*'], ['*'], ['*'], ['0-1023']),
  to: addressEntries(maybe('addresses', fc.oneof(destinations, fc.constantFrom('Internet', 'VirtualNetwork')))),
  ports: list(maybe('ports', ports)),
});

const networkRules = fc.record({
  protocols: list(maybe('protocol', fc.constantFrom('TCP', 'UDP', 'Any'))),
  sourceAddresses: list(maybe('addresses', sources)),
  destinationAddresses: list(maybe('addresses', destinations)),
  destinationPorts: list(maybe('ports', ports)),
});
const applicationRules = fc.record({
  protocols: fc.constantFrom([{ type: 'Https', port: 443 }], [{ type: 'Http', port: 80 }], [{ type: 'Http', port: 80 }, { type: 'Https', port: 443 }], [{ type: 'Https', port: 444 }]),
  sourceAddresses: list(maybe('addresses', sources)),
  destinationFqdns: fc.constantFrom([HOST], ['*.atp.azure.com'], ['crl.microsoft.com'], ['*.microsoft.com'], ['www.microsoft.com', '*.azure.com'], [`x${HOST}`]),
});
const urlRules = fc.record({
  protocols: fc.constant([{ type: 'Http', port: 80 }]),
  sourceAddresses: list(sources),
  destinationUrls: fc.constantFrom(['www.microsoft.com/pkiops/*'], ['www.microsoft.com/pki*'], ['www.microsoft.com/pkiops/crl/*'], ['crl.microsoft.com/*'], ['crl.microsoft.com/pki/*']),
});
const collectionHead = fc.record({
  priority: maybe('collection priority', fc.constantFrom(100, 200, 300)),
  action: maybe('action', fc.constantFrom('Allow', 'Deny')),
});
let serial = 0;
const collections = fc.oneof(
  fc.tuple(fc.array(networkRules, { minLength: 1, maxLength: 2 }), collectionHead).map(([rules, head]) => networkCollection(rules, { ...head, origin: { address: `c${serial++}` } })),
  fc.tuple(fc.array(fc.oneof(applicationRules, urlRules), { minLength: 1, maxLength: 2 }), collectionHead)
    .map(([rules, head]) => applicationCollection(rules, { ...head, origin: { address: `c${serial++}` } })),
);
export const groups: fc.Arbitrary<RuleCollectionGroup> = fc.tuple(fc.array(collections, { minLength: 1, maxLength: 3 }), fc.constantFrom(100, 200, 300))
  .map(([members, priority]) => group(members, { priority, origin: { address: `g${serial++}` } }));

type Expected = 'satisfied' | 'violated' | 'unknown';

/** Satisfied, violated or unknown, from the fate of every packet under every guess. */
function verdictOf(packets: readonly (readonly Packet[])[], allows: (packet: Packet, guess: Guess) => boolean): Expected {
  // Each entry is one packet of the flow; where its destination is not known, it is a list of candidates.
  const fates = packets.map((candidates) => candidates.flatMap((packet) => everyGuess((guess) => allows(packet, guess))));
  if (fates.every((fate) => fate.every(Boolean))) return 'satisfied';
  return fates.some((fate) => !fate.includes(true)) ? 'violated' : 'unknown';
}

function flows(): Record<string, Packet[][]> {
  const from = SENSORS.flatMap((source) => SOURCE_PORTS.map((sourcePort) => ({ source, sourcePort, protocol: 'tcp' as const })));
  const http = (host: string, path: string): Packet[][] => from.map((head) => ELSEWHERE.map((destination) => ({ ...head, destination, port: 80, host, scheme: 'http' as const, path })));
  return {
    'sensor-api': from.flatMap((head) => TAG_ADDRESSES.map((destination) => [{ ...head, destination, port: 443, host: HOST, scheme: 'https' as const, path: '/' }])),
    'pki-crl': [...http('crl.microsoft.com', '/'), ...http('crl.microsoft.com', '/pki/crl/x')],
    'pki-pkiops': [...http('www.microsoft.com', '/pkiops/'), ...http('www.microsoft.com', '/pkiops/crl/y')],
  };
}

let decisions = 0;

/** How many packets the oracle has decided in this file. */
export function decided(): number {
  return decisions;
}

/** Fails where the engine says another verdict than trying every packet under every guess. */
export function compare(world: Estate, allows: (packet: Packet, guess: Guess) => boolean): void {
  const report = prove(world, {
    workspace: 'contoso-corp', cloud: 'commercial', sensors: SENSORS, serviceTags: tags, requirements: requirementsFor({ workspace: 'contoso-corp' }),
  });
  const expected = Object.fromEntries(Object.entries(flows()).map(([id, packets]) => [id, verdictOf(packets, (packet, guess) => {
    decisions++;
    return allows(packet, guess);
  })]));
  const actual = Object.fromEntries(report.requirements.filter((result) => result.id in expected).map((result) => [result.id, result.verdict]));
  expect(actual).toEqual(expected);
}
