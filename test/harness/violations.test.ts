import { readFileSync } from 'node:fs';
import { violationsOf } from '../../src/harness';
import { planOf } from '../cli/plans';

const OPTIONS = { workspace: 'contoso-corp', sensors: ['10.1.0.4', '10.1.0.5'] };
const textOf = (name: string): string => readFileSync(planOf(name), 'utf8');

describe('violationsOf', () => {
  test('a configuration that permits everything has none', () => {
    expect(violationsOf(textOf('hub-spoke-ok'), OPTIONS)).toEqual([]);
    expect(violationsOf(JSON.parse(textOf('hub-spoke-ok')) as object, OPTIONS)).toEqual([]);
  });

  test('unknown is no violation', () => {
    expect(violationsOf(textOf('computed-source'), OPTIONS)).toEqual([]);
  });

  test('one message for a violated requirement, with statement, witness, rule and what to do', () => {
    const messages = violationsOf(textOf('nsg-deny-first'), OPTIONS);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(
      /^sensor-api is violated \(required\)\n {2}asks: .*\n[^]*\n {4}witness: .*\n {4}azurerm_network_security_group\.\S+ denies it by rule ".*\n {6}at azurerm_[^]*\n {2}what to do: Let a rule of /,
    );
  });

  test('recommended requirements count with strict alone', () => {
    expect(violationsOf(textOf('classic-firewall'), OPTIONS)).toEqual([]);
    expect(violationsOf(textOf('classic-firewall'), { ...OPTIONS, strict: true }).map((message) => message.split('\n')[0])).toEqual([
      'pki-pkiops is violated (recommended)',
      'pki-certs is violated (recommended)',
    ]);
  });

  test('TLS inspection is told with the rule that inspects', () => {
    const [message] = violationsOf(textOf('premium-tls-inspection'), OPTIONS);
    expect(message).toMatch(/^no-tls-inspection is violated \(required\)\n/);
    expect(message).toMatch(/what to do: Take TLS termination off rule "/);
  });
});
