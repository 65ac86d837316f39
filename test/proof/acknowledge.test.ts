import { Finding } from '../../src/azure';
import { acknowledge, leastPrivilegeVerdict } from '../../src/proof';

const finding = (parts: Partial<Finding> = {}): Finding => ({ id: 'excess-access', level: 'error', message: 'Too wide.', address: 'nsg', rule: 'AllowAll', ...parts });
const word = { finding: 'excess-access', address: 'nsg', reason: 'the proxy needs it' };

test('an acknowledged finding stays, with the reason', () => {
  expect(acknowledge([finding()], [word], '2026-11-22')).toEqual([{ ...finding(), acknowledged: { reason: 'the proxy needs it' } }]);
});

test.each([
  ['of another kind', finding({ id: 'redundant-rule' })],
  ['elsewhere', finding({ address: 'other' })],
])('a finding %s is not acknowledged, and the acknowledgement is told to fit nothing', (_, other) => {
  const [first, second] = acknowledge([other], [word], '2026-11-22');
  expect(first).toEqual(other);
  expect(second).toEqual({
    id: 'unused-acknowledgement', level: 'note', address: 'nsg', message: 'The acknowledgement of excess-access fits no finding at nsg; take it out of the file.',
  });
});

test('an acknowledgement for one rule leaves the others as they are', () => {
  const marked = acknowledge([finding(), finding({ rule: 'AllowDns' })], [{ ...word, rule: 'AllowDns' }], '2026-11-22');
  expect(marked.map((one) => one.acknowledged?.reason)).toEqual([undefined, 'the proxy needs it']);
});

test('it counts on its last day and no longer', () => {
  const until = { ...word, expires: '2026-11-22' };
  expect(acknowledge([finding()], [until], '2026-11-22')[0].acknowledged).toEqual({ reason: 'the proxy needs it', expires: '2026-11-22' });
  const [after] = acknowledge([finding()], [until], '2026-11-23');
  expect(after.acknowledged).toBeUndefined();
  expect(after.message).toBe('Too wide. (Its acknowledgement expired on 2026-11-22.)');
});

test('least privilege is violated by open excess, unknown by open perhaps, and satisfied by what is acknowledged', () => {
  const perhaps = finding({ id: 'possible-excess-access', level: 'warning' });
  expect(leastPrivilegeVerdict([finding(), perhaps])).toBe('violated');
  expect(leastPrivilegeVerdict([perhaps])).toBe('unknown');
  expect(leastPrivilegeVerdict(acknowledge([finding()], [word], '2026-11-22'))).toBe('satisfied');
  expect(leastPrivilegeVerdict([finding({ id: 'excess-private-access', level: 'note' })])).toBe('satisfied');
});
