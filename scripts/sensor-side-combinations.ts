import { Fn, TerraformStack, TerraformVariable } from 'cdktf';
import {
  Cloud, ExplicitProxyPacFile, FirewallTier, SensorConnectivityMonitor, SensorConnectivityTest, SensorExplicitProxy, SensorMachine, SensorProxy,
  SensorProxyConfiguration, SensorProxyMethod, SensorSecret, SensorSources, SensorWorkspace,
} from 'cdktf-mdi-egress';

/*
 * The constructs of the sensor's side: explicit proxy, scripts on machines, and the monitor.
 */

const WORKSPACE = SensorWorkspace.named('contoso-corp');
const LOCATION = 'westeurope';
const GROUP = { location: LOCATION, resourceGroupName: 'rg' };
const PROVIDERS = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers';

/** Each tier, with each kind of PAC file, plain and with everything set. */
export function explicitProxies(stack: TerraformStack, sensors: SensorSources): void {
  const url = new TerraformVariable(stack, 'pac', { type: 'string', sensitive: true }).stringValue;
  const identityId = `${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/PacFileMSI-hub`;
  const pacFiles: Readonly<Record<string, ExplicitProxyPacFile | undefined>> = {
    None: undefined,
    Secret: ExplicitProxyPacFile.atUrl(url),
    Identity: ExplicitProxyPacFile.atUrl('https://stcontoso.blob.core.windows.net/pac/sensors.pac', { port: 8091, identityId }),
  };
  for (const tier of [FirewallTier.STANDARD, FirewallTier.PREMIUM]) {
    for (const [id, pacFile] of Object.entries(pacFiles)) {
      const common = { workspace: WORKSPACE, sensors, ...GROUP, tier, pacFile };
      new SensorExplicitProxy(stack, `${tier}${id}`, { ...common, firewallAddress: '10.0.0.4' });
      new SensorExplicitProxy(stack, `${tier}${id}All`, {
        ...common,
        firewallAddress: new TerraformVariable(stack, `address-${tier}${id}`, { type: 'string' }).stringValue,
        httpPort: 3128,
        httpsPort: 35536,
        name: `afwp-${tier}-${id}`,
        basePolicyId: `${PROVIDERS}/Microsoft.Network/firewallPolicies/afwp-base`,
        priority: 65000,
        tags: { owner: 'network' },
      });
    }
  }
}

/** Every method with every kind of proxy and secret that it takes, the test with each, and the monitor; on machines of both kinds. */
export function sensorMachines(stack: TerraformStack): void {
  let count = 0;
  // A machine takes one script in a stack, if Azure Arc manages it.
  const machines = (): SensorMachine[] => {
    count += 1;
    const arc = new TerraformVariable(stack, `arc-${count}`, { type: 'string' }).stringValue;
    return [
      SensorMachine.virtualMachine('dc1', { resourceId: `${PROVIDERS}/Microsoft.Compute/virtualMachines/dc${count}`, location: LOCATION }),
      SensorMachine.arcServer('dc2', { resourceId: arc, location: LOCATION }),
    ];
  };
  const text = (id: string): string => new TerraformVariable(stack, id, { type: 'string', sensitive: true }).stringValue;
  const secrets = [SensorSecret.ofValue('p\'4"$x`;'), SensorSecret.ofValue(text('secret')), SensorSecret.inKeyVault('https://kv.vault.azure.net/secrets/proxy'), SensorSecret.inKeyVault(text('vault'))];
  const url = 'http://proxy.contoso.com:8080';
  const withCredentials = secrets.flatMap((password) => [url, text(`url-${secrets.indexOf(password)}`)].map((at) => SensorProxy.at(at, { userName: 'CONTOSO\\proxy', password })));
  const proxies = [SensorProxy.at(url), SensorProxy.at('https://[fd00::9]:8443'), ...withCredentials];
  const configure = (id: string, method: SensorProxyMethod, all: readonly SensorProxy[]): void => all.forEach((proxy, index) => {
    const first = new SensorProxyConfiguration(stack, `${id}${index}`, { machines: machines(), method, proxy, tags: { owner: 'identity' } });
    new SensorProxyConfiguration(stack, `${id}${index}Again`, { machines: machines(), method, proxy, runAgainWhen: '2026-06-30', dependsOn: [...first.runCommands, ...first.arcExtensions] });
  });
  configure('Module', SensorProxyMethod.powerShellModule(), [...proxies, SensorProxy.none()]);
  configure('Deployer', SensorProxyMethod.deployer(), [...proxies, SensorProxy.none()]);
  configure('Registry', SensorProxyMethod.registry({ exceptions: ['*.contoso.local', '<local>'] }), [SensorProxy.at(url), SensorProxy.none()]);
  for (const accessKey of secrets) {
    const setupPath = 'C:\\Install\\Azure ATP sensor Setup.exe';
    configure(`Install${secrets.indexOf(accessKey)}`, SensorProxyMethod.silentInstallation({ setupPath, accessKey }), proxies);
  }
  new SensorConnectivityTest(stack, 'TestConfigured', { machines: machines() });
  [undefined, ...proxies].forEach((proxy, index) => new SensorConnectivityTest(stack, `Test${index}`, { machines: machines(), workspace: WORKSPACE, proxy }));
  const networkWatcherId = `${PROVIDERS}/Microsoft.Network/networkWatchers/NetworkWatcher_westeurope`;
  new SensorConnectivityMonitor(stack, 'Monitor', { workspace: WORKSPACE, machines: machines(), networkWatcherId, location: LOCATION });
  new SensorConnectivityMonitor(stack, 'MonitorAll', {
    workspace: SensorWorkspace.named('contoso-gov', { cloud: Cloud.GCC }),
    machines: machines(),
    networkWatcherId: Fn.join('/', [PROVIDERS, 'Microsoft.Network/networkWatchers', text('watcher')]),
    location: LOCATION,
    name: 'cm-sensors',
    testFrequencySeconds: 1800,
    outputWorkspaceResourceIds: [`${PROVIDERS}/Microsoft.OperationalInsights/workspaces/log-identity`],
    tags: { owner: 'identity' },
  });
}
