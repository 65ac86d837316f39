import { readFileSync } from 'node:fs';
import { ReportFormat, SensorEgressProof, Verdict } from '../../src/harness';
import { planOf } from '../cli/plans';

const OPTIONS = { workspace: 'contoso-corp', sensors: ['10.1.0.4', '10.1.0.5'] };

describe('SensorEgressProof', () => {
  test('of a plan that permits everything', () => {
    const proof = SensorEgressProof.ofFiles([planOf('hub-spoke-ok')], OPTIONS);
    expect(proof.verdict).toBe(Verdict.SATISFIED);
    expect(proof.requirements.map(({ id, required, verdict }) => [id, required, verdict])).toEqual([
      ['sensor-api', true, 'satisfied'],
      ['pki-crl', false, 'satisfied'],
      ['pki-ctl', false, 'satisfied'],
      ['pki-pkiops', false, 'satisfied'],
      ['pki-certs', false, 'satisfied'],
      ['no-tls-inspection', true, 'satisfied'],
      ['address-list-current', false, 'satisfied'],
    ]);
    expect(() => proof.assertSatisfied()).not.toThrow();
  });

  test('of synthesized text that denies throws with the witness and the rule', () => {
    const proof = SensorEgressProof.ofSynthesized(readFileSync(planOf('nsg-deny-first'), 'utf8'), OPTIONS);
    expect(proof.verdict).toBe(Verdict.VIOLATED);
    expect(() => proof.assertSatisfied()).toThrow(/\nsensor-api \(required\), pki-crl, .* are violated\n[^]*witness: 10\.1\.0\.[45] .*to [0-9.]+, tcp 443\n[^]* denies each by rule "/);
    expect(proof.requirements[0].explanation).toMatch(/^sensor-api is violated \(required\)\n {2}asks: /);
    expect(proof.report()).toContain('Input: synthesized stack (terraform-plan)');
  });

  test('unknown is not satisfied', () => {
    const proof = SensorEgressProof.ofFiles([planOf('computed-source')], OPTIONS);
    expect(proof.verdict).toBe(Verdict.UNKNOWN);
    expect(() => proof.assertSatisfied()).toThrow('it is UNKNOWN whether sensors can reach Defender for Identity: sensor-api is unknown.');
  });

  test('strict lets recommended requirements decide', () => {
    expect(SensorEgressProof.ofFiles([planOf('classic-firewall')], OPTIONS).verdict).toBe(Verdict.SATISFIED);
    expect(SensorEgressProof.ofFiles([planOf('classic-firewall')], { ...OPTIONS, strict: true }).verdict).toBe(Verdict.VIOLATED);
  });

  test('toJson is the JSON report', () => {
    const proof = SensorEgressProof.ofFiles([planOf('hub-spoke-ok')], OPTIONS);
    expect(JSON.parse(proof.toJson())).toMatchObject({ format: 'mdi-egress/report/v1', verdict: 'satisfied', inputs: [{ path: planOf('hub-spoke-ok'), kind: 'terraform-plan' }] });
    expect(proof.toJson()).toBe(proof.report(ReportFormat.JSON));
  });

  test('tells of every file that cannot be used', () => {
    expect(() => SensorEgressProof.ofFiles(['/nowhere/a', planOf('hub-spoke-ok'), '/nowhere/b'], OPTIONS)).toThrow(
      '/nowhere/a does not exist; check the path.\n/nowhere/b does not exist; check the path.',
    );
  });

  test('of no file at all', () => {
    expect(() => SensorEgressProof.ofFiles([], OPTIONS)).toThrow('There is no input to prove anything from; name at least one file or folder.');
  });

  test.each([
    [{ address: 'proxy', port: 8080 }, 'The proxy\'s address "proxy" is no IP address; write the address that sensors connect to, such as 10.2.0.10.'],
    [{ address: '10.2.0.10', port: 0 }, 'The proxy\'s port "0" is no port; write a whole number from 1 to 65535.'],
    [{ address: '10.2.0.10', port: 80.5 }, 'The proxy\'s port "80.5" is no port; write a whole number from 1 to 65535.'],
  ])('refuses the proxy %p', (pkiProxy, sentence) => {
    expect(() => SensorEgressProof.ofFiles([planOf('hub-spoke-ok')], { ...OPTIONS, pkiProxy })).toThrow(sentence);
  });
});
