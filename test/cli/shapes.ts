/*
 * Configurations like those that people publish, each before and after a change, as `*.tf.json`.
 */

export type Json = Readonly<Record<string, unknown>>;

export const RULE = {
  direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*', destination_port_range: '443', source_address_prefix: '10.1.0.4',
};
export const ALLOW_MDI = { ...RULE, name: 'AllowMdi', priority: 200, destination_address_prefix: 'AzureAdvancedThreatProtection' };
export const DENY_ALL = {
  ...RULE, name: 'DenyAll', priority: 4096, access: 'Deny', protocol: '*', destination_port_range: '*', source_address_prefix: '*', destination_address_prefix: '*',
};

export const nsg = (...rules: readonly Json[]): Json => ({
  resource: { azurerm_network_security_group: { dc: { name: 'nsg-dc', resource_group_name: 'rg', location: 'westeurope', security_rule: rules } } },
});

export const policy = (collections: Json): Json => ({
  resource: {
    azurerm_firewall_policy: { hub: { name: 'policy-hub', resource_group_name: 'rg', location: 'westeurope', sku: 'Standard' } },
    azurerm_firewall_policy_rule_collection_group: { all: { name: 'rcg-all', firewall_policy_id: '${azurerm_firewall_policy.hub.id}', priority: 500, ...collections } },
  },
});

export const networkCollection = (name: string, priority: number, rule: Json, action = 'Allow'): Json => ({
  name, priority, action, rule: [{ name: `${name}-rule`, protocols: ['TCP'], source_addresses: ['10.1.0.0/24'], destination_ports: ['443'], ...rule }],
});

const applicationCollection = (...rules: readonly Json[]): Json => ({ name: 'arc', priority: 500, action: 'Allow', rule: rules });
const applicationPolicy = (...rules: readonly Json[]): Json => policy({ application_rule_collection: [applicationCollection(...rules)] });
const applicationRule = (name: string, fqdns: readonly string[], ...protocols: readonly Json[]): Json => (
  { name, protocols, source_addresses: ['10.1.0.4'], destination_fqdns: fqdns });
const HTTP = { type: 'Http', port: 80 };
const HTTPS = { type: 'Https', port: 443 };
const tags = (rule: Json): Json => policy({ network_rule_collection: [networkCollection('tags', 400, { name: 'tags', ...rule })] });

const PKI = applicationRule('pki', ['crl.microsoft.com', 'ctldl.windowsupdate.com', 'www.microsoft.com'], HTTP);
/** Most of them are no business of the sensors. */
const FORTY = [
  networkCollection('mdi', 200, { destination_addresses: ['AzureAdvancedThreatProtection'] }),
  ...Array.from({ length: 38 }, (_, i) => networkCollection(`nrc-${i}`, 1000 + 10 * i, { destination_addresses: [`20.${i}.0.0/16`] })),
];
const group = (...network: readonly Json[]): Json => policy({ network_rule_collection: network, application_rule_collection: [applicationCollection(PKI)] });
const TOP = networkCollection('nrc-top', 100, { destination_addresses: ['20.3.0.0/16', '20.7.7.0/24'] }, 'Deny');

/** A change like one that people made. */
export interface Shape {
  readonly before: Json;
  readonly after: Json;
  /** Whom the change is about, where the rules that let the sensors out let others out too. */
  readonly options?: readonly string[];
}

/** A rule inserted at the top of a group of 40 collections. */
export const INSERTED: Shape = { before: group(...FORTY), after: group(TOP, ...FORTY), options: ['--sensors', '10.1.0.4'] };

/** An NSG whose final "Deny" has the access `Allow`. */
export const CONTRADICTED: Shape = { before: nsg(ALLOW_MDI, DENY_ALL), after: nsg(ALLOW_MDI, { ...DENY_ALL, access: 'Allow' }) };

/** A policy that lets `*.atp.azure.com` out on 80 and 443, and forgets the PKI hosts that it had before. */
export const FORGOTTEN: Shape = {
  before: applicationPolicy(
    applicationRule('mdi', ['contoso-corpsensorapi.atp.azure.com'], HTTPS),
    PKI,
  ),
  after: applicationPolicy(applicationRule('mdi', ['*.atp.azure.com'], HTTP, HTTPS)),
};

/** A list of tags with every port, and UDP too. */
export const WIDE: Shape = {
  before: tags({ destination_addresses: ['AzureAdvancedThreatProtection'] }),
  after: tags({ destination_addresses: ['AzureAdvancedThreatProtection', 'AzureMonitor', 'Storage'], destination_ports: ['*'], protocols: ['TCP', 'UDP'] }),
};

export const SHAPES: Readonly<Record<string, Shape>> = { INSERTED, CONTRADICTED, FORGOTTEN, WIDE };
