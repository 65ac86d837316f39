import { AddressTerms, EgressSpace, FirewallContext, IpGroup, Maybe, NatRule, natRuleRegions, NetworkRule, networkRuleRegions, Notes, Unknown } from '../../src/azure';
import { AddressFamily, Region } from '../../src/packets';
import { networkRule } from '../support/estates';
import { littleTags } from '../support/little-tags';
import { holds, PacketShape, reasonsOf } from '../support/packets';

/* Network rules of Azure Firewall: rule processing logic (2026-03-23), FQDN filtering in network rules, IP groups, features by SKU. */

const unknown = Unknown.at('var.x', 'has no default');
const groups: readonly IpGroup[] = [
  { id: 'dcs', origin: { address: 'dcs' }, name: 'dcs', cidrs: ['10.1.0.0/24', '10.2.0.4-10.2.0.6'] },
  { id: 'empty', origin: { address: 'empty' }, name: 'empty', cidrs: [] },
  { id: 'open', origin: { address: 'open' }, name: 'open', cidrs: ['9.9.9.9', unknown] },
];

class Rule {
  public readonly space: EgressSpace;
  public readonly notes = new Notes();
  public readonly regions: Region[];
  constructor(shape: Partial<NetworkRule>, context: Partial<FirewallContext> = {}, family: AddressFamily = 'ipv4') {
    this.space = new EgressSpace(family);
    this.regions = networkRuleRegions(networkRule(shape), {
      space: this.space, serviceTags: littleTags(), notes: this.notes, ipGroup: (id) => groups.find((group) => group.id === id), sku: 'Standard', dnsProxyEnabled: true,
      owner: 'the policy', terms: new AddressTerms(this.space, littleTags(), this.notes), ...context,
    });
  }

  public matches(shape: PacketShape = {}): string {
    return holds(this.space, this.regions, shape);
  }

  public get reasons(): string[] {
    return reasonsOf(this.space, this.regions);
  }
}
const RULE = 'rcg.network_rule_collection[0].rule[0]';

/* "If you explicitly configure a destination port, the rule translates to TCP+UDP"; with all ports, Any is every protocol. */
describe('protocols', () => {
  const NUMBERS = { icmp: 1, tcp: 6, udp: 17, esp: 50 };
  const matched = (rule: Rule): string[] => Object.entries(NUMBERS).filter(([, protocol]) => rule.matches({ protocol }) === 'yes').map(([name]) => name);

  test.each<[Partial<NetworkRule>, string[]]>([
    [{ protocols: ['TCP'] }, ['tcp']],
    [{ protocols: ['UDP'] }, ['udp']],
    [{ protocols: ['TCP', 'UDP'], destinationPorts: ['443'] }, ['tcp', 'udp']],
    [{ protocols: ['ICMP'] }, ['icmp']],
    [{ protocols: ['ICMP'], destinationPorts: ['8'] }, ['icmp']],
    [{ protocols: ['Any'] }, ['icmp', 'tcp', 'udp', 'esp']],
    [{ protocols: ['any'], destinationPorts: ['443'] }, ['tcp', 'udp']],
    [{ protocols: ['Any'], destinationPorts: ['443', '*'] }, ['icmp', 'tcp', 'udp', 'esp']],
    [{ protocols: [] }, []],
  ])('%j: %j', (shape, expected) => {
    expect(matched(new Rule(shape))).toEqual(expected);
  });

  test('ICMP is ICMPv6 for IPv6 packets', () => {
    expect(new Rule({ protocols: ['ICMP'] }, {}, 'ipv6').matches({ protocol: 58 })).toBe('yes');
  });

  test.each([
    [{ port: 443 }, 'yes'], [{ port: 80 }, 'no'], [{ port: 80, protocol: 17 }, 'no'], [{ port: 80, sourcePort: 443 }, 'no'],
  ])('a port is the destination\'s: %j %s', (shape, expected) => {
    expect(new Rule({ protocols: ['Any'], destinationPorts: ['443'] }).matches(shape)).toBe(expected);
  });

  test('that are not known may be any', () => {
    const rule = new Rule({ protocols: [unknown], destinationPorts: ['443'] });
    expect([rule.matches(), rule.matches({ port: 80 }), rule.reasons]).toEqual(['perhaps', 'no', ['var.x has no default']]);
  });

  test.each(['SCTP', 'toString'])('%s is refused, and may be any', (protocol) => {
    const rule = new Rule({ protocols: [protocol], destinationPorts: ['443'] });
    expect([rule.matches(), rule.matches({ port: 80 }), rule.reasons]).toEqual(['perhaps', 'no', [`${RULE}.protocols has "${protocol}"`]]);
    expect(rule.notes.findings).toMatchObject([{
      id: 'invalid-protocol', level: 'error', address: 'rcg', message: `${RULE}.protocols has "${protocol}", which Azure refuses; write TCP, UDP, ICMP or Any.`,
    }]);
  });

  test('without ports Azure refuses the rule', () => {
    const rule = new Rule({ destinationPorts: [] });
    expect([rule.matches(), rule.reasons]).toEqual(['perhaps', [`${RULE}.destination_ports is not set, which Azure refuses`]]);
  });

  test('a port that is none is found', () => {
    expect(new Rule({ destinationPorts: ['https'] }).notes.findings[0].message).toContain(`${RULE}.destination_ports has the port "https"`);
  });
});

describe('addresses', () => {
  test.each<[Partial<NetworkRule>, PacketShape, string]>([
    [{ sourceAddresses: ['10.1.0.4'] }, {}, 'yes'], [{ sourceAddresses: ['10.1.0.5'] }, {}, 'no'], [{ sourceAddresses: ['10.9.0.0/16', '10.1.0.0/16'] }, {}, 'yes'],
    [{ sourceAddresses: ['10.9.0.1'], sourceIpGroups: ['dcs'] }, {}, 'yes'], [{ sourceIpGroups: ['dcs'] }, { source: '10.2.0.5' }, 'yes'],
    [{ sourceIpGroups: ['dcs'] }, { source: '10.2.0.7' }, 'no'],
    [{ destinationAddresses: ['8.8.8.0/24'] }, {}, 'yes'], [{ destinationAddresses: ['9.9.9.9'] }, {}, 'no'], [{ destinationAddresses: ['AzureCloud'] }, { destination: '20.0.0.9' }, 'yes'],
    [{ destinationIpGroups: ['open'] }, { destination: '9.9.9.9' }, 'yes'], [{ destinationIpGroups: ['open'] }, {}, 'perhaps'],
    [{ destinationAddresses: ['8.8.8.8'], destinationIpGroups: ['open'] }, {}, 'yes'],
    // "If you delete all the IP addresses in an IP Group but it is still in use in a rule, that rule is skipped" (IP groups, 2026-03-28).
    [{ destinationIpGroups: ['empty'] }, {}, 'no'], [{ sourceIpGroups: ['empty'] }, {}, 'no'], [{ sourceAddresses: ['10.1.0.4'], sourceIpGroups: ['empty'] }, {}, 'yes'],
    // groups that are not in the input, or not known
    [{ sourceIpGroups: ['gone'] }, {}, 'perhaps'], [{ destinationIpGroups: [unknown] }, {}, 'perhaps'],
  ])('%j and %j: %s', (shape, packet, expected) => {
    expect(new Rule(shape).matches(packet)).toBe(expected);
  });

  test('the reason names the group', () => {
    expect(new Rule({ sourceIpGroups: ['gone'] }).reasons).toEqual([`the addresses of the IP group gone, which ${RULE} uses, are not in the input`]);
    expect(new Rule({ sourceIpGroups: [unknown] }).reasons).toEqual(['var.x has no default']);
  });

  test('what is no address in a group is found there', () => {
    const rule = new Rule({ destinationIpGroups: ['bad'] }, { ipGroup: () => ({ id: 'bad', origin: { address: 'bad' }, name: 'bad', cidrs: ['10.0.0.5/24'] }) });
    expect(rule.notes.findings).toMatchObject([{ id: 'invalid-address', level: 'error', address: 'bad', message: 'bad.cidrs has "10.0.0.5/24", which has bits set beyond its prefix; write 10.0.0.0/24.' }]);
  });

  test('what is no address in a rule is found at its attribute', () => {
    expect(new Rule({ destinationAddresses: ['10.0.0.5/24'] }).notes.findings[0].message).toContain(`${RULE}.destination_addresses has`);
    expect(new Rule({ sourceAddresses: ['10.0.0.5/24'] }).notes.findings[0].message).toContain(`${RULE}.source_addresses has`);
  });

  // "Service tags as source: not supported" (service tags overview, Azure Firewall).
  test.each<[Maybe<string>, boolean]>([['AzureCloud', true], ['storage', true], ['10.1.0.4', false], ['*', false], ['fd00::/8', false], [unknown, false], ['1AzureCloud', false]])(
    'a service tag as source is refused: %s', (entry, found) => {
      const findings = new Rule({ sourceAddresses: [entry] }).notes.findings.filter(({ id }) => id === 'service-tag-as-source');
      expect(findings).toMatchObject(found ? [{
        id: 'service-tag-as-source', level: 'error', address: 'rcg',
        message: `${RULE}.source_addresses has "${String(entry)}"; Azure Firewall takes no service tag as a source, write address prefixes or IP groups.`,
      }] : []);
    },
  );

  test.each(['source', 'destination'] as const)('a rule without %s is refused', (side) => {
    const rule = new Rule({ [`${side}Addresses`]: [], [`${side}IpGroups`]: [] });
    expect([rule.matches(), rule.reasons]).toEqual(['perhaps', [`${RULE} names no ${side}, which Azure refuses`]]);
    expect(rule.notes.findings).toMatchObject([{ id: `rule-without-${side}`, level: 'error', address: 'rcg', message: `${RULE} names no ${side}, which Azure refuses.` }]);
  });
});

/* FQDNs in network rules: exact names alone, through the DNS proxy; not on the Basic SKU. */
describe('host names', () => {
  const www = { scheme: 'https', host: 'www.contoso.com' } as const;
  const asked = (fqdn: Maybe<string>, context: Partial<FirewallContext> = {}): Rule => new Rule({ destinationFqdns: [fqdn] }, { application: www, ...context });

  test('match the host of that very name, whatever its address', () => {
    expect([asked('www.contoso.com').matches(), asked('WWW.contoso.com').matches(), asked('contoso.com').matches()]).toEqual(['yes', 'yes', 'no']);
    expect(asked('www.contoso.com').notes.assumptions)
      .toEqual(['The sensors resolve names through the DNS proxy of the firewall, so that network rules which name hosts know the same addresses.']);
    expect(asked('contoso.com').notes.assumptions).toEqual(['Hosts with different names do not share an address where network rules of a firewall name them.']);
  });

  test('stand beside addresses', () => {
    expect(new Rule({ destinationAddresses: ['8.8.8.8'], destinationFqdns: ['contoso.com'] }, { application: www }).matches()).toBe('yes');
  });

  test('have addresses that are not known for traffic without a name', () => {
    const rule = asked('www.contoso.com', { application: undefined });
    expect([rule.matches(), rule.reasons]).toEqual(['perhaps', [`the addresses of www.contoso.com at ${RULE}.destination_fqdns are not known`]]);
    expect(asked('www.contoso.com', { application: { scheme: 'http' } }).matches()).toBe('perhaps');
  });

  test('are questions of their own', () => {
    const space = new EgressSpace('ipv4');
    for (const fqdn of ['a.com', 'a.com', 'b.com']) new Rule({ destinationFqdns: [fqdn] }, { space });
    expect(space.unknowns).toHaveLength(2);
  });

  test('that are not known may be the one', () => {
    expect([asked(unknown).matches(), asked(unknown).reasons]).toEqual(['perhaps', ['var.x has no default']]);
  });

  test.each(['www.contoso.com.', 'https://www.contoso.com', ' www.contoso.com', ''])('"%s" is no host name, so it may be any', (fqdn) => {
    const rule = new Rule({ destinationFqdns: [fqdn] }, { application: { scheme: 'https', host: 'www.contoso.com' } });
    expect([rule.matches(), rule.reasons, rule.notes.findings.map((finding) => finding.message)]).toEqual([
      'perhaps', [`${RULE}.destination_fqdns is "${fqdn}", which Azure Firewall does not support`],
      [`${RULE}.destination_fqdns is "${fqdn}", which Azure Firewall does not support; write the host name alone.`],
    ]);
  });

  test('take no wildcards', () => {
    const rule = asked('*.contoso.com');
    expect([rule.matches(), rule.reasons]).toEqual(['perhaps', [`${RULE}.destination_fqdns has the wildcard "*.contoso.com", which network rules do not take`]]);
    expect(rule.notes.findings).toMatchObject([{
      id: 'wildcard-in-network-rule', level: 'error', address: 'rcg',
      message: `${RULE}.destination_fqdns has "*.contoso.com"; network rules take no wildcards, write the exact host name or an application rule.`,
    }]);
  });

  test.each<[Partial<FirewallContext>, string]>([
    [{ dnsProxyEnabled: false }, 'the policy has no DNS proxy'],
    [{ sku: 'Basic' }, 'the policy is of the Basic tier, which has no DNS proxy'],
    [{ sku: 'basic', dnsProxyEnabled: false }, 'the policy is of the Basic tier, which has no DNS proxy'],
  ])('need the DNS proxy: %j', (context, why) => {
    const rule = asked('www.contoso.com', context);
    expect([rule.matches(), rule.reasons]).toEqual(['perhaps', [`${RULE}.destination_fqdns names a host, and ${why}`]]);
    expect(rule.notes.findings).toMatchObject([{
      id: 'network-rule-fqdn-without-dns-proxy', level: 'error', address: 'rcg',
      message: `${RULE}.destination_fqdns names a host, but ${why}; Azure refuses that: set dns.proxy_enabled on a Standard or Premium policy.`,
    }]);
  });

  test.each<[Partial<FirewallContext>]>([[{ dnsProxyEnabled: unknown }], [{ sku: unknown }]])('where that is not known the rule may match, and nothing is found: %j', (context) => {
    const rule = asked('www.contoso.com', context);
    expect([rule.matches(), rule.reasons, rule.notes.findings]).toEqual(['perhaps', [`${RULE}.destination_fqdns names a host, and var.x has no default`], []]);
  });
});

describe('DNAT rules', () => {
  const nat = (parts: Partial<NatRule>): string => {
    const space = new EgressSpace('ipv4');
    const rule: NatRule = {
      origin: { address: 'rcg' }, attribute: 'nat_rule_collection[0].rule[0]', name: 'r', sourceAddresses: ['*'], sourceIpGroups: [], protocols: ['TCP'],
      destinationAddresses: ['8.8.8.8'], destinationPorts: ['443'], ...parts,
    };
    return holds(space, natRuleRegions(rule, {
      space, serviceTags: littleTags(), notes: new Notes(), ipGroup: () => undefined, sku: 'Standard', dnsProxyEnabled: true, owner: 'the policy',
      terms: new AddressTerms(space, littleTags(), new Notes()),
    }));
  };

  test.each<[Partial<NatRule>, string]>([
    [{}, 'yes'], [{ destinationAddresses: ['9.9.9.9'] }, 'no'], [{ destinationPorts: ['80'] }, 'no'], [{ protocols: ['UDP'] }, 'no'], [{ sourceAddresses: ['10.9.0.1'] }, 'no'],
    // A destination that is not known is one of the firewall's own addresses.
    [{ destinationAddresses: [unknown] }, 'no'],
  ])('%j: %s', (parts, expected) => {
    expect(nat(parts)).toBe(expected);
  });
});
