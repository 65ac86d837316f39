import { BUNDLED_CLOUDS, bundledServiceTags, SENSOR_SERVICE_TAGS } from '../../../src/azure';
import { addressSet, AddressFamily, parseAddress } from '../../../src/packets';
import { extract, weeklyStates } from '../../support/service-tags';

const AATP = 'AzureAdvancedThreatProtection';
const FAMILIES: readonly AddressFamily[] = ['ipv4', 'ipv6'];

describe('the bundled snapshots', () => {
  test.each(['Public', 'AzureGovernment'] as const)('of %s have every state of the weekly files', (cloud) => {
    const changed = weeklyStates(cloud).filter((state, i, all) => i === 0 || sorted(state.addressPrefixes) !== sorted(all[i - 1].addressPrefixes));
    expect(bundledServiceTags(cloud).states(AATP).map(({ date, changeNumber, addressPrefixes }) => [date, changeNumber, sorted(addressPrefixes)]))
      .toEqual(changed.map(({ date, tagChangeNumber, addressPrefixes }) => [date, tagChangeNumber, sorted(addressPrefixes)]));
  });

  test('of the public cloud is the newest known, by number and date', () => {
    const newest = weeklyStates('Public').at(-1)!;
    expect(bundledServiceTags()).toMatchObject({ cloud: 'Public', changeNumber: newest.tagChangeNumber, date: newest.date });
    expect(newest).toMatchObject({ tagChangeNumber: 37, date: '2026-06-26' });
  });

  test('of the government cloud carry the date of the newest file that shows the tag', () => {
    expect(bundledServiceTags('AzureGovernment')).toMatchObject({ cloud: 'AzureGovernment', changeNumber: 5, date: '2026-07-20' });
  });

  test.each(['Public', 'AzureGovernment', 'China'] as const)('of %s have the tags of version 3 sensors as the file has them', (cloud) => {
    for (const tag of SENSOR_SERVICE_TAGS.slice(1)) {
      const [bundled, published] = [bundledServiceTags(cloud).find(tag), extract(cloud).find(tag)];
      expect(bundled?.features).toEqual(published?.features);
      for (const family of FAMILIES) expect(bundled?.addresses[family].equals(published!.addresses[family])).toBe(published === undefined ? undefined : true);
    }
  });

  test('every address of all states is known', () => {
    for (const family of FAMILIES) {
      const all = weeklyStates('Public').flatMap((state) => state.addressPrefixes).filter((prefix) => prefix.includes(':') === (family === 'ipv6'));
      expect(bundledServiceTags().everPublished(family).equals(addressSet(...all))).toBe(true);
    }
  });

  test('AzureCloud holds the sensors\' addresses, and none of another cloud\'s', () => {
    const cloud = bundledServiceTags().find('azurecloud')!;
    expect(cloud).toMatchObject({ name: 'AzureCloud', relation: 'superset' });
    expect(cloud.addresses.ipv4.contains(bundledServiceTags().find(AATP)!.addresses.ipv4)).toBe(true);
    expect(cloud.lacks!.ipv4.contains(bundledServiceTags('AzureGovernment').find(AATP)!.addresses.ipv4)).toBe(true);
    expect(cloud.addresses.ipv4.overlaps(cloud.lacks!.ipv4)).toBe(false);
  });

  test('other tags share nothing with them, whatever the cloud', () => {
    const storage = bundledServiceTags().find('Storage.WestEurope')!;
    expect(storage.relation).toBe('disjoint');
    for (const cloud of BUNDLED_CLOUDS) expect(storage.addresses.ipv4.contains(bundledServiceTags(cloud).find(AATP)!.addresses.ipv4)).toBe(true);
  });

  test('a region of AzureCloud is not known, and says so', () => {
    expect(bundledServiceTags().find('AzureCloud.westeurope')).toMatchObject({
      relation: 'unknown', reason: 'which addresses of AzureCloud are in AzureCloud.westeurope is not in the snapshot',
    });
  });

  test('a region of a tag without regions is nothing', () => {
    expect(bundledServiceTags().find('AppConfiguration.WestEurope')).toBeUndefined();
    expect(bundledServiceTags().find(`${AATP}.WestEurope`)).toBeUndefined();
  });

  test('prefixes stand in the order of the files: IPv4 before IPv6, each ascending', () => {
    for (const { addressPrefixes } of bundledServiceTags().states(AATP)) {
      const [ipv4, ipv6] = [false, true].map((six) => addressPrefixes.filter((prefix) => prefix.includes(':') === six));
      expect(addressPrefixes).toEqual([...ipv4, ...ipv6]);
      for (const list of [ipv4, ipv6]) {
        const numbers = list.map((prefix) => BigInt(parseAddress(prefix.split('/')[0])!));
        expect(numbers.every((number, i) => i === 0 || numbers[i - 1] < number)).toBe(true);
      }
    }
  });

  test('there are three clouds, each read once, with the names of its tags', () => {
    expect(BUNDLED_CLOUDS).toEqual(['Public', 'AzureGovernment', 'China']);
    expect(bundledServiceTags('China')).toBe(bundledServiceTags('China'));
    const names = new Map(bundledServiceTags().names().map(({ name, regional }) => [name, regional]));
    expect([names.get(AATP), names.get('Storage'), names.has('Nothing')]).toEqual([false, true, false]);
    expect(bundledServiceTags().find(AATP)).toMatchObject({ name: AATP, relation: 'exact' });
    expect(bundledServiceTags().states('Nothing')).toEqual([]);
    expect(bundledServiceTags().everPublished('ipv4', 'Nothing').isEmpty).toBe(true);
    expect(bundledServiceTags().find('Storage')!.addresses.ipv4.contains(bundledServiceTags().find('OneDsCollector')!.addresses.ipv4)).toBe(true);
  });

  test('there is none for another cloud', () => {
    expect(() => bundledServiceTags('Mars')).toThrow(new RangeError('no service tags are bundled for the cloud Mars'));
  });
});

function sorted(prefixes: readonly string[]): string {
  return [...prefixes].sort().join();
}
