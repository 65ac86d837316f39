import { Fn } from 'cdktf';
import {
  ExplicitProxyPacFile, FirewallTier, SensorConnectivityMonitor, SensorConnectivityMonitorProps, SensorConnectivityTest, SensorExplicitProxy,
  SensorExplicitProxyProps, SensorMachine,
  SensorProxy, SensorProxyConfiguration, SensorProxyMethod, SensorSecret, SensorSources, SensorWorkspace,
} from '../../src/constructs';
import { ARC_SERVER, ARC_SERVER_ID, VIRTUAL_MACHINE, VIRTUAL_MACHINE_ID } from '../support/machines';
import { stackOf } from '../support/synthesis';

const WORKSPACE = SensorWorkspace.named('contoso-corp');
const URL = 'http://proxy.contoso.com:8080';
const BAD_URL = 'The URL of the proxy cannot be used; write it like http://proxy.contoso.com:8080, without credentials, query or anything else.';
const BAD_SECRET_URL = 'The URL of the Key Vault secret cannot be used; write it like https://kv-identity.vault.azure.net/secrets/sensor-proxy, without credentials, query or anything else.';
const ID = '/subscriptions/<subscription>/resourceGroups/<group>/providers';
const KEY = SensorSecret.ofValue('k');
const CREDENTIALS = { userName: 'u', password: KEY };

const machine = (name: string, resourceId = VIRTUAL_MACHINE_ID) => () => SensorMachine.virtualMachine(name, { resourceId, location: 'westeurope' });
const configure = (method: SensorProxyMethod, proxy: SensorProxy, machines = [VIRTUAL_MACHINE]) => () => (
  stackOf((stack) => new SensorProxyConfiguration(stack, 'Proxy', { machines, method, proxy }))
);
const explicit = (props: Partial<SensorExplicitProxyProps>) => () => stackOf((stack) => new SensorExplicitProxy(stack, 'Proxy', {
  workspace: WORKSPACE, sensors: SensorSources.addressPrefixes('10.1.0.4'), location: 'w', resourceGroupName: 'rg', tier: FirewallTier.STANDARD, firewallAddress: '10.0.0.4', ...props,
}));
const WATCHER = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/networkWatchers/nw';
const monitor = (testFrequencySeconds: number, networkWatcherId = WATCHER, props: Partial<SensorConnectivityMonitorProps> = {}) => () => stackOf((stack) => (
  new SensorConnectivityMonitor(stack, 'Monitor', { workspace: WORKSPACE, machines: [VIRTUAL_MACHINE], networkWatcherId, location: 'w', testFrequencySeconds, ...props })
));
const NAMES = 'letters, digits, ".", "-" or "_", beginning with a letter or digit and not ending in "." or "-".';

test.each<[string, () => unknown, string, string]>([
  ['a machine without a name', machine(''), 'machine-name', 'The machine name "" cannot be used; write 1 to 32 letters, digits or "-", such as dc1.'],
  ['a machine by its domain name', machine('dc1.contoso.com'), 'machine-name',
    'The machine name "dc1.contoso.com" cannot be used; write 1 to 32 letters, digits or "-", such as dc1.'],
  ['the name of a machine for its id', machine('dc1', 'dc1'), 'resource-id',
    `Virtual machine "dc1" is not a resource id; write the id attribute of the resource, or ${ID}/Microsoft.Compute/virtualMachines/<name>.`],
  ['an Azure VM for an Arc-enabled server', () => SensorMachine.arcServer('dc1', { resourceId: VIRTUAL_MACHINE_ID, location: 'w' }), 'resource-id',
    `Arc-enabled server "${VIRTUAL_MACHINE_ID}" is not a resource id; write the id attribute of the resource, or ${ID}/Microsoft.HybridCompute/machines/<name>.`],
  ['the id of a machine in small letters', machine('dc1', VIRTUAL_MACHINE_ID.toLowerCase()), 'resource-id-case',
    `Virtual machine "${VIRTUAL_MACHINE_ID.toLowerCase()}" is in another case than the azurerm provider takes; write ${VIRTUAL_MACHINE_ID}.`],
  ['a machine that is nowhere', () => SensorMachine.arcServer('dc2', { resourceId: ARC_SERVER_ID, location: '' }), 'no-location',
    'Machine dc2: location is empty; write an Azure region, such as westeurope.'],
  ['scripts with long tags', () => stackOf((stack) => new SensorConnectivityTest(stack, 'Test', { machines: [VIRTUAL_MACHINE], tags: { owner: 'x'.repeat(257) } })), 'long-tag',
    'stack/Test: the tag "owner" is too long; write at most 512 bytes of UTF-8 for its name, and 256 for its value.'],
  ['no machine', configure(SensorProxyMethod.deployer(), SensorProxy.none(), []), 'no-machines',
    "stack/Proxy names no machine; give at least one, such as SensorMachine.virtualMachine('dc1', { resourceId, location })."],
  ['a machine twice', configure(SensorProxyMethod.deployer(), SensorProxy.none(), [VIRTUAL_MACHINE, VIRTUAL_MACHINE]), 'machine-twice',
    'stack/Proxy names the machine "dc1" twice; leave one out, or give it another name.'],

  ['a proxy without a scheme', () => SensorProxy.at('proxy.contoso.com:8080'), 'plain-value', BAD_URL],
  ['a proxy without a port', () => SensorProxy.at('http://proxy.contoso.com'), 'plain-value', BAD_URL],
  ['a proxy with a port that is none', () => SensorProxy.at('http://proxy.contoso.com:65536'), 'plain-value', BAD_URL],
  ['a proxy with an address that is none', () => SensorProxy.at('http://[::g]:8080'), 'plain-value', BAD_URL],
  ['a proxy with a path', () => SensorProxy.at('http://proxy.contoso.com:8080/'), 'plain-value', BAD_URL],
  ['a proxy with a password', () => SensorProxy.at('http://user:s3cret@proxy.contoso.com:8080'), 'plain-value', BAD_URL],
  ['a proxy with a quote', () => SensorProxy.at("http://proxy';calc;'.contoso.com:8080"), 'plain-value', BAD_URL],
  ['a proxy with a line feed behind it', () => SensorProxy.at(`${URL}\n`), 'plain-value', BAD_URL],
  ['a user name alone', () => SensorProxy.at(URL, { userName: 'u' }), 'half-credentials',
    'A proxy has a user name or a password and not both; give userName and password, or neither.'],
  ['a password alone', () => SensorProxy.at(URL, { password: KEY }), 'half-credentials',
    'A proxy has a user name or a password and not both; give userName and password, or neither.'],
  ['an empty user name', () => SensorProxy.at(URL, { userName: '', password: KEY }), 'secret-empty',
    'The user name is empty; write one, or leave the credentials out.'],
  ['an empty secret', () => SensorSecret.ofValue(''), 'secret-empty', 'The secret is empty; write one, or leave the credentials out.'],
  ['a user name with NUL', () => SensorProxy.at(URL, { userName: 'a\0b', password: KEY }), 'secret-nul',
    'The user name has a NUL character, which no program takes; write it without.'],
  ['the id of a secret', () => SensorSecret.inKeyVault('/subscriptions/0/vaults/kv/secrets/proxy'), 'plain-value', BAD_SECRET_URL],
  ['a secret URL over HTTP', () => SensorSecret.inKeyVault('http://kv.vault.azure.net/secrets/proxy'), 'plain-value', BAD_SECRET_URL],
  ['a secret URL with a query', () => SensorSecret.inKeyVault('https://kv.vault.azure.net/secrets/proxy?x=1'), 'plain-value', BAD_SECRET_URL],

  ['the registry with a proxy from Terraform', configure(SensorProxyMethod.registry(), SensorProxy.at(Fn.join('', ['http://', 'p:1']))), 'registry-token',
    'SensorProxyMethod.registry() writes bytes that are made when the stack is synthesized, and the proxy is filled in by Terraform; write it out, or use another method.'],
  ['the registry with an exception from Terraform', () => SensorProxyMethod.registry({ exceptions: ['${var.x}'] }), 'registry-token',
    'SensorProxyMethod.registry() writes bytes that are made when the stack is synthesized, and an exception is filled in by Terraform; write it out, or use another method.'],
  ['the registry with credentials', configure(SensorProxyMethod.registry(), SensorProxy.at(URL, CREDENTIALS)), 'registry-credentials',
    'stack/Proxy has credentials, which the registry method cannot keep; use SensorProxyMethod.powerShellModule(), or let the proxy ask for none.'],
  ['the registry with https', configure(SensorProxyMethod.registry(), SensorProxy.at('https://proxy:8443')), 'registry-scheme',
    'stack/Proxy has a proxy with https, and WinINet talks to proxies over HTTP; write its http port, such as http://proxy.contoso.com:8080.'],
  ['two exceptions in one', () => SensorProxyMethod.registry({ exceptions: ['a;b'] }), 'registry-exception',
    'The exception "a;b" cannot be used; write one host or pattern, such as *.contoso.local, in an entry of its own.'],
  ['an exception that is no ASCII', () => SensorProxyMethod.registry({ exceptions: ['é.contoso.local'] }), 'registry-exception',
    'The exception "é.contoso.local" cannot be used; write one host or pattern, such as *.contoso.local, in an entry of its own.'],
  ['a setup that is a folder', () => SensorProxyMethod.silentInstallation({ setupPath: 'C:\\Install', accessKey: KEY }), 'setup-path',
    'The setup path "C:\\\\Install" is no path of a program; write it like C:\\Install\\Azure ATP sensor Setup.exe.'],
  ['an installation without a proxy', configure(SensorProxyMethod.silentInstallation({ setupPath: 'C:\\a.exe', accessKey: KEY }), SensorProxy.none()), 'installation-without-proxy',
    "stack/Proxy installs a sensor with a proxy, and there is none; write SensorProxy.at('http://proxy.contoso.com:8080'), or use another method."],
  ['a date with blanks', () => stackOf((stack) => new SensorConnectivityTest(stack, 'Test', { machines: [VIRTUAL_MACHINE], runAgainWhen: 'every day' })), 'plain-value',
    'runAgainWhen cannot be used; write it like 2026-06-30, without credentials, query or anything else.'],
  ['a test with a proxy and no workspace', () => stackOf((stack) => new SensorConnectivityTest(stack, 'Test', { machines: [VIRTUAL_MACHINE], proxy: SensorProxy.at(URL) })),
    'test-proxy-without-workspace', "stack/Test has a proxy and no workspace; give the workspace too, or neither: then the sensor's own configuration is tested."],

  ['tests too often', monitor(29), 'test-frequency', 'testFrequencySeconds 29 is not a whole number from 30 to 1800; write one, such as 60.'],
  ['tests too seldom', monitor(1801), 'test-frequency', 'testFrequencySeconds 1801 is not a whole number from 30 to 1800; write one, such as 60.'],
  ['a Network Watcher by name', monitor(60, 'NetworkWatcher_westeurope'), 'resource-id',
    `Network Watcher "NetworkWatcher_westeurope" is not a resource id; write the id attribute of the resource, or ${ID}/Microsoft.Network/networkWatchers/<name>.`],

  ['a monitor without a name', monitor(60, undefined, { name: '' }), 'nsg-name', `stack/Monitor: the name "" is not one Azure takes; write 1 to 80 ${NAMES}`],
  ['a monitor that is nowhere', monitor(60, undefined, { location: '' }), 'no-location', 'stack/Monitor: location is empty; write an Azure region, such as westeurope.'],

  ['a policy with a blank in its name', explicit({ name: 'afwp hub' }), 'firewall-name', `stack/Proxy: the name "afwp hub" is not one Azure takes; write 2 to 80 ${NAMES}`],
  ['a policy in no resource group', explicit({ resourceGroupName: '' }), 'resource-group-name',
    'stack/Proxy: the resource group "" is not one that the azurerm provider takes; write 1 to 90 letters of the English alphabet, digits, "-", "_", ".", "(" or ")", not ending in ".".'],
  ['a base policy in another case', explicit({ basePolicyId: '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/firewallpolicies/base' }), 'resource-id-case',
    'Firewall policy "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/firewallpolicies/base" is in another case than the azurerm provider takes; ' +
    'write /subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/base.'],
  ['explicit proxy on Basic', explicit({ tier: FirewallTier.BASIC }), 'explicit-proxy-tier',
    'stack/Proxy cannot be on the Basic tier: explicit proxy is for Standard and Premium; write FirewallTier.STANDARD.'],
  ['a port that is none', explicit({ httpPort: 0 }), 'explicit-proxy-port', 'httpPort 0 is not a port that explicit proxy takes; write a whole number from 1 to 35536, such as 8080.'],
  ['a port beyond the provider', explicit({ httpsPort: 35537 }), 'explicit-proxy-port',
    'httpsPort 35537 is not a port that explicit proxy takes; write a whole number from 1 to 35536, such as 8080.'],
  ['the port of the PAC file', explicit({ pacFile: ExplicitProxyPacFile.atUrl('${var.pac}', { port: 65535 }) }), 'explicit-proxy-port',
    'The port of the PAC file 65535 is not a port that explicit proxy takes; write a whole number from 1 to 35536, such as 8080.'],
  ['one port for two things', explicit({ httpPort: 8443 }), 'explicit-proxy-ports', 'stack/Proxy uses port 8443 twice; the ports for HTTP, HTTPS and the PAC file must differ.'],
  ['the host of a firewall', explicit({ firewallAddress: 'afw.contoso.com' }), 'explicit-proxy-address',
    'The firewall address "afw.contoso.com" is no IPv4 address; write the private address of the firewall, such as 10.0.0.4, or a token.'],
  ['sensors by IPv6', explicit({ sensors: SensorSources.addressPrefixes('fd00::4') }), 'ipv6-in-firewall',
    'stack/Proxy/Rules cannot use the IPv6 sources fd00::4: Azure Firewall rules take IPv4 alone; leave them out here.'],
  ['a PAC file with a shared access signature', () => ExplicitProxyPacFile.atUrl('https://st.blob.core.windows.net/pac/a.pac?sv=2024&sig=s3cret'), 'pac-url-secret',
    'The URL of the PAC file has a query, as a shared access signature has, and that is a secret; give the whole URL as a sensitive variable.'],
  ['a PAC file over HTTP', () => ExplicitProxyPacFile.atUrl('http://st.blob.core.windows.net/pac/a.pac'), 'pac-url',
    'The URL of the PAC file cannot be used; write it like https://stcontoso.blob.core.windows.net/pac/sensors.pac.'],
])('%s is refused', (_what, build, code, message) => {
  expect(build).toThrow(new Error(message));
  expect(build).toThrow(expect.objectContaining({ code }));
});

test('a password that makes the command for Windows too long is refused, and not shown', () => {
  const build = configure(SensorProxyMethod.deployer(), SensorProxy.at(URL, { userName: 'u', password: SensorSecret.ofValue('s3cret'.repeat(800)) }), [ARC_SERVER]);
  expect(build).toThrow(/^stack\/Proxy: the command for Arc-enabled servers has \d+ characters and Windows takes 8191; use a shorter password, or one in Key Vault\.$/);
});
