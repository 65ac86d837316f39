import fc from 'fast-check';
import { ConnectionSettings, decodeSettings, encodeSettings, USUAL_TRAILER } from '../../src/sensor';

/** Byte by byte from the published description of the layout, not from the encoder. */
const WRITTEN_OUT = Buffer.from([
  '46000000', // version
  '05000000', // counter
  '03000000', // direct and manual proxy
  '15000000', Buffer.from('proxy.contoso.com:808').toString('hex'),
  '07000000', Buffer.from('<local>').toString('hex'),
  '00000000', // no script
  '00000000', '00'.repeat(31),
].join(''), 'hex');

const SETTINGS: ConnectionSettings = { version: 0x46, changes: 5, flags: 3, proxy: 'proxy.contoso.com:808', bypass: '<local>', script: '', trailer: USUAL_TRAILER };

const ascii = fc.array(fc.integer({ min: 0x20, max: 0x7e }), { maxLength: 60 }).map((codes) => String.fromCharCode(...codes));
const settings: fc.Arbitrary<ConnectionSettings> = fc.record({
  version: fc.constantFrom(0x46, 0x3c),
  changes: fc.nat(0xffffffff),
  flags: fc.nat(0xffffffff),
  proxy: ascii,
  bypass: ascii,
  script: ascii,
  trailer: fc.uint8Array({ maxLength: 40 }),
});

test('reads what is written out by hand, and writes it', () => {
  expect(decodeSettings(WRITTEN_OUT)).toEqual(SETTINGS);
  expect(Buffer.from(encodeSettings(SETTINGS))).toEqual(WRITTEN_OUT);
});

test('decoding undoes encoding', () => {
  fc.assert(fc.property(settings, (value) => {
    expect(decodeSettings(encodeSettings(value))).toEqual(value);
  }));
});

test('encoding undoes decoding, for whatever decodes', () => {
  fc.assert(fc.property(settings, fc.nat(200), fc.nat(255), (value, at, byte) => {
    const bytes = encodeSettings(value);
    bytes[at % bytes.length] = byte;
    const decoded = decodeSettings(bytes);
    if (!('problem' in decoded)) expect(encodeSettings(decoded)).toEqual(bytes);
  }), { numRuns: 1000 });
});

test('cut anywhere before its trailer, it is damaged', () => {
  const whole = WRITTEN_OUT.length - 35;
  for (let length = 0; length < whole; length++) expect(decodeSettings(WRITTEN_OUT.subarray(0, length))).toHaveProperty('problem');
  expect(decodeSettings(WRITTEN_OUT.subarray(0, whole))).toMatchObject({ proxy: 'proxy.contoso.com:808' });
});

const changed = (at: number, ...bytes: readonly number[]): Uint8Array => {
  const copy = Uint8Array.from(WRITTEN_OUT);
  copy.set(bytes, at);
  return copy;
};

test.each([
  ['nothing', new Uint8Array(0), 'has 0 bytes, fewer than its fixed fields need'],
  ['another version', changed(0, 0x45), 'begins with 69, which is no known version (70 or 60)'],
  ['a length beyond the end', changed(12, 0xff, 0xff, 0xff, 0xff), 'gives the proxy 4294967295 bytes and has 71 left'],
  ['a length that runs into the next', changed(12, 24), 'has bytes in the proxy that are no printable ASCII'],
  ['bytes that are no text', changed(16, 0x00), 'has bytes in the proxy that are no printable ASCII'],
  ['an escape sequence', changed(20, 0x1b), 'has bytes in the proxy that are no printable ASCII'],
  ['an end before a length', WRITTEN_OUT.subarray(0, 39), 'ends before the length of the bypass list'],
])('damaged: %s', (_, bytes, problem) => {
  expect(decodeSettings(bytes)).toEqual({ problem });
});
