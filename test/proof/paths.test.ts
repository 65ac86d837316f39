import { Estate, NetworkSecurityGroup, Route, RouteTable, Unknown } from '../../src/azure';
import { prove, ProofReport } from '../../src/proof';
import { requirementsFor } from '../../src/requirements';
import { applicationCollection, estate, group, networkCollection, nsg, policy, RuleShape, subnet } from '../support/estates';

/* Which enforcement points are on the path of a sensor, and what that makes of the verdicts. */

const TAG = 'AzureAdvancedThreatProtection';
const allowTag: RuleShape = { name: 'AllowMdi', priority: 200, to: [TAG], ports: ['443'], protocol: 'Tcp' };
const denyInternet: RuleShape = { name: 'DenyInternet', priority: 4000, access: 'Deny', to: ['Internet'] };
const denyAll: RuleShape = { name: 'DenyEverything', priority: 4000, access: 'Deny' };

function verdicts(world: Estate, sensors: readonly string[] = ['10.1.0.4']): Record<string, string> {
  return Object.fromEntries(report(world, sensors).requirements.map((result) => [result.id, result.verdict]));
}
function report(world: Estate, sensors?: readonly string[]): Omit<ProofReport, 'inputs'> {
  return prove(world, { workspace: 'contoso-corp', cloud: 'commercial', sensors, requirements: requirementsFor({ workspace: 'contoso-corp' }) });
}
const api = (world: Estate, sensors?: readonly string[]): string => verdicts(world, sensors)['sensor-api'];

const vnet = { id: 'vnet', origin: { address: 'vnet' }, name: 'vnet', resourceGroup: 'rg', addressSpace: ['10.1.0.0/16'] };
const dc = subnet('dc', ['10.1.0.0/24'], 'vnet');
const web = subnet('web', ['10.1.1.0/24'], 'vnet');
const spoke = estate({ virtualNetworks: [vnet], subnets: [dc, web] });
const at = (subnetId: string, groupId: string): Estate['networkSecurityGroupAssociations'][number] =>
  ({ origin: { address: `${subnetId}-association` }, subnet: subnetId, networkSecurityGroup: groupId });
const withGroup = (rules: readonly RuleShape[], where = 'dc', parts: Partial<NetworkSecurityGroup> = {}): Estate =>
  ({ ...spoke, networkSecurityGroups: [nsg(rules, parts)], networkSecurityGroupAssociations: [at(where, parts.id ?? 'azurerm_network_security_group.nsg')] });

const route = (addressPrefix: string, nextHopType: string, nextHopAddress?: string): Route =>
  ({ origin: { address: 'rt' }, attribute: 'route[0]', name: `to ${addressPrefix}`, addressPrefix, nextHopType, nextHopAddress });
const table = (...routes: Route[]): RouteTable => ({ id: 'rt', origin: { address: 'rt' }, name: 'rt', routes });
const routed = (world: Estate, routes: Route[], where = 'dc'): Estate =>
  ({ ...world, routeTables: [table(...routes)], routeTableAssociations: [{ origin: { address: 'rta' }, routeTable: 'rt', subnet: where }] });
const toFirewall = [route('0.0.0.0/0', 'VirtualAppliance', '10.0.0.4')];
const goodPolicy = policy([group([
  networkCollection([{ destinationAddresses: [TAG], destinationPorts: ['443'] }]),
  applicationCollection([{ destinationFqdns: ['crl.microsoft.com', 'ctldl.windowsupdate.com', 'www.microsoft.com'], protocols: [{ type: 'Http', port: 80 }] }]),
])]);
const denyingPolicy = policy([group([networkCollection([{ destinationPorts: ['443'] }], { action: 'Deny' })])]);

describe('NSGs on the path', () => {
  test('without an NSG, egress is open', () => {
    expect(new Set(Object.values(verdicts(spoke)))).toEqual(new Set(['satisfied']));
  });

  test('the NSG of the sensor\'s subnet decides', () => {
    expect(api(withGroup([denyInternet]))).toBe('violated');
    expect(verdicts(withGroup([allowTag, denyInternet]))).toMatchObject({ 'sensor-api': 'satisfied', 'pki-crl': 'violated' });
  });

  test('the NSG of another subnet does not', () => {
    expect(api(withGroup([denyAll], 'web'))).toBe('satisfied');
    expect(api(withGroup([denyAll], 'web'), ['10.1.1.7'])).toBe('violated');
  });

  test('an NSG that the input ties to nothing is checked on its own, and that is said', () => {
    const world = { ...spoke, networkSecurityGroups: [nsg([denyAll])] };
    expect(api(world)).toBe('violated');
    expect(report(world, ['10.1.0.4']).assumptions)
      .toContain('azurerm_network_security_group.nsg is tied to no subnet that the input shows, so it is checked on its own, for every sensor.');
  });

  test('one that is tied to nothing is on no path where the subnet has one of its own', () => {
    const world = withGroup([allowTag, denyInternet]);
    expect(api({ ...world, networkSecurityGroups: [...world.networkSecurityGroups, nsg([denyAll], { id: 'other' })] })).toBe('satisfied');
  });

  test.each([
    ['10.1.0.4', 'violated'],
    ['10.1.0.9', 'satisfied'],
  ])('the NSG of a network interface filters that interface: its address is %s, so %s', (privateAddress, verdict) => {
    const world: Estate = {
      ...withGroup([allowTag, denyInternet]),
      networkInterfaces: [{ id: 'nic', origin: { address: 'nic' }, ipConfigurations: [{ subnet: 'dc', privateAddress }] }],
    };
    expect(api({
      ...world,
      networkSecurityGroups: [...world.networkSecurityGroups, nsg([denyAll], { id: 'nic-nsg' })],
      networkSecurityGroupAssociations: [...world.networkSecurityGroupAssociations, { origin: { address: 'nia' }, networkInterface: 'nic', networkSecurityGroup: 'nic-nsg' }],
    })).toBe(verdict);
  });

  test('the NSG of an interface whose address is not known leaves the verdict open, and says why', () => {
    const dynamic = Unknown.at('nic.private_ip_address', 'is not known before apply');
    const world: Estate = {
      ...spoke,
      networkInterfaces: [{ id: 'nic', origin: { address: 'nic' }, ipConfigurations: [{ subnet: 'dc', privateAddress: dynamic }] }],
      networkSecurityGroups: [nsg([denyAll], { id: 'nic-nsg' })],
      networkSecurityGroupAssociations: [{ origin: { address: 'nia' }, networkInterface: 'nic', networkSecurityGroup: 'nic-nsg' }],
    };
    const result = report(world, ['10.1.0.4']).requirements[0];
    expect(result.verdict).toBe('unknown');
    expect(result.flows[0].unknowns).toEqual(['whether nic is the interface of a sensor is not known (nic.private_ip_address is not known before apply)']);
  });

  test('one sensor of two forgotten', () => {
    const rules = [{ ...allowTag, from: ['10.1.0.4'] }, denyInternet];
    expect(api(withGroup(rules), ['10.1.0.4'])).toBe('satisfied');
    const result = report(withGroup(rules), ['10.1.0.4', '10.1.0.5']).requirements[0];
    expect(result.verdict).toBe('violated');
    expect(result.flows[0].witness).toMatchObject({ source: '10.1.0.5', port: 443, protocol: 'tcp' });
  });

  test('rules whose union covers the tag', () => {
    const halves = [{ ...allowTag, to: ['0.0.0.0/1'], priority: 200 }, { ...allowTag, to: ['128.0.0.0/1'], priority: 210 }];
    expect(api(withGroup([...halves, denyInternet]))).toBe('satisfied');
    expect(api(withGroup([halves[0], denyInternet]))).toBe('violated');
  });

  test('a protocol that is a name of every object is no protocol', () => {
    expect(api(withGroup([{ ...allowTag, protocol: 'constructor' }, denyInternet]))).toBe('unknown');
  });

  test('UDP instead of TCP', () => {
    expect(api(withGroup([{ ...allowTag, protocol: 'Udp' }, denyInternet]))).toBe('violated');
  });

  test('an NSG with rules that the input does not show leaves the verdict open, unless nothing can come before', () => {
    const hiddenRules = Unknown.at('nsg', 'lives outside the input');
    expect(api(withGroup([allowTag], 'dc', { hiddenRules }))).toBe('unknown');
    expect(api(withGroup([{ ...allowTag, priority: 100 }], 'dc', { hiddenRules }))).toBe('satisfied');
  });

  test('the IPv4 addresses of the tag do not cover it for IPv6 sensors', () => {
    const dual = { ...withGroup([{ ...allowTag, to: [`${TAG} (IPv4 only)`] }, { ...denyAll, to: ['*'] }]), subnets: [subnet('dc', ['10.1.0.0/24', 'fd00:1::/64'], 'vnet')] };
    expect(api(dual, ['10.1.0.4'])).toBe('satisfied');
    expect(api(dual, ['fd00:1::4'])).toBe('violated');
  });

  test('IPv6 sensors are judged by IPv6 rules', () => {
    const dual = { ...spoke, subnets: [subnet('dc', ['10.1.0.0/24', 'fd00:1::/64'], 'vnet')] };
    const world = { ...dual, networkSecurityGroups: [nsg([{ ...allowTag, from: ['10.1.0.0/24'] }, { ...denyAll, to: ['*'] }])], networkSecurityGroupAssociations: [at('dc', 'azurerm_network_security_group.nsg')] };
    expect(api(world, ['10.1.0.4'])).toBe('satisfied');
    const result = report(world, ['fd00:1::4']).requirements[0];
    expect(result.verdict).toBe('violated');
    expect(result.flows[0].witness!.source).toBe('fd00:1::4');
    expect(result.flows[0].witness!.destination).toContain(':');
  });
});

describe('two spokes of which the input shows no subnet', () => {
  const spokeGroup = (id: string, sensor: string): NetworkSecurityGroup => nsg([{ ...allowTag, from: [sensor] }, denyInternet], { id });
  const world = estate({ networkSecurityGroups: [spokeGroup('one', '10.1.0.4'), spokeGroup('two', '10.2.0.4')] });

  test('each NSG is taken to stand before the sensors it names, and that is said', () => {
    const proof = report(world);
    expect(proof.requirements[0].verdict).toBe('satisfied');
    expect(proof.requirements[0].flows.map((flow) => [flow.source, ...flow.decidedBy.map((rule) => rule.enforcementPoint)]))
      .toEqual([['10.1.0.4', 'one'], ['10.2.0.4', 'two']]);
    expect(proof.assumptions).toContain('two names other sensors than 10.1.0.4, so it is taken to stand before those alone.');
  });

  test('a sensor that neither names meets both', () => {
    expect(api(world, ['10.3.0.4'])).toBe('violated');
  });

  test('an NSG that names no sensors stands before all', () => {
    expect(api({ ...world, networkSecurityGroups: [...world.networkSecurityGroups, nsg([denyAll], { id: 'three' })] }, ['10.1.0.4'])).toBe('violated');
  });
});

describe('application security groups', () => {
  const nic = (id: string, privateAddress: string): Estate['networkInterfaces'][number] => ({ id, origin: { address: id }, ipConfigurations: [{ subnet: 'dc', privateAddress }] });
  const rules = [{ ...allowTag, fromGroups: ['asg'] }, denyInternet];
  const world: Estate = {
    ...withGroup(rules),
    networkInterfaces: [nic('nic4', '10.1.0.4'), nic('nic5', '10.1.0.5')],
    applicationSecurityGroups: [{ id: 'asg', origin: { address: 'asg' }, name: 'asg' }],
    applicationSecurityGroupAssociations: [{ origin: { address: 'a' }, networkInterface: 'nic4', applicationSecurityGroup: 'asg' }],
  };

  test.each([
    ['10.1.0.4', 'satisfied'], // a member
    ['10.1.0.5', 'violated'], // an interface of the input that is no member
    ['10.1.0.6', 'unknown'], // a machine that the input does not show
  ])('%s: %s', (sensor, verdict) => {
    expect(api(world, [sensor])).toBe(verdict);
  });

  test('sensors that are known as members of a group alone', () => {
    const result = report({ ...world, networkInterfaces: [], applicationSecurityGroupAssociations: [] }).requirements[0];
    expect(result.verdict).toBe('satisfied');
    expect(result.flows.map((flow) => flow.source)).toEqual(['members of asg']);
  });
});

describe('routes and firewalls', () => {
  test('a default route to an appliance leads through the policy', () => {
    expect(new Set(Object.values(verdicts({ ...routed(spoke, toFirewall), firewallPolicies: [goodPolicy] })))).toEqual(new Set(['satisfied']));
    expect(api({ ...routed(spoke, toFirewall), firewallPolicies: [denyingPolicy] })).toBe('violated');
  });

  test('an appliance whose rules the input does not have leaves the verdict open', () => {
    const result = report(routed(spoke, toFirewall), ['10.1.0.4']).requirements[0];
    expect(result.verdict).toBe('unknown');
    expect(result.flows[0].unknowns).toEqual(['the rules of the appliance at 10.0.0.4, the next hop of rt, are not in the input']);
  });

  test('a route that bypasses the firewall: its rules do not decide', () => {
    const direct = [...toFirewall, route(TAG, 'Internet')];
    expect(verdicts({ ...routed(spoke, direct), firewallPolicies: [denyingPolicy] })).toMatchObject({ 'sensor-api': 'satisfied', 'pki-crl': 'violated' });
    expect(new Set(Object.values(verdicts({ ...routed(spoke, [route('0.0.0.0/0', 'Internet')]), firewallPolicies: [denyingPolicy] })))).toEqual(new Set(['satisfied']));
  });

  test('the longest prefix wins', () => {
    const half = [route('0.0.0.0/0', 'Internet'), route('0.0.0.0/1', 'None')];
    const result = report(routed(spoke, half), ['10.1.0.4']).requirements[0];
    expect(result.verdict).toBe('violated');
    expect(result.flows[0].decidedBy).toEqual([{ enforcementPoint: 'rt', rule: 'to 0.0.0.0/1', action: 'deny', address: 'rt', priority: undefined, construct: undefined }]);
  });

  test('a gateway leads to a network that the input does not show', () => {
    expect(api(routed(spoke, [route('0.0.0.0/0', 'VirtualNetworkGateway')]))).toBe('unknown');
  });

  test('a policy that no route leads to is checked on its own; a route elsewhere takes it off the path', () => {
    expect(api({ ...spoke, firewallPolicies: [denyingPolicy] })).toBe('violated');
    const tiedToWeb = { ...routed(spoke, toFirewall, 'web'), firewallPolicies: [denyingPolicy] };
    expect(api(tiedToWeb, ['10.1.0.4'])).toBe('satisfied');
    expect(api(tiedToWeb, ['10.1.1.4'])).toBe('violated');
  });

  test('a policy that is only a base decides through the other alone', () => {
    const base = policy([], { id: 'base' });
    expect(api({ ...spoke, firewallPolicies: [base, { ...goodPolicy, basePolicy: 'base' }] })).toBe('satisfied');
  });

  test('which of two policies stands at the next hop is not said', () => {
    const world = { ...routed(spoke, toFirewall), firewallPolicies: [goodPolicy, { ...denyingPolicy, id: 'second', origin: { address: 'second' } }] };
    const result = report(world, ['10.1.0.4']).requirements[0];
    expect(result.verdict).toBe('unknown');
    expect(result.flows[0].unknowns).toEqual(['which of azurerm_firewall_policy.policy, second the appliance at 10.0.0.4 is, the input does not say']);
  });

  test('the firewall whose subnet holds the next hop is the one', () => {
    const firewall = (id: string, policyId: string, subnetId: string): Estate['firewalls'][number] => ({
      id, origin: { address: id }, name: id, resourceGroup: 'rg', skuTier: 'Premium', policy: policyId, privateAddresses: [], subnets: [subnetId],
      dnsProxyEnabled: false, threatIntelligenceMode: 'Alert', collections: [],
    });
    const world = {
      ...routed(spoke, toFirewall),
      firewallPolicies: [goodPolicy, { ...denyingPolicy, id: 'second', origin: { address: 'second' } }],
      firewalls: [firewall('fw1', goodPolicy.id, 'hub1'), firewall('fw2', 'second', 'hub2')],
    };
    const hubs = (first: string, second: string): Estate => ({ ...world, subnets: [...world.subnets, subnet('hub1', [first]), subnet('hub2', [second])] });
    expect(api(hubs('10.0.0.0/26', '10.0.1.0/26'))).toBe('satisfied');
    expect(api(hubs('10.0.1.0/26', '10.0.0.0/26'))).toBe('violated');
  });
});

describe('the tag VirtualNetwork under a default route to an appliance', () => {
  test('both readings are tried: a deny to Internet may never match', () => {
    const world = { ...routed(withGroup([denyInternet]), toFirewall), firewallPolicies: [goodPolicy] };
    const result = report(world, ['10.1.0.4']).requirements[0];
    expect(result.verdict).toBe('unknown');
    expect(result.flows[0].unknowns).toEqual(['whether the service tag VirtualNetwork at dc holds the prefixes of its routes is not certain']);
  });

  test('where both readings agree, that is the verdict', () => {
    const allowed = { ...routed(withGroup([allowTag, { ...allowTag, to: ['Internet'], ports: ['80'], priority: 210 }, denyInternet]), toFirewall), firewallPolicies: [goodPolicy] };
    expect(new Set(Object.values(verdicts(allowed)))).toEqual(new Set(['satisfied']));
    expect(api({ ...routed(withGroup([{ ...denyAll, priority: 150 }, allowTag]), toFirewall), firewallPolicies: [goodPolicy] })).toBe('violated');
  });
});

describe('TLS inspection', () => {
  const inspecting = (terminateTls: boolean | Unknown, action = 'Allow'): Estate => ({
    ...routed(spoke, toFirewall),
    firewallPolicies: [policy([group([
      applicationCollection([{ destinationFqdns: ['*.azure.com'], terminateTls }], { priority: 100, action }),
      applicationCollection([{ destinationFqdns: ['contoso-corpsensorapi.atp.azure.com'] }], { priority: 200 }),
    ])])],
  });

  test('an inspecting rule that decides the sensor\'s traffic violates, and is named', () => {
    const result = report(inspecting(true), ['10.1.0.4']).requirements.find((one) => one.id === 'no-tls-inspection')!;
    expect(result.verdict).toBe('violated');
    expect(result.flows[0].decidedBy.map((rule) => rule.rule)).toEqual(['group / application / rule0']);
    expect(api(inspecting(true))).toBe('satisfied');
  });

  test('one that does not inspect satisfies, an unknown setting leaves it open', () => {
    expect(verdicts(inspecting(false))['no-tls-inspection']).toBe('satisfied');
    expect(verdicts(inspecting(Unknown.at('rcg.terminate_tls', 'is not known')))['no-tls-inspection']).toBe('unknown');
  });
});
