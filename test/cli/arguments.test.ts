import { parseDestination, parseEndpoint, parseFormat, parseList, parseProtocol } from '../../src/cli/arguments';

describe('a destination', () => {
  test.each([
    ['crl.microsoft.com', { to: 'crl.microsoft.com' }],
    ['crl.microsoft.com:80', { to: 'crl.microsoft.com', port: 80 }],
    ['4.208.124.106', { to: '4.208.124.106' }],
    ['4.208.124.106:443', { to: '4.208.124.106', port: 443 }],
    ['2603:1030:800:5::1', { to: '2603:1030:800:5::1' }],
    ['::1', { to: '::1' }],
    ['[2603:1030:800:5::1]', { to: '2603:1030:800:5::1' }],
    ['[2603:1030:800:5::1]:443', { to: '2603:1030:800:5::1', port: 443 }],
    ['host:1', { to: 'host', port: 1 }],
    ['host:65535', { to: 'host', port: 65535 }],
  ])('%s', (text, expected) => {
    expect(parseDestination('--to', text)).toEqual(expected);
  });

  test.each(['host:0', 'host:65536', 'host:', 'host:44E', 'host:-1', 'host:443 ', '[::1]:x', 'host:0x50'])('%s has no valid port', (text) => {
    expect(() => parseDestination('--to', text)).toThrow(`--to "${text}" has no valid port; write a whole number from 1 to 65535 after the colon.`);
  });
});

describe('an endpoint', () => {
  test.each([
    ['10.2.0.10:8080', { address: '10.2.0.10', port: 8080 }],
    ['[2001:db8::10]:8080', { address: '2001:db8::10', port: 8080 }],
  ])('%s', (text, expected) => {
    expect(parseEndpoint('--pki-proxy', text)).toEqual(expected);
  });

  test.each(['10.2.0.10', '2001:db8::10', '[2001:db8::10]', ':8080', ''])('"%s" is none', (text) => {
    expect(() => parseEndpoint('--pki-proxy', text)).toThrow(
      `--pki-proxy "${text}" is no ADDRESS:PORT; write it like 10.2.0.10:8080 or [2001:db8::10]:8080.`,
    );
  });
});

describe('a list', () => {
  test('has its items between commas, blanks around them dropped', () => {
    expect(parseList('--sensors', '10.1.0.4, 10.1.0.5 ,10.1.1.0/28')).toEqual(['10.1.0.4', '10.1.0.5', '10.1.1.0/28']);
  });

  test.each(['', '10.1.0.4,', ',10.1.0.4', '10.1.0.4,,10.1.0.5'])('"%s" has an empty item', (text) => {
    expect(() => parseList('--sensors', text)).toThrow(`--sensors "${text}" has an empty item; write items with one comma between them.`);
  });
});

test.each([['tcp', 'tcp'], ['UDP', 'udp']])('protocol %s', (text, expected) => {
  expect(parseProtocol('--protocol', text)).toBe(expected);
});

test('a protocol that cannot be asked about', () => {
  expect(() => parseProtocol('--protocol', 'icmp')).toThrow('--protocol "icmp" is no protocol that can be asked about; write tcp or udp.');
});

test('an unknown format names those there are', () => {
  expect(() => parseFormat('--format', 'sarif', ['text', 'json'])).toThrow('--format "sarif" does not exist here; write text or json.');
  expect(() => parseFormat('--format', 'toString', ['text', 'json'])).toThrow('--format "toString" does not exist here; write text or json.');
});

test('a hostile argument cannot forge a line of the error', () => {
  expect(() => parseProtocol('--protocol', 'x\nmdi-egress: all satisfied')).toThrow(
    '--protocol "x\\u000amdi-egress: all satisfied" is no protocol that can be asked about; write tcp or udp.',
  );
});
