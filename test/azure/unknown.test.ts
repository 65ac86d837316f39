import { isKnown, isUnknown, Unknown } from '../../src/azure';

test('a reference is one value wherever it is written; a place is a value of its own', () => {
  const reference = Unknown.reference('var.dc', 'var.dc has no default');
  expect({ ...reference }).toEqual({ key: 'reference var.dc', reason: 'var.dc has no default', isReference: true });
  expect({ ...Unknown.at('nsg.rule[0].port', 'is not known before apply') })
    .toEqual({ key: 'place nsg.rule[0].port', reason: 'nsg.rule[0].port is not known before apply', isReference: false });
  expect([isUnknown(reference), isUnknown('var.dc'), isUnknown(undefined)]).toEqual([true, false, false]);
  expect([isKnown(reference), isKnown('10.1.0.4')]).toEqual([false, true]);
});
