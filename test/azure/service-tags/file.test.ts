import { parseServiceTagFile, ServiceTagFileError } from '../../../src/azure';
import { addressCount, addressSet } from '../../../src/packets';
import { processorSeconds } from '../../support/processor-time';
import { extract, extractText, serviceTagFile } from '../../support/service-tags';

const AATP = 'AzureAdvancedThreatProtection';

function errorOf(text: string, name = 'tags.json'): ServiceTagFileError {
  try {
    parseServiceTagFile(text, name);
  } catch (error) {
    if (error instanceof ServiceTagFileError) return error;
    throw error;
  }
  throw new Error('the file was taken');
}

describe('Microsoft\'s files', () => {
  // Counts as published (read off the files by hand).
  test.each([
    ['Public', 375, '2025-10-28', 36, 88, 80],
    ['AzureGovernment', 402, '2026-07-20', 5, 10, 5],
    ['China', 405, '2026-07-20', 3, 2, 6],
  ] as const)('%s', (cloud, changeNumber, date, tagChange, ipv4, ipv6) => {
    const snapshot = extract(cloud);
    expect(snapshot).toMatchObject({ cloud, changeNumber, date });
    expect(snapshot.find(AATP)).toMatchObject({ name: AATP, relation: 'exact', changeNumber: tagChange });
    const prefixes = snapshot.states(AATP).at(-1)!.addressPrefixes;
    expect([prefixes.filter((prefix) => !prefix.includes(':')).length, prefixes.filter((prefix) => prefix.includes(':')).length]).toEqual([ipv4, ipv6]);
  });

  test('the Public tag has 680 IPv4 addresses', () => {
    expect(addressCount(extract('Public').find(AATP)!.addresses.ipv4)).toBe(680n);
  });

  test('tags are found without regard to case, under their own spelling', () => {
    expect(extract('Public').find('azureadvancedTHREATprotection')?.name).toBe(AATP);
    expect(extract('Public').find('Nothing')).toBeUndefined();
  });

  test('features are those of the file, and null is none', () => {
    expect(extract('Public').find('OneDsCollector')?.features).toEqual(['API', 'NSG']);
    expect(extract('Public').find(AATP)?.features).toEqual(expect.arrayContaining(['NSG', 'FW', 'UDR']));
    expect(extract('China').find(AATP)?.features).toEqual([]);
  });

  test('names are those without a region, and tell whether there are regions', () => {
    const names = new Map(extract('Public').names().map(({ name, regional }) => [name, regional]));
    expect(names.get('Storage')).toBe(true);
    expect(names.get(AATP)).toBe(false);
    expect(names.has('Storage.WestEurope')).toBe(false);
    expect(names.get('AzureFrontDoor.Frontend')).toBe(false);
  });

  test('with byte order mark and CRLF are the same', () => {
    const text = `\uFEFF${JSON.stringify(JSON.parse(extractText('Public')), undefined, 2).replace(/\n/g, '\r\n')}\r\n`;
    expect(parseServiceTagFile(text, 'x.json').find(AATP)!.addresses.ipv4.equals(extract('Public').find(AATP)!.addresses.ipv4)).toBe(true);
  });

  test.each([
    ['ServiceTags_Public_20251028.json', '2025-10-28'], ['servicetags_public_20251028 (1).JSON', '2025-10-28'], ['ServiceTags_Public_20251028(2).json', '2025-10-28'],
    ['tags.json', ''], ['ServiceTags_Public_20251399.json', ''], ['ServiceTags_Public_20251028.txt', ''],
  ])('by the name %s have the date %j', (name, date) => {
    expect(parseServiceTagFile(extractText('Public'), name).date).toBe(date);
  });

  test('whole ones are read in well under a second', () => {
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`Tag${i}`, Array.from({ length: 40 }, (__, j) => `20.${i % 250}.${j}.0/24`)]));
    const text = serviceTagFile({ ...many, [AATP]: ['20.0.0.0/29'] });
    expect(text.length).toBeGreaterThan(2_000_000);
    expect(processorSeconds(() => parseServiceTagFile(text, 'x.json').find(AATP))).toBeLessThan(1);
  });
});

describe('hostile files', () => {
  const DOWNLOAD = 'download "Azure IP Ranges and Service Tags" from Microsoft and name that file';

  test.each([
    ['no JSON', 'PK\u0003\u0004', 'not-json', `tags.json is not JSON; ${DOWNLOAD}.`],
    ['empty', '', 'not-json', `tags.json is not JSON; ${DOWNLOAD}.`],
    ['cut off', extractText('Public').slice(0, 5000), 'cut-off', `tags.json is cut off: its JSON ends in the middle; ${DOWNLOAD} again.`],
    ['a plan', '{"format_version":"1.2","planned_values":{}}', 'other-file', `tags.json is not a service tag file (it needs changeNumber, cloud and values); ${DOWNLOAD}.`],
    ['the ranges of another cloud', '{"syncToken":"1","prefixes":[]}', 'other-file', `tags.json is not a service tag file (it needs changeNumber, cloud and values); ${DOWNLOAD}.`],
    ['with a number that is none', '{"changeNumber":1e999,"cloud":"Public","values":[]}', 'other-file', `tags.json is not a service tag file (it needs changeNumber, cloud and values); ${DOWNLOAD}.`],
    ['null', 'null', 'other-file', `tags.json is not a service tag file (it needs changeNumber, cloud and values); ${DOWNLOAD}.`],
    ['without a cloud', '{"changeNumber":1,"values":[]}', 'other-file', `tags.json is not a service tag file (it needs changeNumber, cloud and values); ${DOWNLOAD}.`],
    ['without values', '{"changeNumber":1,"cloud":"Public"}', 'other-file', `tags.json is not a service tag file (it needs changeNumber, cloud and values); ${DOWNLOAD}.`],
    ['values that are none', '{"changeNumber":1,"cloud":"Public","values":{}}', 'other-file', `tags.json is not a service tag file (it needs changeNumber, cloud and values); ${DOWNLOAD}.`],
    ['without a number', '{"cloud":"Public","values":[]}', 'other-file', `tags.json is not a service tag file (it needs changeNumber, cloud and values); ${DOWNLOAD}.`],
    ['a number that is a text', '{"changeNumber":"1","cloud":"Public","values":[]}', 'other-file', `tags.json is not a service tag file (it needs changeNumber, cloud and values); ${DOWNLOAD}.`],
    ['cut off early', ' {"changeNumber":1,', 'cut-off', `tags.json is cut off: its JSON ends in the middle; ${DOWNLOAD} again.`],
    ['no JSON with braces', 'x {"a":1', 'not-json', `tags.json is not JSON; ${DOWNLOAD}.`],
    ['broken in the middle', '{"a":x}\n', 'not-json', `tags.json is not JSON; ${DOWNLOAD}.`],
    ['a brace and no key', '{ 1', 'not-json', `tags.json is not JSON; ${DOWNLOAD}.`],
    ['a list', '[]', 'other-file', `tags.json is not a service tag file (it needs changeNumber, cloud and values); ${DOWNLOAD}.`],
    ['without the tag', '{"changeNumber":1,"cloud":"Public","values":[]}', 'no-sensor-tag', `tags.json has no tag ${AATP}; ${DOWNLOAD}.`],
  ])('%s', (_, text, code, message) => {
    expect(errorOf(text)).toMatchObject({ code, message });
  });

  test('cut off at any place say so', () => {
    const text = JSON.stringify(JSON.parse(serviceTagFile({ [AATP]: ['20.0.0.0/29'], 'Ta\\g\u2028\n': [] })), undefined, 1);
    for (let end = 1; end < text.length; end++) expect([end, errorOf(text.slice(0, end)).code]).toEqual([end, 'cut-off']);
    expect(errorOf(`${text}]`).code).toBe('not-json');
    expect(errorOf(text.replace('"cloud"', 'cloud')).code).toBe('not-json');
  });

  test.each([['objects', '{}'], ['lists', '[]'], ['nested lists', '[']])('of %s that would fill the memory are refused before they do', (_, part) => {
    const text = `{"changeNumber":1,"cloud":"Public","values":[],"x":[${`${part}${part === '[' ? '' : ','}`.repeat(10_000_000)}`;
    const before = process.memoryUsage().heapUsed;
    expect(errorOf(text)).toMatchObject({
      code: 'too-many-parts', message: `tags.json has more than 200000 lists and objects, and Microsoft's have some ten thousand; ${DOWNLOAD}.`,
    });
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50 * 1024 * 1024);
  });

  const withTag = (properties: unknown, name: unknown = AATP): string => JSON.stringify({ changeNumber: 1, cloud: 'Public', values: [{ name, properties }] });

  test.each([
    ['prefixes that are a text', withTag({ addressPrefixes: '20.0.0.0/29' }), `addressPrefixes of the tag ${AATP} is not a list of texts`],
    ['prefixes that are numbers', withTag({ addressPrefixes: [20] }), `addressPrefixes of the tag ${AATP} is not a list of texts`],
    ['features that are a text', withTag({ addressPrefixes: [], networkFeatures: 'NSG' }), `networkFeatures of the tag ${AATP} is not a list of texts`],
    ['no properties', withTag(undefined), `the tag ${AATP} has no properties`],
    ['no name', withTag({ addressPrefixes: [] }, 7), 'values[0] has no name'],
    ['a newer format', JSON.stringify({ changeNumber: 1, cloud: 'Public', values: [{ tagName: AATP }] }), 'values[0] has no name'],
  ])('%s', (_, text, where) => {
    expect(errorOf(text)).toMatchObject({
      code: 'other-format',
      message: `tags.json has the form of a service tag file, but ${where}; if Microsoft has changed the format, a newer version of this tool is needed, otherwise ${DOWNLOAD}.`,
    });
  });

  test('null for features is taken', () => {
    expect(parseServiceTagFile(withTag({ addressPrefixes: ['20.0.0.0/29'], networkFeatures: null }), 'x.json').find(AATP)?.features).toEqual([]);
  });

  test('a tag twice, also in another case', () => {
    const { values, ...head } = JSON.parse(serviceTagFile({ [AATP]: [] }));
    const text = JSON.stringify({ ...head, values: [...values, { ...values[0], name: AATP.toLowerCase() }] });
    expect(errorOf(text).message).toBe(`tags.json has the tag azureadvancedthreatprotection twice; ${DOWNLOAD}.`);
  });

  test.each([
    ['20.36.120.115/29', 'has bits set beyond its prefix; write 20.36.120.112/29'],
    ['2603:1000:4::141/123', 'has bits set beyond its prefix; write 2603:1000:4::140/123'],
    ['20.36.120.0/33', 'has a prefix length above 32 or none that is a number'],
    ['020.36.120.0/24', 'is not an IP address, a CIDR prefix or a range of addresses'],
    ['everything', 'is not an IP address, a CIDR prefix or a range of addresses'],
    ['', 'is not an IP address, a CIDR prefix or a range of addresses'],
  ])('the prefix %j', (prefix, problem) => {
    expect(errorOf(serviceTagFile({ [AATP]: [prefix] })).message).toBe(`tags.json has the prefix "${prefix}" in ${AATP}, which ${problem}; ${DOWNLOAD}.`);
  });

  test('what stands in an error is cut', () => {
    expect(errorOf(serviceTagFile({ [AATP]: ['x'.repeat(100000)] })).message.length).toBeLessThan(700);
  });

  test('keys of objects\' own machinery are names like others', () => {
    const snapshot = parseServiceTagFile(serviceTagFile({ [AATP]: ['20.0.0.0/29'], constructor: ['20.1.0.0/29'] }), 'x.json');
    expect(snapshot.find('constructor')?.addresses.ipv4.equals(addressSet('20.1.0.0/29'))).toBe(true);
    expect(snapshot.find('__proto__')).toBeUndefined();
    expect(snapshot.find('toString')).toBeUndefined();
  });

  test('a million prefixes, adjacent ones and nested ones among them, are one right set', () => {
    const prefixes = Array.from({ length: 1_000_000 }, (_, i) => {
      const address = 0x14000000 + ((i * 7919) % 1_000_000) * 8;
      return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}/29`;
    });
    const text = serviceTagFile({ [AATP]: prefixes });
    const { ipv4 } = parseServiceTagFile(text, 'x.json').find(AATP)!.addresses;
    expect(addressCount(ipv4)).toBe(8_000_000n);
    expect(ipv4.intervalCount).toBe(1);
  });
});

test('of a long text that is anybody\'s the beginning is shown', () => {
  const named = (length: number): string => errorOf('{}', 'x'.repeat(length)).message.replace(/ is not a service tag file.*/, '');
  const [shown, cut] = [named(200), named(201)].map((text) => [text.replace(/[^x]/g, '').length, text.endsWith('…')]);
  expect([shown, cut]).toEqual([[200, false], [200, true]]);
  expect(errorOf('{}').name).toBe('ServiceTagFileError');
});
