import {
  api, behindFirewall, firewallPolicy, GOOD_GROUP, GUARDED, proofOf, ref, Resources, routeTable, ruleCollectionGroup, together, unknownsOf, verdictsOf,
} from '../support/written-estates';

/*
 * Default routes that a network learns. VPN gateway, "About forced tunneling": with a default site "all Internet-bound traffic" goes to that
 * site, and user-defined routes can take subnets out of that. Virtual hub connections pass on the hub's default route if they are told to.
 */

const NETWORK_ID = ref('azurerm_virtual_network.vnet');
const HUB = '/subscriptions/s/resourceGroups/hub/providers/Microsoft.Network/virtualHubs/hub';

const gateway = (attributes: Record<string, unknown>, subnet: unknown = ref('azurerm_subnet.dc')): Resources => ({
  azurerm_virtual_network_gateway: { gw: { name: 'gw', resource_group_name: 'rg', location: 'westeurope', ip_configuration: [{ subnet_id: subnet }], ...attributes } },
});
const toSite = { default_local_network_gateway_id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/localNetworkGateways/site' };
const hubConnection = (enabled: unknown, network = NETWORK_ID): Resources => ({
  azurerm_virtual_hub_connection: { hub: { name: 'hub', virtual_hub_id: HUB, remote_virtual_network_id: network, internet_security_enabled: enabled } },
});
const toInternet = routeTable([{ name: 'out', address_prefix: '0.0.0.0/0', next_hop_type: 'Internet' }]);
const elsewhere = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/other';

test.each<[string, Resources, string]>([
  ['a gateway without a default site', gateway({}), 'satisfied'],
  ['a gateway with one', gateway(toSite), 'unknown'],
  ['one that may have one', gateway({ default_local_network_gateway_id: '${var.site}' }), 'unknown'],
  ['one, and a route to the Internet of the subnet\'s own', together(gateway(toSite), toInternet), 'satisfied'],
  ['a hub connection', hubConnection(null), 'satisfied'],
  ['a hub connection that passes on no default route', hubConnection(false), 'satisfied'],
  ['one that passes it on', hubConnection(true), 'unknown'],
  ['one that may', hubConnection('${var.internet}'), 'unknown'],
  ['one of another network', hubConnection(true, elsewhere), 'satisfied'],
  ['one, and a route to the Internet of the subnet\'s own', together(hubConnection(true), toInternet), 'satisfied'],
])('%s: %s', (_, resources, verdict) => {
  expect(api(together(GUARDED, resources))).toBe(verdict);
});

test('says where the traffic goes', () => {
  expect(unknownsOf(proofOf(together(GUARDED, gateway(toSite))))).toEqual([
    'azurerm_virtual_network_gateway.gw.default_local_network_gateway_id sends all traffic to the Internet to another site (forced tunneling)',
  ]);
  expect(unknownsOf(proofOf(together(GUARDED, hubConnection(true))))).toEqual([
    'azurerm_virtual_hub_connection.hub.internet_security_enabled passes on the default route of the virtual hub, and where that leads is not read',
  ]);
});

test('a route to a firewall comes before it', () => {
  expect(api(together(behindFirewall(), gateway(toSite)))).toBe('satisfied');
});

describe('a policy that no route leads to', () => {
  const policy = (group: Record<string, unknown>): Resources => together(GUARDED, firewallPolicy(), ruleCollectionGroup(group), hubConnection(true));

  test('may be that of the hub, and decides', () => {
    expect([api(policy(GOOD_GROUP)), api(policy({}))]).toEqual(['satisfied', 'violated']);
  });

  test('is no answer where a route table keeps the traffic off it', () => {
    const local = routeTable([{ name: 'local', address_prefix: '10.9.0.0/16', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.9.0.4' }]);
    expect(api(together(policy(GOOD_GROUP), local))).toBe('unknown');
  });

  test('says nothing of what a gateway\'s site lets out', () => {
    expect(api(together(policy(GOOD_GROUP), gateway(toSite)))).toBe('unknown');
  });
});

test('a subnet that a gateway is not peered with goes its own way', () => {
  const other: Resources = {
    azurerm_virtual_network: { other: { name: 'other', resource_group_name: 'rg', location: 'westeurope', address_space: ['10.7.0.0/16'] } },
    azurerm_subnet: { gw: { name: 'GatewaySubnet', resource_group_name: 'rg', virtual_network_name: ref('azurerm_virtual_network.other', 'name'), address_prefixes: ['10.7.0.0/24'] } },
  };
  const peering: Resources = {
    azurerm_virtual_network_peering: { p: {
      name: 'p', resource_group_name: 'rg', virtual_network_name: ref('azurerm_virtual_network.vnet', 'name'), remote_virtual_network_id: ref('azurerm_virtual_network.other'),
    } },
  };
  const apart = together(GUARDED, other, gateway(toSite, ref('azurerm_subnet.gw')));
  expect([api(apart), api(together(apart, peering))]).toEqual(['satisfied', 'unknown']);
});

/*
 * "Azure Firewall must have direct Internet connectivity. If your AzureFirewallSubnet learns a default route to your on-premises network … you
 * must override it with a 0.0.0.0/0 UDR"; with forced tunneling it does without (Azure Firewall forced tunneling).
 */
describe('what a firewall lets through goes by the routes of its own subnet', () => {
  const firewallSubnet = ref('azurerm_subnet.fw');
  const firewall: Resources = {
    azurerm_subnet: { fw: { name: 'AzureFirewallSubnet', resource_group_name: 'rg', virtual_network_name: ref('azurerm_virtual_network.vnet', 'name'), address_prefixes: ['10.1.1.0/26'] } },
    azurerm_firewall: { fw: {
      name: 'fw', resource_group_name: 'rg', location: 'westeurope', sku_name: 'AZFW_VNet', sku_tier: 'Standard', firewall_policy_id: ref('azurerm_firewall_policy.policy'),
      ip_configuration: [{ name: 'ip', subnet_id: firewallSubnet, private_ip_address: '10.0.0.4' }],
    } },
  };
  const world = (...more: readonly Resources[]): Resources => together(behindFirewall(), firewall, ...more);
  const route = (nextHopType: string, more: Record<string, unknown> = {}): Resources =>
    routeTable([{ name: 'out', address_prefix: '0.0.0.0/0', next_hop_type: nextHopType, ...more }], 'beyond', firewallSubnet);
  const place = 'azurerm_route_table.beyond';

  test.each<[string, Resources, string, string?]>([
    ['no route table', {}, 'satisfied'],
    ['a default route to the Internet', route('Internet'), 'satisfied'],
    ['no routes but one inside', routeTable([{ name: 'in', address_prefix: '10.9.0.0/16', next_hop_type: 'VnetLocal' }], 'beyond', firewallSubnet), 'satisfied'],
    ['forced tunneling', route('VirtualNetworkGateway'), 'unknown', `${place}.route[0] sends the traffic through a gateway to a network that is not in the input`],
    ['another appliance', route('VirtualAppliance', { next_hop_in_ip_address: '10.8.0.4' }), 'unknown',
      `${place} "out" takes what the firewall lets through away from the Internet, and what becomes of it there the input does not say`],
    ['nowhere', route('None'), 'unknown', `${place} "out" takes what the firewall lets through away from the Internet, and what becomes of it there the input does not say`],
    ['a gateway with a default site', gateway(toSite, firewallSubnet), 'unknown',
      'azurerm_virtual_network_gateway.gw.default_local_network_gateway_id sends all traffic to the Internet to another site (forced tunneling)'],
    ['the same, and a default route to the Internet', together(gateway(toSite, firewallSubnet), route('Internet')), 'satisfied'],
  ])('%s', (_, resources, verdict, ...reasons) => {
    expect([api(world(resources)), ...unknownsOf(proofOf(world(resources)))]).toEqual([verdict, ...reasons]);
  });

  test('a firewall that denies is reached first', () => {
    expect(api(together(behindFirewall({}), firewall, route('VirtualNetworkGateway')))).toBe('violated');
  });

  test('inspection there is open too', () => {
    expect(verdictsOf(proofOf(world(route('VirtualNetworkGateway'))))['no-tls-inspection']).toBe('unknown');
  });
});
