import { readFileSync } from 'node:fs';
import '../../src/testing';
import { planOf } from '../cli/plans';

const SENSORS = ['10.1.0.4', '10.1.0.5'];
const EXPECTATION = { workspace: 'contoso-corp', sensors: SENSORS };

const textOf = (name: string): string => readFileSync(planOf(name), 'utf8');

interface AsymmetricMatchers {
  toPermitSensorEgress(expectation: object): unknown;
}

function messageOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('The assertion passed.');
}

describe('toPermitSensorEgress', () => {
  test.each([
    ['text', textOf('hub-spoke-ok')],
    ['text that begins with white space', `\n  ${textOf('hub-spoke-ok')}`],
    ['an object', JSON.parse(textOf('hub-spoke-ok')) as object],
    ['a path', planOf('hub-spoke-ok')],
  ])('takes %s', (_, received) => {
    expect(received).toPermitSensorEgress(EXPECTATION);
    expect(() => expect(received).not.toPermitSensorEgress(EXPECTATION)).toThrow(
      'contoso-corp: sensors can reach Defender for Identity: every requirement is satisfied.',
    );
  });

  test('a violation fails with witness and deciding rule', () => {
    const message = messageOf(() => expect(textOf('nsg-deny-first')).toPermitSensorEgress(EXPECTATION));
    expect(message).toMatch(/^expect\(received\)\.toPermitSensorEgress\(\{ workspace: 'contoso-corp' \}\)\n\n/);
    expect(message).toContain('contoso-corp: sensors can NOT reach Defender for Identity as documented: sensor-api is violated.');
    expect(message).toMatch(/witness: 10\.1\.0\.[45] (\(source port \d+\) )?to [0-9.]+, tcp 443\n/);
    expect(message).toMatch(/denies each by rule "/);
    expect(textOf('nsg-deny-first')).not.toPermitSensorEgress(EXPECTATION);
  });

  test('unknown passes neither way, and says on what it depends', () => {
    const unknown = textOf('computed-source');
    const message = messageOf(() => expect(unknown).toPermitSensorEgress(EXPECTATION));
    expect(message).toContain('Unknown is no proof that sensor egress is permitted.');
    expect(message).toContain('    depends on: ');
    expect(messageOf(() => expect(unknown).not.toPermitSensorEgress(EXPECTATION))).toContain(
      'Unknown is no proof that sensor egress is denied, so .not fails as well.',
    );
  });

  test('unknown passes neither way as an asymmetric matcher', () => {
    const matchers = expect as unknown as AsymmetricMatchers & { readonly not: AsymmetricMatchers };
    const plans = { ok: textOf('hub-spoke-ok'), unknown: textOf('computed-source') };
    expect(plans).toEqual({ ok: matchers.toPermitSensorEgress(EXPECTATION), unknown: plans.unknown });
    expect(plans).not.toEqual({ ok: plans.ok, unknown: matchers.toPermitSensorEgress(EXPECTATION) });
    expect(plans).not.toEqual({ ok: plans.ok, unknown: matchers.not.toPermitSensorEgress(EXPECTATION) });
  });

  test('recommended requirements count with strict', () => {
    const withoutCtl = textOf('classic-firewall');
    expect(withoutCtl).toPermitSensorEgress(EXPECTATION);
    expect(withoutCtl).not.toPermitSensorEgress({ ...EXPECTATION, strict: true });
  });

  test('requirements that are named count, and no others', () => {
    const withoutPkiops = textOf('classic-firewall');
    expect(withoutPkiops).toPermitSensorEgress({ ...EXPECTATION, requirements: ['sensor-api', 'pki-crl'] });
    expect(withoutPkiops).not.toPermitSensorEgress({ ...EXPECTATION, requirements: ['pki-pkiops'] });
    expect(messageOf(() => expect(withoutPkiops).toPermitSensorEgress({ ...EXPECTATION, requirements: ['pki-crl', 'pki-pkiops'] })))
      .toContain('contoso-corp: NOT all that was asked is sure: pki-pkiops is violated.');
  });

  test.each([
    ['an unknown requirement', { ...EXPECTATION, requirements: ['sensor-apy'] }, /^There is no requirement "sensor-apy" in this catalogue; it has sensor-api, pki-crl, .* and address-list-current\.$/],
    ['an empty list of requirements', { ...EXPECTATION, requirements: [] }, /^The list of requirements to prove is empty; leave it out to prove all, or name some of sensor-api, /],
    ['a bad workspace name', { workspace: 'contoso.com' }, /^The workspace name "contoso\.com" contains dots/],
  ])('%s fails both ways', (_, expectation, sentence) => {
    const received = textOf('hub-spoke-ok');
    expect(messageOf(() => expect(received).toPermitSensorEgress(expectation))).toMatch(sentence);
    expect(messageOf(() => expect(received).not.toPermitSensorEgress(expectation))).toMatch(sentence);
  });

  test.each([
    [undefined, 'a value of type undefined'],
    [null, 'null'],
    [42, 'a value of type number'],
    [[], 'an array'],
  ])('%p cannot be proven', (received, kind) => {
    expect(messageOf(() => expect(received).not.toPermitSensorEgress(EXPECTATION))).toBe(
      `toPermitSensorEgress got ${kind}; pass what Testing.synth(stack) returns, a plan as text or object, or the path of a file or folder.`,
    );
  });

  test('an object that refers to itself', () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect(messageOf(() => expect(circular).not.toPermitSensorEgress(EXPECTATION))).toBe(
      'The Terraform configuration to prove refers to itself or holds a value that JSON has no form for; pass what was synthesized, as an object or as JSON text.',
    );
  });

  test('a path that does not exist', () => {
    expect(messageOf(() => expect('/nowhere/plan.json').not.toPermitSensorEgress(EXPECTATION))).toBe('/nowhere/plan.json does not exist; check the path.');
  });
});
