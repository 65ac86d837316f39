import * as fc from 'fast-check';
import { SOURCE } from './reports';
import { DecidingRule, FlowResult, ProofReport, RequirementResult, Verdict } from '../../src/proof';

/*
 * Proofs whose every name somebody chose to do harm with.
 */

export const HOSTILE_NAMES: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '</script><script>window.hacked = true</script>',
  '" onmouseover="alert(1)',
  '\' onclick=\'alert(1)',
  '[click](javascript:alert(1))',
  '](javascript:alert(1))',
  '![x](https://evil.example/x.png)',
  '<https://evil.example>',
  'https://evil.example/?a=b',
  'www.evil.example',
  'someone@evil.example',
  '@everyone',
  '@org/team: approved',
  'fixes #1',
  'GH-1 and org/repo#2',
  '0123456789abcdef0123456789abcdef01234567',
  '::set-output name=x::y',
  '::error::x\n::add-mask::y',
  '##vso[task.setvariable variable=x]y',
  '\u001b[31mred\u001b[0m',
  '\u202Esatisfied\u202C',
  '\u2066\u200b\ufeff',
  'a\nb\r\nc\u2028d',
  '| satisfied |',
  '\\| a \\\\| b',
  '-->',
  '<!-- mdi-egress -->',
  '</details></summary>',
  '<summary>',
  ']]>',
  '<![CDATA[',
  '&lt;b&gt; &#64;x &amp;',
  '&nbsp',
  '`',
  '``` ``',
  '` </code> `',
  '**bold** _x_ ~~y~~ $x$',
  '# heading',
  '1. one',
  '- item',
  '\t\tcode',
  'null \u0000 byte',
  '\ud800 half',
  '\uffff\ufffe',
  '{0} {{x}} {',
  ':tada:',
  '__proto__',
  'constructor',
  '"><svg onload=alert(1)>',
  'url(#x)',
  '" quoted " twice "',
  ' ',
  '',
  '   spaces   ',
  'x'.repeat(10_000),
  '`'.repeat(300),
  '\ud83d\ude00 \u0915\u094d\u0937 \u0e01\u0e33',
];

/** A hostile name, alone, beside another, or made of anything. */
export const name: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_NAMES) },
  fc.tuple(fc.constantFrom(...HOSTILE_NAMES), fc.constantFrom('', ' ', 'x', '\n'), fc.constantFrom(...HOSTILE_NAMES)).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'`|<>&[]()!*_#@:/\\"\'{} \n-'), maxLength: 40 }),
);

const verdict = fc.constantFrom<Verdict>('satisfied', 'violated', 'unknown');

function rule(text: fc.Arbitrary<string>): fc.Arbitrary<DecidingRule> {
  return fc.record({
    enforcementPoint: text, rule: text, priority: fc.constantFrom(100, undefined), action: fc.constantFrom('allow' as const, 'deny' as const),
    address: fc.option(text, { nil: undefined }), construct: fc.option(text, { nil: undefined }),
  });
}

function flow(text: fc.Arbitrary<string>): fc.Arbitrary<FlowResult> {
  return fc.record({
    source: text, host: text, protocol: text, port: fc.constantFrom(80, 443), verdict,
    decidedBy: fc.array(rule(text), { maxLength: 3 }),
    witness: fc.option(
      fc.record({ source: text, destination: text, protocol: text, port: fc.constant(443), url: fc.option(text, { nil: undefined }) }), { nil: undefined },
    ),
    unknowns: fc.array(text, { maxLength: 2 }),
    trace: fc.option(fc.record({
      points: fc.array(fc.record({
        enforcementPoint: text,
        kind: fc.constantFrom('subnet-nsg' as const, 'route' as const, 'firewall' as const),
        rules: fc.array(fc.record({
          rule: rule(text), effect: fc.constantFrom('decides' as const, 'preceded' as const, 'does not match' as const), decides: fc.array(text, { maxLength: 2 }),
          nextHop: fc.option(text, { nil: undefined }),
          differsIn: fc.array(fc.record({ field: fc.constantFrom('port' as const, 'host' as const), asks: fc.array(text, { maxLength: 6 }) }), { maxLength: 2 }),
        }), { maxLength: 3 }),
      }), { maxLength: 2 }),
      branches: fc.array(fc.record({
        permitted: fc.boolean(),
        conditions: fc.array(text, { maxLength: 1 }),
        steps: fc.array(fc.record({
          kind: fc.constantFrom('subnet-nsg' as const, 'route' as const, 'firewall' as const), enforcementPoint: text, rule: rule(text),
          nextHop: fc.option(text, { nil: undefined }),
        }), { maxLength: 3 }),
      }), { maxLength: 3 }),
      branchesLeftOut: fc.constantFrom(0, 3),
    }), { nil: undefined }),
  });
}

function requirement(text: fc.Arbitrary<string>): fc.Arbitrary<RequirementResult> {
  return fc.record({
    id: text, level: fc.constantFrom('required' as const, 'recommended' as const), verdict, statement: text,
    source: fc.constantFrom(SOURCE, { title: 'x ](javascript:1)', section: '<b>', dated: '|', url: 'javascript:alert(1)' }),
    flows: fc.array(flow(text), { maxLength: 2 }), reasons: fc.array(text, { maxLength: 2 }),
  });
}

/** A proof all of whose names come from one source. */
export function reportFrom(text: fc.Arbitrary<string>): fc.Arbitrary<ProofReport> {
  return fc.record({
    verdict, workspace: text, cloud: text,
    serviceTags: fc.record({ cloud: text, changeNumber: fc.constant(1), date: text }),
    requirements: fc.array(requirement(text), { minLength: 1, maxLength: 3 }),
    findings: fc.array(
      fc.record({ id: text, level: fc.constantFrom('error' as const, 'warning' as const, 'note' as const), message: text, address: text }), { maxLength: 3 },
    ),
    assumptions: fc.array(text, { maxLength: 3 }),
    inputs: fc.array(fc.record({ path: text, kind: fc.constant('terraform-plan' as const) }), { minLength: 1, maxLength: 2 }),
  });
}

/** Proofs asked for together, with every name hostile. */
export const hostileReports: fc.Arbitrary<readonly ProofReport[]> = fc.array(reportFrom(name), { minLength: 1, maxLength: 2 });

/** The same proof with every name replaced by a harmless one of much the same length. */
export function harmless<T>(value: T, of: (text: string) => string = () => 'harmless'): T {
  if (typeof value === 'string') return (KEPT.has(value) ? value : of(value)) as T;
  if (Array.isArray(value)) return value.map((item) => harmless(item, of)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, harmless(item, of)])) as T;
}

/** Words of the report itself, which are no names. */
const KEPT = new Set<string>([
  'satisfied', 'violated', 'unknown', 'required', 'recommended', 'allow', 'deny', 'error', 'warning', 'note', 'terraform-plan',
  'subnet-nsg', 'route', 'firewall', 'decides', 'preceded', 'does not match', ...Object.values(SOURCE),
]);
