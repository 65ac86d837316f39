import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { SENSOR_SCRIPTS, SensorScript, scriptText } from '../../src/sensor/scripts';
import { HAS_POWERSHELL } from '../support/powershell';

/*
 * The scripts in a real PowerShell, on a machine that looks like a sensor's: a module, a deployer and services that write down what they are told.
 */

const MODULE = `
function Write-Log([string] $Line) { Add-Content -LiteralPath $env:FAKE_LOG -Value $Line }
function Get-MDISensorProxyConfiguration {
    if (Test-Path -LiteralPath $env:FAKE_STATE) { Get-Content -LiteralPath $env:FAKE_STATE -Raw | ConvertFrom-Json }
}
function Set-MDISensorProxyConfiguration {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param([string] $ProxyUrl, [PSCredential] $ProxyCredential)
    if ($env:FAKE_ERROR) { Write-Error $env:FAKE_ERROR }
    $state = @{ Url = $ProxyUrl }
    if ($ProxyCredential) {
        $state.UserName = $ProxyCredential.UserName
        $marshal = [Runtime.InteropServices.Marshal]
        $state.Password = $marshal::PtrToStringUni($marshal::SecureStringToGlobalAllocUnicode($ProxyCredential.Password))
    }
    ConvertTo-Json $state | Set-Content -LiteralPath $env:FAKE_STATE
    Write-Log 'set'
}
function Clear-MDISensorProxyConfiguration {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param()
    Remove-Item -LiteralPath $env:FAKE_STATE -ErrorAction SilentlyContinue
    Write-Log 'clear'
}
function Test-MDISensorApiConnection {
    param([switch] $BypassConfiguration, [string] $SensorApiUrl, [string] $SensorType, [string] $ProxyUrl, [PSCredential] $ProxyCredential)
    Write-Log "test $BypassConfiguration $SensorApiUrl $SensorType $ProxyUrl"
    $env:FAKE_CONNECTED -eq 'yes'
}
Export-ModuleMember -Function *-MDI*
`;

const WRAPPER = `
param([string] $Script, [string] $ParametersFile)
function Get-Service {
    param([string] $Name, $ErrorAction)
    if ($Name -eq 'himds') { return $null }
    [pscustomobject] @{ Name = $Name } | Add-Member -MemberType ScriptMethod -Name WaitForStatus -Value { } -PassThru
}
function Stop-Service { param([string] $Name, [switch] $Force) Add-Content -LiteralPath $env:FAKE_LOG -Value "stop $Name" }
function Start-Service { param([string] $Name) Add-Content -LiteralPath $env:FAKE_LOG -Value "start $Name" }
$parameters = @{}
(Get-Content -LiteralPath $ParametersFile -Raw | ConvertFrom-Json).PSObject.Properties | ForEach-Object { $parameters[$_.Name] = $_.Value }
& $Script @parameters
exit $LASTEXITCODE
`;

/** Writes down its arguments, and keeps the proxy where the sensor does. */
const DEPLOYER = `#!${process.execPath}
const fs = require('fs'), path = require('path'), argv = process.argv.slice(2);
fs.writeFileSync(path.join(__dirname, 'arguments.json'), JSON.stringify(argv));
const given = Object.fromEntries(argv.map((one) => [one.split('=')[0], one.slice(one.indexOf('=') + 1)]));
const proxy = given.ProxyUrl ? { Url: given.ProxyUrl, UserName: given.ProxyUserName } : null;
fs.writeFileSync(path.join(__dirname, 'SensorConfiguration.json'), JSON.stringify({ SensorProxyConfiguration: proxy }));
console.log(argv.join(' '));
`;

const HOSTILE = ['p\'4"$x`;', '$(throw "x")', '"; exit 99; "', 'a\nb\r\nc', 'back\\slash\\', '\\\\"\\"', '%PATH% ^&|<>', '${env:HOME}', 'é\u2019\u201d', ' blank '];
const URL = 'http://proxy.contoso.com:8080';
const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

let machine: string;
let versionFolder: string;

const whenThere = HAS_POWERSHELL ? describe : describe.skip;
if (!HAS_POWERSHELL) test.skip('PowerShell is not installed, so the scripts are parsed and not run: install pwsh', () => undefined);

interface Run {
  readonly exitCode: number | null;
  readonly output: string;
}

function run(script: SensorScript, parameters: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}): Run {
  const file = join(machine, `${script}.ps1`);
  writeFileSync(file, scriptText(script));
  writeFileSync(join(machine, 'parameters.json'), JSON.stringify(parameters));
  const { status, stdout, stderr } = spawnSync('pwsh', ['-NoProfile', '-NonInteractive', '-File', join(machine, 'wrapper.ps1'), file, join(machine, 'parameters.json')], {
    encoding: 'utf8',
    env: {
      ...process.env,
      PSModulePath: [join(machine, 'modules'), process.env.PSModulePath ?? ''].join(delimiter),
      ProgramFiles: machine,
      ProgramW6432: machine,
      FAKE_STATE: join(machine, 'state.json'),
      FAKE_LOG: join(machine, 'log'),
      ...env,
    },
  });
  return { exitCode: status, output: `${stdout}${stderr}` };
}

function log(): string[] {
  const file = join(machine, 'log');
  return existsSync(file) ? readFileSync(file, 'utf8').split(/\r?\n/).filter((line) => line !== '') : [];
}

beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), 'sensor-'));
  writeFileSync(join(machine, 'wrapper.ps1'), WRAPPER);
  const module = join(machine, 'modules', 'DefenderForIdentity');
  mkdirSync(module, { recursive: true });
  writeFileSync(join(module, 'DefenderForIdentity.psm1'), MODULE);
  const sensor = join(machine, 'Azure Advanced Threat Protection Sensor');
  for (const version of ['2.9.0.0', '2.230.1.1']) {
    versionFolder = join(sensor, version);
    mkdirSync(versionFolder, { recursive: true });
    writeFileSync(join(versionFolder, 'SensorConfiguration.json'), '{"SensorProxyConfiguration":null}');
  }
  // What an uninstallation of a newer version left.
  mkdirSync(join(sensor, '2.240.0.0'));
  const deployer = join(versionFolder, 'Microsoft.Tri.Sensor.Deployment.Deployer.exe');
  writeFileSync(deployer, DEPLOYER);
  chmodSync(deployer, 0o755);
});
afterEach(() => rmSync(machine, { recursive: true, force: true }));

whenThere('in a real PowerShell (needs pwsh)', () => {
  test.each(SENSOR_SCRIPTS)('%s parses', (script) => {
    const file = join(machine, 'parsed.ps1');
    writeFileSync(file, scriptText(script));
    const count = `$errors = $null; [void] [Management.Automation.Language.Parser]::ParseFile('${file}', [ref] $null, [ref] $errors); $errors.Count`;
    expect(spawnSync('pwsh', ['-NoProfile', '-NonInteractive', '-Command', count], { encoding: 'utf8' }).stdout.trim()).toBe('0');
  });

  test.each(SENSOR_SCRIPTS.filter((script) => script !== 'test-connection'))('%s without parameters: exit code 10 and one sentence', (script) => {
    const { exitCode, output } = run(script, {});
    expect(exitCode).toBe(10);
    expect(output.trim()).toMatch(/^Give [^\n]*\.$/);
  });

  describe('with the module', () => {
    test('a proxy is set once, however often the script runs, and cleared', () => {
      const set = { Action: 'Set', ProxyUrl: URL };
      expect(run('set-proxy-with-module', set)).toEqual({ exitCode: 0, output: expect.stringContaining(`The sensor has the proxy ${URL} now`) });
      expect(run('set-proxy-with-module', set)).toEqual({ exitCode: 0, output: expect.stringContaining('already; nothing was changed.') });
      expect(run('set-proxy-with-module', { Action: 'Clear' })).toEqual({ exitCode: 0, output: expect.stringContaining('The sensor has no proxy now') });
      expect(log()).toEqual(['set', 'clear']);
    });

    test.each(HOSTILE)('the user name and password %j arrive as they are', (text) => {
      const { exitCode, output } = run('set-proxy-with-module', { Action: 'Set', ProxyUrl: URL, UserNameBase64: base64(`u${text}`), PasswordBase64: base64(text) });
      expect({ exitCode, state: JSON.parse(readFileSync(join(machine, 'state.json'), 'utf8')) }).toEqual({ exitCode: 0, state: { Url: URL, UserName: `u${text}`, Password: text } });
      expect(output).not.toContain(text.trim());
    });

    test('the module that is missing: exit code 11', () => {
      expect(run('set-proxy-with-module', { Action: 'Clear' }, { PSModulePath: machine })).toEqual({ exitCode: 11, output: expect.stringContaining('The PowerShell module DefenderForIdentity cannot be loaded: ') });
    });

    test.each<[Readonly<Record<string, string>>]>([[{ Action: 'Set', ProxyUrl: URL }], [{ Action: 'Clear' }]])('a machine without a sensor, with %j: exit code 11', (parameters) => {
      rmSync(join(machine, 'Azure Advanced Threat Protection Sensor'), { recursive: true });
      expect(run('set-proxy-with-module', parameters)).toEqual({ exitCode: 11, output: expect.stringContaining('No sensor is installed on this machine; install it first.') });
      expect(log()).toEqual([]);
    });

    test('an error after which the module would go on: exit code 12', () => {
      expect(run('set-proxy-with-module', { Action: 'Set', ProxyUrl: URL }, { FAKE_ERROR: 'The file is in use.' }))
        .toEqual({ exitCode: 12, output: expect.stringContaining(`The module could not configure the proxy ${URL}; it says: The file is in use.`) });
      expect(log()).toEqual([]);
    });

    test.each([['yes', 0, 'works.'], ['no', 20, 'There is no connection']])('a connection: %s', (connected, exitCode, sentence) => {
      const parameters = { SensorApiUrl: 'https://contoso-corpsensorapi.atp.azure.com', ProxyUrl: URL };
      expect(run('test-connection', parameters, { FAKE_CONNECTED: connected })).toEqual({ exitCode, output: expect.stringContaining(sentence) });
      expect(log()).toEqual([`test True https://contoso-corpsensorapi.atp.azure.com Classic ${URL}`]);
    });
  });

  // The stand-in is a program for systems that start scripts by their first line.
  (process.platform === 'win32' ? describe.skip : describe)('with the deployer', () => {
    const argumentsOf = (): string[] => JSON.parse(readFileSync(join(versionFolder, 'arguments.json'), 'utf8'));

    test('the newest version is told, its services are restarted, and nothing is done twice', () => {
      const set = { Action: 'Set', ProxyUrl: URL };
      expect(run('set-proxy-with-deployer', set)).toEqual({ exitCode: 0, output: expect.stringContaining(`The sensor has the proxy ${URL} now`) });
      expect(argumentsOf()).toEqual([`ProxyUrl=${URL}`]);
      expect(log()).toEqual(['stop AATPSensorUpdater', 'stop AATPSensor', 'start AATPSensorUpdater']);
      expect(run('set-proxy-with-deployer', set)).toEqual({ exitCode: 0, output: expect.stringContaining('already; nothing was changed.') });
      expect(run('set-proxy-with-deployer', { Action: 'Clear' }).exitCode).toBe(0);
      expect(argumentsOf()).toEqual(['ClearProxyConfiguration']);
    });

    test.each(HOSTILE)('the user name and password %j arrive as they are', (text) => {
      const parameters = { Action: 'Set', ProxyUrl: URL, UserNameBase64: base64(`u${text}`), PasswordBase64: base64(text) };
      const { exitCode, output } = run('set-proxy-with-deployer', parameters);
      expect({ exitCode, given: argumentsOf() }).toEqual({ exitCode: 0, given: [`ProxyUrl=${URL}`, `ProxyUserName=u${text}`, `ProxyUserPassword=${text}`] });
      expect(output).not.toContain(text.trim());
    });
  });
});
