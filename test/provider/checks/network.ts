import { IPV4, PORT } from './address-checks';
import { any, atMostBytes, count, idOf, matching, NOT_EMPTY, oneOf, TAGS, within, without } from './check';
import { CODE_RANGES, EXTERNAL_ADDRESS, HTTP_PATH } from './connection-monitor';
import { IN_GROUP, LOCATED, LOCATION, RESOURCE_GROUP_NAME, ResourceChecks } from './resource-checks';

const NETWORK = 'internal/services/network';

export const SUBNET_ID = idOf('Microsoft.Network/virtualNetworks/<>/subnets/<>');
const NETWORK_ID = idOf('Microsoft.Network/virtualNetworks/<>');
const WORKSPACE_ID = idOf('Microsoft.OperationalInsights/workspaces/<>');

const RULE = {
  access: oneOf('Allow', 'Deny'),
  description: atMostBytes(140),
  direction: oneOf('Inbound', 'Outbound'),
  priority: within(100, 4096),
  protocol: oneOf('*', 'Ah', 'Esp', 'Icmp', 'Tcp', 'Udp'),
};

const SIDES = ['source', 'destination'];
const ROUTE_NAME = matching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,78}[a-zA-Z0-9_]?$/, { takes: ['rt-hub', 'r'], refuses: ['', '-rt', 'r t', 'x'.repeat(81)] });
const POOL = { 'ip_address_pool.number_of_ip_addresses': matching(/^[1-9]\d*$/, { takes: ['256'], refuses: ['', '0', '-1'] }) };

export const NETWORK_RESOURCES: Readonly<Record<string, ResourceChecks>> = {
  azurerm_application_security_group: { source: `${NETWORK}/application_security_group_resource.go`, values: LOCATED },
  azurerm_ip_group: { source: `${NETWORK}/ip_group_resource.go`, values: { ...LOCATED, cidrs: NOT_EMPTY } },
  azurerm_network_connection_monitor: {
    source: `${NETWORK}/network_connection_monitor_resource.go`,
    values: {
      'location': LOCATION,
      'tags': TAGS,
      'name': NOT_EMPTY,
      'network_watcher_id': idOf('Microsoft.Network/networkWatchers/<>'),
      'output_workspace_resource_ids': WORKSPACE_ID,
      'endpoint.name': NOT_EMPTY,
      'endpoint.address': any(IPV4, EXTERNAL_ADDRESS),
      'endpoint.coverage_level': oneOf('AboveAverage', 'Average', 'BelowAverage', 'Default', 'Full', 'Low'),
      'endpoint.target_resource_id': idOf(
        'Microsoft.Compute/virtualMachines/<>', 'Microsoft.OperationalInsights/workspaces/<>', 'Microsoft.Network/virtualNetworks/<>/subnets/<>',
        'Microsoft.Network/virtualNetworks/<>', 'Microsoft.HybridCompute/machines/<>',
      ),
      'endpoint.target_resource_type': oneOf(
        'AzureArcVM', 'AzureSubnet', 'AzureVM', 'AzureVNet', 'ExternalAddress', 'MMAWorkspaceMachine', 'MMAWorkspaceNetwork',
      ),
      'test_configuration.name': NOT_EMPTY,
      'test_configuration.protocol': oneOf('Tcp', 'Http', 'Icmp'),
      'test_configuration.preferred_ip_version': oneOf('IPv4', 'IPv6'),
      'test_configuration.test_frequency_in_seconds': within(30, 1800),
      'test_configuration.http_configuration.method': oneOf('Get', 'Post'),
      'test_configuration.http_configuration.path': HTTP_PATH,
      'test_configuration.http_configuration.port': PORT,
      'test_configuration.http_configuration.request_header.name': NOT_EMPTY,
      'test_configuration.http_configuration.request_header.value': NOT_EMPTY,
      'test_configuration.http_configuration.valid_status_code_ranges': CODE_RANGES,
      'test_configuration.success_threshold.checks_failed_percent': within(0, 100),
      'test_configuration.tcp_configuration.port': PORT,
      'test_configuration.tcp_configuration.destination_port_behavior': oneOf('None', 'ListenIfAvailable'),
      'test_group.name': NOT_EMPTY,
      'test_group.destination_endpoints': NOT_EMPTY,
      'test_group.source_endpoints': NOT_EMPTY,
      'test_group.test_configuration_names': NOT_EMPTY,
    },
  },
  azurerm_network_security_group: {
    source: `${NETWORK}/network_security_group_resource.go`,
    values: { ...LOCATED, ...Object.fromEntries(Object.entries(RULE).map(([name, check]) => [`security_rule.${name}`, check])) },
  },
  azurerm_network_security_rule: {
    source: `${NETWORK}/network_security_rule_resource.go`,
    values: {
      ...IN_GROUP,
      ...RULE,
      name: without('/\\?%'),
      ...Object.fromEntries(SIDES.map((side) => [`${side}_application_security_group_ids`, count(0, 10)])),
    },
    together: SIDES.flatMap((side) => [
      { kind: 'exactly one of', of: [`${side}_address_prefix`, `${side}_address_prefixes`, `${side}_application_security_group_ids`] } as const,
      { kind: 'at most one of', of: [`${side}_port_range`, `${side}_port_ranges`] } as const,
    ]),
  },
  azurerm_network_watcher: { source: `${NETWORK}/network_watcher_resource.go`, values: LOCATED },
  azurerm_public_ip: {
    source: `${NETWORK}/public_ip_resource.go`,
    values: {
      ...LOCATED,
      name: NOT_EMPTY,
      allocation_method: oneOf('Static', 'Dynamic'),
      ddos_protection_mode: oneOf('Disabled', 'Enabled', 'VirtualNetworkInherited'),
      idle_timeout_in_minutes: within(4, 30),
      ip_version: oneOf('IPv4', 'IPv6'),
      sku: oneOf('Basic', 'Standard', 'StandardV2'),
      sku_tier: oneOf('Global', 'Regional'),
    },
    planned: [
      { says: 'public IP addresses of sku Basic cannot be made any more', refused: { sku: ['Basic'] } },
      { says: 'sku Standard takes allocation_method Static', refused: { sku: [null, 'Standard', 'StandardV2'], allocation_method: ['Dynamic'] } },
    ],
  },
  azurerm_resource_group: {
    source: 'internal/services/resource/resource_group_resource.go',
    values: { name: RESOURCE_GROUP_NAME, location: LOCATION, tags: TAGS, managed_by: NOT_EMPTY },
  },
  azurerm_route_table: {
    source: `${NETWORK}/route_table_resource.go`,
    values: {
      ...LOCATED,
      'name': ROUTE_NAME,
      'route.name': ROUTE_NAME,
      'route.address_prefix': NOT_EMPTY,
      'route.next_hop_in_ip_address': NOT_EMPTY,
      'route.next_hop_type': oneOf('VirtualNetworkGateway', 'VnetLocal', 'Internet', 'VirtualAppliance', 'None'),
    },
  },
  azurerm_subnet: {
    source: `${NETWORK}/subnet_resource.go`,
    values: {
      ...IN_GROUP,
      ...POOL,
      address_prefixes: [count(1), NOT_EMPTY],
      private_endpoint_network_policies: oneOf('Disabled', 'Enabled', 'NetworkSecurityGroupEnabled', 'RouteTableEnabled'),
      sharing_scope: oneOf('Tenant'),
    },
    together: [{ kind: 'exactly one of', of: ['address_prefixes', 'ip_address_pool'] }],
    planned: [{
      says: 'sharing_scope takes default_outbound_access_enabled false',
      refused: { sharing_scope: ['Tenant'], default_outbound_access_enabled: [null, true] },
    }],
  },
  azurerm_subnet_network_security_group_association: {
    source: `${NETWORK}/subnet_network_security_group_association_resource.go`,
    values: { subnet_id: SUBNET_ID, network_security_group_id: idOf('Microsoft.Network/networkSecurityGroups/<>') },
  },
  azurerm_subnet_route_table_association: {
    source: `${NETWORK}/subnet_route_table_association_resource.go`,
    values: { subnet_id: SUBNET_ID, route_table_id: idOf('Microsoft.Network/routeTables/<>') },
  },
  azurerm_virtual_network: {
    source: `${NETWORK}/virtual_network_resource.go`,
    values: {
      ...LOCATED,
      ...POOL,
      'name': NOT_EMPTY,
      'address_space': [count(1), NOT_EMPTY],
      'dns_servers': NOT_EMPTY,
      'flow_timeout_in_minutes': within(4, 30),
      'encryption.enforcement': oneOf('DropUnencrypted', 'AllowUnencrypted'),
    },
    together: [{ kind: 'exactly one of', of: ['address_space', 'ip_address_pool'] }],
  },
  azurerm_virtual_network_peering: {
    source: `${NETWORK}/virtual_network_peering_resource.go`,
    values: { ...IN_GROUP, remote_virtual_network_id: NETWORK_ID, local_subnet_names: NOT_EMPTY, remote_subnet_names: NOT_EMPTY },
  },
};

export const NETWORK_DATA_SOURCES: Readonly<Record<string, ResourceChecks>> = Object.fromEntries(
  ['application_security_group', 'ip_group', 'network_security_group', 'subnet'].map((name) => (
    [`azurerm_${name}`, { source: `${NETWORK}/${name}_data_source.go`, values: IN_GROUP }]
  )),
);
