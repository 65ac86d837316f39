import { quoted } from '../requirements';

/*
 * What the constructs refuse: a code, and a sentence that says what is wrong, where, and what to write instead.
 * Wrong values are thrown where they are written; what only the finished stack shows is reported when it is synthesized.
 */

const GOOD_SOURCE = 'write an address (10.1.0.4), a prefix (10.1.0.0/28) or a range (10.1.0.4-10.1.0.9)';

const MESSAGES = {
  'no-sources': (factory: string) =>
    `SensorSources.${factory}() names no sensor; give at least one.`,
  'source-address': (text: string, problem: string) =>
    `Sensor source ${quoted(text)} ${problem}${problem.includes('; write ') ? '' : `; ${GOOD_SOURCE}`}.`,
  'source-anything': (text: string) =>
    `Sensor source ${quoted(text)} is not an address of a sensor: it would open the egress for other machines too; ${GOOD_SOURCE}.`,
  'list-token-among-others': (factory: string) =>
    `SensorSources.${factory}() mixes a list that Terraform fills with other values; join them first: ...Fn.concat([list, ['…']]).`,
  'resource-id': (what: string, text: string, form: string) =>
    `${what} ${quoted(text)} is not a resource id; write the id attribute of the resource, or ${form}.`,
  'resource-id-case': (what: string, text: string, canonical: string) =>
    `${what} ${quoted(text)} is in another case than the azurerm provider takes; write ${canonical}.`,
  'no-location': (place: string) =>
    `${place}: location is empty; write an Azure region, such as westeurope.`,
  'resource-group-name': (place: string, name: string) =>
    `${place}: the resource group ${quoted(name)} is not one that the azurerm provider takes; write 1 to 90 letters of the English alphabet, digits, ` +
    '"-", "_", ".", "(" or ")", not ending in ".".',
  'too-many-tags': (place: string, count: number, maximum: number) =>
    `${place} has ${count} tags and Azure takes ${maximum}; leave some out.`,
  'long-tag': (place: string, name: string, nameMaximum: number, valueMaximum: number) =>
    `${place}: the tag ${quoted(name)} is too long; write at most ${nameMaximum} bytes of UTF-8 for its name, and ${valueMaximum} for its value.`,
  'list-token': (what: string) =>
    `${what} is a list that Terraform fills, and how many there are must be known when the stack is synthesized; write the ids one by one.`,
  'too-many-application-security-groups': (count: number, maximum: number) =>
    `SensorSources.applicationSecurityGroups() names ${count} groups and Azure takes ${maximum} in one rule; ` +
    'declare the rest with a second construct.',
  'ip-groups-in-nsg': (path: string) =>
    `${path} cannot use IP groups: NSG rules do not take them; write SensorSources.addressPrefixes(…) or ` +
    'SensorSources.applicationSecurityGroups(…).',
  'application-security-groups-in-firewall': (path: string) =>
    `${path} cannot use application security groups: Azure Firewall rules do not take them; write SensorSources.addressPrefixes(…) or ` +
    'SensorSources.ipGroups(…).',
  'ipv6-in-firewall': (path: string, prefixes: string) =>
    `${path} cannot use the IPv6 sources ${prefixes}: Azure Firewall rules take IPv4 alone; leave them out here.`,
  'ipv6-proxy-at-firewall': (path: string, address: string) =>
    `${path} cannot let sensors reach the proxy ${address}: Azure Firewall rules take IPv4 alone; write the proxy's IPv4 address.`,
  'proxy-address': (text: string) =>
    `Proxy address ${quoted(text)} is not an IP address, and NSG rules cannot name hosts; write the address of the proxy, such as 10.0.9.4.`,
  'proxy-prefix': (text: string) =>
    `Proxy address ${quoted(text)} is more than one address; write the address of the proxy alone, such as 10.0.9.4.`,
  'proxy-port': (port: number) =>
    `Proxy port ${port} is not a port; write a whole number from 1 to 65535, such as 8080.`,
  'proxy-family': (path: string, address: string, family: string) =>
    `${path} names no sensor with an ${family} address, so none can reach the proxy ${address}; ` +
    `add the sensors' ${family} addresses or write the proxy's other address.`,
  'no-reason': () =>
    "PkiEgress.none() has no reason; write why the sensors' machines need no certificate lists, such as " +
    "PkiEgress.none('Lists are distributed by group policy').",
  'long-reason': (length: number, maximum: number) =>
    `The reason of PkiEgress.none() has ${length} bytes in UTF-8; ${maximum} fit into the description of a rule.`,
  'direct-pki-at-firewall': (path: string) =>
    `${path} cannot let PKI traffic go directly to the Internet: it is the firewall on the way; write PkiEgress.throughFirewall().`,
  'nothing-to-guard': (path: string) =>
    `${path} has no NSG to put rules into; give networkSecurityGroup, existingNetworkSecurityGroups, or use SensorFirewallRules alone.`,

  'machine-name': (name: string) =>
    `The machine name ${quoted(name)} cannot be used; write 1 to 32 letters, digits or "-", such as dc1.`,
  'no-machines': (path: string) =>
    `${path} names no machine; give at least one, such as SensorMachine.virtualMachine('dc1', { resourceId, location }).`,
  'machine-twice': (path: string, name: string) =>
    `${path} names the machine ${quoted(name)} twice; leave one out, or give it another name.`,
  'plain-value': (what: string, example: string) =>
    `${what} cannot be used; write it like ${example}, without credentials, query or anything else.`,
  'secret-empty': (what: string) =>
    `The ${what} is empty; write one, or leave the credentials out.`,
  'secret-nul': (what: string) =>
    `The ${what} has a NUL character, which no program takes; write it without.`,
  'half-credentials': () =>
    'A proxy has a user name or a password and not both; give userName and password, or neither.',
  'registry-token': (what: string) =>
    `SensorProxyMethod.registry() writes bytes that are made when the stack is synthesized, and ${what} is filled in by Terraform; ` +
    'write it out, or use another method.',
  'registry-exception': (exception: string) =>
    `The exception ${quoted(exception)} cannot be used; write one host or pattern, such as *.contoso.local, in an entry of its own.`,
  'registry-credentials': (path: string) =>
    `${path} has credentials, which the registry method cannot keep; use SensorProxyMethod.powerShellModule(), or let the proxy ask for none.`,
  'registry-scheme': (path: string) =>
    `${path} has a proxy with https, and WinINet talks to proxies over HTTP; write its http port, such as http://proxy.contoso.com:8080.`,
  'setup-path': (path: string) =>
    `The setup path ${quoted(path)} is no path of a program; write it like C:\\Install\\Azure ATP sensor Setup.exe.`,
  'installation-without-proxy': (path: string) =>
    `${path} installs a sensor with a proxy, and there is none; write SensorProxy.at('http://proxy.contoso.com:8080'), or use another method.`,
  'arc-command-too-long': (path: string, length: number, maximum: number) =>
    `${path}: the command for Arc-enabled servers has ${length} characters and Windows takes ${maximum}; use a shorter password, or one in Key Vault.`,
  'second-custom-script': (path: string, other: string) =>
    `${path}: ${other} is a custom script extension of the same Arc-enabled server, and Azure takes one on a machine; ` +
    'put one of the two into another stack and destroy it first.',
  'test-proxy-without-workspace': (path: string) =>
    `${path} has a proxy and no workspace; give the workspace too, or neither: then the sensor's own configuration is tested.`,
  'test-frequency': (seconds: number) =>
    `testFrequencySeconds ${seconds} is not a whole number from 30 to 1800; write one, such as 60.`,
  'explicit-proxy-tier': (path: string) =>
    `${path} cannot be on the Basic tier: explicit proxy is for Standard and Premium; write FirewallTier.STANDARD.`,
  'explicit-proxy-port': (property: string, port: number, maximum: number) =>
    `${property} ${port} is not a port that explicit proxy takes; write a whole number from 1 to ${maximum}, such as 8080.`,
  'explicit-proxy-ports': (path: string, port: number) =>
    `${path} uses port ${port} twice; the ports for HTTP, HTTPS and the PAC file must differ.`,
  'explicit-proxy-address': (text: string) =>
    `The firewall address ${quoted(text)} is no IPv4 address; write the private address of the firewall, such as 10.0.0.4, or a token.`,
  'pac-workspace-token': (path: string) =>
    `${path} has a workspace name that Terraform fills in, and a PAC file names its host; write the name out.`,
  'pac-url-secret': () =>
    'The URL of the PAC file has a query, as a shared access signature has, and that is a secret; give the whole URL as a sensitive variable.',
  'pac-url': () =>
    'The URL of the PAC file cannot be used; write it like https://stcontoso.blob.core.windows.net/pac/sensors.pac.',

  'unknown-tag-in-file': (file: string, tag: string, cloud: string) =>
    `${file} has no service tag ${quoted(tag)} (it is of the cloud ${quoted(cloud)}); check the spelling, or name the file of the cloud that has it.`,
  'list-of-other-cloud': (path: string, pin: string, listCloud: string, cloud: string, azureCloud: string) =>
    `${path} has the addresses of ${pin} from the file of the cloud ${quoted(listCloud)}, and a ${cloud} workspace is in ${azureCloud}; ` +
    `give a list from the service tag file of ${azureCloud}.`,
  'list-of-other-tag': (path: string, property: string, tag: string, expected: string) =>
    `${path}: ${property} has a list of the service tag ${quoted(tag)}, and addresses of ${expected} belong there; ` +
    'name that tag where the list is made: ServiceTagAddressList.fromFile(file, { tag }).',
  'several-lists-of-tag': (path: string, property: string, tag: string) =>
    `${path}: ${property} has two lists of the service tag ${tag}; leave one out.`,
  'list-without-use': (path: string, property: string, version: string) =>
    `${path} has ${property}, and version ${version} sensors talk to nothing there; leave it out, or write sensorVersion: SensorVersion.BOTH.`,
  'pki-required': (path: string) =>
    `${path} has version 3 sensors, for which Microsoft requires the certificate lists that PkiEgress.none() opens nothing for; ` +
    'write PkiEgress.throughFirewall(), PkiEgress.throughProxy(…) or PkiEgress.directlyToInternet().',
  'list-without-family': (path: string, pin: string, family: string) =>
    `${path} has sensors with ${family} addresses, and ${pin} has none of that family; leave these sensors out here, or give a list that has.`,
  'several-sensor-api-matches': (path: string, properties: string) =>
    `${path} is told to recognise the sensor API in several ways (${properties}); write one of them.`,
  'ip-group-without-addresses': (path: string, pin: string) =>
    `${path} would be empty: ${pin} has no IPv4 prefix, and a rule whose IP groups are empty is skipped by Azure Firewall; give another list.`,
  'tag-of-other-cloud': (path: string, tag: string, host: string, cloud: string, azureCloud: string, remedy: string) =>
    `${path}: rules in the cloud ${host} mean the addresses there by the service tag ${tag}, and a ${cloud} workspace is in ${azureCloud}; ` +
    `write ${remedy}; ` +
    'if the rules are there too, write environment on the azurerm provider.',
  'nsg-name': (place: string, name: string) =>
    `${place}: the name ${quoted(name)} is not one Azure takes; write 1 to 80 letters, digits, ".", "-" or "_", ` +
    'beginning with a letter or digit and not ending in "." or "-".',
  'firewall-name': (place: string, name: string) =>
    `${place}: the name ${quoted(name)} is not one Azure takes; write 2 to 80 letters, digits, ".", "-" or "_", ` +
    'beginning with a letter or digit and not ending in "." or "-".',
  'default-rule-name': (place: string, name: string) =>
    `${place}: the name ${quoted(name)} belongs to a rule that every NSG has; write another name.`,
  'duplicate-rule-name': (place: string, name: string, other: string) =>
    `${place}: the name ${quoted(name)} is also that of ${other}; write another name or another ruleNamePrefix.`,
  'priority-range': (place: string, priority: number, minimum: number, maximum: number) =>
    `${place}: priority ${priority} is not a whole number from ${minimum} to ${maximum}; write another priority, or another first priority.`,
  'duplicate-priority': (place: string, priority: number, direction: string, other: string) =>
    `${place}: priority ${priority} ${direction} is also that of ${other}; write another priority, or another first priority.`,
  'description-length': (place: string, length: number, maximum: number) =>
    `${place}: the description has ${length} bytes in UTF-8 and the azurerm provider takes ${maximum}; shorten it.`,
  'spelling': (place: string, attribute: string, text: string, choices: string) =>
    `${place}: ${attribute} ${quoted(text)} is not one of ${choices}; write one of these, in this case.`,
  'missing-attribute': (place: string, attribute: string) =>
    `${place}: ${attribute} is missing; write one.`,
  'several-forms': (place: string, attributes: string) =>
    `${place}: ${attributes} are set together; write exactly one of them.`,
  'tag-in-list': (place: string, attribute: string, text: string) =>
    `${place}: ${quoted(text)} stands in the list ${attribute}, where Azure takes addresses alone; ` +
    'write it in the singular attribute, one rule for each.',
  'overlapping-prefixes': (place: string, attribute: string, shorter: string) =>
    `${place}: prefixes in ${attribute} overlap, which Azure refuses; write ${shorter}.`,
  'mixed-families': (place: string) =>
    `${place}: it has IPv4 and IPv6 addresses, which Azure refuses in one rule; write a rule for each.`,
  'port-range': (place: string, attribute: string, text: string) =>
    `${place}: ${attribute} ${quoted(text)} is not a port; write "*", a number from 0 to 65535, or a range such as "8000-8080".`,
  'too-many-asgs-in-rule': (place: string, attribute: string, count: number, maximum: number) =>
    `${place}: ${attribute} names ${count} groups and Azure takes ${maximum}; write a second rule for the rest.`,
  'too-many-rules': (place: string, count: number, maximum: number) =>
    `${place}: it has ${count} rules and Azure takes ${maximum} in one NSG; remove some.`,
  'too-many-addresses': (place: string, side: string, count: number, maximum: number) =>
    `${place}: its rules name ${count} ${side} addresses and prefixes and Azure takes ${maximum} in one NSG; ` +
    'use wider prefixes or application security groups.',
  'inline-and-standalone': (place: string, other: string) =>
    `${place}: it has inline rules, and ${other} adds a standalone rule: each apply removes what the other wrote; ` +
    'write all rules the same way, for instance with additionalRules.',
  'duplicate-group-priority': (place: string, priority: number, other: string) =>
    `${place}: priority ${priority} is also that of ${other} on the same firewall policy, and Azure does not say which is first; write another priority.`,
  'duplicate-group-name': (place: string, name: string, other: string) =>
    `${place}: the name ${quoted(name)} is also that of ${other} on the same firewall policy, so each apply overwrites the other; write another name.`,
  'duplicate-nsg-name': (place: string, name: string, other: string) =>
    `${place}: the name ${quoted(name)} is also that of ${other} in the same resource group, so Azure has room for one of them; write another name.`,
  'subnet-twice': (place: string, other: string) =>
    `${place}: its subnet has a network security group by ${other} already, and a subnet has one at most; leave one of the two out.`,
  'premium-on-other-policy': (place: string, sku: string) =>
    `${place}: it filters URLs, which takes FirewallTier.PREMIUM, and the firewall policy has the sku ${sku}; ` +
    `write tier: FirewallTier.${sku.toUpperCase()}, or make the policy Premium.`,
  'too-many-address-pairs': (place: string, count: number, maximum: number) =>
    `${place}: its network rules have ${count} pairs of source and destination and Azure Firewall takes ${maximum}; use IP groups.`,
  'violated': (path: string, violation: string) =>
    `${path}: ${violation}`,
} as const;

export type RefusalCode = keyof typeof MESSAGES;

/** Something refused, as data with its sentence. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
}

export function refusal<Code extends RefusalCode>(code: Code, ...about: Parameters<(typeof MESSAGES)[Code]>): Refusal {
  const sentence = MESSAGES[code] as (...values: unknown[]) => string;
  return { code, message: sentence(...about) };
}

/** A value that no construct can take. */
export class EgressConfigurationError extends Error {
  public readonly code: RefusalCode;

  constructor(refused: Refusal) {
    super(refused.message);
    this.name = 'EgressConfigurationError';
    this.code = refused.code;
  }
}

export function refuse<Code extends RefusalCode>(code: Code, ...about: Parameters<(typeof MESSAGES)[Code]>): EgressConfigurationError {
  return new EgressConfigurationError(refusal(code, ...about));
}
