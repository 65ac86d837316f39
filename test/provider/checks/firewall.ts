import { CIDR, IP, IPV4, IPV4_RANGE, ports } from './address-checks';
import { all, any, Check, count, idOf, matching, NOT_EMPTY, oneOf, within } from './check';
import { SUBNET_ID } from './network';
import { IN_GROUP, LOCATED, ResourceChecks } from './resource-checks';

const FIREWALL = 'internal/services/firewall';

const NAME = matching(/^[^\W_][\w-.]*[\w]$/, { takes: ['afwp-hub', 'a_'], refuses: ['', 'a', '-hub', 'hub-', '_hub', 'h b'] });
const POLICY_ID = idOf('Microsoft.Network/firewallPolicies/<>');
const PUBLIC_IP_ID = idOf('Microsoft.Network/publicIPAddresses/<>');
const ANY_ADDRESS = any(IP, IPV4_RANGE, CIDR, oneOf('*'));
const PROXY_PORT = within(0, 35536);

function subnetNamed(name: string): Check {
  const isNamed: Check = {
    says: `the subnet ${name}`,
    accepts: (value) => (value as string).endsWith(`/${name}`),
    takes: SUBNET_ID.takes.map((id) => (id as string).replace(/[^/]+$/, name)),
    refuses: SUBNET_ID.takes,
  };
  return all(SUBNET_ID, isNamed);
}

const COLLECTION = { 'name': NOT_EMPTY, 'priority': within(100, 65000), 'action': oneOf('Allow', 'Deny'), 'rule.name': NOT_EMPTY, 'rule.description': NOT_EMPTY };

/** The checks under the name of a kind of blocks. */
function below(block: string, checks: ResourceChecks['values']): ResourceChecks['values'] {
  return Object.fromEntries(Object.entries(checks).map(([path, check]) => [`${block}.${path}`, check]));
}

function ofEach(check: Check, ...paths: readonly string[]): ResourceChecks['values'] {
  return Object.fromEntries(paths.map((path) => [path, check]));
}

export const FIREWALL_RESOURCES: Readonly<Record<string, ResourceChecks>> = {
  azurerm_firewall: {
    source: `${FIREWALL}/firewall_resource.go`,
    values: {
      ...LOCATED,
      'name': matching(/^[0-9a-zA-Z]([0-9a-zA-Z._-]{0,}[0-9a-zA-Z_])?$/, { takes: ['afw-hub', 'a'], refuses: ['', '-hub', 'hub-', 'h b'] }),
      'sku_name': oneOf('AZFW_Hub', 'AZFW_VNet'),
      'sku_tier': oneOf('Basic', 'Premium', 'Standard'),
      'threat_intel_mode': oneOf('Alert', 'Deny', 'Off'),
      'dns_servers': [count(1), IP],
      'private_ip_ranges': [count(1), any(CIDR, oneOf('IANAPrivateRanges'))],
      'firewall_policy_id': POLICY_ID,
      'ip_configuration.name': NOT_EMPTY,
      'ip_configuration.subnet_id': subnetNamed('AzureFirewallSubnet'),
      'ip_configuration.public_ip_address_id': PUBLIC_IP_ID,
      'management_ip_configuration.name': NOT_EMPTY,
      'management_ip_configuration.subnet_id': subnetNamed('AzureFirewallManagementSubnet'),
      'management_ip_configuration.public_ip_address_id': PUBLIC_IP_ID,
      'virtual_hub.virtual_hub_id': idOf('Microsoft.Network/virtualHubs/<>'),
    },
  },
  azurerm_firewall_policy: {
    source: `${FIREWALL}/firewall_policy_resource.go`,
    values: {
      ...LOCATED,
      'name': NAME,
      'sku': oneOf('Basic', 'Premium', 'Standard'),
      'base_policy_id': POLICY_ID,
      'private_ip_ranges': [count(1), any(CIDR, IPV4)],
      'threat_intelligence_mode': oneOf('Alert', 'Deny', 'Off'),
      'dns.servers': IPV4,
      'explicit_proxy.http_port': PROXY_PORT,
      'explicit_proxy.https_port': PROXY_PORT,
      'explicit_proxy.pac_file': NOT_EMPTY,
      'explicit_proxy.pac_file_port': PROXY_PORT,
      'identity.type': oneOf('SystemAssigned', 'UserAssigned', 'SystemAssigned, UserAssigned'),
      'identity.identity_ids': idOf('Microsoft.ManagedIdentity/userAssignedIdentities/<>'),
      'intrusion_detection.mode': oneOf('Alert', 'Deny', 'Off'),
    },
  },
  azurerm_firewall_policy_rule_collection_group: {
    source: `${FIREWALL}/firewall_policy_rule_collection_group_resource.go`,
    values: {
      name: NAME,
      firewall_policy_id: POLICY_ID,
      priority: within(100, 65000),
      ...below('application_rule_collection', {
        ...COLLECTION,
        ...ofEach(NOT_EMPTY, 'rule.http_headers.name', 'rule.http_headers.value'),
        ...ofEach(NOT_EMPTY, 'rule.source_ip_groups', 'rule.destination_fqdns', 'rule.destination_urls', 'rule.destination_fqdn_tags', 'rule.web_categories'),
        ...ofEach(ANY_ADDRESS, 'rule.source_addresses', 'rule.destination_addresses'),
        'rule.protocols.type': oneOf('Http', 'Https', 'Mssql'),
        'rule.protocols.port': within(0, 64000),
      }),
      ...below('network_rule_collection', {
        ...COLLECTION,
        ...ofEach(NOT_EMPTY, 'rule.source_ip_groups', 'rule.destination_addresses', 'rule.destination_ip_groups', 'rule.destination_fqdns'),
        'rule.source_addresses': ANY_ADDRESS,
        'rule.protocols': oneOf('Any', 'ICMP', 'TCP', 'UDP'),
        'rule.destination_ports': any(ports(1, 65535), oneOf('*')),
      }),
      ...below('nat_rule_collection', {
        ...COLLECTION,
        ...ofEach(NOT_EMPTY, 'rule.source_ip_groups', 'rule.translated_fqdn'),
        'action': oneOf('Dnat'),
        'rule.source_addresses': ANY_ADDRESS,
        'rule.destination_address': any(IP, CIDR),
        'rule.destination_ports': [count(0, 1), ports(1, 64000)],
        'rule.protocols': oneOf('TCP', 'UDP'),
        'rule.translated_address': IP,
        'rule.translated_port': within(1, 65535),
      }),
    },
  },
};

export const FIREWALL_DATA_SOURCES: Readonly<Record<string, ResourceChecks>> = {
  azurerm_firewall_policy: { source: `${FIREWALL}/firewall_policy_data_source.go`, values: { ...IN_GROUP, name: NAME } },
};
