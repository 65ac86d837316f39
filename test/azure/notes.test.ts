import { Finding, Notes } from '../../src/azure';

const finding = (id: string, parts: Partial<Finding> = {}): Finding => ({ id, level: 'error', message: 'm', address: 'nsg', ...parts });

test('things are noted once, in the order in which they were met', () => {
  const notes = new Notes([finding('reader')]);
  notes.assume('B.');
  notes.assume('A.');
  notes.assume('B.');
  notes.find(finding('x'));
  notes.find(finding('x'));
  notes.find(finding('x', { address: 'other' }));
  notes.find(finding('x', { message: 'another' }));
  expect(notes.assumptions).toEqual(['B.', 'A.']);
  expect(notes.findings).toEqual([finding('reader'), finding('x'), finding('x', { address: 'other' }), finding('x', { message: 'another' })]);
});

test('a finding stays as it was first told, without the page of its kind', () => {
  const notes = new Notes([finding('shadowed-rule')]);
  notes.find(finding('shadowed-rule', { url: 'https://example.com' }));
  expect(notes.findings).toEqual([finding('shadowed-rule')]);
});

/* Values that make Azure or the provider refuse the resource as a whole; other findings are about resources that apply. */
test.each([
  ['invalid-address', true], ['invalid-port', true], ['invalid-priority', true], ['invalid-protocol', true],
  ['invalid-access', true], ['invalid-direction', true], ['invalid-action', true], ['unreadable-value', true],
  ['duplicate-priority', false], ['unknown-service-tag', false],
])('%s: refused %s', (id, refused) => {
  expect(new Notes([finding(id)]).isRefused('nsg')).toBe(refused);
  expect(new Notes([finding(id)]).isRefused('other')).toBe(false);
  expect(new Notes([finding(id, { level: 'warning' })]).isRefused('nsg')).toBe(false);
});
