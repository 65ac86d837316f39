import { LittleNsg } from '../support/little-nsg';

/*
 * NSG overview (2025-07-15), "Default security rules", outbound:
 *
 *   AllowVnetOutBound      65000  VirtualNetwork  VirtualNetwork  Any  Allow
 *   AllowInternetOutBound  65001  0.0.0.0/0       Internet        Any  Allow
 *   DenyAllOutBound        65500  0.0.0.0/0       0.0.0.0/0       Any  Deny
 */
describe('the outbound default rules', () => {
  const nsg = new LittleNsg([]);

  test.each([
    ['inside the virtual network', '10.1.0.4', '10.1.255.255', 'allow by AllowVnetOutBound'],
    ['to the Internet', '10.1.0.4', '8.8.8.8', 'allow by AllowInternetOutBound'],
    ['to the Internet from elsewhere', '10.2.0.4', '8.8.8.8', 'allow by AllowInternetOutBound'],
    // "Internet … includes the Azure-owned public IP address space" (service tags overview).
    ['to Azure\'s public addresses', '10.1.0.4', '20.0.0.1', 'allow by AllowInternetOutBound'],
    ['to the virtual network from elsewhere', '10.2.0.4', '10.1.0.4', 'deny by DenyAllOutBound'],
    // Whether `Internet` holds private addresses outside the virtual network is not documented.
    ['to private addresses elsewhere', '10.1.0.4', '10.2.0.4', 'allow by AllowInternetOutBound or deny by DenyAllOutBound'],
  ])('%s: %s to %s: %s', (_, source, destination, fate) => {
    expect(nsg.fate({ source, destination })).toBe(fate);
  });

  test.each([1, 6, 17, 50, 51, 0, 255])('are about any protocol and port: protocol %d', (protocol) => {
    for (const port of [0, 443, 65535]) expect(nsg.fate({ protocol, port, sourcePort: port })).toBe('allow by AllowInternetOutBound');
  });

  test('come last, with their names and priorities', () => {
    expect(new LittleNsg([{}]).rows.map(({ rule, action }) => [rule.name, rule.priority, action])).toEqual([
      ['Azure platform services', undefined, 'allow'], ['Rule0', 100, 'allow'],
      ['AllowVnetOutBound', 65000, 'allow'], ['AllowInternetOutBound', 65001, 'allow'], ['DenyAllOutBound', 65500, 'deny'],
    ]);
    expect(nsg.notes.findings).toEqual([]);
  });

  test('hold for IPv6 as well', () => {
    const ipv6 = new LittleNsg([], { family: 'ipv6' });
    expect(ipv6.fate()).toBe('allow by AllowInternetOutBound');
    expect(ipv6.fate({ destination: 'fd00:1::9' })).toBe('allow by AllowVnetOutBound');
    expect(ipv6.fate({ source: 'fd00:2::4', destination: 'fd00:1::9' })).toBe('deny by DenyAllOutBound');
  });
});

/*
 * NSG overview, "Azure platform considerations": DHCP, DNS, IMDS and health probes at 168.63.129.16 and 169.254.169.254
 * "aren't subject to the configured NSGs unless targeted by service tags specific to each service".
 */
describe('platform addresses', () => {
  const deny = { access: 'Deny', name: 'DenyAll' };

  test.each([
    ['168.63.129.16', 'allow by Azure platform services'],
    ['169.254.169.254', 'allow by Azure platform services'],
    ['168.63.129.17', 'deny by DenyAll'],
    ['169.254.169.253', 'deny by DenyAll'],
  ])('under a rule that denies everything, %s: %s', (destination, fate) => {
    expect(new LittleNsg([deny]).fate({ destination })).toBe(fate);
  });

  test.each([
    ['AzurePlatformDNS', 'deny', 'allow'],
    ['AzurePlatformIMDS', 'allow', 'deny'],
    ['azureplatformdns', 'deny', 'allow'],
    // The host virtual address as load balancer is not a platform tag: the rule leaves the platform services alone.
    ['AzureLoadBalancer', 'allow', 'allow'],
    ['168.63.129.16', 'allow', 'allow'],
    ['MyAzurePlatformDNS', 'allow', 'allow'],
    ['AzurePlatformDNS2', 'allow', 'allow'],
  ])('under a deny to %s: DNS %s, IMDS %s', (tag, dns, imds) => {
    const nsg = new LittleNsg([{ ...deny, to: [tag], priority: 4096 }]);
    expect([nsg.fate({ destination: '168.63.129.16' }), nsg.fate({ destination: '169.254.169.254' })].map((fate) => fate.split(' ')[0])).toEqual([dns, imds]);
  });

  test('a platform tag may stand beside addresses', () => {
    const nsg = new LittleNsg([{ ...deny, to: ['8.8.8.8', 'AzurePlatformDNS'] }]);
    expect(['168.63.129.16', '8.8.8.8', '9.9.9.9'].map((destination) => nsg.fate({ destination }).split(' ')[0])).toEqual(['deny', 'deny', 'allow']);
  });

  test('a platform tag\'s rules keep their own order', () => {
    const nsg = new LittleNsg([{ name: 'Allow', to: ['AzurePlatformDNS'], priority: 200 }, { ...deny, to: ['AzurePlatformDNS'], priority: 100 }]);
    expect(nsg.fate({ destination: '168.63.129.16' })).toBe('deny by DenyAll');
  });

  test('the addresses of the key management service are not known, but are none of the sensors\'', () => {
    const nsg = new LittleNsg([{ ...deny, to: ['AzurePlatformLKM'] }]);
    expect(nsg.fate({ destination: '20.0.0.1' })).toBe('allow by AllowInternetOutBound');
    expect(nsg.fate({ destination: '20.0.0.5' })).toBe('allow by AllowInternetOutBound or deny by DenyAll');
    expect(nsg.reasons).toContain('the addresses of the service tag AzurePlatformLKM are not in the snapshot (Little of 2026-01-01)');
  });

  test('exist in IPv4 alone', () => {
    const ipv6 = new LittleNsg([{ ...deny, to: ['AzurePlatformDNS'] }], { family: 'ipv6' });
    expect(ipv6.rows.map((row) => row.rule.name)).not.toContain('Azure platform services');
    expect(ipv6.rows.filter((row) => row.rule.name === 'DenyAll')).toEqual([]);
  });
});
