import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSquidConfiguration, proveSquid, readSquidConfigurationFile, SquidConfiguration } from '../../src/proxy';
import { logicalLines, regexWords, words } from '../../src/proxy/squid/logical-lines';
import { requirementsFor } from '../../src/requirements';
import { processorSeconds } from '../support/processor-time';

let outside: string;
let folder: string;
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'squid-'));
  folder = join(outside, 'etc');
  mkdirSync(folder);
});
afterEach(() => rmSync(outside, { recursive: true, force: true }));

function read(files: Readonly<Record<string, string>>): SquidConfiguration {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return readSquidConfigurationFile(join(folder, 'squid.conf'))!;
}

/** Reasons without the folder, which differs from run to run. */
function unread({ unreadLines }: SquidConfiguration): string[] {
  return unreadLines.map((reason) => reason.replaceAll(`${folder}/`, '').replaceAll(`${outside}/`, ''));
}

describe('lines', () => {
  test('continuations, comments and white space', () => {
    expect(logicalLines('f', '# c\n  acl a port \\\n   80 \\\n# inside\n\n  81\r\n\nhttp_access allow a  \n')).toEqual([
      { file: 'f', line: 2, text: 'acl a port 80 81' },
      { file: 'f', line: 8, text: 'http_access allow a' },
    ]);
  });

  test('a line that the end of the file cuts off is told apart', () => {
    expect(logicalLines('f', 'acl a port 80 \\')).toEqual([{ file: 'f', line: 1, text: 'acl a port 80 \\' }]);
  });

  test('words', () => {
    expect(words('acl a  port\t80 x#y # 81')).toEqual(['acl', 'a', 'port', '80', 'x#y']);
    expect(regexWords('acl a url_regex a\\ b \\.c #d')).toEqual(['acl', 'a', 'url_regex', 'a\\ b', '\\.c']);
  });

  test('a megabyte of blanks takes no time', () => {
    expect(processorSeconds(() => logicalLines('f', `acl a port 80${' '.repeat(2_000_000)}x`))).toBeLessThan(30);
  });
});

describe('included files', () => {
  test('are read in place, and their lines are named', () => {
    const configuration = read({ 'squid.conf': 'http_port 3128\ninclude rules.conf\nhttp_access deny all\n', 'rules.conf': '\nhttp_access allow all\n' });
    expect(configuration.access.http_access.map(({ file, line, action }) => [file.replace(`${folder}/`, ''), line, action])).toEqual([['rules.conf', 2, 'allow'], ['squid.conf', 3, 'deny']]);
  });

  test('by a pattern, in the order of their names', () => {
    const configuration = read({ 'squid.conf': 'include *.d.conf\nhttp_access deny all\n', 'b.d.conf': 'http_access deny all', 'a.d.conf': 'http_access allow all', '.c.d.conf': 'http_access allow all' });
    expect(configuration.access.http_access.map(({ action }) => action)).toEqual(['allow', 'deny', 'deny']);
  });

  test.each([
    ['a way out', 'include ../secret.conf', 'squid.conf:1 includes ../secret.conf, which is outside the folder of the configuration'],
    ['an absolute path', 'include /etc/hostname', 'squid.conf:1 includes /etc/hostname, which is outside the folder of the configuration'],
    ['a pattern outside', 'include /etc/*', 'squid.conf:1 includes /etc/*, which is outside the folder of the configuration'],
    ['a link out', 'include link.conf', 'squid.conf:1 includes link.conf, which is outside the folder of the configuration'],
    ['itself', 'include squid.conf', 'squid.conf:1 includes squid.conf in a circle or too deep'],
    ['a circle', 'include circle.conf', 'circle.conf:1 includes squid.conf in a circle or too deep'],
    ['nothing', 'include missing.conf', 'squid.conf:1 includes missing.conf, which does not exist beside the configuration'],
    ['a named pipe', 'include pipe', 'squid.conf:1 includes pipe, which is no regular file'],
    ['braces', 'include {a,b}.conf', 'squid.conf:1 includes {a,b}.conf, which has a pattern that is not understood'],
    ['a condition around it', 'if true\ninclude circle.conf\nendif', 'squid.conf:2 includes circle.conf, which stands inside a condition'],
  ])('%s', (_, line, reason) => {
    writeFileSync(join(outside, 'secret.conf'), 'http_access allow all');
    symlinkSync(join(outside, 'secret.conf'), join(folder, 'link.conf'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const configuration = read({ 'squid.conf': `${line}\nhttp_access deny all\n`, 'circle.conf': 'include squid.conf\n' });
    expect(unread(configuration)).toContain(reason);
    expect(configuration.access.http_access.map(({ action }) => action)).toContain('anything');
  });

  test('more files than anybody has', () => {
    for (let index = 0; index < 300; index++) writeFileSync(join(folder, `${index}.part`), 'acl a port 1');
    expect(unread(read({ 'squid.conf': 'include *.part\nhttp_access deny all' }))).toEqual(['squid.conf:1 includes *.part, which is one more than the 256 files that are read']);
  });

  test('a million includes of nothing', () => {
    const configuration = read({ 'squid.conf': `http_port 3128\n${'include x\n'.repeat(200_000)}http_access deny all\n` });
    expect(configuration.unreadLines.length).toBeLessThanOrEqual(20);
    expect(configuration.access.http_access).toHaveLength(2);
  });
});

describe('what is a Squid configuration', () => {
  test.each([
    ['the usual one', 'acl localnet src 10.0.0.0/8\nhttp_access allow localnet\nhttp_port 3128\n', true],
    ['includes alone', 'include conf.d/*.conf\n', true],
    ['with rarer directives first', 'visible_hostname proxy\nforwarded_for delete\nhttp_access deny all\n', true],
    ['HCL', 'resource "azurerm_network_security_group" "nsg" {\n  name = "nsg"\n}\n', false],
    ['another proxy', 'User tinyproxy\nPort 8888\nAllow 10.0.0.0/8\n', false],
    ['prose', 'acl is an abbreviation.\nIt stands for access control list.\nNothing else.\n', false],
    ['nothing', '', false],
  ])('%s: %s', (_, text, expected) => {
    expect(isSquidConfiguration(text)).toBe(expected);
  });

  test.each([['JSON', '{"format_version": "1.2"}'], ['a binary file', 'acl a port 80\n\u0000']])('not %s', (_, text) => {
    writeFileSync(join(folder, 'x'), text);
    expect(readSquidConfigurationFile(join(folder, 'x'))).toBeUndefined();
  });

  test('not a folder, nor what is not there', () => {
    expect(readSquidConfigurationFile(folder)).toBeUndefined();
    expect(readSquidConfigurationFile(join(folder, 'missing'))).toBeUndefined();
  });
});

describe('hostile configurations', () => {
  const REQUIREMENTS = requirementsFor({ workspace: 'contoso-corp' });
  const patterns = Array.from({ length: 2000 }, (_, index) => `acl bad urlpath_regex (a|b|c){${index % 20},40}x${index}$`).join('\n');
  const deep = Array.from({ length: 3000 }, (_, index) => `acl l${index} any-of ${index === 0 ? 'all' : `l${index - 1} l${index - 1} !l${index - 1}`}`).join('\n');
  test.each([
    ['two thousand patterns', `${patterns}\nhttp_access deny bad`],
    ['lists of lists, three thousand deep', `${deep}\nhttp_access deny l2999`],
    ['a list of itself', 'acl a all-of a\nhttp_access deny a'],
    ['uncertain lines without end', `acl a time 08:00-17:00\nacl b external x\nacl c browser y\n${'http_access deny a !b c\nssl_bump peek a\n'.repeat(20_000)}`],
    ['keys of prototypes', 'acl __proto__ port 80\nacl constructor __proto__ x\nhttp_access deny __proto__ constructor toString'],
    ['patterns that explode', `acl a urlpath_regex ${'(.*a){1,20}'.repeat(8)}$\nhttp_access deny a`],
  ])('%s: an answer in good time', (_, lines) => {
    const configuration = read({ 'squid.conf': `http_port 3128 ssl-bump\n${lines}\nhttp_access allow all\n` });
    expect(processorSeconds(() => {
      const { requirements } = proveSquid(configuration, REQUIREMENTS);
      expect(requirements.find(({ requirement }) => requirement.id === 'pki-crl')!.verdict).not.toBe('satisfied');
    })).toBeLessThan(30);
  });
});
