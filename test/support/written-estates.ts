import { prove, ProofReport } from '../../src/proof';
import { requirementsFor } from '../../src/requirements';
import { configuration } from '../terraform/builders';

/*
 * A small network as Terraform JSON configuration, the way people write it: a subnet with domain controllers, an NSG, a route to
 * a firewall policy. Tests take the parts they need and say what they change, then ask for the verdicts.
 */

export type Resources = Record<string, Record<string, Record<string, unknown>>>;

export const TAG = 'AzureAdvancedThreatProtection';
export const SENSOR_HOST = 'contoso-corpsensorapi.atp.azure.com';
export const SENSORS = ['10.1.0.4', '10.1.0.5'];
const HOME = { resource_group_name: 'rg', location: 'westeurope' };

/** The attribute of a resource, by reference. */
export const ref = (address: string, attribute = 'id'): string => `\${${address}.${attribute}}`;

export const NETWORK: Resources = {
  azurerm_virtual_network: { vnet: { name: 'vnet', ...HOME, address_space: ['10.1.0.0/16'] } },
  azurerm_subnet: {
    dc: { name: 'snet-dc', resource_group_name: 'rg', virtual_network_name: ref('azurerm_virtual_network.vnet', 'name'), address_prefixes: ['10.1.0.0/24'] },
  },
};

export interface RuleText {
  readonly from?: string | readonly string[];
  readonly to?: string | readonly string[];
  readonly port?: string;
  readonly protocol?: string;
  /** Attributes as they are to be written, beside or instead of the above. */
  readonly raw?: Record<string, unknown>;
}

export function rule(name: string, priority: unknown, access: string, { from = '*', to = '*', port = '*', protocol = '*', raw }: RuleText = {}): Record<string, unknown> {
  const side = (which: string, value: string | readonly string[]): Record<string, unknown> =>
    ({ [`${which}_address_${typeof value === 'string' ? 'prefix' : 'prefixes'}`]: value });
  return {
    name, priority, access, direction: 'Outbound', protocol, source_port_range: '*', destination_port_range: port,
    ...side('source', from), ...side('destination', to), ...raw,
  };
}

export const ALLOW_API = rule('AllowMdi', 200, 'Allow', { from: SENSORS, to: TAG, port: '443', protocol: 'Tcp' });
export const ALLOW_PKI = rule('AllowPki', 210, 'Allow', { from: SENSORS, to: 'Internet', port: '80', protocol: 'Tcp' });
export const DENY_INTERNET = rule('DenyInternet', 4000, 'Deny', { to: 'Internet' });
export const DENY_ALL = rule('DenyAll', 100, 'Deny');
export const GOOD_RULES = [ALLOW_API, ALLOW_PKI, DENY_INTERNET];

/** @param rules inline rules; not set at all when absent */
export function nsg(rules?: readonly unknown[], id = 'nsg'): Resources {
  return { azurerm_network_security_group: { [id]: { name: id, ...HOME, ...rules === undefined ? {} : { security_rule: rules } } } };
}

export function standalone(id: string, written: Record<string, unknown>): Resources {
  const owner = { resource_group_name: 'rg', network_security_group_name: ref('azurerm_network_security_group.nsg', 'name') };
  return { azurerm_network_security_rule: { [id]: { ...written, ...owner } } };
}

export function onSubnet(id = 'nsg', subnet = ref('azurerm_subnet.dc')): Resources {
  const association = { subnet_id: subnet, network_security_group_id: ref(`azurerm_network_security_group.${id}`) };
  return { azurerm_subnet_network_security_group_association: { [`dc-${id}`]: association } };
}

export const GUARDED: Resources = together(NETWORK, nsg(GOOD_RULES), onSubnet());

export function routeTable(routes: readonly Record<string, unknown>[], id = 'rt', subnet = ref('azurerm_subnet.dc')): Resources {
  return {
    azurerm_route_table: { [id]: { name: id, ...HOME, route: routes } },
    azurerm_subnet_route_table_association: { [`dc-${id}`]: { subnet_id: subnet, route_table_id: ref(`azurerm_route_table.${id}`) } },
  };
}

export const TO_FIREWALL = { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.0.0.4' };
export const TO_NOWHERE = { name: 'nowhere', address_prefix: '0.0.0.0/0', next_hop_type: 'None' };

export function firewallPolicy(attributes: Record<string, unknown> = {}, id = 'policy'): Resources {
  return { azurerm_firewall_policy: { [id]: { name: id, ...HOME, sku: 'Standard', ...attributes } } };
}

export function ruleCollectionGroup(attributes: Record<string, unknown>, id = 'rcg', policy = 'policy'): Resources {
  const head = { name: id, firewall_policy_id: ref(`azurerm_firewall_policy.${policy}`), priority: 500 };
  return { azurerm_firewall_policy_rule_collection_group: { [id]: { ...head, ...attributes } } };
}

export const networkRules = (rules: readonly Record<string, unknown>[], more: Record<string, unknown> = {}): Record<string, unknown> =>
  ({ name: 'network', priority: 500, action: 'Allow', rule: rules, ...more });
export const applicationRules = (rules: readonly Record<string, unknown>[], more: Record<string, unknown> = {}): Record<string, unknown> =>
  ({ name: 'application', priority: 600, action: 'Allow', rule: rules, ...more });
export const networkRule = (more: Record<string, unknown> = {}): Record<string, unknown> =>
  ({ name: 'api', protocols: ['TCP'], destination_ports: ['443'], source_addresses: SENSORS, destination_addresses: [TAG], ...more });
export const applicationRule = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'pki', protocols: [{ type: 'Http', port: 80 }], source_addresses: SENSORS,
  destination_fqdns: ['crl.microsoft.com', 'ctldl.windowsupdate.com', 'www.microsoft.com'], ...more,
});
export const DENY_EVERYTHING = networkRules(
  [networkRule({ source_addresses: ['*'], destination_addresses: ['*'], destination_ports: ['*'], protocols: ['Any'] })], { name: 'deny', priority: 100, action: 'Deny' },
);
export const GOOD_GROUP = { network_rule_collection: [networkRules([networkRule()])], application_rule_collection: [applicationRules([applicationRule()])] };

/** Behind a firewall whose policy has the given rules. */
export function behindFirewall(group: Record<string, unknown> = GOOD_GROUP, policy: Record<string, unknown> = {}): Resources {
  return together(GUARDED, routeTable([TO_FIREWALL]), firewallPolicy(policy), ruleCollectionGroup(group));
}

export function together(...parts: readonly Resources[]): Resources {
  const whole: Resources = {};
  for (const part of parts) for (const [type, named] of Object.entries(part)) whole[type] = { ...whole[type], ...named };
  return whole;
}

/** @param sensors addresses; `from rules` for the sources of the rules that name the sensor's host or tag */
export function proofOf(resources: Resources, sensors: readonly string[] | 'from rules' = SENSORS): Omit<ProofReport, 'inputs'> {
  return prove(configuration({ resource: resources }), {
    workspace: 'contoso-corp', cloud: 'commercial', requirements: requirementsFor({ workspace: 'contoso-corp' }),
    ...sensors === 'from rules' ? {} : { sensors },
  });
}

export function verdictsOf(report: Omit<ProofReport, 'inputs'>): Record<string, string> {
  return Object.fromEntries(report.requirements.map((requirement) => [requirement.id, requirement.verdict]));
}

/** What leaves a requirement open. */
export function unknownsOf(report: Omit<ProofReport, 'inputs'>, id = 'sensor-api'): readonly string[] {
  return [...new Set(report.requirements.filter((requirement) => requirement.id === id).flatMap((one) => one.flows.flatMap((flow) => flow.unknowns)))];
}

export function api(resources: Resources, sensors?: readonly string[] | 'from rules'): string {
  return verdictsOf(proofOf(resources, sensors))['sensor-api'];
}
