import { getQuickJS } from '@tootallnate/quickjs-emscripten';
import { TerraformVariable } from 'cdktf';
import { createPacResolver } from 'pac-resolver';
import {
  ExplicitProxyPacFile, FirewallTier, SensorExplicitProxy, SensorExplicitProxyProps, SensorProxyConfiguration, SensorProxyMethod, SensorSources,
  SensorWorkspace,
} from '../../src/constructs';
import { VIRTUAL_MACHINE } from '../support/machines';
import { emitted, Json, only, stackOf } from '../support/synthesis';

const BASE: SensorExplicitProxyProps = {
  workspace: SensorWorkspace.named('contoso-corp'),
  sensors: SensorSources.addressPrefixes('10.1.0.4', '10.1.0.5'),
  location: 'westeurope',
  resourceGroupName: 'rg-hub',
  tier: FirewallTier.STANDARD,
  firewallAddress: '10.0.0.4',
};
const HOST = 'contoso-corpsensorapi.atp.azure.com';

const synthesized = (props: Partial<SensorExplicitProxyProps> = {}): Json => emitted((stack) => new SensorExplicitProxy(stack, 'Proxy', { ...BASE, ...props }));
const policyOf = (props: Partial<SensorExplicitProxyProps> = {}): Json => only(synthesized(props), 'azurerm_firewall_policy');

test('a policy with explicit proxy on two ports', () => {
  expect(policyOf()).toEqual({
    name: 'afwp-stack-Proxy',
    location: 'westeurope',
    resource_group_name: 'rg-hub',
    sku: 'Standard',
    explicit_proxy: { enabled: true, http_port: 8080, https_port: 8443 },
  });
});

describe('rules for applications alone: explicit proxy sees no others', () => {
  const rulesOf = (tier: FirewallTier): Json[] => {
    const group = only(synthesized({ tier }), 'azurerm_firewall_policy_rule_collection_group');
    expect(group).not.toHaveProperty('network_rule_collection');
    return group.application_rule_collection.flatMap((collection: Json) => collection.rule);
  };
  const shape = ({ protocols, destination_fqdns: hosts, destination_urls: urls, source_addresses: sources, terminate_tls: inspects }: Json) => (
    { protocols, to: hosts ?? urls, sources, inspects }
  );
  const sources = ['10.1.0.4', '10.1.0.5'];

  test('on Standard by host', () => {
    expect(rulesOf(FirewallTier.STANDARD).map(shape)).toEqual([
      { protocols: [{ type: 'Https', port: 443 }], to: [HOST], sources, inspects: undefined },
      ...['crl.microsoft.com', 'ctldl.windowsupdate.com', 'www.microsoft.com'].map((host) => (
        { protocols: [{ type: 'Http', port: 80 }], to: [host], sources, inspects: undefined }
      )),
    ]);
  });

  test('on Premium by URL where there is one', () => {
    expect(rulesOf(FirewallTier.PREMIUM).flatMap((rule) => shape(rule).to)).toEqual([
      HOST, 'crl.microsoft.com/*', 'ctldl.windowsupdate.com/*', 'www.microsoft.com/pkiops/*', 'www.microsoft.com/pki/*',
    ]);
  });
});

describe('the PAC file', () => {
  const contentOf = (props: Partial<SensorExplicitProxyProps> = {}): string => {
    let content = '';
    stackOf((stack) => {
      content = new SensorExplicitProxy(stack, 'Proxy', { ...BASE, ...props }).pacFileContent;
    });
    return content;
  };

  test.each([
    [`https://${HOST}/tri/sensor/api/ping`, 'PROXY 10.0.0.4:3128'],
    ['http://crl.microsoft.com/pki/crl/products/x.crl', 'PROXY 10.0.0.4:3128'],
    ['http://www.microsoft.com/pkiops/crl/x.crl', 'PROXY 10.0.0.4:3128'],
    ['https://example.com/', 'DIRECT'],
    [`https://${HOST}.example.com/`, 'DIRECT'],
    ['https://fabrikamsensorapi.atp.azure.com/', 'DIRECT'],
  ])('by a real engine: %s goes %s', async (url, way) => {
    expect(await createPacResolver(await getQuickJS(), contentOf({ httpPort: 3128 }))(url)).toBe(way);
  });

  test('needs a workspace that is known', () => {
    expect(() => stackOf((stack) => {
      const name = new TerraformVariable(stack, 'workspace', { type: 'string' }).stringValue;
      new SensorExplicitProxy(stack, 'Proxy', { ...BASE, workspace: SensorWorkspace.named(name) }).pacFileContent.slice();
    })).toThrow(new Error('stack/Proxy has a workspace name that Terraform fills in, and a PAC file names its host; write the name out.'));
  });

  test('is served from a secret URL', () => {
    const terraform = emitted((stack) => {
      const url = new TerraformVariable(stack, 'pac', { type: 'string', sensitive: true }).stringValue;
      new SensorExplicitProxy(stack, 'Proxy', { ...BASE, pacFile: ExplicitProxyPacFile.atUrl(url) });
    });
    const policy = only(terraform, 'azurerm_firewall_policy');
    expect(policy.explicit_proxy).toEqual({ enabled: true, http_port: 8080, https_port: 8443, enable_pac_file: true, pac_file_port: 8090, pac_file: '${var.pac}' });
    expect(policy).not.toHaveProperty('identity');
  });

  test('is served by an identity', () => {
    const identityId = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/PacFileMSI-hub';
    const policy = policyOf({ pacFile: ExplicitProxyPacFile.atUrl('https://stcontoso.blob.core.windows.net/pac/sensors.pac', { port: 8091, identityId }) });
    expect(policy.identity).toEqual({ type: 'UserAssigned', identity_ids: [identityId] });
    expect(policy.explicit_proxy).toMatchObject({ pac_file: 'https://stcontoso.blob.core.windows.net/pac/sensors.pac', pac_file_port: 8091 });
  });
});

test('sensors can be told of it', () => {
  const terraform = emitted((stack) => {
    const { proxy, rules } = new SensorExplicitProxy(stack, 'Proxy', BASE);
    new SensorProxyConfiguration(stack, 'Sensors', { machines: [VIRTUAL_MACHINE], proxy, method: SensorProxyMethod.powerShellModule(), dependsOn: [rules] });
  });
  const command = only(terraform, 'azurerm_virtual_machine_run_command');
  expect(command.parameter).toEqual([{ name: 'Action', value: 'Set' }, { name: 'ProxyUrl', value: 'http://10.0.0.4:8080' }]);
  expect(command.depends_on).toEqual([expect.stringMatching(/^azurerm_firewall_policy_rule_collection_group\./)]);
});
