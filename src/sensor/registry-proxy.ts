import { quoted } from '../requirements';
import { bypassingEntries, doubtfulEntries } from './bypass-list';
import { ConnectionSettings, decodeSettings, FLAG_AUTO_DETECT, FLAG_MANUAL_PROXY, FLAG_SCRIPT, isDamaged } from './connection-settings';
import { RegistryValues, registryValueKey } from './registry-text';

/*
 * Whether the two accounts that the sensor's services run as have a proxy that carries the sensor's traffic. Source: "Configure a proxy
 * server using the registry".
 */

export type RegistryVerdict = 'satisfied' | 'violated' | 'unknown';

/** One thing that was found, in one sentence: what is so, and what to do where it is not as it should be. */
export interface RegistryFinding {
  readonly code:
    | 'missing' | 'misspelt' | 'not-binary' | 'damaged' | 'disabled' | 'no-server' | 'not-for-https' | 'bypassed' | 'maybe-bypassed'
    | 'automatic' | 'different' | 'good';
  readonly verdict: RegistryVerdict;
  readonly sentence: string;
}

export interface RegistryReport {
  readonly verdict: RegistryVerdict;
  readonly findings: readonly RegistryFinding[];
}

interface Account {
  readonly name: string;
  readonly service: string;
  /** Hives of the account, the first that has the value counts. `.DEFAULT` is another name of LocalSystem's. */
  readonly hives: readonly string[];
}

const ACCOUNTS: readonly Account[] = [
  { name: 'LocalSystem (S-1-5-18)', service: 'the sensor updater', hives: ['S-1-5-18', '.DEFAULT'] },
  { name: 'LocalService (S-1-5-19)', service: 'the sensor', hives: ['S-1-5-19'] },
];

const CONNECTIONS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';
const VALUE = 'DefaultConnectionSettings';

/** Whether a key, in lower case, is one that the check looks at. */
export function isConnectionsKey(key: string): boolean {
  return ACCOUNTS.flatMap(({ hives }) => hives).some((hive) => key.startsWith(keyOf(hive).toLowerCase()));
}

/**
 * Checks both accounts.
 *
 * @param hosts the sensor hosts; `*` in them for what is not known of them
 */
export function checkRegistryProxy(values: RegistryValues, hosts: readonly string[], port: number): RegistryReport {
  const read = ACCOUNTS.map((account) => readAccount(values, account));
  const decoded = read.flatMap((one) => ('settings' in one ? [one] : []));
  const findings = [
    ...read.flatMap((one) => ('settings' in one ? accountFindings(one.account, one.settings, hosts, port) : [one])),
    ...(decoded.length === 2 ? differences(decoded[0].settings, decoded[1].settings) : []),
  ];
  if (findings.length === 0) findings.push(found('good', 'satisfied', `Both accounts send the sensor's traffic through ${quoted(shown(decoded[0].settings.proxy))}.`));
  const verdicts = findings.map(({ verdict }) => verdict);
  return { verdict: verdicts.includes('violated') ? 'violated' : verdicts.includes('unknown') ? 'unknown' : 'satisfied', findings };
}

function readAccount(values: RegistryValues, account: Account): RegistryFinding | { readonly account: Account; readonly settings: ConnectionSettings } {
  const present = account.hives.flatMap((hive) => values.get(registryValueKey(keyOf(hive), VALUE)) ?? [])[0];
  const where = `${account.name} has ${VALUE}`;
  if (present === undefined) {
    // The documentation itself had it without the last letter once.
    const isMisspelt = account.hives.some((hive) =>
      values.has(registryValueKey(keyOf(hive), VALUE.slice(0, -1))) || [...values.keys()].some((key) => key.startsWith(`${keyOf(hive)}\\${VALUE}`.toLowerCase())));
    return isMisspelt
      ? found('misspelt', 'violated', `${account.name} has a key or value of almost that name, which Windows does not read; name the value ${VALUE} under the key Connections.`)
      : found('missing', 'violated', `${account.name}, which ${account.service} runs as, has no ${VALUE} in this file; copy the value there from an account that has the proxy.`);
  }
  if (present.kind === 'other') return found('not-binary', 'violated', `${where}, which ${present.problem}; paste it as REG_BINARY.`);
  const settings = decodeSettings(present.bytes);
  if (isDamaged(settings)) return found('damaged', 'violated', `${where}, which is damaged: it ${settings.problem}; copy it again from an account that has the proxy.`);
  return { account, settings };
}

function accountFindings({ name }: Account, settings: ConnectionSettings, hosts: readonly string[], port: number): RegistryFinding[] {
  if ((settings.flags & FLAG_MANUAL_PROXY) === 0) {
    return [found('disabled', 'violated', `${name} has no manual proxy switched on; switch "Use a proxy server" on and copy the value again.`)];
  }
  const findings: RegistryFinding[] = [];
  const server = serverForHttps(settings.proxy);
  if (settings.proxy.trim() === '') {
    findings.push(found('no-server', 'violated', `${name} has a manual proxy switched on and no server in it; enter the proxy as server:port.`));
  } else if (server === undefined) {
    findings.push(found('not-for-https', 'violated', `${name} has the proxy ${quoted(shown(settings.proxy))}, which is for other protocols than HTTPS; enter it for HTTPS too.`));
  }
  findings.push(...hosts.flatMap((host) => bypassFinding(name, settings.bypass, host, port)));
  if ((settings.flags & (FLAG_SCRIPT | FLAG_AUTO_DETECT)) !== 0) {
    findings.push(found('automatic', 'unknown', `${name} has automatic configuration switched on beside the manual proxy, and what it says is not in this file; switch it off.`));
  }
  return findings;
}

function bypassFinding(name: string, bypass: string, host: string, port: number): RegistryFinding[] {
  const isPattern = host.includes('*');
  const [matching] = bypassingEntries(bypass, host, port);
  if (matching !== undefined && !isPattern) {
    return [found('bypassed', 'violated', `${name} goes around the proxy for ${host} because of ${quoted(matching)}; take that out of the exceptions.`)];
  }
  const doubtful = matching ?? doubtfulEntries(bypass, host)[0];
  if (doubtful === undefined) return [];
  const advice = isPattern ? 'name the workspace with --workspace to be sure' : 'take that out of the exceptions to be sure';
  return [found('maybe-bypassed', 'unknown', `${name} may go around the proxy for the sensor host because of ${quoted(doubtful)}; ${advice}.`)];
}

function differences(left: ConnectionSettings, right: ConnectionSettings): RegistryFinding[] {
  const same = (['proxy', 'bypass', 'script'] as const).every((field) => left[field].toLowerCase() === right[field].toLowerCase()) && left.flags === right.flags;
  return same ? [] : [found('different', 'violated', `The two accounts have different proxy settings (${describe(left)} and ${describe(right)}); copy one value to the other.`)];
}

function describe({ proxy, flags, bypass }: ConnectionSettings): string {
  return `${(flags & FLAG_MANUAL_PROXY) === 0 ? 'no manual proxy' : quoted(shown(proxy))}${bypass === '' ? '' : ` except ${quoted(bypass)}`}`;
}

/** The server for HTTPS: the one for every protocol, or the one named for it. */
function serverForHttps(proxy: string): string | undefined {
  const entries = proxy.split(/[;\s]+/).filter((entry) => entry !== '');
  return entries.find((entry) => /^https=./i.test(entry)) ?? entries.find((entry) => !/^[a-z]+=/i.test(entry));
}

/** Without credentials, which do not belong there and may have been typed there. */
function shown(proxy: string): string {
  return proxy.replace(/[^;\s=/]*@/g, '');
}

function keyOf(hive: string): string {
  return `HKEY_USERS\\${hive}\\${CONNECTIONS}`;
}

function found(code: RegistryFinding['code'], verdict: RegistryVerdict, sentence: string): RegistryFinding {
  return { code, verdict, sentence };
}
