import { TerraformVariable } from 'cdktf';
import {
  Cloud, SensorConnectivityMonitor, SensorConnectivityMonitorProps, SensorConnectivityTest, SensorConnectivityTestProps, SensorProxy, SensorSecret,
  SensorWorkspace,
} from '../../src/constructs';
import { scriptText } from '../../src/sensor/scripts';
import { allProblems } from '../provider/problems';
import { ARC_SERVER, ARC_SERVER_ID, VIRTUAL_MACHINE, VIRTUAL_MACHINE_ID } from '../support/machines';
import { emitted, Json, only } from '../support/synthesis';

const WORKSPACE = SensorWorkspace.named('contoso-corp');
const WATCHER = '/subscriptions/0/resourceGroups/NetworkWatcherRG/providers/Microsoft.Network/networkWatchers/NetworkWatcher_westeurope';

describe('the connection monitor', () => {
  const synthesized = (props: Partial<SensorConnectivityMonitorProps> = {}): Json => emitted((stack) => new SensorConnectivityMonitor(stack, 'Monitor', {
    workspace: WORKSPACE, machines: [VIRTUAL_MACHINE, ARC_SERVER], networkWatcherId: WATCHER, location: 'westeurope', ...props,
  }));

  test('asks the documented path over HTTPS and the PKI hosts over TCP 80, from every machine', () => {
    const host = 'contoso-corpsensorapi.atp.azure.com';
    const pki = ['crl.microsoft.com', 'ctldl.windowsupdate.com', 'www.microsoft.com'];
    const sources = ['dc1', 'dc2'];
    expect(only(synthesized(), 'azurerm_network_connection_monitor')).toEqual({
      name: 'cm-stack-Monitor',
      location: 'westeurope',
      network_watcher_id: WATCHER,
      endpoint: [
        { name: 'dc1', target_resource_id: VIRTUAL_MACHINE_ID, target_resource_type: 'AzureVM' },
        { name: 'dc2', target_resource_id: ARC_SERVER_ID, target_resource_type: 'AzureArcVM' },
        ...[host, ...pki].map((name) => ({ name, address: name, target_resource_type: 'ExternalAddress' })),
      ],
      test_configuration: [
        {
          name: 'sensor-api',
          protocol: 'Http',
          http_configuration: { method: 'Get', port: 443, prefer_https: true, path: '/tri/sensor/api/ping', valid_status_code_ranges: ['200', '503'] },
        },
        { name: 'pki', protocol: 'Tcp', tcp_configuration: { port: 80 } },
      ],
      test_group: [
        { name: 'sensor-api', source_endpoints: sources, destination_endpoints: [host], test_configuration_names: ['sensor-api'] },
        { name: 'pki', source_endpoints: sources, destination_endpoints: pki, test_configuration_names: ['pki'] },
      ],
      notes: 'Defender for Identity: sensor-api and pki-crl, pki-ctl, pki-pkiops, pki-certs',
    });
  });

  test('asks both hosts of a cloud that has two', () => {
    const { test_group: groups } = only(synthesized({ workspace: SensorWorkspace.named('contoso', { cloud: Cloud.GCC }) }), 'azurerm_network_connection_monitor');
    expect(groups[0].destination_endpoints).toEqual(['contososensorapi.atp.gcc.azure.com', 'contososensorapi.gcc.atp.azure.com']);
  });

  test('asks as often as it is told, and reports where it is told', () => {
    const log = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/log';
    const monitor = only(synthesized({ testFrequencySeconds: 300, outputWorkspaceResourceIds: [log], name: 'cm' }), 'azurerm_network_connection_monitor');
    expect(monitor).toMatchObject({ name: 'cm', output_workspace_resource_ids: [log] });
    expect(monitor.test_configuration.map((test: Json) => test.test_frequency_in_seconds)).toEqual([300, 300]);
  });
});

describe('the test of a connection', () => {
  const commandOf = (props: Partial<SensorConnectivityTestProps> = {}): Json => {
    const terraform = emitted((stack) => new SensorConnectivityTest(stack, 'Test', { machines: [VIRTUAL_MACHINE], ...props }));
    return only(terraform, 'azurerm_virtual_machine_run_command');
  };

  test('of the sensor as it is configured', () => {
    const command = commandOf();
    expect(command.source).toEqual({ script: scriptText('test-connection') });
    expect(command).not.toHaveProperty('parameter');
    expect(command).not.toHaveProperty('protected_parameter');
  });

  test('to a workspace', () => {
    expect(commandOf({ workspace: WORKSPACE }).parameter).toEqual([{ name: 'SensorApiUrl', value: 'https://contoso-corpsensorapi.atp.azure.com' }]);
    expect(commandOf({ workspace: WORKSPACE, proxy: SensorProxy.none() }).parameter).toHaveLength(1);
  });

  test('through a proxy that asks for a password', () => {
    const proxy = SensorProxy.at('http://proxy.contoso.com:8080', { userName: 'u', password: SensorSecret.ofValue('p') });
    const command = commandOf({ workspace: WORKSPACE, proxy });
    expect(command.parameter).toEqual([
      { name: 'SensorApiUrl', value: 'https://contoso-corpsensorapi.atp.azure.com' }, { name: 'ProxyUrl', value: 'http://proxy.contoso.com:8080' },
    ]);
    expect(command.protected_parameter).toEqual([{ name: 'UserNameBase64', value: 'dQ==' }, { name: 'PasswordBase64', value: 'cA==' }]);
  });

  test('to a workspace that Terraform names: Terraform checks the host', () => {
    const terraform = emitted((stack) => {
      const name = new TerraformVariable(stack, 'workspace', { type: 'string' }).stringValue;
      new SensorConnectivityTest(stack, 'Test', { machines: [VIRTUAL_MACHINE], workspace: SensorWorkspace.named(name) });
    });
    expect(only(terraform, 'azurerm_virtual_machine_run_command').lifecycle).toEqual({ precondition: [{
      // The parts that are known are base64 of "https://" and "sensorapi.atp.azure.com".
      condition: '${can(regex("^https://[a-z0-9.-]+$", join("", [base64decode("aHR0cHM6Ly8="), var.workspace, base64decode("c2Vuc29yYXBpLmF0cC5henVyZS5jb20=")])))}',
      error_message: 'The URL of the sensor API is not of the form https://contoso-corpsensorapi.atp.azure.com.',
    }] });
  });
});

describe('the checks of the provider would find', () => {
  const problems = (type: string, change: (resource: Json) => Json): string[] => {
    const terraform = emitted((stack) => {
      new SensorConnectivityMonitor(stack, 'Monitor', { workspace: WORKSPACE, machines: [VIRTUAL_MACHINE], networkWatcherId: WATCHER, location: 'w' });
      new SensorConnectivityTest(stack, 'Test', { machines: [VIRTUAL_MACHINE, ARC_SERVER] });
    });
    const byName: Record<string, Json> = terraform.resource[type];
    for (const name of Object.keys(byName)) byName[name] = { ...byName[name], ...change(byName[name]) };
    return allProblems(terraform);
  };

  test.each<[string, string, (resource: Json) => Json, string[]]>([
    ['nothing wrong', 'azurerm_network_connection_monitor', () => ({}), []],
    ['an attribute that there is not', 'azurerm_virtual_machine_run_command', () => ({ script: 'x' }), ['azurerm_virtual_machine_run_command.Test_dc1_0C6D5AF6: unknown attribute script']],
    ['an empty parameter', 'azurerm_virtual_machine_run_command', () => ({ parameter: [{ name: 'Action', value: '' }] }), ['azurerm_virtual_machine_run_command.Test_dc1_0C6D5AF6: parameter[0].value: "" is not a text that is not empty']],
    ['a secret that is shown', 'azurerm_arc_machine_extension', () => ({ settings: '{}' }), ['Test_dc2_5C0A8E0D: settings that are shown']],
    ['a status that is none', 'azurerm_network_connection_monitor', ({ test_configuration: [http, tcp] }) => (
      { test_configuration: [{ ...http, http_configuration: { ...http.http_configuration, valid_status_code_ranges: ['2000'] } }, tcp] }
    ), [
      'azurerm_network_connection_monitor.Monitor_A5B0C7F1: test_configuration[0].http_configuration.valid_status_code_ranges[0]: "2000" is not a status code such as 418, 2xx or 301-304',
    ]],
  ])('%s', (_what, type, change, expected) => {
    const nameless = (all: readonly string[]) => all.map((problem) => problem.replace(/_[0-9A-F]{8}/, ''));
    expect(nameless(problems(type, change))).toEqual(nameless(expected));
  });
});
