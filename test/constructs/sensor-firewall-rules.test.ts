import { FirewallPolicyRuleCollectionGroup } from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import { TerraformVariable } from 'cdktf';
import {
  FirewallTier, PkiEgress, PkiPorts, SensorApiMatch, SensorFirewallRules, SensorFirewallRulesProps, SensorSources, SensorWorkspace,
} from '../../src/constructs';
import { all, emitted, Json, only } from '../support/synthesis';

const GROUP = 'azurerm_firewall_policy_rule_collection_group';
const POLICY = '/subscriptions/0/resourceGroups/rg-hub/providers/Microsoft.Network/firewallPolicies/afwp-hub';
const BASE: SensorFirewallRulesProps = {
  workspace: SensorWorkspace.named('contoso-corp'),
  sensors: SensorSources.addressPrefixes('10.1.0.4', '10.1.0.5'),
  firewallPolicyId: POLICY,
  tier: FirewallTier.STANDARD,
  priority: 500,
};
const SOURCE = { source_addresses: ['10.1.0.4', '10.1.0.5'] };
const HTTP = { type: 'Http', port: 80 };
const HTTPS = { type: 'Https', port: 443 };

function group(props: Partial<SensorFirewallRulesProps> = {}): Json {
  return only(emitted((stack) => new SensorFirewallRules(stack, 'Firewall', { ...BASE, ...props })), GROUP);
}

const BY_TAG = [{
  name: 'mdi-sensor-api',
  priority: 100,
  action: 'Allow',
  rule: [{
    name: 'sensor-api',
    description: 'sensor-api: HTTPS to contoso-corpsensorapi.atp.azure.com',
    protocols: ['TCP'],
    ...SOURCE,
    destination_addresses: ['AzureAdvancedThreatProtection'],
    destination_ports: ['443'],
  }],
}];

describe('sensor rules on a firewall policy', () => {
  test.each([FirewallTier.BASIC, FirewallTier.STANDARD])('on %s: the tag in a network rule, PKI hosts by name over HTTP and HTTPS', (tier) => {
    expect(group({ tier })).toEqual({
      name: 'rcg-stack-Firewall',
      firewall_policy_id: POLICY,
      priority: 500,
      network_rule_collection: BY_TAG,
      application_rule_collection: [{
        name: 'mdi-pki',
        priority: 110,
        action: 'Allow',
        rule: [
          {
            name: 'pki-crl', description: 'pki-crl: crl.microsoft.com over HTTP and HTTPS', protocols: [HTTP, HTTPS], ...SOURCE,
            destination_fqdns: ['crl.microsoft.com'],
          },
          {
            name: 'pki-ctl', description: 'pki-ctl: ctldl.windowsupdate.com over HTTP and HTTPS', protocols: [HTTP, HTTPS], ...SOURCE,
            destination_fqdns: ['ctldl.windowsupdate.com'],
          },
          {
            name: 'pki-pkiops-and-pki-certs', description: 'pki-pkiops, pki-certs: www.microsoft.com over HTTP and HTTPS',
            protocols: [HTTP, HTTPS], ...SOURCE, destination_fqdns: ['www.microsoft.com'],
          },
        ],
      }],
    });
  });

  test('on Premium: URLs over HTTP, with /* where no path is documented, and hosts over HTTPS', () => {
    const [collection] = group({ tier: FirewallTier.PREMIUM }).application_rule_collection;
    expect(collection).toMatchObject({ name: 'mdi-pki', priority: 110 });
    expect(collection.rule.map(({ name, protocols, destination_urls, destination_fqdns }: Json) => [name, protocols, destination_urls ?? destination_fqdns]))
      .toEqual([
        ['pki-crl', [HTTP], ['crl.microsoft.com/*']],
        ['pki-ctl', [HTTP], ['ctldl.windowsupdate.com/*']],
        ['pki-pkiops', [HTTP], ['www.microsoft.com/pkiops/*']],
        ['pki-certs', [HTTP], ['www.microsoft.com/pki/*']],
        ['pki-crl-https', [HTTPS], ['crl.microsoft.com']],
        ['pki-ctl-https', [HTTPS], ['ctldl.windowsupdate.com']],
        ['pki-pkiops-and-pki-certs-https', [HTTPS], ['www.microsoft.com']],
      ]);
  });

  test('narrowed to HTTP on Premium: URLs alone', () => {
    const [collection] = group({ tier: FirewallTier.PREMIUM, pki: PkiEgress.throughFirewall({ ports: PkiPorts.HTTP_ONLY }) }).application_rule_collection;
    expect(collection.rule).toHaveLength(4);
    for (const rule of collection.rule) {
      expect(rule.protocols).toEqual([HTTP]);
      expect(rule).not.toHaveProperty('destination_fqdns');
    }
  });

  test('narrowed to HTTP on Standard: hosts on port 80 alone', () => {
    const [collection] = group({ pki: PkiEgress.throughFirewall({ ports: PkiPorts.HTTP_ONLY }) }).application_rule_collection;
    expect(collection.rule.map(({ protocols, description }: Json) => [protocols, description])).toEqual([
      [[HTTP], 'pki-crl: crl.microsoft.com over HTTP'],
      [[HTTP], 'pki-ctl: ctldl.windowsupdate.com over HTTP'],
      [[HTTP], 'pki-pkiops, pki-certs: www.microsoft.com over HTTP'],
    ]);
  });

  test('by host: the exact name in an application rule, and no network rule', () => {
    const terraform = group({ sensorApiMatch: SensorApiMatch.HOST });
    expect(terraform).not.toHaveProperty('network_rule_collection');
    expect(terraform.application_rule_collection.map(({ name, priority }: Json) => [name, priority])).toEqual([['mdi-sensor-api', 100], ['mdi-pki', 110]]);
    expect(terraform.application_rule_collection[0].rule).toEqual([{
      name: 'sensor-api',
      description: 'sensor-api: HTTPS to contoso-corpsensorapi.atp.azure.com',
      protocols: [HTTPS],
      ...SOURCE,
      destination_fqdns: ['contoso-corpsensorapi.atp.azure.com'],
    }]);
  });

  test('through a proxy: the way to it, and no PKI host', () => {
    const terraform = group({ pki: PkiEgress.throughProxy('10.0.9.4', 8080) });
    expect(terraform).not.toHaveProperty('application_rule_collection');
    expect(terraform.network_rule_collection[1]).toEqual({
      name: 'mdi-pki-proxy',
      priority: 120,
      action: 'Allow',
      rule: [{
        name: 'pki-proxy',
        description: 'pki-crl, pki-ctl, pki-pkiops, pki-certs: certificate lists through the proxy',
        protocols: ['TCP'],
        ...SOURCE,
        destination_addresses: ['10.0.9.4'],
        destination_ports: ['8080'],
      }],
    });
  });

  test('without PKI: the reason in the description', () => {
    const terraform = group({ pki: PkiEgress.none('lists come by group policy') });
    expect(terraform).not.toHaveProperty('application_rule_collection');
    expect(terraform.network_rule_collection[0].rule[0].description)
      .toBe('sensor-api: HTTPS to contoso-corpsensorapi.atp.azure.com. No PKI egress: lists come by group policy');
  });

  test('by IP group: every rule names the groups and no address', () => {
    const id = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/ipGroups/ipg-sensors';
    const terraform = group({ sensors: SensorSources.ipGroups(id), tier: FirewallTier.PREMIUM });
    const collections: Json[] = [...terraform.network_rule_collection, ...terraform.application_rule_collection];
    const rules: Json[] = collections.flatMap(({ rule }) => rule);
    expect(rules).toHaveLength(8);
    for (const rule of rules) {
      expect(rule.source_ip_groups).toEqual([id]);
      expect(rule).not.toHaveProperty('source_addresses');
    }
  });

  test('never ask for TLS inspection', () => {
    for (const tier of [FirewallTier.BASIC, FirewallTier.STANDARD, FirewallTier.PREMIUM]) {
      for (const sensorApiMatch of [SensorApiMatch.SERVICE_TAG, SensorApiMatch.HOST]) {
        expect(JSON.stringify(group({ tier, sensorApiMatch }))).not.toContain('terminate_tls');
      }
    }
  });

  test('wait for sibling groups, which can be these constructs too', () => {
    const terraform = emitted((stack) => {
      const platform = new FirewallPolicyRuleCollectionGroup(stack, 'Platform', { name: 'rcg-platform', firewallPolicyId: POLICY, priority: 300 });
      const first = new SensorFirewallRules(stack, 'First', { ...BASE, dependsOn: [platform] });
      new SensorFirewallRules(stack, 'Second', { ...BASE, priority: 600, dependsOn: [first] });
    });
    const keyed: [string, Json][] = Object.entries(terraform.resource[GROUP]);
    const [firstKey] = keyed.find(([, { name }]) => name === 'rcg-stack-First')!;
    const dependencies = Object.fromEntries(keyed.map(([, { name, depends_on }]) => [name, depends_on]));
    expect(dependencies).toEqual({
      'rcg-platform': undefined,
      'rcg-stack-First': [`${GROUP}.Platform`],
      'rcg-stack-Second': [`${GROUP}.${firstKey}`],
    });
  });

  test('take tokens for everything that has a value', () => {
    const terraform = emitted((stack) => {
      const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
      const number = new TerraformVariable(stack, 'number', { type: 'number' }).numberValue;
      const list = new TerraformVariable(stack, 'list', { type: 'list(string)' }).listValue;
      new SensorFirewallRules(stack, 'Firewall', {
        workspace: SensorWorkspace.named(text),
        sensors: SensorSources.addressPrefixes(...list),
        firewallPolicyId: text,
        tier: FirewallTier.PREMIUM,
        priority: number,
        name: text,
        sensorApiMatch: SensorApiMatch.HOST,
        firstCollectionPriority: number,
      });
      new SensorFirewallRules(stack, 'ByGroup', { ...BASE, sensors: SensorSources.ipGroups(...list) });
    });
    const [byGroup, byAddress] = all(terraform, GROUP).sort((one, other) => Number(String(one.name).includes('$')) - Number(String(other.name).includes('$')));
    expect(byAddress).toMatchObject({ name: '${var.text}', firewall_policy_id: '${var.text}', priority: '${var.number}' });
    expect(byAddress.application_rule_collection).toMatchObject([
      { priority: '${var.number}', rule: [{ source_addresses: '${var.list}', destination_fqdns: ['${var.text}sensorapi.atp.azure.com'] }] },
      { priority: '${(var.number + 10)}' },
    ]);
    expect(byGroup.network_rule_collection[0].rule[0].source_ip_groups).toBe('${var.list}');
  });
});
