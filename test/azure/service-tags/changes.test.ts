import { parseServiceTagFile, serviceTagChanges, ServiceTagSnapshot } from '../../../src/azure';
import { serviceTagFile } from '../../support/service-tags';

/* What became of tags from one published file to another. */
const AATP = 'AzureAdvancedThreatProtection';
const file = (tags: Readonly<Record<string, readonly string[]>>, date = '20260101', tagChangeNumber = 1): ServiceTagSnapshot =>
  parseServiceTagFile(serviceTagFile(tags, { cloud: 'Little', tagChangeNumber }), `ServiceTags_Little_${date}.json`);
const before = file({ [AATP]: ['20.0.0.0/29', '20.0.0.8/29'], Gone: ['1.0.0.0/8'] });
const after = file({ [AATP]: ['20.0.0.16/29', '20.0.0.8/29', '20.0.0.24/29'], New: ['2.0.0.0/8'] }, '20260201', 2);

test('prefixes come and go, in the order of the file that has them', () => {
  const [change] = serviceTagChanges(before, after, [AATP]);
  expect(change).toMatchObject({ tag: AATP, added: ['20.0.0.16/29', '20.0.0.24/29'], removed: ['20.0.0.0/29'] });
  expect([change.before, change.after].map((state) => [state?.date, state?.changeNumber])).toEqual([['2026-01-01', 1], ['2026-02-01', 2]]);
});

test('tags come and go; what neither file has is left out', () => {
  const changes = serviceTagChanges(before, after, ['Gone', 'New', 'Never']);
  expect(changes.map(({ tag, added, removed }) => [tag, added, removed])).toEqual([['Gone', [], ['1.0.0.0/8']], ['New', ['2.0.0.0/8'], []]]);
  expect(changes.map((change) => ['before' in change, 'after' in change])).toEqual([[true, false], [false, true]]);
});

test('a tag whose addresses are not known has not changed', () => {
  const part: ServiceTagSnapshot = { ...before, find: (name) => ({ ...before.find(name)!, relation: 'superset' }) };
  expect(serviceTagChanges(part, part, [AATP])).toEqual([]);
  expect(serviceTagChanges(part, after, [AATP]).map((change) => 'before' in change)).toEqual([false]);
});
