import { cloudOfEnvironment, cloudOfMetadataHost, DEFAULT_HOSTING_CLOUD, serviceTagsOfUnknownCloud, Unknown } from '../../../src/azure';
import { littleTags } from '../../support/little-tags';

/* `environment` and `metadata_host` of the azurerm provider, and the names that Microsoft's service tag files have for the clouds. */
test.each([
  ['public', 'Public'], ['Public', 'Public'], ['usgovernment', 'AzureGovernment'], ['china', 'China'], ['german', undefined], ['constructor', undefined], ['', undefined],
])('environment %j: %s', (environment, cloud) => {
  expect(cloudOfEnvironment(environment)).toBe(cloud);
});

test.each([
  ['management.azure.com', 'Public'], ['MANAGEMENT.azure.com', 'Public'], ['management.usgovcloudapi.net', 'AzureGovernment'], ['management.chinacloudapi.cn', 'China'],
  ['management.example.com', undefined], ['toString', undefined],
])('metadata host %j: %s', (host, cloud) => {
  expect(cloudOfMetadataHost(host)).toBe(cloud);
});

test('without a word about it, the provider takes the public cloud', () => {
  expect(DEFAULT_HOSTING_CLOUD).toBe('Public');
});

test('in a cloud that is not known, a tag has addresses, and which is what the cloud decides', () => {
  const tags = serviceTagsOfUnknownCloud(Unknown.at('var.environment', 'has no default'), littleTags());
  expect(tags.find('storage')).toMatchObject({
    name: 'Storage', relation: 'unknown', reason: 'which addresses the service tag Storage has depends on the cloud: var.environment has no default',
  });
  expect([tags.find('storage')!.addresses.ipv4.isEmpty, tags.find('storage')!.addresses.ipv6.isEmpty, tags.find('Nothing')]).toEqual([true, true, undefined]);
  expect([tags.cloud, tags.date]).toEqual(['Little', '2026-01-01']);
});
