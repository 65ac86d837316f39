import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { TerraformVariable } from 'cdktf';
import fc from 'fast-check';
import { SensorConnectivityTest, SensorProxy, SensorProxyConfiguration, SensorProxyMethod, SensorSecret, SensorWorkspace } from '../../src/constructs';
import { decodeSettings } from '../../src/sensor';
import { scriptText, SensorScript } from '../../src/sensor/scripts';
import * as schema from '../fixtures/azurerm-schema.json';
import { ARC_SERVER, VIRTUAL_MACHINE } from '../support/machines';
import { emitted, Json, only, synthErrors } from '../support/synthesis';

const RUN_COMMAND = 'azurerm_virtual_machine_run_command';
const ARC_EXTENSION = 'azurerm_arc_machine_extension';
const URL = 'http://proxy.contoso.com:8080';
const SECRET_URL = 'https://kv-identity.vault.azure.net/secrets/sensor-proxy';
const MACHINES = [VIRTUAL_MACHINE, ARC_SERVER];

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

const METHODS: Readonly<Record<string, { readonly method: SensorProxyMethod; readonly script: SensorScript }>> = {
  module: { method: SensorProxyMethod.powerShellModule(), script: 'set-proxy-with-module' },
  deployer: { method: SensorProxyMethod.deployer(), script: 'set-proxy-with-deployer' },
  installation: {
    method: SensorProxyMethod.silentInstallation({ setupPath: 'C:\\Install\\Azure ATP sensor Setup.exe', accessKey: SensorSecret.ofValue('k3y') }),
    script: 'install-sensor',
  },
};

function synthesized(method: SensorProxyMethod, proxy: SensorProxy, machines = MACHINES): Json {
  return emitted((stack) => new SensorProxyConfiguration(stack, 'Proxy', { machines, method, proxy }));
}

/** Name and value of what a run command passes. */
function passed(blocks: Json[] | undefined): Record<string, string> {
  return Object.fromEntries((blocks ?? []).map(({ name, value }) => [name, value]));
}

/** The parameters at the end of an Arc-enabled server's command. */
function called(extension: Json): Record<string, string> {
  const { commandToExecute } = JSON.parse(extension.protected_settings);
  const [, call] = /\)\.ReadToEnd\(\)\)\)((?: -\w+ '[^']*')*)"$/.exec(commandToExecute)!;
  return Object.fromEntries([...call.matchAll(/ -(\w+) '([^']*)'/g)].map(([, name, value]) => [name, value]));
}

describe.each([['module', 'set-proxy-with-module'], ['deployer', 'set-proxy-with-deployer']] as const)('%s', (kind, script) => {
  const { method } = METHODS[kind];

  test('sets a proxy on a machine of each kind', () => {
    const terraform = synthesized(method, SensorProxy.at(URL));
    expect(only(terraform, RUN_COMMAND)).toEqual({
      name: 'run-stack-Proxy',
      location: 'westeurope',
      virtual_machine_id: VIRTUAL_MACHINE._resourceId,
      source: { script: scriptText(script) },
      parameter: [{ name: 'Action', value: 'Set' }, { name: 'ProxyUrl', value: URL }],
    });
    const extension = only(terraform, ARC_EXTENSION);
    expect(extension).toEqual({
      name: 'CustomScriptExtension',
      location: 'northeurope',
      arc_machine_id: ARC_SERVER._resourceId,
      publisher: 'Microsoft.Compute',
      type: 'CustomScriptExtension',
      type_handler_version: '1.10',
      protected_settings: expect.stringMatching(/^\{"commandToExecute":"powershell\.exe .*"\}$/),
    });
    expect(called(extension)).toEqual({ Action: 'Set', ProxyUrl: URL });
  });

  test('clears it', () => {
    const terraform = synthesized(method, SensorProxy.none());
    expect(only(terraform, RUN_COMMAND).parameter).toEqual([{ name: 'Action', value: 'Clear' }]);
    expect(called(only(terraform, ARC_EXTENSION))).toEqual({ Action: 'Clear' });
  });

  test('sets one with a password, which is in protected parameters alone', () => {
    const terraform = synthesized(method, SensorProxy.at(URL, { userName: 'CONTOSO\\proxy', password: SensorSecret.ofValue('p\'4"$x`;') }));
    const command = only(terraform, RUN_COMMAND);
    expect(passed(command.parameter)).toEqual({ Action: 'Set', ProxyUrl: URL });
    expect(passed(command.protected_parameter)).toEqual({ UserNameBase64: base64('CONTOSO\\proxy'), PasswordBase64: base64('p\'4"$x`;') });
    expect(called(only(terraform, ARC_EXTENSION))).toEqual({
      Action: 'Set', ProxyUrl: URL, UserNameBase64: base64('CONTOSO\\proxy'), PasswordBase64: base64('p\'4"$x`;'),
    });
  });

  test('sets one with a password that the machine reads from Key Vault', () => {
    const terraform = synthesized(method, SensorProxy.at(URL, { userName: 'proxy', password: SensorSecret.inKeyVault(SECRET_URL) }));
    const command = only(terraform, RUN_COMMAND);
    expect(passed(command.parameter)).toEqual({ Action: 'Set', ProxyUrl: URL, PasswordSecretUrl: SECRET_URL });
    expect(passed(command.protected_parameter)).toEqual({ UserNameBase64: base64('proxy') });
  });
});

describe('registry', () => {
  const settingsOf = (proxy: SensorProxy, exceptions?: string[]) => {
    const { source, parameter, protected_parameter: hidden } = only(synthesized(SensorProxyMethod.registry({ exceptions }), proxy), RUN_COMMAND);
    expect(source.script).toBe(scriptText('set-proxy-in-registry'));
    expect(hidden).toBeUndefined();
    const { Proxy: shown, SettingsBase64: bytes } = passed(parameter);
    return { shown, settings: decodeSettings(Buffer.from(bytes, 'base64')) };
  };

  test('writes what WinINet reads as that proxy', () => {
    expect(settingsOf(SensorProxy.at(URL), ['*.contoso.local', '<local>'])).toEqual({
      shown: 'proxy.contoso.com:8080',
      settings: {
        version: 0x46, changes: 0, flags: 3, proxy: 'proxy.contoso.com:8080', bypass: '*.contoso.local;<local>', script: '', trailer: new Uint8Array(35),
      },
    });
  });

  test('clears by going directly', () => {
    expect(settingsOf(SensorProxy.none(), ['<local>'])).toEqual({
      shown: undefined, settings: { version: 0x46, changes: 0, flags: 1, proxy: '', bypass: '', script: '', trailer: new Uint8Array(35) },
    });
  });
});

test('installation: path and key beside the proxy', () => {
  const terraform = synthesized(METHODS.installation.method, SensorProxy.at(URL));
  const command = only(terraform, RUN_COMMAND);
  expect(command.source.script).toBe(scriptText('install-sensor'));
  expect(passed(command.parameter)).toEqual({ SetupPathBase64: base64('C:\\Install\\Azure ATP sensor Setup.exe'), ProxyUrl: URL });
  expect(passed(command.protected_parameter)).toEqual({ AccessKeyBase64: base64('k3y') });
  expect(called(only(terraform, ARC_EXTENSION))).toEqual({
    SetupPathBase64: base64('C:\\Install\\Azure ATP sensor Setup.exe'), ProxyUrl: URL, AccessKeyBase64: base64('k3y'),
  });
});

test('every parameter that is passed is one of the script', () => {
  const credentials = { userName: 'u', password: SensorSecret.ofValue('p') };
  const stacks = [
    ...Object.values(METHODS).map(({ method }) => synthesized(method, SensorProxy.at(URL, credentials))),
    ...Object.values(METHODS).map(({ method }) => synthesized(method, SensorProxy.at(URL, { ...credentials, password: SensorSecret.inKeyVault(SECRET_URL) }))),
    synthesized(SensorProxyMethod.registry(), SensorProxy.at(URL)),
  ];
  for (const terraform of stacks) {
    const { source: { script }, parameter, protected_parameter: hidden = [] } = only(terraform, RUN_COMMAND);
    const [, block] = /^param\(\n([^]*?)\n\)\n/m.exec(script)!;
    const declared = [...block.matchAll(/\[string\] \$(\w+)/g)].map(([, name]) => name);
    const names = [...parameter, ...hidden].map(({ name }: Json) => name);
    expect(names.filter((name) => !declared.includes(name))).toEqual([]);
    expect(Object.keys(called(only(terraform, ARC_EXTENSION))).sort()).toEqual(names.sort());
  }
});

describe('hostile user names and passwords are data', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
    fc.array(fc.constantFrom('\'', '"', '`', '$', ';', '\n', '\r\n', '\\', '%', '{', '}', '(', ')', '&', '|', '^', '!', '${var.x}', '%{ if true }', '$(calc)', '\u2019', 'é', ' ', '-Action', '@'),
      { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')),
  ).filter((text) => !text.includes('\0') && Buffer.from(text, 'utf8').toString('utf8') === text);

  /** The Terraform without its protected fields, and what was in them. */
  function parted(terraform: Json): { readonly open: Json; readonly command: Record<string, string>; readonly arc: Record<string, string> } {
    const copy = JSON.parse(JSON.stringify(terraform));
    const [command] = Object.values<Record<string, Json[]>>(copy.resource[RUN_COMMAND]);
    const [extension] = Object.values<Record<string, string>>(copy.resource[ARC_EXTENSION]);
    const parts = { command: passed(command.protected_parameter), arc: called(extension) };
    delete (command as Record<string, unknown>).protected_parameter;
    delete (extension as Record<string, unknown>).protected_settings;
    return { open: copy, ...parts };
  }

  const decoded = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

  test.each(Object.keys(METHODS))('with the method %s', (kind) => {
    const { method, script } = METHODS[kind];
    const plain = parted(synthesized(method, SensorProxy.at(URL, { userName: 'plain', password: SensorSecret.ofValue('plain') })));
    fc.assert(fc.property(hostile, hostile, (userName, password) => {
      const { open, command, arc } = parted(synthesized(method, SensorProxy.at(URL, { userName, password: SensorSecret.ofValue(password) })));
      expect(open).toEqual(plain.open);
      expect(only(open, RUN_COMMAND).source.script).toBe(scriptText(script));
      for (const parameters of [command, arc]) {
        expect(decoded(parameters.UserNameBase64)).toBe(userName);
        expect(decoded(parameters.PasswordBase64)).toBe(password);
      }
    }), { numRuns: 40 });
  });

  test('and what cannot be passed is refused without being shown', () => {
    fc.assert(fc.property(hostile, (text) => {
      const secret = `${text}s3cret\0`;
      expect(() => SensorSecret.ofValue(secret)).toThrow(new Error('The secret has a NUL character, which no program takes; write it without.'));
      // An expression is Terraform's to check.
      if (text.includes('${')) return;
      expect(() => SensorProxy.at(`http://user:${text}@proxy:8080`)).toThrow(
        new Error('The URL of the proxy cannot be used; write it like http://proxy.contoso.com:8080, without credentials, query or anything else.'));
    }), { numRuns: 30 });
  });
});

describe('what Terraform fills in', () => {
  test('is encoded and checked by Terraform', () => {
    const terraform = emitted((stack) => {
      const url = new TerraformVariable(stack, 'url', { type: 'string' }).stringValue;
      const password = new TerraformVariable(stack, 'password', { type: 'string', sensitive: true }).stringValue;
      const userName = new TerraformVariable(stack, 'user', { type: 'string' }).stringValue;
      new SensorProxyConfiguration(stack, 'Proxy', {
        machines: MACHINES, method: SensorProxyMethod.deployer(), proxy: SensorProxy.at(url, { userName, password: SensorSecret.ofValue(password) }),
      });
    });
    const precondition = [{
      condition: '${can(regex("^https?://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[[][0-9A-Fa-f:.]+]):[0-9]{1,5}$", var.url))}',
      error_message: 'The URL of the proxy is not of the form http://proxy.contoso.com:8080.',
    }];
    const command = only(terraform, RUN_COMMAND);
    expect(command.lifecycle).toEqual({ precondition });
    expect(passed(command.parameter)).toEqual({ Action: 'Set', ProxyUrl: '${var.url}' });
    expect(passed(command.protected_parameter)).toEqual({ UserNameBase64: '${base64encode(var.user)}', PasswordBase64: '${base64encode(var.password)}' });
    const extension = only(terraform, ARC_EXTENSION);
    expect(extension.lifecycle).toEqual({ precondition });
    expect(called(extension)).toEqual({
      Action: 'Set', ProxyUrl: '${var.url}', UserNameBase64: '${base64encode(var.user)}', PasswordBase64: '${base64encode(var.password)}',
    });
  });
});

test('a user name that Terraform fills in in part keeps its backslash', () => {
  const terraform = emitted((stack) => {
    const user = new TerraformVariable(stack, 'user', { type: 'string' }).stringValue;
    const proxy = SensorProxy.at(URL, { userName: `CON"TOSO\\${user}`, password: SensorSecret.ofValue(user) });
    new SensorProxyConfiguration(stack, 'Proxy', { machines: [VIRTUAL_MACHINE], method: SensorProxyMethod.deployer(), proxy });
  });
  const { UserNameBase64: userName, PasswordBase64: password } = passed(only(terraform, RUN_COMMAND).protected_parameter);
  expect(userName).toBe(`\${base64encode(join("", [base64decode("${base64('CON"TOSO\\')}"), var.user]))}`);
  expect(password).toBe('${base64encode(var.user)}');
});

test('Terraform reads the expressions: the checks of values, and what is put together', async () => {
  const terraform = emitted((stack) => {
    const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
    const password = SensorSecret.inKeyVault(text);
    const proxy = SensorProxy.at(`http://${text}:8080`, { userName: `CONTOSO\\${text}`, password });
    new SensorProxyConfiguration(stack, 'Proxy', { machines: MACHINES, method: SensorProxyMethod.deployer(), proxy });
    new SensorConnectivityTest(stack, 'Test', { machines: [VIRTUAL_MACHINE], workspace: SensorWorkspace.named(text) });
  });
  const expressions = [...new Set(Object.values<Record<string, Json>>(terraform.resource).flatMap((byName) => Object.values(byName)).flatMap((resource) => [
    ...(resource.lifecycle?.precondition ?? []).map(({ condition }: Json) => condition),
    ...(resource.protected_parameter ?? []).map(({ value }: Json) => value),
  ]))];
  expect(expressions).toHaveLength(4);
  for (const expression of expressions) {
    const [, inside] = /^\$\{([^]*)\}$/.exec(expression)!;
    await expect(parse('main.tf', `locals {\n  x = ${inside}\n}\n`)).resolves.toHaveProperty('locals');
  }
  await expect(parse('main.tf', 'locals {\n  x = regex("^\\[", var.x)\n}\n')).rejects.toThrow();
});

test('secrets go into fields alone that the provider keeps out of what it shows', () => {
  const { resource } = schema as unknown as { resource: Record<string, Json> };
  expect(resource[RUN_COMMAND].block_types.protected_parameter.block.attributes.value.sensitive).toBe(true);
  expect(resource[ARC_EXTENSION].attributes.protected_settings.sensitive).toBe(true);
});

test('a change of runAgainWhen reaches both kinds of machines', () => {
  const terraform = emitted((stack) => new SensorProxyConfiguration(stack, 'Proxy', {
    machines: MACHINES, method: SensorProxyMethod.powerShellModule(), proxy: SensorProxy.none(), runAgainWhen: '2026-06-30', tags: { owner: 'identity' },
  }));
  expect(passed(only(terraform, RUN_COMMAND).parameter)).toEqual({ Action: 'Clear', Run: '2026-06-30' });
  expect(only(terraform, ARC_EXTENSION)).toMatchObject({ force_update_tag: '2026-06-30', tags: { owner: 'identity' } });
});

test('two scripts on one Arc-enabled server fail the synth', () => {
  const errors = synthErrors((stack) => {
    for (const id of ['One', 'Two']) {
      new SensorProxyConfiguration(stack, id, { machines: [ARC_SERVER, VIRTUAL_MACHINE], method: SensorProxyMethod.deployer(), proxy: SensorProxy.none() });
    }
  });
  const clash = (one: string, other: string) => `stack/${one}/dc2: stack/${other}/dc2 is a custom script extension of the same Arc-enabled server, `
    + 'and Azure takes one on a machine; put one of the two into another stack and destroy it first.';
  expect(errors).toEqual([clash('One', 'Two'), clash('Two', 'One')]);
});

test('what a plan shows is what somebody read and approved', () => {
  const credentials = { userName: 'CONTOSO\\proxy', password: SensorSecret.inKeyVault(SECRET_URL) };
  const terraform = emitted((stack) => {
    new SensorProxyConfiguration(stack, 'Module', { machines: [VIRTUAL_MACHINE], method: METHODS.module.method, proxy: SensorProxy.at(URL, credentials) });
    new SensorProxyConfiguration(stack, 'Clear', { machines: [VIRTUAL_MACHINE], method: METHODS.deployer.method, proxy: SensorProxy.none() });
    new SensorProxyConfiguration(stack, 'Registry', {
      machines: [VIRTUAL_MACHINE], method: SensorProxyMethod.registry({ exceptions: ['<local>'] }), proxy: SensorProxy.at(URL),
    });
    new SensorProxyConfiguration(stack, 'Install', { machines: [VIRTUAL_MACHINE], method: METHODS.installation.method, proxy: SensorProxy.at(URL, credentials) });
  });
  const commands = Object.entries<Json>(terraform.resource[RUN_COMMAND]).map(([name, { source, ...rest }]) => {
    const script = source.script.split('\n')[0];
    return [name, { ...rest, source: { script: `${script} …` } }];
  });
  expect(Object.fromEntries(commands)).toEqual(JSON.parse(readFileSync(join(__dirname, 'golden', 'proxy-run-commands.json'), 'utf8')));
});
