import { familyLimitedTag, unlimitedTag } from '../../src/azure';

test.each(['ipv4', 'ipv6'] as const)('a tag without its other family is written and read: %s', (family) => {
  const entry = familyLimitedTag('AzureCloud', family);
  expect(entry).toBe(family === 'ipv4' ? 'AzureCloud (IPv4 only)' : 'AzureCloud (IPv6 only)');
  expect(unlimitedTag(entry)).toEqual({ tag: 'AzureCloud', family });
});

test('another entry is itself', () => {
  expect(unlimitedTag('AzureCloud')).toEqual({ tag: 'AzureCloud' });
  expect(unlimitedTag('10.0.0.0/8')).toEqual({ tag: '10.0.0.0/8' });
});
