import { verify } from '../../src/harness';
import { readText } from '../../src/terraform';

/*
 * A policy with explicit proxy, in Terraform as people write it. Source: "Azure Firewall explicit proxy": only application rules apply to it, and
 * clients that use it send to the firewall whatever their routes say.
 */

const HOST = 'contoso-corpsensorapi.atp.azure.com';
const SENSOR = '10.1.0.4';

interface Rules {
  readonly network?: readonly object[];
  readonly application?: readonly object[];
}

const BY_TAG = { name: 'api', protocols: ['TCP'], source_addresses: [SENSOR], destination_addresses: ['AzureAdvancedThreatProtection'], destination_ports: ['443'] };
const BY_HOST = { name: 'api', protocols: [{ type: 'Https', port: 443 }], source_addresses: [SENSOR], destination_fqdns: [HOST] };
const INSPECTED = { ...BY_HOST, terminate_tls: true };

function policy({ network = [], application = [] }: Rules, explicitProxy: unknown, name = 'hub'): Record<string, Record<string, unknown>> {
  const collection = (rule: readonly object[], kind: string) => (rule.length === 0 ? [] : [{ name: kind, priority: 200, action: 'Allow', rule }]);
  return {
    azurerm_firewall_policy: { [name]: { name: `afwp-${name}`, sku: 'Premium', ...explicitProxy === undefined ? {} : { explicit_proxy: explicitProxy } } },
    azurerm_firewall_policy_rule_collection_group: { [name]: {
      name: 'rcg', priority: 500, firewall_policy_id: `\${azurerm_firewall_policy.${name}.id}`,
      network_rule_collection: collection(network, 'network'), application_rule_collection: collection(application, 'application'),
    } },
  };
}

/** An NSG that lets the sensors reach nothing on the Internet. */
const CLOSED = { azurerm_network_security_group: { nsg: { name: 'nsg', resource_group_name: 'rg', location: 'westeurope', security_rule: [{
  name: 'DenyInternet', priority: 4000, direction: 'Outbound', access: 'Deny', protocol: '*', source_address_prefix: '*', source_port_range: '*',
  destination_address_prefix: 'Internet', destination_port_range: '*',
}] } } };

function merged(...parts: readonly Record<string, Record<string, unknown>>[]): Record<string, Record<string, unknown>> {
  const all: Record<string, Record<string, unknown>> = {};
  for (const part of parts) for (const [type, byName] of Object.entries(part)) all[type] = { ...all[type], ...byName };
  return all;
}

function judged(...parts: readonly Record<string, Record<string, unknown>>[]) {
  const input = readText('main.tf.json', JSON.stringify({ resource: merged(...parts), variable: { on: { type: 'bool' } } }));
  const { requirements, assumptions } = verify([input], { workspace: 'contoso-corp', sensors: [SENSOR] });
  const of = (id: string) => requirements.find((requirement) => requirement.id === id)!;
  return { api: of('sensor-api'), inspection: of('no-tls-inspection'), assumptions };
}

const ON = { enabled: true, http_port: 8080 };
const REASON = 'whether the sensors use the explicit proxy of azurerm_firewall_policy.hub, which looks at application rules alone, or go the way of their routes, the input does not say';
const REACHED = 'Sensors that use the explicit proxy of azurerm_firewall_policy.hub can reach it.';

test('an application rule lets them out either way', () => {
  const { api, inspection, assumptions } = judged(policy({ application: [BY_HOST] }, ON));
  expect([api.verdict, inspection.verdict]).toEqual(['satisfied', 'satisfied']);
  expect(assumptions).toContain(REACHED);
});

test('a network rule lets them out by their routes and not by the proxy', () => {
  const { api } = judged(policy({ network: [BY_TAG] }, ON));
  expect(api.verdict).toBe('unknown');
  expect(api.flows.flatMap(({ unknowns }) => unknowns)).toEqual([REASON]);
});

test('the same rule without explicit proxy is enough, and with it switched off', () => {
  for (const setting of [undefined, { enabled: false, http_port: 8080 }, { http_port: 8080 }]) {
    const { api, assumptions } = judged(policy({ network: [BY_TAG] }, setting));
    expect(api.verdict).toBe('satisfied');
    expect(assumptions.join()).not.toContain('explicit proxy');
  }
});

test('an NSG that closes the Internet does not stand before the proxy', () => {
  const { api } = judged(CLOSED, policy({ application: [BY_HOST] }, ON));
  expect(api.verdict).toBe('unknown');
  expect(api.flows.flatMap(({ unknowns }) => unknowns)).toEqual([REASON]);
});

test('what neither way lets out is violated for certain', () => {
  const { api } = judged(CLOSED, policy({ network: [BY_TAG] }, ON));
  expect(api.verdict).toBe('violated');
  expect(api.flows[0].witness).toMatchObject({ source: SENSOR, port: 443 });
});

test('inspection by the proxy counts, even behind a network rule that the routes meet first', () => {
  const { inspection } = judged(policy({ network: [BY_TAG], application: [INSPECTED] }, ON));
  expect(inspection.verdict).toBe('unknown');
  expect(judged(policy({ network: [BY_TAG], application: [INSPECTED] }, undefined)).inspection.verdict).toBe('satisfied');
});

test('a switch that Terraform fills in leaves open what depends on it', () => {
  expect(judged(policy({ network: [BY_TAG] }, { enabled: '${var.on}', http_port: 8080 })).api.verdict).toBe('unknown');
  expect(judged(policy({ application: [BY_HOST] }, { enabled: '${var.on}', http_port: 8080 })).api.verdict).toBe('satisfied');
});

test('the proxy of somebody else changes nothing, and that is said', () => {
  const guests = policy({ application: [{ ...BY_HOST, source_addresses: ['10.9.0.0/24'], destination_fqdns: ['example.com'] }] }, ON, 'guests');
  const firewall = (name: string) => ({ azurerm_firewall: { [name]: { name, sku_name: 'AZFW_VNet', sku_tier: 'Premium', firewall_policy_id: `\${azurerm_firewall_policy.${name}.id}` } } });
  const routed = {
    azurerm_virtual_network: { net: { name: 'net', address_space: ['10.1.0.0/16'], resource_group_name: 'rg' } },
    azurerm_subnet: { dc: { name: 'dc', virtual_network_name: '${azurerm_virtual_network.net.name}', resource_group_name: 'rg', address_prefixes: ['10.1.0.0/24'] } },
    azurerm_route_table: { rt: { name: 'rt', route: [{
      name: 'all', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '${azurerm_firewall.hub.ip_configuration[0].private_ip_address}',
    }] } },
    azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.dc.id}', route_table_id: '${azurerm_route_table.rt.id}' } },
  };
  const { api, assumptions } = judged(routed, firewall('hub'), firewall('guests'), policy({ network: [BY_TAG] }, undefined), guests);
  expect(api.verdict).toBe('satisfied');
  expect(assumptions).toContain('The sensors do not use the explicit proxy of azurerm_firewall_policy.guests, whose rules name none of them.');
});

test('hidden rules of a base policy may come first at the proxy too', () => {
  const { azurerm_firewall_policy: policies, ...rest } = policy({ application: [BY_HOST] }, ON);
  const { api } = judged(rest, { azurerm_firewall_policy: { hub: { ...policies.hub as object, base_policy_id: '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/base' } } });
  expect(api.verdict).toBe('unknown');
});
