import { TerraformOutput, TerraformVariable, Token } from 'cdktf';
import {
  PkiEgress, PkiPorts, SensorNetworkSecurityGroup, SensorNetworkSecurityGroupProps, SensorSources, SensorWorkspace,
} from '../../src/constructs';
import { all, emitted, Json, only, written } from '../support/synthesis';

const PKI = 'pki-crl, pki-ctl, pki-pkiops, pki-certs: certificate lists over';
const SUBNET = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/dc';

function nsg(props: Partial<SensorNetworkSecurityGroupProps> = {}): Json {
  return only(emitted((stack) => new SensorNetworkSecurityGroup(stack, 'Nsg', { ...BASE, ...props })), 'azurerm_network_security_group');
}

const BASE: SensorNetworkSecurityGroupProps = {
  workspace: SensorWorkspace.named('contoso-corp'),
  sensors: SensorSources.addressPrefixes('10.1.0.4/32', '10.1.0.5/32'),
  location: 'westeurope',
  resourceGroupName: 'rg-identity',
};

function rules(props: Partial<SensorNetworkSecurityGroupProps> = {}): Json[] {
  return nsg(props).security_rule.map(written);
}

function allow(name: string, priority: number, port: string, destination: string, description: string): Json {
  return {
    name,
    priority,
    description,
    direction: 'Outbound',
    access: 'Allow',
    protocol: 'Tcp',
    source_port_range: '*',
    source_address_prefixes: ['10.1.0.4', '10.1.0.5'],
    destination_port_range: port,
    destination_address_prefix: destination,
  };
}

const SENSOR_API = allow('AllowMdiSensorApi', 200, '443', 'AzureAdvancedThreatProtection', 'sensor-api: HTTPS to contoso-corpsensorapi.atp.azure.com');

describe('an NSG for sensors', () => {
  test('lets the sensor API and PKI hosts through, and is open otherwise', () => {
    expect(rules()).toEqual([
      SENSOR_API,
      allow('AllowMdiPkiHttp', 210, '80', 'Internet', `${PKI} HTTP; nothing behind filters by host`),
      allow('AllowMdiPkiHttps', 220, '443', 'Internet', `${PKI} HTTPS; nothing behind filters by host`),
    ]);
  });

  test('names itself after its path, in the given place', () => {
    expect(nsg()).toMatchObject({ name: 'nsg-stack-Nsg', location: 'westeurope', resource_group_name: 'rg-identity' });
    expect(nsg({ name: 'nsg-dc', tags: { owner: 'identity' } })).toMatchObject({ name: 'nsg-dc', tags: { owner: 'identity' } });
  });

  test('closes the rest of the Internet for everybody when asked to', () => {
    expect(rules({ denyOtherInternet: true }).slice(3)).toEqual([{
      name: 'DenyOtherInternet',
      priority: 4000,
      description: 'Denies Internet egress beyond sensor-api, pki-crl, pki-ctl, pki-pkiops, pki-certs',
      direction: 'Outbound',
      access: 'Deny',
      protocol: '*',
      source_address_prefix: '*',
      source_port_range: '*',
      destination_address_prefix: 'Internet',
      destination_port_range: '*',
    }]);
    expect(rules({ denyOtherInternet: true, denyOtherInternetPriority: 4096 })[3].priority).toBe(4096);
    expect(rules({ denyOtherInternet: false })).toHaveLength(3);
  });

  test('says that the firewall behind tells hosts apart, and opens HTTP alone when asked to', () => {
    expect(rules({ pki: PkiEgress.throughFirewall({ ports: PkiPorts.HTTP_ONLY }) })).toEqual([
      SENSOR_API,
      allow('AllowMdiPkiHttp', 210, '80', 'Internet', `${PKI} HTTP; the firewall behind filters by host`),
    ]);
  });

  test('opens the way to a proxy and nothing else', () => {
    expect(rules({ pki: PkiEgress.throughProxy('10.0.9.4/32', 8080) })).toEqual([
      SENSOR_API,
      allow('AllowMdiPkiProxy', 230, '8080', '10.0.9.4',
        'pki-crl, pki-ctl, pki-pkiops, pki-certs: certificate lists through the proxy, which filters by host'),
    ]);
  });

  test('opens nothing for PKI where there is a reason, and keeps the reason visible', () => {
    const pki = PkiEgress.none('Lists come by group policy ');
    expect(rules({ pki }).map(({ name, description }) => [name, description])).toEqual([
      ['AllowMdiSensorApi', 'sensor-api. No PKI egress: Lists come by group policy'],
    ]);
    expect(rules({ pki, denyOtherInternet: true }).map(({ name, description }) => [name, description])).toEqual([
      ['AllowMdiSensorApi', 'sensor-api: HTTPS to contoso-corpsensorapi.atp.azure.com'],
      ['DenyOtherInternet', 'Denies Internet egress beyond sensor-api. No PKI egress: Lists come by group policy'],
    ]);
  });

  test('has room in its descriptions for the longest workspace and the longest reason', () => {
    const longest = { workspace: SensorWorkspace.named('w'.repeat(54)), pki: PkiEgress.none('r'.repeat(80)) };
    for (const { description } of [...rules(longest), ...rules({ ...longest, denyOtherInternet: true }), ...rules({ workspace: longest.workspace })]) {
      expect(description.length).toBeLessThanOrEqual(140);
    }
  });

  test('keeps rules for IPv4 and IPv6 apart, each in its own slot', () => {
    const sensors = SensorSources.addressPrefixes('fd00::4', '10.1.0.4', 'FD00:0::0010/124');
    expect(rules({ sensors }).map(({ name, priority, source_address_prefixes }) => [name, priority, source_address_prefixes])).toEqual([
      ['AllowMdiSensorApi', 200, ['10.1.0.4']],
      ['AllowMdiPkiHttp', 210, ['10.1.0.4']],
      ['AllowMdiPkiHttps', 220, ['10.1.0.4']],
      ['AllowMdiSensorApiIpv6', 240, ['fd00::4', 'fd00::10/124']],
      ['AllowMdiPkiHttpIpv6', 250, ['fd00::4', 'fd00::10/124']],
      ['AllowMdiPkiHttpsIpv6', 260, ['fd00::4', 'fd00::10/124']],
    ]);
  });

  test('sends only the sensors of the proxy\'s address family to it', () => {
    const sensors = SensorSources.addressPrefixes('10.1.0.4', 'fd00::4');
    expect(rules({ sensors, pki: PkiEgress.throughProxy('fd00::9', 3128) }).map(({ name, priority }) => [name, priority])).toEqual([
      ['AllowMdiSensorApi', 200], ['AllowMdiSensorApiIpv6', 240], ['AllowMdiPkiProxyIpv6', 270],
    ]);
  });

  test('never renumbers a rule because another comes or goes', () => {
    const priorities = (props: Partial<SensorNetworkSecurityGroupProps>) => new Map(rules(props).map(({ name, priority }) => [name, priority]));
    const least = priorities({ pki: PkiEgress.none('none') });
    const most = priorities({ sensors: SensorSources.addressPrefixes('10.1.0.4', 'fd00::4'), denyOtherInternet: true });
    for (const [name, priority] of least) expect(most.get(name)).toBe(priority);
  });

  test('takes sensors by application security group', () => {
    const id = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/applicationSecurityGroups/asg-dc';
    for (const rule of rules({ sensors: SensorSources.applicationSecurityGroups(id) })) {
      expect(rule.source_application_security_group_ids).toEqual([id]);
      expect(rule).not.toHaveProperty('source_address_prefixes');
    }
  });

  test('merges sources that overlap, and leaves the others as they were written', () => {
    const sources = (...prefixes: string[]) => rules({ sensors: SensorSources.addressPrefixes(...prefixes) })[0].source_address_prefixes;
    expect(sources('10.1.0.4', '10.1.0.5')).toEqual(['10.1.0.4', '10.1.0.5']);
    expect(sources('10.1.0.0/24', '10.1.0.4', '10.2.0.4')).toEqual(['10.1.0.0/24', '10.2.0.4']);
    expect(sources('10.1.0.4-10.1.0.9', '10.1.0.8-10.1.0.11')).toEqual(['10.1.0.4/30', '10.1.0.8/30']);
    expect(sources('10.1.0.4', '10.1.0.4/32')).toEqual(['10.1.0.4']);
  });

  test('writes its rules before the additional ones, from its first priority on', () => {
    const additional = {
      name: 'DenyTelnet', description: 'x', priority: 1000, direction: 'Outbound', access: 'Deny', protocol: 'Tcp', sourceAddressPrefix: '*',
      sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '23',
    };
    expect(rules({ firstPriority: 500, ruleNamePrefix: 'Site-', additionalRules: [additional] }).map(({ name, priority }) => [name, priority])).toEqual([
      ['Site-AllowMdiSensorApi', 500], ['Site-AllowMdiPkiHttp', 510], ['Site-AllowMdiPkiHttps', 520], ['DenyTelnet', 1000],
    ]);
  });

  test('is put on the subnets it is given', () => {
    const terraform = emitted((stack) => {
      const construct = new SensorNetworkSecurityGroup(stack, 'Nsg', { ...BASE, subnetIds: [SUBNET] });
      construct.associateSubnet('More', SUBNET.replace('/dc', '/adfs'));
      new TerraformOutput(stack, 'id', { value: construct.networkSecurityGroupId });
      new TerraformOutput(stack, 'name', { value: construct.networkSecurityGroupName });
    });
    const [key] = Object.keys(terraform.resource.azurerm_network_security_group);
    expect(terraform.output.id.value).toBe(`\${azurerm_network_security_group.${key}.id}`);
    expect(terraform.output.name.value).toBe(`\${azurerm_network_security_group.${key}.name}`);
    const associations = all(terraform, 'azurerm_subnet_network_security_group_association');
    expect(associations.map(({ subnet_id }) => subnet_id).sort()).toEqual([SUBNET.replace('/dc', '/adfs'), SUBNET]);
    for (const association of associations) expect(association.network_security_group_id).toBe(`\${azurerm_network_security_group.${key}.id}`);
  });

  test('takes tokens for everything that has a value', () => {
    const terraform = emitted((stack) => {
      const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
      const number = new TerraformVariable(stack, 'number', { type: 'number' }).numberValue;
      new SensorNetworkSecurityGroup(stack, 'Nsg', {
        workspace: SensorWorkspace.named(text),
        sensors: SensorSources.addressPrefixes('10.1.0.4', text),
        location: text,
        resourceGroupName: text,
        name: text,
        subnetIds: [text],
        firstPriority: number,
        denyOtherInternet: true,
        denyOtherInternetPriority: number,
        pki: PkiEgress.throughProxy(text, number),
        ruleNamePrefix: text,
      });
    });
    const group = only(terraform, 'azurerm_network_security_group');
    expect(group).toMatchObject({ name: '${var.text}', location: '${var.text}', resource_group_name: '${var.text}' });
    expect(group.security_rule.map(written)).toMatchObject([
      {
        name: '${var.text}AllowMdiSensorApi',
        priority: '${var.number}',
        source_address_prefixes: ['10.1.0.4', '${var.text}'],
        description: 'sensor-api: HTTPS to ${var.text}sensorapi.atp.azure.com',
      },
      { priority: '${(var.number + 30)}', destination_address_prefix: '${var.text}', destination_port_range: '${var.number}' },
      { priority: '${var.number}' },
    ]);
    expect(only(terraform, 'azurerm_subnet_network_security_group_association').subnet_id).toBe('${var.text}');
  });

  test('takes a whole list that Terraform fills, and expressions written by hand', () => {
    const list = (sensors: (stackList: string[]) => SensorSources) => only(emitted((stack) => {
      const variable = new TerraformVariable(stack, 'list', { type: 'list(string)' });
      new SensorNetworkSecurityGroup(stack, 'Nsg', { ...BASE, sensors: sensors(variable.listValue) });
    }), 'azurerm_network_security_group').security_rule[0];
    expect(list((ids) => SensorSources.addressPrefixes(...ids)).source_address_prefixes).toBe('${var.list}');
    expect(list((ids) => SensorSources.applicationSecurityGroups(...ids)).source_application_security_group_ids).toBe('${var.list}');
    expect(list(() => SensorSources.addressPrefixes('${local.dc1}')).source_address_prefixes).toEqual(['${local.dc1}']);
  });
});

test('a name made from a long or odd path is one Azure takes, and another for every path', () => {
  const names = [`${'long'.repeat(30)}1`, `${'long'.repeat(30)}2`, 'odd+one', 'odd one', 'ends.'].map((id) => (
    only(emitted((stack) => new SensorNetworkSecurityGroup(stack, id, BASE)), 'azurerm_network_security_group').name as string
  ));
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,78}[A-Za-z0-9_]$/);
  expect(new Set(names).size).toBe(names.length);
});

test('a token is no workspace name to check', () => {
  expect(SensorWorkspace.named(Token.asString({ resolve: () => 'Not A Name' })).sensorApiHost).toContain('sensorapi.atp.azure.com');
});
