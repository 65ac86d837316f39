import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';
import { extractPath, fileOfWeek, serviceTagFile, weeklyStates } from '../support/service-tags';

const AATP = 'AzureAdvancedThreatProtection';
const NEWEST = weeklyStates('Public').at(-1)!;
const IPV4 = NEWEST.addressPrefixes.filter((prefix) => !prefix.includes(':'));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'service-tags-'));
  jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-07-01T12:00:00Z'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function ipGroup(cidrs: readonly string[]): string {
  return written('stack.tf.json', JSON.stringify({
    resource: { azurerm_ip_group: { sensors: { name: 'g', location: 'westeurope', resource_group_name: 'rg', cidrs } } },
  }));
}

const newestFile = (): string => written('ServiceTags_Public_20260626.json', fileOfWeek('Public', { ...NEWEST, fileChangeNumber: 390 }));

describe('service-tags check', () => {
  test('names every missing and surplus prefix, one on each line', async () => {
    const list = [...IPV4.filter((prefix) => prefix !== '20.36.120.112/29' && prefix !== '20.37.64.112/29'), '13.72.105.31/32'];
    const { exitCode, stdout, stderr } = await run(['service-tags', 'check', ipGroup(list), '--service-tags', newestFile()]);
    expect(stdout).toBe(`Address lists LACK 2 prefixes of their service tags: sensors cannot reach the service there.

Service tags: Public, change number 390, 2026-06-26, 5 days old
  ${AATP}: 180 prefixes, change 37

IP groups that no rule of the input names: lacks a part of ${AATP}
  list: azurerm_ip_group.sensors
  holds all of: no published state that is known
  missing (2):
    20.36.120.112/29
    20.37.64.112/29
  surplus (1):
    13.72.105.31/32
  note: none of the tag's 80 IPv6 prefixes is listed, which matters only if sensors have IPv6 addresses
`);
    expect([exitCode, stderr]).toEqual([1, '']);
  });

  test.each([
    ['current', IPV4, [], 0, 'The address lists are what their service tags are now.'],
    ['with a prefix too much', [...IPV4, '13.72.105.31/32'], [], 0, 'The address lists hold all of their service tags, and 1 prefix beyond: open for nobody.'],
    ['with a prefix too much, strict', [...IPV4, '13.72.105.31/32'], ['--strict'], 1, 'The address lists hold all of their service tags, and 1 prefix beyond: open for nobody.'],
    ['of something else', ['0.0.0.0/0'], [], 0, 'No address list stands for a service tag of the sensors: there is nothing to keep current.'],
  ])('a list %s', async (_, list, flags, code, sentence) => {
    const { exitCode, stdout } = await run(['service-tags', 'check', ipGroup(list), '--service-tags', newestFile(), ...flags]);
    expect(stdout.split('\n')[0]).toBe(sentence);
    expect(exitCode).toBe(code);
  });

  test('a list that is partly unknown is exit code 2', async () => {
    const { exitCode, stdout } = await run(['service-tags', 'check', ipGroup([...IPV4.slice(1), '${var.rest}'])]);
    expect(stdout).toContain('It is UNKNOWN whether the address lists hold all of their service tags.');
    expect(exitCode).toBe(2);
  });

  test('a list of which nothing is known is told: it may be one', async () => {
    const input = written('stack.tf.json', JSON.stringify({ resource: { azurerm_ip_group: {
      g: { name: 'g', location: 'westeurope', resource_group_name: 'rg', cidrs: '${var.addresses}' },
    } } }));
    const asked = ['service-tags', 'check', input];
    const { exitCode, stdout } = await run(asked);
    expect(stdout.split('\n')[0]).toBe('No address list is known to stand for a service tag of the sensors, and nothing is known of 1 list.');
    expect(stdout).toContain('Nothing is known of these lists, which may stand for a service tag too; the plan may know more:\n  list: azurerm_ip_group.g\n    depends on: ');
    expect(exitCode).toBe(0);
    expect(JSON.parse((await run([...asked, '--format', 'json'])).stdout).notKnown).toEqual([{ address: 'azurerm_ip_group.g', reason: expect.stringContaining('var.addresses') }]);
    expect((await run([...asked, '--format', 'markdown'])).stdout).toMatch(/\n- `azurerm_ip_group\.g`: .*var\.addresses/);
    expect((await run(['service-tags', 'check', ipGroup(IPV4)])).stdout).not.toContain('Nothing is known');
  });

  test('as JSON', async () => {
    const { stdout } = await run(['service-tags', 'check', ipGroup(IPV4.slice(1)), '--service-tags', newestFile(), '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'mdi-egress/service-tags-check/v1',
      verdict: 'violated',
      clouds: [{
        serviceTags: { cloud: 'Public', changeNumber: 390, date: '2026-06-26' }, bundled: false, ageInDays: 5,
        tags: [{ tag: AATP, changeNumber: 37, prefixes: 180 }],
        places: [{ verdict: 'violated', missing: [IPV4[0]], surplus: [], lists: [{ address: 'azurerm_ip_group.sensors' }] }],
      }],
    });
  });

  test('as Markdown, names in code spans', async () => {
    const { stdout } = await run(['service-tags', 'check', ipGroup(IPV4.slice(1)), '--service-tags', newestFile(), '--format', 'markdown']);
    expect(stdout).toContain(`### Missing at \`IP groups that no rule of the input names\`\n\n- \`${IPV4[0]}\`\n`);
    expect(stdout).toMatch(/\| 1 \| 0 \| 0 \|/);
  });

  test('an old file is told', async () => {
    const { stdout } = await run(['service-tags', 'check', ipGroup(['0.0.0.0/0']), '--service-tags', extractPath('Public')]);
    expect(stdout).toContain('warning: It is more than 35 days old and Microsoft publishes weekly: download the newest file and check again.');
  });

  test('lists of version 3 sensors are asked for by name', async () => {
    const input = ipGroup(['4.149.115.16/28', '4.190.130.32/28']);
    expect((await run(['service-tags', 'check', input])).exitCode).toBe(0);
    expect((await run(['service-tags', 'check', input, '--sensor-version', '3'])).exitCode).toBe(1);
  });

  test.each([
    ['a file that is none', () => written('x.json', '{}'), 'x.json is not a service tag file (it needs changeNumber, cloud and values); download "Azure IP Ranges and Service Tags" from Microsoft and name that file.'],
    ['no file', () => '/nowhere/x.json', 'The service tag file /nowhere/x.json does not exist; name a file that can be read.'],
    ['a folder', () => folder, /^The service tag file .* is a folder; name a file that can be read\.$/],
    ['a device', () => '/dev/zero', 'The service tag file /dev/zero is no file; name a file that can be read.'],
  ])('%s is exit code 3', async (_, file, message) => {
    const { exitCode, stderr } = await run(['service-tags', 'check', ipGroup(IPV4), '--service-tags', file()]);
    expect(stderr.replace(/^mdi-egress: /, '').trimEnd()).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect(exitCode).toBe(3);
  });

  test('a file of 500 MB is refused by its size, at once', async () => {
    const path = written('big.json', '');
    truncateSync(path, 500 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    const { exitCode, stderr } = await run(['service-tags', 'check', ipGroup(IPV4), '--service-tags', path]);
    expect(stderr).toContain(`The service tag file ${path} has 500 MB, and Microsoft's are a few megabytes`);
    expect(exitCode).toBe(3);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  test('a report file is written whole, and never over an input', async () => {
    const input = ipGroup(IPV4);
    const tags = newestFile();
    const output = join(folder, 'check.md');
    const { stdout } = await run(['service-tags', 'check', input, '--service-tags', tags, '--format', 'markdown', '--output', output]);
    expect(stdout).toBe('The address lists are what their service tags are now.\n');
    expect(readFileSync(output, 'utf8')).toContain('## Address lists of the sensor service tags');
    expect((await run(['service-tags', 'check', input, '--service-tags', tags, '--output', tags])).exitCode).toBe(3);
  });
});

describe('service-tags diff', () => {
  const older = (): string => written('ServiceTags_Public_20250728.json', serviceTagFile(
    { [AATP]: ['20.0.0.0/29', '20.1.0.0/29'], OneDsCollector: ['20.2.0.0/29'] }, { changeNumber: 363, tagChangeNumber: 33 },
  ));
  const newer = (): string => written('ServiceTags_Public_20250804.json', serviceTagFile(
    { [AATP]: ['20.0.0.0/29', '20.3.0.0/29', '2603:1000:4::140/123'], OneDsCollector: ['20.2.0.0/29'] }, { changeNumber: 364, tagChangeNumber: 34 },
  ));

  test('as text', async () => {
    const { exitCode, stdout } = await run(['service-tags', 'diff', older(), newer()]);
    expect(stdout).toBe(`2 prefixes were added to the service tags of the sensors and 1 was removed.
From Public, change number 363, 2025-07-28 to Public, change number 364, 2025-08-04.

${AATP}: 2 added, 1 removed (change 33 to 34)
  + 20.3.0.0/29
  + 2603:1000:4::140/123
  - 20.1.0.0/29

OneDsCollector: no change
`);
    expect(exitCode).toBe(0);
  });

  test('as JSON', async () => {
    const { stdout } = await run(['service-tags', 'diff', older(), newer(), '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'mdi-egress/service-tags-diff/v1',
      before: { cloud: 'Public', changeNumber: 363, date: '2025-07-28' },
      tags: [{ tag: AATP, changeNumber: { before: 33, after: 34 }, added: ['20.3.0.0/29', '2603:1000:4::140/123'], removed: ['20.1.0.0/29'] }, { tag: 'OneDsCollector', added: [], removed: [] }],
    });
  });

  test('as a pull request: what changed, why it matters, what to do', async () => {
    const { stdout } = await run(['service-tags', 'diff', older(), newer(), '--format', 'pull-request']);
    expect(stdout).toContain('## Bring the address lists of Defender for Identity up to date\n\n2 prefixes were added to the service tags of the sensors and 1 was removed.');
    expect(stdout).toContain('```diff\n+ 20.3.0.0/29\n+ 2603:1000:4::140/123\n- 20.1.0.0/29\n```');
    expect(stdout).toContain('- [ ] `mdi-egress service-tags check` passes with the new file');
  });

  test('as Markdown, the same without the list of things to do', async () => {
    const { stdout } = await run(['service-tags', 'diff', older(), newer(), '--format', 'markdown']);
    expect(stdout).toContain('```diff\n+ 20.3.0.0/29');
    expect(stdout).not.toContain('- [ ]');
  });

  test('without a change says so', async () => {
    expect((await run(['service-tags', 'diff', older(), older()])).stdout).toContain('The service tags of the sensors did not change.');
  });

  test('backwards says so', async () => {
    const said = 'The second file is older than the first.';
    expect((await run(['service-tags', 'diff', newer(), older()])).stdout).toContain(said);
    const withoutDate = written('new.json', readFileSync(newer(), 'utf8'));
    expect((await run(['service-tags', 'diff', withoutDate, older()])).stdout).toContain(said);
    expect((await run(['service-tags', 'diff', older(), withoutDate])).stdout).not.toContain(said);
    // A file that was put together from an archive has no number of its own.
    const archived = written('ServiceTags_Public_20260626.json', fileOfWeek('Public', NEWEST));
    expect((await run(['service-tags', 'diff', extractPath('Public'), archived])).stdout).not.toContain(said);
  });

  test('of two clouds is refused', async () => {
    const { exitCode, stderr } = await run(['service-tags', 'diff', extractPath('Public'), extractPath('AzureGovernment')]);
    expect(stderr).toBe('mdi-egress: The newer service tag file is of the cloud AzureGovernment, and what is asked about is in Public (the older file\'s cloud); '
      + 'name the file of Public (the older file\'s cloud).\n');
    expect(exitCode).toBe(3);
  });

  test('a prefix that is none stops it', async () => {
    const { exitCode, stderr } = await run(['service-tags', 'diff', older(), written('n.json', serviceTagFile({ [AATP]: ['20.0.0.1/29'] }))]);
    expect(stderr).toContain('n.json has the prefix "20.0.0.1/29"');
    expect(exitCode).toBe(3);
  });

  test('a format that does not exist is refused', async () => {
    const { exitCode, stderr } = await run(['service-tags', 'diff', older(), newer(), '--format', 'xml']);
    expect(stderr).toBe('mdi-egress: --format "xml" does not exist here; write text, markdown, json or pull-request.\n');
    expect(exitCode).toBe(3);
  });
});

describe('verify with service tag files', () => {
  const stack = (): string => written('nsg.tf.json', JSON.stringify({
    resource: { azurerm_network_security_group: { n: { name: 'n', location: 'westeurope', resource_group_name: 'rg' } } },
  }));

  test('of a cloud that has nothing to do with the question are refused', async () => {
    const { exitCode, stderr } = await run(['verify', stack(), '--workspace', 'contoso', '--sensors', '10.1.0.4', '--service-tags', extractPath('China')]);
    expect(stderr).toBe('mdi-egress: The service tag file is of the cloud China, and what is asked about is in Public; name the file of Public.\n');
    expect(exitCode).toBe(3);
  });

  test('of the workspace\'s cloud are taken, and named', async () => {
    const { stdout } = await run([
      'verify', stack(), '--workspace', 'contoso', '--cloud', 'gcc-high', '--sensors', '10.1.0.4', '--service-tags', extractPath('AzureGovernment'), '--format', 'json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ cloud: 'gcc-high', serviceTags: { cloud: 'AzureGovernment', changeNumber: 402, date: '2026-07-20' } });
  });

  test('sensor versions choose the requirements', async () => {
    const idsOf = async (version: string): Promise<string[]> => {
      const { stdout } = await run(['verify', stack(), '--workspace', 'contoso', '--sensors', '10.1.0.4', '--sensor-version', version, '--format', 'json']);
      return (JSON.parse(stdout) as { requirements: { id: string }[] }).requirements.map(({ id }) => id);
    };
    expect(await idsOf('3')).toContain('v3-endpoint');
    expect(await idsOf('3')).not.toContain('sensor-api');
    expect(await idsOf('both')).toEqual(expect.arrayContaining(['sensor-api', 'v3-endpoint']));
    const { exitCode, stderr } = await run(['verify', stack(), '--workspace', 'contoso', '--sensor-version', '4']);
    expect([exitCode, stderr]).toEqual([3, 'mdi-egress: Sensor version "4" is not known; write 2, 3 or both.\n']);
  });

  test('requirements prints them by cloud and version', async () => {
    const { stdout } = await run(['requirements', '--cloud', 'gcc', '--sensor-version', 'both']);
    expect(stdout).toContain('https://<workspace>sensorapi.atp.gcc.azure.com');
    expect(stdout).toContain('https://*.endpoint.security.microsoft.us');
  });
});
