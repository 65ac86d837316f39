import fc from 'fast-check';
import {
  FirewallTier, PkiEgress, PkiPorts, SensorApiMatch, SensorFirewallRules, SensorNetworkSecurityGroup, SensorSources, SensorWorkspace,
} from '../../src/constructs';
import { emitted, Json, only } from '../support/synthesis';

/*
 * For random properties: what is emitted means what the properties mean. Sources lie in two small networks, so that sets can
 * be compared address by address.
 */

const WORKSPACE = SensorWorkspace.named('contoso-corp');

interface Source { readonly text: string; readonly addresses: readonly string[] }

function sourceIn(prefix: string, radix: number, bits: number): fc.Arbitrary<Source> {
  const write = (low: number) => `${prefix}${low.toString(radix)}`;
  const from = (text: string, first: number, last: number): Source => (
    { text, addresses: Array.from({ length: last - first + 1 }, (_, index) => write(first + index)) }
  );
  const low = fc.integer({ min: 0, max: 15 });
  return fc.oneof(
    low.map((address) => from(write(address), address, address)),
    fc.tuple(low, low).map(([one, other]) => {
      const [first, last] = [Math.min(one, other), Math.max(one, other)];
      return from(`${write(first)}-${write(last)}`, first, last);
    }),
    fc.tuple(low, fc.integer({ min: 0, max: 4 })).map(([address, hostBits]) => {
      const size = 2 ** hostBits;
      const first = address - address % size;
      return from(`${write(first)}/${bits - hostBits}`, first, first + size - 1);
    }),
  );
}

const IPV4 = sourceIn('10.1.0.', 10, 32);
const IPV6 = sourceIn('fd00::', 16, 128);
const IPV4_SOURCES = fc.array(IPV4, { minLength: 1, maxLength: 6 });
const SOURCES = fc.array(fc.oneof(IPV4, IPV6), { minLength: 1, maxLength: 8 });

const PKI = fc.oneof(
  fc.constantFrom(PkiPorts.HTTP_ONLY, PkiPorts.HTTP_AND_HTTPS).map((ports) => (
    { choice: PkiEgress.throughFirewall({ ports }), ports: ports === PkiPorts.HTTP_ONLY ? ['80'] : ['80', '443'] }
  )),
  fc.constant({ choice: PkiEgress.none('x'), ports: [] as string[] }),
);

/** Every address of the emitted prefixes; each must lie in one of the two networks. */
function expand(prefix: string): string[] {
  const [address, length] = prefix.split('/');
  const ipv6 = address.includes(':');
  const low = ipv6 ? parseInt(address.slice('fd00::'.length) || '0', 16) : Number(address.split('.')[3]);
  const size = length === undefined ? 1 : 2 ** ((ipv6 ? 128 : 32) - Number(length));
  return Array.from({ length: size }, (_, index) => (ipv6 ? `fd00::${(low + index).toString(16)}` : `10.1.0.${low + index}`));
}

describe('what an NSG emits is what its properties mean', () => {
  test('for every source, choice of PKI egress and first priority', () => {
    fc.assert(fc.property(SOURCES, PKI, fc.integer({ min: 100, max: 4026 }), fc.boolean(), (sources, pki, firstPriority, denyOtherInternet) => {
      const group = only(emitted((stack) => new SensorNetworkSecurityGroup(stack, 'Nsg', {
        workspace: WORKSPACE,
        sensors: SensorSources.addressPrefixes(...sources.map(({ text }) => text)),
        location: 'westeurope',
        resourceGroupName: 'rg',
        pki: pki.choice,
        firstPriority,
        denyOtherInternet,
      })), 'azurerm_network_security_group');
      const allowed: Json[] = group.security_rule.filter((rule: Json) => rule.access === 'Allow');

      // Each destination is open for exactly the sensors.
      const open = (tag: string, port: string) => allowed
        .filter((rule) => rule.destination_address_prefix === tag && rule.destination_port_range === port)
        .flatMap((rule) => rule.source_address_prefixes.flatMap(expand));
      const sensors = [...new Set(sources.flatMap(({ addresses }) => addresses))].sort();
      expect(open('AzureAdvancedThreatProtection', '443').sort()).toEqual(sensors);
      for (const port of ['80', '443']) expect(open('Internet', port).sort()).toEqual(pki.ports.includes(port) ? sensors : []);

      // Nothing else is open: every rule is one of these.
      const destinations = new Set(allowed.map((rule) => `${rule.protocol} ${rule.destination_address_prefix} ${rule.destination_port_range}`));
      expect(destinations).toEqual(new Set(['Tcp AzureAdvancedThreatProtection 443', ...pki.ports.map((port) => `Tcp Internet ${port}`)]));
      expect(group.security_rule.length - allowed.length).toBe(denyOtherInternet ? 1 : 0);

      // Priorities are the slots', in one address family per rule.
      for (const { name, priority, source_address_prefixes: prefixes } of allowed) {
        const slot = ['SensorApi', 'PkiHttp', 'PkiHttps', 'PkiProxy', 'SensorApiIpv6', 'PkiHttpIpv6', 'PkiHttpsIpv6'].indexOf(name.replace('AllowMdi', ''));
        expect(priority).toBe(firstPriority + 10 * slot);
        expect(new Set(prefixes.map((prefix: string) => prefix.includes(':'))).size).toBe(1);
      }
    }), { numRuns: 150 });
  });
});

describe('what a rule collection group emits is what its properties mean', () => {
  const TIERS = fc.constantFrom(FirewallTier.BASIC, FirewallTier.STANDARD, FirewallTier.PREMIUM);
  const MATCHES = fc.constantFrom(SensorApiMatch.SERVICE_TAG, SensorApiMatch.HOST);

  test('for every source, tier, match, choice of PKI egress and priorities', () => {
    fc.assert(fc.property(IPV4_SOURCES, TIERS, MATCHES, PKI, fc.integer({ min: 100, max: 64980 }), (sources, tier, sensorApiMatch, pki, first) => {
      const group = only(emitted((stack) => new SensorFirewallRules(stack, 'Firewall', {
        workspace: WORKSPACE,
        sensors: SensorSources.addressPrefixes(...sources.map(({ text }) => text)),
        firewallPolicyId: '${var.policy}',
        tier,
        priority: 500,
        sensorApiMatch,
        pki: pki.choice,
        firstCollectionPriority: first,
      })), 'azurerm_firewall_policy_rule_collection_group');
      const network: Json[] = group.network_rule_collection ?? [];
      const application: Json[] = group.application_rule_collection ?? [];
      const sensors = [...new Set(sources.flatMap(({ addresses }) => addresses))].sort();

      // A destination is a tag, a host or a URL, with the port it is open on.
      const open = new Map<string, string[]>();
      const add = (destination: string, rule: Json) => open.set(destination, rule.source_addresses.flatMap(expand).sort());
      for (const rule of network.flatMap((collection) => collection.rule)) {
        for (const port of rule.destination_ports) add(`${rule.protocols} ${rule.destination_addresses} ${port}`, rule);
      }
      for (const rule of application.flatMap((collection) => collection.rule)) {
        for (const { type, port } of rule.protocols) add(`${type} ${rule.destination_fqdns ?? rule.destination_urls} ${port}`, rule);
      }
      const urls = ['crl.microsoft.com/*', 'ctldl.windowsupdate.com/*', 'www.microsoft.com/pkiops/*', 'www.microsoft.com/pki/*'];
      const hosts = ['crl.microsoft.com', 'ctldl.windowsupdate.com', 'www.microsoft.com'];
      expect([...open.keys()].sort()).toEqual([
        sensorApiMatch === SensorApiMatch.HOST
          ? 'Https contoso-corpsensorapi.atp.azure.com 443' : 'TCP AzureAdvancedThreatProtection 443',
        ...pki.ports.includes('80') ? (tier === FirewallTier.PREMIUM ? urls : hosts).map((place) => `Http ${place} 80`) : [],
        ...pki.ports.includes('443') ? hosts.map((host) => `Https ${host} 443`) : [],
      ].sort());
      for (const addresses of open.values()) expect(addresses).toEqual(sensors);

      for (const { name, priority } of [...network, ...application]) expect(priority).toBe(name === 'mdi-sensor-api' ? first : first + 10);
    }), { numRuns: 150 });
  });
});
