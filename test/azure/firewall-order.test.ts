import { Estate, EgressPath, FirewallPolicy, Notes, RuleCollection, TrailStep, Topology } from '../../src/azure';
import { IntervalSet } from '../../src/packets';
import { applicationCollection, estate, group, networkCollection, policy } from '../support/estates';
import { littleTags } from '../support/little-tags';

/** The rules that decide HTTPS from 10.1.0.4 to 8.8.8.8 (`www.contoso.com`), in the order of the policy. */
function decide(world: Estate, port = 443): TrailStep[] {
  const sensors = { family: 'ipv4' as const, memberOf: [], behind: [], label: 'all' };
  const path = new EgressPath({ sensors, subnets: [] }, new Topology(world), () => new Map(), littleTags(), new Notes());
  const { space } = path;
  const query = path.sensors
    .where(space.source, IntervalSet.interval<number | bigint>(0x0a010004, 0x0a010005))!
    .where(space.destination, IntervalSet.interval<number | bigint>(0x08080808, 0x08080809))!
    .where(space.destinationPort, IntervalSet.interval<number>(port, port + 1))!
    .where(space.protocol, IntervalSet.interval<number>(6, 7))!;
  return path.follow(query, { scheme: 'https', host: 'www.contoso.com' }).flatMap((outcome) => outcome.trail);
}

const https = { destinationFqdns: ['*'], protocols: [{ type: 'Https', port: 443 }] };

/**
 * The example of "Azure Firewall rule processing logic" (2026-03-23), "Rule processing using rule collection groups":
 * BaseRCG1 (200) with DNATRC1, DNATRC3, NetworkRC1 and BaseRCG2 (300) with AppRC2, NetworkRC2 in the parent policy,
 * ChildRCG1 (300) with ChNetRC1, ChAppRC1 and ChildRCG2 (650) with ChNetRC2, ChAppRC2, ChDNATRC3 in the child. The documented
 * order is: DNATRC1, DNATRC3, ChDNATRC3, NetworkRC1, NetworkRC2, ChNetRC1, ChNetRC2, AppRC2, ChAppRC1, ChAppRC2.
 */
describe('the worked example of the rule processing page', () => {
  const documented = ['DNATRC1', 'DNATRC3', 'ChDNATRC3', 'NetworkRC1', 'NetworkRC2', 'ChNetRC1', 'ChNetRC2', 'AppRC2', 'ChAppRC1', 'ChAppRC2'];
  const build = (alive: readonly string[]): Estate => {
    const network = (name: string, priority: number): RuleCollection =>
      networkCollection([{ destinationAddresses: alive.includes(name) ? ['*'] : ['9.9.9.9'] }], { name, priority, origin: { address: name } });
    const application = (name: string, priority: number): RuleCollection =>
      applicationCollection([alive.includes(name) ? https : { ...https, destinationFqdns: ['elsewhere.example'] }], { name, priority, origin: { address: name } });
    const nat = (name: string, priority: number): RuleCollection => ({
      kind: 'nat', name, priority, action: 'Dnat', origin: { address: name }, rules: [{
        origin: { address: name }, attribute: 'nat_rule_collection[0].rule[0]', name: 'rule0', sourceAddresses: ['*'], sourceIpGroups: [], protocols: ['TCP'],
        destinationAddresses: [alive.includes(name) ? '8.8.8.8' : '9.9.9.9'], destinationPorts: ['443'],
      }],
    });
    const parent = policy([
      group([application('AppRC2', 1200), network('NetworkRC2', 1300)], { name: 'BaseRCG2', priority: 300, origin: { address: 'BaseRCG2' } }),
      group([network('NetworkRC1', 800), nat('DNATRC3', 610), nat('DNATRC1', 600)], { name: 'BaseRCG1', priority: 200, origin: { address: 'BaseRCG1' } }),
    ], { id: 'parent' });
    const child = policy([
      group([network('ChNetRC2', 1100), application('ChAppRC2', 2000), nat('ChDNATRC3', 3000)], { name: 'ChildRCG2', priority: 650, origin: { address: 'ChildRCG2' } }),
      group([application('ChAppRC1', 900), network('ChNetRC1', 700)], { name: 'ChildRCG1', priority: 300, origin: { address: 'ChildRCG1' } }),
    ], { id: 'child', basePolicy: 'parent' });
    return estate({ firewallPolicies: [child, parent] });
  };

  test.each(documented.map((name, i) => [name, documented.slice(i)]))('%s decides when all before it match nothing', (name, alive) => {
    expect([...new Set(decide(build(alive as string[])).map((step) => step.rule.name.split(' / ')[1]))]).toEqual([name]);
  });
});

describe('rule order of a firewall policy', () => {
  const ruled = (parts: Partial<FirewallPolicy>, ...collections: RuleCollection[]): Estate =>
    estate({ firewallPolicies: [policy([group(collections)], parts)] });

  test('a network rule that allows 443 defeats an application rule that denies the host (example 1 of the page)', () => {
    const world = ruled({}, networkCollection([{ destinationPorts: ['443'] }], { priority: 60000 }), applicationCollection([https], { action: 'Deny', priority: 100 }));
    expect(decide(world).map((step) => [step.rule.name, step.action])).toEqual([['group / network / rule0', 'allow']]);
  });

  test('rules of a collection are processed as listed', () => {
    const world = ruled({}, networkCollection([{ destinationAddresses: ['9.9.9.9'] }, { destinationAddresses: ['8.8.8.0/24'] }, { destinationAddresses: ['*'] }]));
    expect(decide(world).map((step) => step.rule.name)).toEqual(['group / network / rule1']);
  });

  test('what no rule matches is denied', () => {
    const world = ruled({}, networkCollection([{ destinationPorts: ['80'] }]));
    expect(decide(world).map((step) => [step.rule.name, step.action])).toEqual([['default deny', 'deny']]);
  });

  test('an IP group without addresses makes its rule match nothing', () => {
    const world = {
      ...ruled({}, networkCollection([{ sourceIpGroups: ['ipg'] }])),
      ipGroups: [{ id: 'ipg', origin: { address: 'azurerm_ip_group.ipg' }, name: 'ipg', cidrs: [] }],
    };
    expect(decide(world).map((step) => step.rule.name)).toEqual(['default deny']);
  });

  test('Any with a port is TCP and UDP', () => {
    const world = ruled({}, networkCollection([{ protocols: ['Any'], destinationPorts: ['443'] }]));
    expect(decide(world).map((step) => step.action)).toEqual(['allow']);
    expect(decide(world, 444).map((step) => step.action)).toEqual(['deny']);
  });

  test('two groups with one priority that disagree may decide either way', () => {
    const world = estate({
      firewallPolicies: [policy([
        group([networkCollection([{}], { action: 'Deny' })], { origin: { address: 'one' } }),
        group([networkCollection([{}], { action: 'Allow' })], { origin: { address: 'two' } }),
      ])],
    });
    expect(new Set(decide(world).map((step) => step.action))).toEqual(new Set(['allow', 'deny']));
  });

  test('a cycle of base policies leaves open what comes first', () => {
    const world = estate({
      firewallPolicies: [policy([], { id: 'a', basePolicy: 'b' }), policy([group([networkCollection([{}])])], { id: 'b', basePolicy: 'a' })],
    });
    expect(new Set(decide(world).map((step) => step.rule.name))).toEqual(new Set(['rules that the input does not show', 'group / network / rule0']));
  });
});

describe('values that cannot be applied', () => {
  test('a group with one leaves open what is in force at its place', () => {
    const world = estate({
      firewallPolicies: [policy([
        group([networkCollection([{ destinationAddresses: ['9.9.9.9'], destinationPorts: ['44E'] }, {}])]),
      ])],
    });
    expect(new Set(decide(world).map((step) => step.rule.name))).toContain('rules that the input does not show');
    expect(new Set(decide(world).map((step) => step.action))).toEqual(new Set(['allow', 'deny']));
  });
});
