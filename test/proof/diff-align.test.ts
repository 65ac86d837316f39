import { Estate, Unknown } from '../../src/azure';
import { diff, DiffReport } from '../../src/proof';
import { requirementsFor } from '../../src/requirements';
import { estate, nsg, nsgRule, policy, group, networkCollection, subnet } from '../support/estates';

/*
 * What counts as one unknown value on both sides, and what a change of topology shows.
 */

function compare(before: Estate, after: Estate, sensors: readonly string[] = ['10.1.0.4']): Omit<DiffReport, 'inputs'> {
  return diff(before, after, { requirements: requirementsFor({ workspace: 'contoso-corp' }), workspace: 'contoso-corp', cloud: 'commercial', sensors });
}

const place = (index: number): Unknown => Unknown.at(`azurerm_network_security_group.nsg.security_rule[${index}].source_address_prefix`, 'is not known before apply');
const rules = (...names: readonly (readonly [name: string, port: string, source: unknown])[]): Estate => estate({
  networkSecurityGroups: [{
    ...nsg([]), rules: names.map(([name, port, source], i) => ({
      ...nsgRule({ name, ports: [port], protocol: 'Tcp', access: 'Deny', to: ['20.0.0.0/8'], from: [source as string] }, i), origin: { address: 'azurerm_network_security_group.nsg' },
    })),
  }],
});

describe('a value that neither side says', () => {
  test('is the same where the same rule has it in the same place, whatever its number in the list', () => {
    const report = compare(rules(['a', '1', place(0)]), rules(['new', '9', '10.9.0.0/16'], ['a', '1', place(1)]));
    expect(report.points[0].changes.map(({ certain, packets }) => ({ certain, ports: packets[0].ports.names }))).toEqual([{ certain: true, ports: ['9'] }]);
  });

  test('is another one where another rule has that place now', () => {
    const report = compare(rules(['a', '1', place(0)]), rules(['b', '1', place(0)]));
    expect(report.points[0].changes.map(({ direction, certain }) => `${direction} ${certain}`).sort()).toEqual(['closed false', 'opened false']);
    expect(report.points[0].changes.every(({ unknowns }) => unknowns.length > 0)).toBe(true);
  });

  test('is another one where the reason for not knowing it is another', () => {
    const other = Unknown.at('azurerm_network_security_group.nsg.security_rule[0].source_address_prefix', 'is the result of the function cidrhost, which is not evaluated');
    expect(compare(rules(['a', '1', place(0)]), rules(['a', '1', other])).points[0].changes).not.toEqual([]);
  });

  test('is the same wherever the same reference stands', () => {
    const reference = Unknown.reference('azurerm_network_interface.dc.private_ip_address', 'it is not known before apply');
    expect(compare(rules(['a', '1', reference]), rules(['b', '1', reference])).points[0]).toMatchObject({ changes: [], edits: [{ kind: 'renamed' }] });
  });

  test('a base policy outside the input is another one under another id', () => {
    const world = (base: string): Estate => estate({ firewallPolicies: [policy([group([networkCollection([{ destinationAddresses: ['20.0.0.0/8'] }])])], { basePolicy: base })] });
    expect(compare(world('/p/one'), world('/p/one')).points).toEqual([]);
    expect(compare(world('/p/one'), world('/p/two')).points[0].changes.length).toBeGreaterThan(0);
  });
});

describe('enforcement points', () => {
  const named = (id: string, port: string): Estate => estate({ networkSecurityGroups: [nsg([{ ports: [port], access: 'Deny', protocol: 'Tcp', to: ['20.0.0.0/8'] }], { id, name: 'nsg-dc' })] });

  test('are matched by their name in Azure where the address changed', () => {
    expect(compare(named('a', '443'), named('module.b.a', '443')).points).toMatchObject([{ enforcementPoint: 'module.b.a', addressBefore: 'a', changes: [] }]);
    expect(compare(named('a', '443'), named('b', '444')).points[0].changes).toHaveLength(2);
  });

  test('that are new or gone are said', () => {
    expect(compare(estate(), named('a', '443')).points).toMatchObject([{ enforcementPoint: 'a', status: 'added', changes: [] }]);
    expect(compare(named('a', '443'), estate()).points).toMatchObject([{ enforcementPoint: 'a', status: 'removed', changes: [] }]);
  });
});

test('an IP group that is split differently changes no traffic, and one that loses a prefix does', () => {
  const world = (cidrs: readonly string[]): Estate => estate({
    ipGroups: [{ id: 'ipg', origin: { address: 'ipg' }, name: 'ipg', cidrs }],
    firewallPolicies: [policy([group([networkCollection([{ destinationAddresses: ['20.0.0.0/8'], sourceIpGroups: ['ipg'], sourceAddresses: [] }])])])],
  });
  expect(compare(world(['10.1.0.0/24', '10.1.1.0/24']), world(['10.1.0.0/23']))).toMatchObject({ points: [], paths: [], resources: [{ address: 'ipg', isExamined: true }] });
  expect(compare(world(['10.1.0.0/24', '10.1.1.0/24']), world(['10.1.1.0/24', '10.1.0.0/24'])).resources).toEqual([]);
  expect(compare(world(['10.1.0.0/23']), world(['10.1.0.0/24'])).points).toMatchObject([{ changes: [{ direction: 'closed', packets: [{ sources: { names: ['10.1.1.0/24'] } }] }] }]);
});

describe('the path of sensors', () => {
  const routed = (nextHopType: string): Estate => estate({
    virtualNetworks: [{ id: 'vnet', origin: { address: 'vnet' }, name: 'vnet', resourceGroup: 'rg', addressSpace: ['10.1.0.0/16'] }],
    subnets: [subnet('dc', ['10.1.0.0/24'], 'vnet')],
    routeTables: [{ id: 'rt', origin: { address: 'rt' }, name: 'rt', routes: [{ origin: { address: 'rt' }, attribute: 'route[0]', name: 'web', addressPrefix: '20.0.0.0/8', nextHopType }] }],
    routeTableAssociations: [{ origin: { address: 'rta' }, routeTable: 'rt', subnet: 'dc' }],
  });

  test('shows what a route closes, by the route', () => {
    const report = compare(routed('Internet'), routed('None'));
    expect(report.points).toEqual([]);
    expect(report.resources).toEqual([{ kind: 'changed', address: 'rt', isExamined: false }]);
    expect(report.paths).toMatchObject([{
      sensors: '10.1.0.4',
      changes: [{ direction: 'closed', certain: true, packets: [{ sources: { names: ['10.1.0.4'] }, destinations: { names: ['20.0.0.0/8'] } }], after: [{ rule: 'web', action: 'deny' }] }],
    }]);
  });

  test('sensors that a change forgets are still asked about', () => {
    const mdi = (source: readonly string[]): Estate => estate({ networkSecurityGroups: [nsg([
      { name: 'mdi', protocol: 'Tcp', from: source, to: ['AzureAdvancedThreatProtection'], ports: ['443'] }, { name: 'deny', access: 'Deny', priority: 4096 },
    ])] });
    const report = diff(mdi(['10.1.0.4', '10.1.0.5']), mdi(['10.1.0.4']), { requirements: requirementsFor({ workspace: 'contoso-corp' }), workspace: 'contoso-corp', cloud: 'commercial' });
    expect(report.outcome).toBe('broken');
    expect(report.requirements.find(({ id }) => id === 'sensor-api')).toMatchObject({ before: 'satisfied', after: 'violated' });
    expect(report.paths.flatMap(({ changes }) => changes.flatMap(({ packets }) => packets.map(({ sources }) => sources.names)))).toEqual([['10.1.0.5']]);
  });
});
