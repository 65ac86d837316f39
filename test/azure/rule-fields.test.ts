import {
  ApplicationTraffic, classicRows, EgressSpace, FirewallQuestion, Notes, policyRows, RuleCollection, RuleRow, Unknown,
} from '../../src/azure';
import { written } from '../../src/azure/rule-field';
import { AddressFamily } from '../../src/packets';
import { applicationCollection, firewall, group, networkCollection, policy, RuleShape } from '../support/estates';
import { LittleNsg } from '../support/little-nsg';
import { littleTags } from '../support/little-tags';
import { holds, PacketShape } from '../support/packets';

/*
 * What rules ask, field by field, for those who wonder why one does not match: a rule matches where all of its fields hold.
 */

const unknown = Unknown.at('var.x', 'has no default');

/** What each field of a row asks, and whether it holds for a packet. */
function fieldsOf(space: EgressSpace, row: RuleRow, shape: PacketShape = {}): string[] {
  return row.fields!.map(({ name, asks, regions }) => `${name} ${asks.join('|')}: ${holds(space, regions, shape)}`);
}

test('entries are told as they are written', () => {
  expect(written(['10.1.0.4', unknown], [443], [])).toEqual(['10.1.0.4', '(not known)', '443']);
});

describe('of an NSG', () => {
  const told = (...rules: readonly RuleShape[]): LittleNsg => new LittleNsg(rules, { context: { tellFields: true } });
  const only = (shape: RuleShape): [EgressSpace, RuleRow] => {
    const { space, rows } = told(shape);
    return [space, rows.find(({ rule }) => rule.name === 'Rule0')!];
  };

  test('a rule asks for both sides, their ports and the protocol', () => {
    const [space, row] = only({ from: ['10.1.0.4'], to: ['Storage', '8.8.8.0/24'], fromPorts: ['*'], ports: ['80', '443'], protocol: 'Udp' });
    expect(fieldsOf(space, row)).toEqual(['source 10.1.0.4: yes', 'source port *: yes', 'destination Storage|8.8.8.0/24: yes', 'port 80|443: yes', 'protocol Udp: no']);
    expect(fieldsOf(space, row, { source: '10.1.0.5', destination: '9.9.9.9', port: 81, protocol: 17 }))
      .toEqual(['source 10.1.0.4: no', 'source port *: yes', 'destination Storage|8.8.8.0/24: no', 'port 80|443: no', 'protocol Udp: yes']);
  });

  test('what is not known is said to be', () => {
    const [space, row] = only({ from: [unknown], fromPorts: ['0-1023'], toGroups: ['web'], ports: ['*'], protocol: unknown });
    expect(fieldsOf(space, row)).toEqual(['source (not known): perhaps', 'source port 0-1023: no', 'destination web: no', 'port *: yes', 'protocol (not known): perhaps']);
    const [open, other] = only({ ports: [] });
    expect(fieldsOf(open, other)).toContain('port : perhaps');
  });

  test.each([['Allow', 'allow'], ['Deny', 'deny'], ['DENY', 'deny']] as const)('a rule that matches nothing is there all the same: %s', (access, action) => {
    const { rows } = told({ access, to: ['fd00:1::/64'] });
    const row = rows.find(({ rule }) => rule.name === 'Rule0')!;
    expect([row.action, row.regions, row.fields!.length]).toEqual([action, [], 5]);
  });

  test('each row of a rule whose action is not known has its fields', () => {
    const { rows } = told({ access: unknown });
    expect(rows.filter(({ rule }) => rule.name === 'Rule0').map(({ action, fields }) => [action, fields!.length])).toEqual([['allow', 5], ['deny', 5]]);
  });

  test('an inbound rule stands in its place and asks for the other direction', () => {
    const { rows, space } = told(
      { name: 'a', priority: 100 }, { name: 'in', priority: 150, direction: 'Inbound', access: 'Deny' }, { name: 'b', priority: 200 },
      { name: 'last', priority: 4096, direction: 'inbound' }, { name: 'open', priority: unknown, direction: 'INBOUND', access: unknown },
      { name: 'same', priority: 200, direction: 'Inbound' },
    );
    // Of the same priority after the rule of its own direction, and first where the priority is not known.
    expect([...new Set(rows.map(({ rule }) => rule.name))]).toEqual([
      'Azure platform services', 'open', 'a', 'in', 'b', 'same', 'last', 'AllowVnetOutBound', 'AllowInternetOutBound', 'DenyAllOutBound',
    ]);
    const inbound = rows.filter(({ fields }) => fields?.[0]?.name === 'direction');
    expect(inbound.map((row) => [row.rule.name, row.action, row.regions, ...fieldsOf(space, row)])).toEqual([
      ['open', 'allow', [], 'direction INBOUND: no'], ['in', 'deny', [], 'direction Inbound: no'],
      ['same', 'allow', [], 'direction Inbound: no'], ['last', 'allow', [], 'direction inbound: no'],
    ]);
  });

  test('the default rules ask for their tags', () => {
    const { rows, space } = told();
    const defaults = rows.filter(({ rule }) => (rule.priority ?? 0) >= 65000 && rule.name !== 'Azure platform services');
    expect(defaults.map((row) => [row.rule.name, ...fieldsOf(space, row)])).toEqual([
      ['AllowVnetOutBound', 'source VirtualNetwork: yes', 'destination VirtualNetwork: no'], ['AllowInternetOutBound', 'destination Internet: yes'], ['DenyAllOutBound'],
    ]);
    expect(new LittleNsg([]).rows.every(({ fields }) => fields === undefined)).toBe(true);
  });
});

describe('of a firewall', () => {
  const https: ApplicationTraffic = { scheme: 'https', host: 'www.contoso.com' };
  const questionAbout = (application: ApplicationTraffic | undefined, family: AddressFamily): FirewallQuestion => ({
    space: new EgressSpace(family), notes: new Notes(), serviceTags: littleTags(), application, tellFields: true,
    ipGroup: () => undefined, policy: () => undefined,
  });
  const rowsOf = (collection: RuleCollection, application: ApplicationTraffic | 'none' = https, family: AddressFamily = 'ipv4'): [EgressSpace, RuleRow[]] => {
    const question = questionAbout(application === 'none' ? undefined : application, family);
    return [question.space, policyRows(policy([group([collection])], { id: 'p' }), question).filter(({ rule }) => rule.name.endsWith('rule0'))];
  };

  test('a network rule asks for source, destination, port and protocol', () => {
    const rule = {
      sourceAddresses: ['10.1.0.4'], sourceIpGroups: ['ipg'], destinationAddresses: ['Storage'], destinationIpGroups: ['web'], destinationFqdns: ['www.contoso.com'],
      destinationPorts: ['443'], protocols: ['UDP'],
    };
    const [space, [row]] = rowsOf(networkCollection([rule]));
    expect(row.fields!.map(({ name, asks }) => `${name} ${asks.join('|')}`)).toEqual(['source 10.1.0.4|ipg', 'destination Storage|web|www.contoso.com', 'port 443', 'protocol UDP']);
    const plain = rowsOf(networkCollection([{ ...rule, sourceIpGroups: [], destinationIpGroups: [], destinationFqdns: [] }]))[1][0];
    expect(plain.fields!.map(({ regions }) => holds(space, regions))).toEqual(['yes', 'no', 'yes', 'no']);
    expect(plain.fields!.map(({ regions }) => holds(space, regions, { source: '10.1.0.9', port: 80, protocol: 17 }))).toEqual(['no', 'no', 'no', 'yes']);
  });

  test('a DNAT rule asks for them too', () => {
    const nat: RuleCollection = {
      kind: 'nat', origin: { address: 'rcg' }, name: 'nat', priority: 100, action: 'Dnat', rules: [{
        origin: { address: 'rcg' }, attribute: 'nat_rule_collection[0].rule[0]', name: 'rule0', sourceAddresses: ['*'], sourceIpGroups: [], protocols: ['TCP'],
        destinationAddresses: ['8.8.8.8'], destinationPorts: ['443'],
      }],
    };
    const [space, [row]] = rowsOf(nat);
    expect(fieldsOf(space, row)).toEqual(['source *: yes', 'destination 8.8.8.8: yes', 'port 443: yes', 'protocol TCP: yes']);
    expect(fieldsOf(space, row, { destination: '9.9.9.9' })[1]).toBe('destination 8.8.8.8: no');
  });

  const application = applicationCollection([{
    sourceAddresses: ['10.1.0.4'], protocols: [{ type: 'Https', port: 443 }, { type: 'Http', port: 8080 }, unknown], destinationFqdns: ['www.contoso.com', '*.example.com'],
  }]);

  test('an application rule asks for source, protocol and host', () => {
    const [space, rows] = rowsOf(application);
    expect(fieldsOf(space, rows[0])).toEqual(['source 10.1.0.4: yes', 'protocol Https:443|Http:8080|(not known): yes', 'host www.contoso.com|*.example.com: yes']);
    expect(fieldsOf(space, rows[0], { port: 444 })[1]).toContain('perhaps');
    const [elsewhere, [other]] = rowsOf(application, { scheme: 'https', host: 'www.contoso.org' });
    expect(fieldsOf(elsewhere, other)[2]).toBe('host www.contoso.com|*.example.com: no');
    const tagged = applicationCollection([{ destinationFqdnTags: ['WindowsUpdate'], protocols: [{ type: 'Https', port: 443 }], webCategories: ['News'], destinationUrls: [] }]);
    expect(rowsOf(tagged)[1][0].fields!.map(({ name, asks }) => `${name} ${asks.join('|')}`)).toEqual(['source *', 'protocol Https:443', 'host WindowsUpdate|News']);
  });

  test('an application rule sees neither other traffic nor IPv6', () => {
    for (const [traffic, family] of [['none', 'ipv4'], [https, 'ipv6'], ['none', 'ipv6']] as const) {
      const [, [row]] = rowsOf(application, traffic, family);
      expect(row.fields!.map(({ name, asks }) => `${name} ${asks.join('|')}`)).toEqual(['source 10.1.0.4', 'protocol Https:443, Http:8080, (not known) over IPv4']);
      expect(row.fields![1].regions).toEqual([]);
    }
  });

  test.each([['Allow', 'allow'], ['Deny', 'deny'], ['dENY', 'deny']])('a rule that matches nothing keeps the action of its collection: %s', (action, word) => {
    const rows = rowsOf(networkCollection([{ destinationAddresses: ['fd00:1::/64'] }], { action }))[1];
    expect(rows.map((row) => [row.action, row.regions, row.fields!.length])).toEqual([[word, [], 4]]);
  });

  test('classic rules ask as those of a policy do', () => {
    const question = questionAbout(https, 'ipv4');
    const [row] = classicRows(firewall('f', { collections: [networkCollection([{ destinationPorts: ['443'] }])] }), question);
    expect(fieldsOf(question.space, row)).toEqual(['source *: yes', 'destination *: yes', 'port 443: yes', 'protocol TCP: yes']);
  });
});
