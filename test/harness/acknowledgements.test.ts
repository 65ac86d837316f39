import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAcknowledgements, readAcknowledgements } from '../../src/harness';

const file = (entries: unknown): string => JSON.stringify({ acknowledgements: entries });
const entry = { finding: 'redundant-rule', address: 'nsg', reason: 'kept for its log' };

test('reads entries with and without rule and last day', () => {
  const whole = { ...entry, rule: 'AllowDns', expires: '2027-06-30' };
  expect(parseAcknowledgements('ack.json', file([entry, whole]))).toEqual([entry, whole]);
});

test.each([
  ['no list', '{}', 'The acknowledgement file ack.json has no list "acknowledgements"; write { "acknowledgements": [ … ] }.'],
  ['no reason', file([{ finding: 'x', address: 'y' }]), 'The acknowledgement file ack.json has no text for "reason" in entry 1; every entry needs finding, address and reason.'],
  ['a blank reason', file([{ ...entry, reason: '  ' }]), 'The acknowledgement file ack.json has no text for "reason" in entry 1; every entry needs finding, address and reason.'],
  ['a misspelt key', file([entry, { ...entry, expire: '2027-01-01' }]), 'The acknowledgement file ack.json has "expire" in entry 2, which means nothing there; write finding, address, rule, reason, expires.'],
  ['a day that does not exist', file([{ ...entry, expires: '2027-02-30' }]), 'The acknowledgement file ack.json has no day for "expires" in entry 1; write it like 2027-06-30.'],
  ['an entry that is a text', file(['redundant-rule']), 'The acknowledgement file ack.json has something else than an object in entry 1; write finding, address and reason.'],
  ['a prototype key', '{ "acknowledgements": [], "__proto__": { "x": 1 } }', 'The acknowledgement file ack.json has "__proto__" at its top, which means nothing there; write acknowledgements.'],
])('refuses %s', (_, text, message) => {
  expect(() => parseAcknowledgements('ack.json', text)).toThrow(message);
});

test('refuses a key that is there twice', () => {
  expect(() => parseAcknowledgements('ack.json', '{ "acknowledgements": [], "acknowledgements": [] }')).toThrow(/^ack\.json has the key "?acknowledgements"? twice/);
});

test('says what is wrong with the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'acknowledgements-'));
  try {
    expect(() => readAcknowledgements(join(folder, 'none.json'))).toThrow(/none\.json does not exist; name a JSON file that can be read\.$/);
    expect(() => readAcknowledgements(folder)).toThrow(/is a folder; name a JSON file that can be read\.$/);
    writeFileSync(join(folder, 'large.json'), ' '.repeat(1024 * 1024 + 1));
    expect(() => readAcknowledgements(join(folder, 'large.json'))).toThrow(/has more than a megabyte; name a JSON file that can be read\.$/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
