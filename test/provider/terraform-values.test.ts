import { TerraformStack, TerraformVariable } from 'cdktf';
import { evaluated, HAS_TERRAFORM } from './terraform';
import {
  SensorConnectivityTest, SensorProxy, SensorProxyConfiguration, SensorProxyMethod, SensorSecret, SensorWorkspace,
} from '../../src/constructs';
import { ARC_SERVER, VIRTUAL_MACHINE } from '../support/machines';
import { emitted, Json, only } from '../support/synthesis';

/*
 * What Terraform fills in, filled in by a real Terraform: secrets arrive as they are, and what is no plain value is refused before it is applied.
 */

const whenThere = HAS_TERRAFORM ? describe : describe.skip;
if (!HAS_TERRAFORM) test.skip('Terraform is not installed, so it filled nothing in: install terraform', () => undefined);

const HOSTILE = [
  'p\'4"$x`;', '${var.other}', '$${x} %{ if true }', '"; exit 99; "', 'a\nb\r\nc', 'back\\slash\\', '\\\\"\\"\\n', '%PATH% ^&|<>', 'é\u2019\u{1F511}', ' blank ', '{"a":1}',
];

const variable = (stack: TerraformStack, name: string) => new TerraformVariable(stack, name, { type: 'string', sensitive: true }).stringValue;

function configured(url: (stack: TerraformStack) => string): Json {
  return emitted((stack) => new SensorProxyConfiguration(stack, 'Proxy', {
    machines: [VIRTUAL_MACHINE, ARC_SERVER],
    method: SensorProxyMethod.deployer(),
    proxy: SensorProxy.at(url(stack), { userName: `CONTOSO\\${variable(stack, 'user')}"`, password: SensorSecret.ofValue(variable(stack, 'password')) }),
  }));
}

const conditionOf = (terraform: Json, type = 'azurerm_virtual_machine_run_command'): string => only(terraform, type).lifecycle.precondition[0].condition;

whenThere('what Terraform fills in (needs terraform)', () => {
  test.each(HOSTILE)('the user name and password %j arrive as they are, on machines of both kinds', async (text) => {
    const terraform = configured(() => 'http://proxy.contoso.com:8080');
    const [user, password] = only(terraform, 'azurerm_virtual_machine_run_command').protected_parameter.map(({ value }: Json) => value);
    const { protected_settings: settings } = only(terraform, 'azurerm_arc_machine_extension');
    const values = await evaluated({ user, password, settings }, { user: text, password: text });
    const decoded = (base64: unknown) => Buffer.from(String(base64), 'base64').toString('utf8');
    expect([decoded(values.user), decoded(values.password)]).toEqual([`CONTOSO\\${text}"`, text]);
    const { commandToExecute: command } = JSON.parse(String(values.settings));
    expect(command.split(' -Action ')[1]).toBe(`'Set' -ProxyUrl 'http://proxy.contoso.com:8080' -UserNameBase64 '${values.user}' -PasswordBase64 '${values.password}'"`);
  });

  test.each<[string, boolean]>([
    ['http://proxy.contoso.com:8080', true],
    ['https://[fd00::9]:8443', true],
    ['http://10.0.9.4:3128', true],
    ['http://proxy.contoso.com', false],
    ['http://proxy.contoso.com:8080/', false],
    ['http://proxy.contoso.com:8080\n', false],
    ['http://user:s3cret@proxy.contoso.com:8080', false],
    ["http://proxy';calc;'.contoso.com:8080", false],
    ['http://proxy contoso:8080', false],
    ['http://-proxy:8080', false],
    ['proxy.contoso.com:8080', false],
    ['', false],
  ])('the proxy %j is a plain value: %p', async (url, isPlain) => {
    expect(await evaluated({ condition: conditionOf(configured((stack) => variable(stack, 'url'))) }, { url })).toEqual({ condition: isPlain });
  });

  test('a proxy of which a part is filled in is looked at as a whole', async () => {
    const condition = conditionOf(configured((stack) => `http://${variable(stack, 'host')}:8080`));
    expect(await evaluated({ condition }, { host: 'proxy.contoso.com' })).toEqual({ condition: true });
    expect(await evaluated({ condition }, { host: "x';calc;'" })).toEqual({ condition: false });
  });

  test.each<[string, boolean]>([
    ['https://kv-identity.vault.azure.net/secrets/sensor-proxy', true],
    ['https://kv-identity.vault.azure.net/secrets/sensor-proxy/0123456789abcdef', true],
    ['https://kv-identity.vault.azure.net/secrets/sensor-proxy?x=1', false],
    ['http://kv-identity.vault.azure.net/secrets/sensor-proxy', false],
    ["https://kv-identity.vault.azure.net/secrets/a'b", false],
  ])('the secret %j is a plain value: %p', async (secret, isPlain) => {
    const terraform = emitted((stack) => new SensorProxyConfiguration(stack, 'Proxy', {
      machines: [ARC_SERVER],
      method: SensorProxyMethod.powerShellModule(),
      proxy: SensorProxy.at('http://proxy:8080', { userName: 'u', password: SensorSecret.inKeyVault(variable(stack, 'secret')) }),
    }));
    expect(await evaluated({ condition: conditionOf(terraform, 'azurerm_arc_machine_extension') }, { secret })).toEqual({ condition: isPlain });
  });

  test.each<[string, boolean]>([['contoso-corp', true], ["contoso';calc;'", false], ['contoso.com/x', false]])('the workspace %j is a plain value: %p', async (name, isPlain) => {
    const terraform = emitted((stack) => new SensorConnectivityTest(stack, 'Test', {
      machines: [VIRTUAL_MACHINE], workspace: SensorWorkspace.named(variable(stack, 'workspace')),
    }));
    expect(await evaluated({ condition: conditionOf(terraform) }, { workspace: name })).toEqual({ condition: isPlain });
  });
});
