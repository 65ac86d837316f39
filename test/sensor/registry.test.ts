import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { checkRegistryProxy, ConnectionSettings, encodeSettings, readRegistryFile, RegistryReport, USUAL_TRAILER } from '../../src/sensor';
import { bypassingEntries, globsOverlap } from '../../src/sensor/bypass-list';

const HOST = 'contoso-corpsensorapi.atp.azure.com';
const ANY_HOST = '*sensorapi.atp.azure.com';
const KEY = (hive: string): string => `HKEY_USERS\\${hive}\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections`;

const GOOD: ConnectionSettings = { version: 0x46, changes: 5, flags: 3, proxy: 'proxy.contoso.com:8080', bypass: '*.contoso.com;<local>', script: '', trailer: USUAL_TRAILER };

/** Bytes as regedit writes them: 25 on a line, continued with a backslash. */
function hex(bytes: Uint8Array): string {
  const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
  const lines: string[] = [];
  for (let at = 0; at < pairs.length; at += 25) lines.push(pairs.slice(at, at + 25).join(','));
  return lines.join(',\\\r\n  ');
}

function account(hive: string, settings: Partial<ConnectionSettings> = {}, name = 'DefaultConnectionSettings'): string {
  return `[${KEY(hive)}]\r\n"SavedLegacySettings"=hex:46,00\r\n"${name}"=hex:${hex(encodeSettings({ ...GOOD, ...settings }))}\r\n\r\n`;
}

const HEAD = 'Windows Registry Editor Version 5.00\r\n\r\n';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'registry-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(text: string | Buffer, host = HOST): RegistryReport {
  const path = join(folder, 'export.reg');
  writeFileSync(path, text);
  return checkRegistryProxy(readRegistryFile(path), [host], 443);
}

const sentences = ({ findings }: RegistryReport): string[] => findings.map(({ sentence }) => sentence);

describe('a file as Windows writes it', () => {
  const text = `${HEAD}${account('S-1-5-18')}${account('S-1-5-19', { changes: 9 })}`;
  const good = { verdict: 'satisfied', findings: [{ code: 'good', verdict: 'satisfied', sentence: 'Both accounts send the sensor\'s traffic through "proxy.contoso.com:8080".' }] };

  test.each([
    ['UTF-16LE with its mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16LE without', Buffer.from(text, 'utf16le')],
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['line feeds alone', Buffer.from(text.replaceAll('\r', ''))],
    ['the older head', Buffer.from(text.replace(HEAD, 'REGEDIT4\r\n\r\n'))],
    ['upper case', Buffer.from(text.replaceAll('HKEY_USERS', 'hkey_users').replaceAll('Software', 'SOFTWARE'))],
    ['the type written out', Buffer.from(text.replaceAll('=hex:', '=hex(3):'))],
    ['LocalSystem by its other name', Buffer.from(text.replace('S-1-5-18', '.DEFAULT'))],
    ['much else in it', Buffer.from(`${HEAD}; a comment\r\n[HKEY_USERS\\S-1-5-18\\Environment]\r\n@="x"\r\n"Path"="a\\\\b\r\n[${KEY('S-1-5-19')}]\r\nc"\r\n"n"=dword:00000001\r\n"e"=hex(2):41,00,\\\r\n  00,00\r\n\r\n${text.slice(HEAD.length)}`)],
  ])('%s', (_, bytes) => {
    expect(check(bytes)).toEqual(good);
  });
});

describe('what is wrong', () => {
  const both = (settings: Partial<ConnectionSettings>): string => `${HEAD}${account('S-1-5-18', settings)}${account('S-1-5-19', settings)}`;
  const each = (sentence: (name: string) => string): string[] => ['LocalSystem (S-1-5-18)', 'LocalService (S-1-5-19)'].map(sentence);
  const MISSING_SERVICE = 'LocalService (S-1-5-19), which the sensor runs as, has no DefaultConnectionSettings in this file; copy the value there from an account that has the proxy.';

  test.each([
    ['one account', `${HEAD}${account('S-1-5-18')}`, [MISSING_SERVICE]],
    ['no account', HEAD, ['LocalSystem (S-1-5-18), which the sensor updater runs as, has no DefaultConnectionSettings in this file; copy the value there from an account that has the proxy.', MISSING_SERVICE]],
    ['the user\'s account alone', `${HEAD}${account('S-1-5-18')}${account('S-1-5-21-1-2-3-500')}`, [MISSING_SERVICE]],
    ['the name without its last letter', `${HEAD}${account('S-1-5-18')}${account('S-1-5-19', {}, 'DefaultConnectionSetting')}`,
      ['LocalService (S-1-5-19) has a key or value of almost that name, which Windows does not read; name the value DefaultConnectionSettings under the key Connections.']],
    ['a key of that name', `${HEAD}${account('S-1-5-18')}[${KEY('S-1-5-19')}\\DefaultConnectionSettings]\r\n"x"=hex:46\r\n`,
      ['LocalService (S-1-5-19) has a key or value of almost that name, which Windows does not read; name the value DefaultConnectionSettings under the key Connections.']],
    ['text', `${HEAD}${account('S-1-5-18')}[${KEY('S-1-5-19')}]\r\n"DefaultConnectionSettings"="proxy:8080"\r\n`,
      ['LocalService (S-1-5-19) has DefaultConnectionSettings, which is not of the type REG_BINARY; paste it as REG_BINARY.']],
    ['no hexadecimal', `${HEAD}${account('S-1-5-18')}[${KEY('S-1-5-19')}]\r\n"DefaultConnectionSettings"=hex:46,zz\r\n`,
      ['LocalService (S-1-5-19) has DefaultConnectionSettings, which is not a list of bytes in hexadecimal; paste it as REG_BINARY.']],
    ['damage', `${HEAD}${account('S-1-5-18')}[${KEY('S-1-5-19')}]\r\n"DefaultConnectionSettings"=hex:46,00,00,00\r\n`,
      ['LocalService (S-1-5-19) has DefaultConnectionSettings, which is damaged: it has 4 bytes, fewer than its fixed fields need; copy it again from an account that has the proxy.']],
    ['a value that was deleted', `${HEAD}${account('S-1-5-18')}${account('S-1-5-19')}[${KEY('S-1-5-19')}]\r\n"DefaultConnectionSettings"=-\r\n`, [MISSING_SERVICE]],
    ['a key that was deleted', `${HEAD}${account('S-1-5-18')}${account('S-1-5-19')}[-HKEY_USERS\\S-1-5-19\\Software]\r\n`, [MISSING_SERVICE]],
    ['switched off', both({ flags: 1 }), each((name) => `${name} has no manual proxy switched on; switch "Use a proxy server" on and copy the value again.`)],
    ['no server', both({ proxy: '' }), each((name) => `${name} has a manual proxy switched on and no server in it; enter the proxy as server:port.`)],
    ['HTTP alone', both({ proxy: 'http=proxy:8080;ftp=proxy:8080' }),
      each((name) => `${name} has the proxy "http=proxy:8080;ftp=proxy:8080", which is for other protocols than HTTPS; enter it for HTTPS too.`)],
    ['the sensor host excepted', both({ bypass: `<local>;${HOST.toUpperCase()}` }),
      each((name) => `${name} goes around the proxy for ${HOST} because of "${HOST}"; take that out of the exceptions.`)],
    ['all of Azure excepted', both({ bypass: '*.azure.com' }), each((name) => `${name} goes around the proxy for ${HOST} because of "*.azure.com"; take that out of the exceptions.`)],
    ['everything excepted', both({ bypass: '*' }), each((name) => `${name} goes around the proxy for ${HOST} because of "*"; take that out of the exceptions.`)],
    ['an exception with a scheme and a port', both({ bypass: 'https://*.atp.azure.com:443' }),
      each((name) => `${name} goes around the proxy for ${HOST} because of "https://*.atp.azure.com:443"; take that out of the exceptions.`)],
    ['two different proxies', `${HEAD}${account('S-1-5-18')}${account('S-1-5-19', { proxy: 'other:8080', bypass: '' })}`,
      ['The two accounts have different proxy settings ("proxy.contoso.com:8080" except "*.contoso.com;<local>" and "other:8080"); copy one value to the other.']],
  ])('%s', (_, text, expected) => {
    const report = check(text);
    expect(sentences(report)).toEqual(expected);
    expect(report.verdict).toBe('violated');
  });

  test.each([
    ['a script beside it', both({ flags: 7, script: 'http://wpad/wpad.dat' }),
      each((name) => `${name} has automatic configuration switched on beside the manual proxy, and what it says is not in this file; switch it off.`)],
    ['an exception with a dot in front', both({ bypass: '.azure.com' }),
      each((name) => `${name} may go around the proxy for the sensor host because of ".azure.com"; take that out of the exceptions to be sure.`)],
  ])('what is not certain: %s', (_, text, expected) => {
    const report = check(text);
    expect(sentences(report)).toEqual(expected);
    expect(report.verdict).toBe('unknown');
  });

  test.each([
    ['another host', 'fabrikamsensorapi.atp.azure.com'], ['another scheme', 'http://*.azure.com'], ['another port', '*.azure.com:8443'], ['local names', '<local>'], ['the inside', '10.*;*.contoso.local'],
  ])('exceptions that do not matter: %s', (_, bypass) => {
    expect(check(both({ bypass })).verdict).toBe('satisfied');
  });

  test('without a workspace, an exception for some sensor host may matter', () => {
    expect(sentences(check(both({ bypass: 'fabrikam*.azure.com' }), ANY_HOST))).toEqual(
      each((name) => `${name} may go around the proxy for the sensor host because of "fabrikam*.azure.com"; name the workspace with --workspace to be sure.`));
    expect(check(both({ bypass: '*.contoso.com' }), ANY_HOST).verdict).toBe('satisfied');
  });

  test('credentials that were typed into the proxy are not shown', () => {
    const report = check(`${HEAD}${account('S-1-5-18', { proxy: 'http=user:s3cret@proxy:8080' })}${account('S-1-5-19', { proxy: 'user:s3cret@other:80' })}`);
    expect(JSON.stringify(report)).toContain('other:80');
    expect(JSON.stringify(report)).not.toContain('s3cret');
  });
});

describe('files that cannot be used', () => {
  test.each([
    ['another file', Buffer.from('[Connections]\r\n'), 'is no exported registry file (it does not begin with "Windows Registry Editor Version 5.00" or REGEDIT4); export the keys with "reg export".'],
    ['nothing', Buffer.alloc(0), 'is no exported registry file (it does not begin with "Windows Registry Editor Version 5.00" or REGEDIT4); export the keys with "reg export".'],
    ['the other byte order', Buffer.from(`\ufeff${HEAD}`, 'utf16le').swap16(), 'is UTF-16 with the bytes the other way round; export it again with regedit, or save it as UTF-8.'],
  ])('%s', (_, bytes, sentence) => {
    expect(() => check(bytes)).toThrow(new Error(`${join(folder, 'export.reg')} ${sentence}`));
  });

  test('what is not there, and a folder', () => {
    expect(() => readRegistryFile(join(folder, 'missing.reg'))).toThrow(new Error(`${folder}/missing.reg does not exist; name a registry file that can be read.`));
    expect(() => readRegistryFile(folder)).toThrow(new Error(`${folder} is no regular file; name a registry file that can be read.`));
  });

  test('a damaged value does not swallow what follows', () => {
    const text = `${HEAD}[${KEY('S-1-5-18')}]\r\n"Broken"=hex:46,00,\\\r\n${account('S-1-5-18')}${account('S-1-5-19')}`;
    expect(check(text).verdict).toBe('satisfied');
  });

  test.each([
    ['a value of ten megabytes', `"DefaultConnectionSettings"=hex:${'00,'.repeat(3_000_000)}`],
    ['a line that is never closed', `"x"="${'a\r\n'.repeat(500_000)}`],
    ['backslashes and blanks', `"x"=hex:${'\\ '.repeat(500_000)}y`],
    ['quotation marks', '"'.repeat(1_000_000)],
  ])('%s: an answer', (_, line) => {
    expect(check(`${HEAD}[${KEY('S-1-5-18')}]\r\n${line}\r\n`).verdict).toBe('violated');
  });
});

describe('patterns of exceptions', () => {
  const glob = fc.array(fc.constantFrom('a', 'b', '.', '*'), { maxLength: 6 }).map((characters) => characters.join(''));
  const name = fc.array(fc.constantFrom('a', 'b', '.'), { maxLength: 6 }).map((characters) => characters.join(''));
  const oracle = (pattern: string): RegExp => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);

  test('match names as patterns with stars do', () => {
    fc.assert(fc.property(glob, name, (pattern, one) => {
      expect(globsOverlap(pattern, one)).toBe(oracle(pattern).test(one));
    }), { numRuns: 2000 });
  });

  test('overlap where some name matches both', () => {
    const names = ['', ...'ab.'].flatMap((one) => [one, ...[...'ab.'].flatMap((two) => [one + two, ...[...'ab.'].flatMap((three) => [one + two + three, ...[...'ab.'].map((four) => one + two + three + four)])])]);
    fc.assert(fc.property(fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 3 }), fc.array(fc.constantFrom('a', '.', '*'), { maxLength: 3 }), (left, right) => {
      const [one, other] = [left.join(''), right.join('')];
      // Two patterns with at most three characters have a name in common of at most four, or none.
      expect(globsOverlap(one, other)).toBe(names.some((candidate) => oracle(one).test(candidate) && oracle(other).test(candidate)));
    }), { numRuns: 1000 });
  });

  test('entries are kept apart by semicolons and blanks', () => {
    expect(bypassingEntries('a; *.azure.com  contoso*;b', HOST, 443)).toEqual(['*.azure.com', 'contoso*']);
  });
});
