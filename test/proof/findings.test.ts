import { Estate, Finding } from '../../src/azure';
import { prove, ProofOptions } from '../../src/proof';
import { requirementsFor } from '../../src/requirements';
import { applicationCollection, estate, group, networkCollection, nsg, policy, RuleShape } from '../support/estates';

const HOST = 'contoso-corpsensorapi.atp.azure.com';
const SENSORS = ['10.1.0.4'];
const MDI: RuleShape = { name: 'AllowMdi', priority: 200, protocol: 'Tcp', from: SENSORS, to: ['AzureAdvancedThreatProtection'], ports: ['443'] };
const DENY: RuleShape = { name: 'DenyInternet', priority: 4000, access: 'Deny', to: ['Internet'] };

function findings(of: Estate, options: Partial<ProofOptions> = {}): readonly Finding[] {
  return prove(of, { requirements: requirementsFor({ workspace: 'contoso-corp' }), workspace: 'contoso-corp', cloud: 'commercial', sensors: SENSORS, examine: true, ...options }).findings;
}

const of = (id: string, estateOf: Estate, options: Partial<ProofOptions> = {}): Finding[] => findings(estateOf, options).filter((finding) => finding.id === id);
const oneNsg = (...rules: RuleShape[]): Estate => estate({ networkSecurityGroups: [nsg(rules)] });
const onePolicy = (...collections: Parameters<typeof group>[0]): Estate => estate({ firewallPolicies: [policy([group(collections)])] });

test('nothing is examined unless it is asked for', () => {
  expect(of('shadowed-rule', oneNsg({ ...DENY, priority: 100 }, MDI), { examine: false })).toEqual([]);
});

describe('shadowed-rule', () => {
  test('names the rule that takes everything first', () => {
    expect(of('shadowed-rule', oneNsg({ ...DENY, priority: 100 }, MDI))).toEqual([{
      id: 'shadowed-rule', level: 'warning', address: 'azurerm_network_security_group.nsg', rule: 'AllowMdi',
      url: 'https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview',
      message: 'Rule "AllowMdi" (priority 200) of azurerm_network_security_group.nsg can never match, since rule "DenyInternet" (priority 100) takes all of its packets first; '
        + 'remove it, or move it before that rule.',
    }]);
  });

  test('names the union that does, without rules that are not needed for it', () => {
    const rules: RuleShape[] = [
      { name: 'Other', priority: 100, from: SENSORS, to: ['20.0.0.0/8'], ports: ['1-100'] },
      { name: 'Low', priority: 110, from: SENSORS, to: ['20.0.0.0/8'], ports: ['0-1000'] },
      { name: 'High', priority: 120, from: SENSORS, to: ['20.0.0.0/8'], ports: ['1001-65535'] },
      { name: 'Mid', priority: 130, protocol: 'Tcp', from: SENSORS, to: ['20.1.0.0/16'], ports: ['500-2000'] },
    ];
    expect(of('shadowed-rule', oneNsg(...rules)).map(({ message }) => message)).toEqual([
      'Rule "Mid" (priority 130) of azurerm_network_security_group.nsg can never match, since rule "Low" (priority 110) and rule "High" (priority 120) together take all of its packets first; '
        + 'remove it, or move it before those rules.',
    ]);
  });

  test('an application rule behind a network rule that takes its port', () => {
    const estateOf = onePolicy(
      networkCollection([{ name: 'web', destinationPorts: ['443'] }], { name: 'net' }),
      applicationCollection([{ name: 'mdi', destinationFqdns: [HOST] }], { name: 'app' }),
    );
    expect(of('shadowed-rule', estateOf).map(({ rule }) => rule)).toEqual(['group / app / mdi']);
    expect(of('application-rules-bypassed', estateOf)).toEqual([]);
  });
});

test('application-rules-bypassed: a network rule to the whole Internet takes part of what application rules are about', () => {
  const estateOf = onePolicy(
    networkCollection([{ name: 'web', sourceAddresses: ['10.1.0.0/24'], destinationPorts: ['443'] }], { name: 'net' }),
    applicationCollection([{ name: 'no-games', destinationFqdns: ['*.games.example'] }], { name: 'app', action: 'Deny' }),
  );
  expect(of('application-rules-bypassed', estateOf).map(({ rule, message }) => ({ rule, message }))).toEqual([{
    rule: 'group / net / web',
    message: 'Rule "group / net / web" (priority 200) of azurerm_firewall_policy.policy is a network rule that lets traffic to the whole Internet through before '
      + 'rule "group / app / no-games" (priority 300) can look at it; narrow its destinations or ports, since network rules are processed before application rules.',
  }]);
});

describe('redundant-rule', () => {
  const wide: RuleShape = { name: 'AllowTag', priority: 300, protocol: 'Tcp', to: ['AzureAdvancedThreatProtection'], ports: ['443'] };
  test('a rule in whose stead a later one decides the same', () => {
    expect(of('redundant-rule', oneNsg(MDI, wide, DENY)).map(({ rule }) => rule)).toEqual(['AllowMdi']);
  });
  test('not where a rule between the two decides otherwise', () => {
    expect(of('redundant-rule', oneNsg(MDI, { ...DENY, priority: 250 }, { ...wide, from: SENSORS }))).toEqual([]);
  });
  test('not where only a default of Azure would decide the same', () => {
    expect(of('redundant-rule', oneNsg(MDI))).toEqual([]);
  });
});

describe('a rule with a priority that Azure refuses, and the whole group with it,', () => {
  const wide: RuleShape = { name: 'AllowWide', priority: 200, from: ['10.0.0.0/8'], to: ['20.0.0.0/8'] };
  const within: RuleShape = { ...wide, name: 'AllowWithin', to: ['20.0.0.0/16'] };

  test('has no place among the others, so that nothing is told of what comes before it or after it', () => {
    expect(of('shadowed-rule', oneNsg(wide, { ...within, priority: 201 })).map(({ rule }) => rule)).toEqual(['AllowWithin']);
    expect(of('redundant-rule', oneNsg(within, { ...wide, priority: 201 })).map(({ rule }) => rule)).toEqual(['AllowWithin']);
    for (const priority of [5000, 99]) {
      const estateOf = oneNsg(wide, { ...within, priority });
      expect([...of('shadowed-rule', estateOf), ...of('redundant-rule', estateOf)]).toEqual([]);
      expect(of('invalid-priority', estateOf)).toHaveLength(1);
    }
  });
});

describe('partly-void-allow', () => {
  test('a wider deny takes part of an allow', () => {
    expect(of('partly-void-allow', oneNsg({ name: 'DenyHalf', priority: 150, access: 'Deny', from: ['10.0.0.0/8'], to: ['4.0.0.0/8'] }, MDI)).map(({ rule }) => rule)).toEqual(['AllowMdi']);
  });
  test('an exception within the allow is meant', () => {
    const web: RuleShape = { name: 'AllowWeb', priority: 300, protocol: 'Tcp', from: ['10.0.0.0/8'], to: ['20.0.0.0/8'], ports: ['443'] };
    expect(of('partly-void-allow', oneNsg({ name: 'DenyOne', priority: 150, access: 'Deny', protocol: 'Tcp', from: ['10.0.0.0/8'], to: ['20.0.0.7'], ports: ['443'] }, web))).toEqual([]);
  });
});

describe('excess-access', () => {
  const exact = onePolicy(applicationCollection([{ name: 'mdi', sourceAddresses: SENSORS, destinationFqdns: [HOST] }], { name: 'app' }));

  test('there is none where rules name what the requirements name', () => {
    expect(of('excess-access', exact)).toEqual([]);
    expect(of('excess-access', oneNsg(MDI, DENY))).toEqual([]);
  });

  test('hosts beyond the documented one', () => {
    const wild = onePolicy(applicationCollection([{ name: 'mdi', sourceAddresses: SENSORS, destinationFqdns: ['*.atp.azure.com'] }], { name: 'app' }));
    const [finding] = of('excess-access', wild);
    expect(finding).toMatchObject({ level: 'note', rule: 'group / app / mdi', address: 'rcg' });
    expect(finding.message).toContain('TCP 443 (HTTPS) to other hosts of *.atp.azure.com');
  });

  test('ports and addresses beyond the documented ones are counted, the sensor API left out', () => {
    const [finding] = of('excess-access', oneNsg({ ...MDI, name: 'AllowTwo', to: ['8.8.8.8/31'], ports: ['53', '5353'] }, DENY));
    expect(finding.message).toContain('may reach 2 addresses on 2 ports beyond what any requirement needs, by rule "AllowTwo" (priority 200)');
  });

  test('is an error under least privilege, and what depends on unknowns is told there alone', () => {
    const open = oneNsg(MDI, { ...DENY, to: ['20.0.0.0/8'] });
    expect(of('excess-access', open, { leastPrivilege: true }).map(({ level, rule }) => ({ level, rule }))).toEqual([{ level: 'error', rule: 'AllowInternetOutBound' }]);
    const hidden = estate({ networkSecurityGroups: [nsg([MDI, DENY].map((rule) => ({ ...rule, to: ['Storage.WestEurope'] })))] });
    expect(of('possible-excess-access', hidden)).toEqual([]);
    expect(new Set(of('possible-excess-access', hidden, { leastPrivilege: true }).map(({ level }) => level))).toEqual(new Set(['warning']));
  });
});

describe('tls-inspection-near-sensor', () => {
  const inspecting = applicationCollection([{ name: 'inspected', destinationFqdns: ['*.azure.com'], terminateTls: true }], { name: 'inspect', priority: 400 });
  const sensor = applicationCollection([{ name: 'mdi', destinationFqdns: [HOST] }], { name: 'mdi', priority: 300 });
  test('a rule that only an earlier one keeps off', () => {
    expect(of('tls-inspection-near-sensor', onePolicy(sensor, inspecting)).map(({ rule, level }) => ({ rule, level })))
      .toEqual([{ rule: 'group / inspect / inspected', level: 'warning' }]);
  });
  test('not a rule for other hosts, nor one that does decide: that violates the requirement', () => {
    const other = applicationCollection([{ name: 'inspected', destinationFqdns: ['*.contoso.com'], terminateTls: true }], { name: 'inspect', priority: 400 });
    expect(of('tls-inspection-near-sensor', onePolicy(sensor, other))).toEqual([]);
    expect(of('tls-inspection-near-sensor', onePolicy({ ...inspecting, priority: 200 } as typeof inspecting, sensor))).toEqual([]);
  });
});

describe('what Azure refuses', () => {
  test.each<[string, RuleShape, string]>([
    ['service-tag-in-list', { to: ['Storage', '20.0.0.0/8'] }, 'The destination list of rule "Rule0" of azurerm_network_security_group.nsg has "Storage" among other entries, which Azure refuses; give a service tag or * a rule of its own.'],
    ['overlapping-prefixes', { from: ['10.0.0.0/8', '10.1.0.0/16'] }, 'The source list of rule "Rule0" of azurerm_network_security_group.nsg has 10.0.0.0/8 and 10.1.0.0/16, which overlap; Azure refuses that, so keep the wider one.'],
    ['mixed-address-families', { to: ['20.0.0.0/8', '2001:db8::/32'] }, 'The destination list of rule "Rule0" of azurerm_network_security_group.nsg has IPv4 and IPv6 addresses, which Azure refuses in one rule; write one rule for each.'],
  ])('%s', (id, rule, message) => {
    expect(of(id, oneNsg(rule)).map((finding) => finding.message)).toEqual([message]);
    expect(of(id, oneNsg({ from: ['10.0.0.0/8', '10.0.0.0-10.0.0.1'].slice(0, 1), to: ['Storage'] }))).toEqual([]);
  });

  test('more rules, addresses and members than fit', () => {
    const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `20.${i >> 8}.${i & 255}.1`);
    expect(of('nsg-rule-limit', oneNsg(...Array.from({ length: 1001 }, (_, i) => ({ priority: 100 + i, direction: 'Inbound' })))).map(({ message }) => message))
      .toEqual(['azurerm_network_security_group.nsg has 1001 rules, and Azure takes 1000 at most; join rules that differ in one field.']);
    expect(of('nsg-address-limit', oneNsg({ to: many(2001) }, { to: many(2000) })).map(({ message }) => message))
      .toEqual(['The rules of azurerm_network_security_group.nsg have 4001 destination addresses, and Azure takes 4000 at most; name service tags or wider prefixes, or split the group.']);
    expect(of('nsg-address-limit', oneNsg({ to: many(2000) }, { to: many(2000) }))).toEqual([]);
    const ipGroup = { id: 'ipg', origin: { address: 'ipg' }, name: 'ipg', cidrs: many(5001) };
    expect(of('ip-group-limit', estate({ ipGroups: [ipGroup] })).map(({ message }) => message))
      .toEqual(['ipg has 5001 addresses, and Azure takes 5000 at most; spread them over several IP groups.']);
  });

  test('address pairs of network rules, an IP group counted as one', () => {
    const list = (first: number, count: number): string[] => Array.from({ length: count }, (_, i) => `${first}.0.${i >> 8}.${i & 255}`);
    const wide = { sourceAddresses: list(10, 200), destinationAddresses: list(20, 101) };
    expect(of('address-pair-limit', onePolicy(networkCollection([wide]))).map(({ message }) => message))
      .toEqual(['The network rules of azurerm_firewall_policy.policy have 20200 combinations of source and destination, and Azure takes 20000 at most; use IP groups, which count as one address each.']);
    expect(of('address-pair-limit', onePolicy(networkCollection([{ ...wide, destinationAddresses: list(20, 100) }])))).toEqual([]);
  });

  test('names', () => {
    expect(of('invalid-name', oneNsg({ name: 'ends-with-' })).map(({ level, rule }) => ({ level, rule }))).toEqual([{ level: 'error', rule: 'ends-with-' }]);
    expect(of('invalid-name', oneNsg({ name: 'x'.repeat(81) }))[0].message).toContain('has 81 characters, and Azure takes 80 at most');
    expect(of('invalid-name', oneNsg({ name: 'Good_1' }))).toEqual([]);
  });
});

describe('lints', () => {
  test('a final deny that allows', () => {
    expect(of('name-contradicts-action', oneNsg(MDI, { name: 'Deny-All', priority: 4096, access: 'Allow' })).map(({ message }) => message))
      .toEqual(['"Deny-All" of azurerm_network_security_group.nsg has the action Allow, the opposite of what its name says; correct the action, or the name.']);
    expect(of('name-contradicts-action', oneNsg(MDI, { name: 'DenyAll', access: 'Deny' }, { name: 'Denylist', access: 'Allow' }, { name: 'AllowAllButDenyDns', access: 'Deny' }))).toEqual([]);
  });

  test('an allow list without a deny behind it', () => {
    expect(of('allow-list-without-deny', oneNsg(MDI)).map(({ level }) => level)).toEqual(['note']);
    expect(of('allow-list-without-deny', oneNsg(MDI, DENY))).toEqual([]);
  });

  test('names of default rules', () => {
    expect(of('default-rule-name', oneNsg({ name: 'DenyAllOutBound', access: 'Deny' })).map(({ rule }) => rule)).toEqual(['DenyAllOutBound']);
  });

  test('equal priorities of groups and of collections of one kind', () => {
    const collections = [networkCollection([{}], { name: 'a' }), networkCollection([{}], { name: 'b' }), applicationCollection([{ destinationFqdns: [HOST] }], { name: 'c', priority: 200 })];
    expect(of('equal-priority', onePolicy(...collections)).map(({ message }) => message))
      .toEqual(['rcg has the network rule collections "a" and "b" with the same priority 200, and their order is not documented; give each its own number.']);
  });
});
