import * as fc from 'fast-check';
import { EgressSpace, Unknown } from '../../src/azure';
import { Region } from '../../src/packets';
import { RuleShape } from '../support/estates';
import { LittleNsg } from '../support/little-nsg';
import { packetOf } from '../support/packets';

/* NSG overview (2025-07-15), "Security rules": protocol TCP, UDP, ICMP, ESP, AH or Any; ports; addresses, prefixes, tags, groups. */
const NSG = 'azurerm_network_security_group.nsg';

describe('the protocol of a rule', () => {
  const NUMBERS = { Icmp: 1, Tcp: 6, Udp: 17, Esp: 50, Ah: 51 };

  test.each(Object.entries(NUMBERS))('%s is protocol %d alone', (protocol, number) => {
    const nsg = new LittleNsg([{ protocol }]);
    expect(Object.values({ ...NUMBERS, other: 47 }).filter((one) => nsg.matches({ protocol: one }) === 'yes')).toEqual([number]);
    expect(Object.values({ ...NUMBERS, other: 47 }).filter((one) => nsg.matches({ protocol: one }) === 'perhaps')).toEqual([]);
  });

  test.each(['*', 'Any', 'any'])('%s is every protocol', (protocol) => {
    const nsg = new LittleNsg([{ protocol }]);
    expect([...Object.values(NUMBERS), 0, 47, 255].map((one) => nsg.matches({ protocol: one }))).toEqual(Array(8).fill('yes'));
  });

  test.each(['TCP', 'tcp'])('case does not matter: %s', (protocol) => {
    const nsg = new LittleNsg([{ protocol }]);
    expect([nsg.matches(), nsg.matches({ protocol: 17 }), nsg.notes.findings]).toEqual(['yes', 'no', []]);
  });

  test('Icmp is ICMPv6 for IPv6 packets', () => {
    const nsg = new LittleNsg([{ protocol: 'Icmp' }], { family: 'ipv6' });
    expect([nsg.matches({ protocol: 58 }), nsg.matches({ protocol: 1 })]).toEqual(['yes', 'no']);
  });

  test.each(['http', 'constructor', ''])('%j is refused, and may be any', (protocol) => {
    const nsg = new LittleNsg([{ protocol }]);
    expect(nsg.matches()).toBe('perhaps');
    expect(nsg.notes.findings).toMatchObject([{
      id: 'invalid-protocol', level: 'error', address: NSG,
      message: `${NSG}.security_rule[0].protocol is "${protocol}", which Azure refuses; write Tcp, Udp, Icmp, Esp, Ah or *.`,
    }]);
    expect(nsg.reasons).toContain(`${NSG}.security_rule[0].protocol is "${protocol}", which is no protocol`);
  });

  test('that is not known may be any', () => {
    const nsg = new LittleNsg([{ protocol: Unknown.at('var.protocol', 'has no default') }]);
    expect([nsg.matches(), nsg.reasons, nsg.notes.findings]).toEqual(['perhaps', ['var.protocol has no default',
      'whether the service tag Internet holds private addresses outside the virtual network is not documented'], []]);
  });
});

describe('ports of a rule', () => {
  test.each([
    [{ port: 443 }, 'yes'], [{ port: 8000 }, 'yes'], [{ port: 8080 }, 'yes'], [{ port: 7999 }, 'no'], [{ port: 8081 }, 'no'], [{ port: 80 }, 'no'],
  ])('augmented rules have several: %j %s', (shape, matches) => {
    expect(new LittleNsg([{ protocol: 'Tcp', ports: ['443', '8000-8080'] }]).matches(shape)).toBe(matches);
  });

  test('are those of the source where the rule says so', () => {
    const nsg = new LittleNsg([{ protocol: 'Udp', fromPorts: ['53'], ports: ['443'] }]);
    expect(nsg.matches({ protocol: 17, sourcePort: 53 })).toBe('yes');
    expect(nsg.matches({ protocol: 17, sourcePort: 54 })).toBe('no');
    expect(nsg.matches({ protocol: 17, sourcePort: 53, port: 53 })).toBe('no');
  });

  // What a port means for a protocol without ports is not documented, so there only `*` is certain.
  test.each([
    ['*', ['443'], 6, 443, 'yes'], ['*', ['443'], 6, 80, 'no'], ['*', ['443'], 17, 443, 'yes'], ['*', ['443'], 1, 443, 'perhaps'], ['*', ['443'], 50, 80, 'perhaps'],
    ['Icmp', ['8'], 1, 8, 'perhaps'], ['Icmp', ['8'], 6, 8, 'no'], ['Icmp', ['*'], 1, 0, 'yes'], ['Icmp', ['0-65535'], 1, 0, 'yes'], ['Icmp', ['443', '*'], 1, 0, 'yes'], ['Esp', ['443'], 50, 443, 'perhaps'],
    ['*', ['0-65535'], 1, 0, 'yes'],
  ])('protocol %s, ports %j: packet of protocol %d to port %d: %s', (protocol, ports, number, port, matches) => {
    expect(new LittleNsg([{ protocol, ports }]).matches({ protocol: number, port })).toBe(matches);
    expect(new LittleNsg([{ protocol, fromPorts: ports }]).matches({ protocol: number, sourcePort: port })).toBe(matches);
  });

  test('all of them beside one that is not known are all of them', () => {
    expect(new LittleNsg([{ protocol: 'Icmp', ports: [Unknown.at('x', 'y'), '*'] }]).matches({ protocol: 1 })).toBe('yes');
  });

  test('the reason for the doubt is the rule', () => {
    expect(new LittleNsg([{ protocol: 'Icmp', ports: ['8'] }]).reasons[0])
      .toBe(`${NSG}.security_rule[0] restricts ports for a protocol without ports, and what that matches is not documented`);
  });

  test('what the same ports mean for a protocol without ports is one question, whatever rule asks it', () => {
    const questions = (...rules: ConstructorParameters<typeof LittleNsg>[0]): number =>
      new LittleNsg(rules).space.unknowns.filter(({ reason }) => reason.includes('protocol without ports')).length;
    const icmp = { protocol: 'Icmp' };
    expect(questions({ ...icmp, ports: ['8'] }, { ...icmp, ports: ['8'] })).toBe(1);
    expect(questions({ ...icmp, ports: ['8'] }, { ...icmp, ports: ['9'] })).toBe(2);
    expect(questions({ ...icmp, ports: ['8'], fromPorts: ['*'] }, { ...icmp, ports: ['*'], fromPorts: ['8'] })).toBe(2);
    expect(questions({ ...icmp, ports: ['8', '9'] }, { ...icmp, ports: ['89'] })).toBe(2);
    expect(questions({ ...icmp, ports: [Unknown.at('a', 'x')] }, { ...icmp, ports: [Unknown.at('b', 'x')] })).toBe(2);
    // A rule whose protocol is not known asks it too.
    const open = new LittleNsg([{ protocol: Unknown.at('p', 'x'), ports: ['443'] }]);
    expect([open.matches(), open.matches({ protocol: 1 }), open.matches({ port: 80 })]).toEqual(['perhaps', 'perhaps', 'no']);
  });

  test('that are not set are refused by Azure', () => {
    for (const rule of [{ ports: [] }, { fromPorts: [] }]) {
      const nsg = new LittleNsg([{ protocol: 'Tcp', ...rule }]);
      expect(nsg.matches()).toBe('perhaps');
      expect(nsg.reasons[0]).toBe(`${NSG}.security_rule[0].${'ports' in rule ? 'destination' : 'source'}_port_range is not set, which Azure refuses`);
    }
  });

  test('that are no ports are found at their attribute', () => {
    expect(new LittleNsg([{ protocol: 'Tcp', ports: ['x'] }]).notes.findings[0].message).toContain(`${NSG}.security_rule[0].destination_port_range has the port "x"`);
    expect(new LittleNsg([{ protocol: 'Tcp', fromPorts: ['x'] }]).notes.findings[0].message).toContain(`${NSG}.security_rule[0].source_port_range has the port "x"`);
  });
});

describe('the sides of a rule', () => {
  test.each([
    [['10.1.0.4'], 'yes'], [['10.1.0.0/24'], 'yes'], [['10.1.0.1-10.1.0.9'], 'yes'], [['10.2.0.0/16', '10.1.0.4/32'], 'yes'], [['*'], 'yes'], [['VirtualNetwork'], 'yes'],
    [['10.1.0.5'], 'no'], [['10.2.0.0/16'], 'no'], [['Internet'], 'no'], [['fd00:1::4'], 'no'], [[Unknown.at('x', 'y')], 'perhaps'],
    [['10.1.0.4', Unknown.at('x', 'y')], 'yes'], [['10.1.0.5', Unknown.at('x', 'y')], 'perhaps'],
  ])('source %j: %s', (from, matches) => {
    expect(new LittleNsg([{ from }]).matches()).toBe(matches);
  });

  test.each([
    [['8.8.8.8'], 'yes'], [['8.8.8.0/24', '9.9.9.9'], 'yes'], [['Internet'], 'yes'], [['*'], 'yes'], [['0.0.0.0/0'], 'yes'],
    [['8.8.4.4'], 'no'], [['VirtualNetwork'], 'no'], [['AzureCloud'], 'no'], [['Storage'], 'no'], [['fd00:1::4'], 'no'],
  ])('destination %j: %s', (to, matches) => {
    expect(new LittleNsg([{ to }]).matches()).toBe(matches);
  });

  test.each(['source', 'destination'] as const)('a rule without %s is refused by Azure', (side) => {
    const nsg = new LittleNsg([side === 'source' ? { from: [] } : { to: [] }]);
    expect(nsg.matches()).toBe('perhaps');
    expect(nsg.notes.findings).toMatchObject([{
      id: `rule-without-${side}`, level: 'error', address: NSG,
      message: `${NSG}.security_rule[0] names no ${side}, which Azure refuses; write an address prefix, a service tag, an application security group or *.`,
    }]);
    expect(nsg.reasons).toContain(`${NSG}.security_rule[0].${side}_address_prefix is not set, which Azure refuses`);
  });

  test('application security groups are asked for their members, and stand beside addresses', () => {
    const space = new EgressSpace('ipv4');
    const members = (side: string, group: unknown): Region[] => [packetOf(space, { source: `10.9.0.${side === 'source' && group === 'asg' ? 1 : 2}` })];
    const nsg = new LittleNsg([{ from: ['10.9.0.3'], fromGroups: ['asg'], toGroups: ['other'] }], { context: { space, applicationSecurityGroupMembers: members } });
    expect(nsg.notes.findings).toEqual([]);
    // The members that the destination asks for are other packets than those of the source.
    expect(nsg.rows.map((row) => row.rule.name)).not.toContain('Rule0');
    const source = new LittleNsg([{ from: ['10.9.0.3'], fromGroups: ['asg'] }], { context: { space, applicationSecurityGroupMembers: members } });
    expect(['10.9.0.1', '10.9.0.2', '10.9.0.3'].map((from) => source.matches({ source: from }))).toEqual(['yes', 'no', 'yes']);
    const destination = new LittleNsg([{ toGroups: ['other'] }], { context: { space, applicationSecurityGroupMembers: members } });
    expect(['10.9.0.1', '10.9.0.2', '10.9.0.3'].map((from) => destination.matches({ source: from }))).toEqual(['no', 'yes', 'no']);
  });
});

describe('direction and access', () => {
  test.each(['direction', 'access'] as const)('a %s that is no word of Azure is refused and may be either', (field) => {
    const nsg = new LittleNsg([{ [field]: 'Sideways', priority: 100 }]);
    expect(nsg.notes.findings).toMatchObject([{ id: `invalid-${field}`, level: 'error', address: NSG, message: `${NSG}.security_rule[0].${field} is "Sideways", which Azure refuses.` }]);
    expect(nsg.reasons).toContain(`${NSG}.security_rule[0].${field} is "Sideways", which Azure refuses`);
    expect(nsg.matches()).toBe(field === 'direction' ? 'perhaps' : 'yes');
  });

  test('a direction that is not known may be outbound', () => {
    const nsg = new LittleNsg([{ access: 'Deny', direction: Unknown.reference('var.direction', 'var.direction has no default') }]);
    expect(nsg.fate()).toBe('allow by AllowInternetOutBound or deny by Rule0');
    expect(nsg.space.unknowns[0]).toMatchObject({ reason: 'var.direction has no default', choices: ['it is outbound', 'it is not outbound'] });
  });

  test('an access that is not known allows or denies', () => {
    const nsg = new LittleNsg([{ access: Unknown.reference('var.access', 'var.access has no default') }]);
    expect(nsg.fate()).toBe('allow by Rule0 or deny by Rule0');
    expect(nsg.space.unknowns[0]).toMatchObject({ reason: 'var.access has no default', choices: ['it is allow', 'it is deny'] });
    // Two rules with one unknown access share its value.
    expect(new LittleNsg([{ access: Unknown.reference('var.access', 'x') }, { name: 'Other', access: Unknown.reference('var.access', 'x') }]).fate())
      .toBe('allow by Rule0 or deny by Rule0');
  });

  test('a name that is not known says so', () => {
    const [, row] = new LittleNsg([{ name: undefined }]).rows;
    expect(row.rule.name).toBe('Rule0');
    const unnamed = new LittleNsg([{ name: Unknown.at('x', 'y') as unknown as string }]);
    expect(unnamed.rows[1].rule.name).toBe('(name not known)');
  });
});

describe('a rule with nothing uncertain in it', () => {
  const entry = fc.constantFrom('*', '10.1.0.4', '10.1.0.0/24', '8.8.8.8', '8.8.8.0/24', '20.0.0.0/24', 'AzureCloud', 'Storage');
  const port = fc.constantFrom('*', '443', '80', '80-443');

  test('matches the packets that the same rule matches when read the thorough way', () => {
    fc.assert(fc.property(fc.record({
      access: fc.constantFrom('Allow', 'Deny'), protocol: fc.constantFrom('*', 'Tcp', 'Udp'), from: fc.uniqueArray(entry, { minLength: 1, maxLength: 2 }),
      to: fc.uniqueArray(entry, { minLength: 1, maxLength: 2 }), fromPorts: fc.uniqueArray(port, { minLength: 1, maxLength: 2 }),
      ports: fc.uniqueArray(port, { minLength: 1, maxLength: 2 }),
    }), (rule) => {
      const plain = new LittleNsg([rule]);
      // `Any` is read the thorough way, and so is a rule whose access is a choice.
      const thorough = new LittleNsg([rule.protocol === '*' ? { ...rule, protocol: 'Any' } : { ...rule, access: Unknown.at('x', 'y') }]);
      for (const destination of ['8.8.8.8', '8.8.8.9', '20.0.0.1', '20.0.0.200']) {
        for (const source of ['10.1.0.4', '10.2.0.4']) {
          for (const protocol of [6, 17, 1]) {
            for (const [sourcePort, to] of [[50000, 443], [443, 80], [79, 100]]) {
              const packet = { source, destination, protocol, sourcePort, port: to };
              expect(plain.matches(packet)).toBe(thorough.matches(packet));
            }
          }
        }
      }
    }), { numRuns: 12 });
  });
});

describe('what is not known is one question for one thing, and another one for another', () => {
  // Beside what the default rules leave open.
  const questions = (...rules: readonly RuleShape[]): number => new LittleNsg(rules).space.unknowns.length - new LittleNsg([]).space.unknowns.length;
  const [a, b] = ['a', 'b'].map((name) => Unknown.at(`var.${name}`, 'has no default'));

  test('of actions', () => {
    expect([questions({ access: a }, { access: a }), questions({ access: a }, { access: b })]).toEqual([1, 2]);
  });

  // What the ports of a rule match of protocols without ports is not documented, whatever it is.
  test.each<[number, RuleShape, RuleShape]>([
    [1, { ports: ['443'] }, { ports: ['443'] }],
    [2, { ports: ['443'] }, { ports: ['80'] }],
    [2, { ports: ['443', '80'] }, { ports: ['443', '8080'] }],
    [2, { ports: ['443', '80'] }, { ports: ['443'] }],
    [2, { ports: ['443'], fromPorts: ['0-1023'] }, { ports: ['443'] }],
    [2, { ports: ['443'], fromPorts: ['1-9', '80'] }, { ports: ['443'], fromPorts: ['1-9', '81'] }],
    [2, { ports: ['1', '23'] }, { ports: ['12', '3'] }],
    [2, { ports: ['443'], fromPorts: ['1-9', '80'] }, { ports: ['80', '443'], fromPorts: ['1-9'] }],
  ])('of ports of protocols without ports: %d for %j and %j', (count, one, other) => {
    expect(questions({ protocol: 'Icmp', ...one }, { protocol: 'Icmp', ...other })).toBe(count);
  });
});
