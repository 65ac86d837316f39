import * as fc from 'fast-check';
// eslint-disable-next-line @typescript-eslint/no-require-imports
import MarkdownIt = require('markdown-it');
import { golden } from './golden';
import { HOSTILE_NAMES, hostileReports } from './hostile';
import { PKI_CRL_VIOLATED, reportOf, SENSOR_API, SENSOR_API_VIOLATED, SOURCE, VIOLATED } from './reports';
import { ProofReport } from '../../src/proof';
import { renderReport, renderReports } from '../../src/report';
import { alikeResults } from '../../src/report/alike';

type Token = MarkdownIt.Token;

/** GitHub's dialect as far as structure goes: tables, HTML blocks, links made of bare addresses. */
const github = new MarkdownIt({ html: true, linkify: true });
github.linkify.set({ fuzzyLink: true, fuzzyEmail: true });

function tokensOf(markdown: string): Token[] {
  return github.parse(markdown, {}).flatMap((token) => [token, ...(token.children ?? [])]);
}

function withName(name: string): ProofReport {
  const [flow] = SENSOR_API_VIOLATED.flows;
  return {
    ...reportOf('violated', { ...SENSOR_API_VIOLATED, flows: [{ ...flow, source: name, decidedBy: [{ ...flow.decidedBy[0], rule: name, enforcementPoint: name, address: name }] }] }),
    findings: [{ id: 'x', level: 'warning', message: `The rule ${name} is odd.`, address: name }],
    assumptions: [`${name} is granted.`],
    inputs: [{ path: name, kind: 'terraform-plan' }],
  };
}

test('the comment, as a person read and approved it', () => {
  expect(renderReport(VIOLATED, 'markdown')).toBe(golden('violated.md'));
});

test('several configurations: one sentence, a table, and the details of those that fail', () => {
  const other = { ...reportOf('satisfied', SENSOR_API, PKI_CRL_VIOLATED), inputs: [{ path: 'plans/b.json', kind: 'terraform-plan' as const }] };
  expect(renderReports([other, VIOLATED], 'markdown')).toBe(golden('several.md'));
});

test('begins with the marker and the outcome, so that a later run finds the comment', () => {
  expect(renderReport(VIOLATED, 'markdown').split('\n').slice(0, 2)).toEqual([
    '<!-- mdi-egress -->',
    '### ❌ contoso-corp: sensors can NOT reach Defender for Identity as documented: sensor-api is violated.',
  ]);
});

describe('what people wrote', () => {
  test.each(HOSTILE_NAMES.map((name) => [JSON.stringify(name).slice(0, 60), name]))('%s adds nothing to the page', (_, name) => {
    checkStructure([withName(name)]);
  });

  test('whatever the names, the page has the structure of the report and nothing else', () => {
    fc.assert(fc.property(hostileReports, checkStructure), { numRuns: 300 });
  });

  test('is still there to read', () => {
    const markdown = renderReport(withName('web / "out" | `all` @ops'), 'markdown');
    expect(markdown).toContain('``');
    const texts = tokensOf(markdown).filter((token) => token.type === 'code_inline').map((token) => token.content);
    expect(texts.join(' ')).toMatch(/web \/ "out" \| `all` @ops/);
  });

  test('a plain sentence reads as one, with the names in it as code', () => {
    const report = { ...VIOLATED, assumptions: ['azurerm_ip_group.dc.cidrs[1] is not known before apply, and (see "a b") 443 is.'] };
    expect(renderReport(report, 'markdown')).toContain('1. `azurerm_ip_group.dc.cidrs[1]` is not known before apply, and (see "a b") 443 is.\n');
  });
});

/** Everything that a renderer could act on is the report's own. */
function checkStructure(reports: readonly ProofReport[]): void {
  const markdown = renderReports(reports, 'markdown');
  expect(markdown.startsWith('<!-- mdi-egress -->\n### ')).toBe(true);
  expect(markdown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/);
  const tokens = tokensOf(markdown);
  const failing = reports.flatMap((report) => alikeResults(report.requirements.filter((result) => result.verdict !== 'satisfied'))).length;
  const folds = reports.reduce((sum, report) => sum + 1 + Math.min(report.findings.length, 1) + Math.min(report.assumptions.length, 1), failing);
  const count = (type: string): number => tokens.filter((token) => token.type === type).length;
  expect(count('table_open')).toBe(1);
  expect(count('tr_open')).toBe(1 + (reports.length === 1 ? alikeResults(reports[0].requirements, ({ level }) => level).length : reports.length));
  expect(count('td_open')).toBe(3 * (count('tr_open') - 1));
  expect(count('heading_open')).toBe(1);
  for (const type of ['fence', 'code_block', 'image', 'blockquote_open', 'hr', 'softbreak', 'hardbreak', 's_open', 'em_open']) expect([type, count(type)]).toEqual([type, 0]);
  for (const link of tokens.filter((token) => token.type === 'link_open')) expect(link.attrGet('href')).toBe(SOURCE.url);
  for (const token of tokens.filter(({ type }) => type === 'html_inline')) expect(token.content).toBe('<br>');
  const blocks = tokens.filter(({ type }) => type === 'html_block').flatMap((token) => token.content.trim().split('\n'));
  expect(blocks.filter((line) => line === '<details>')).toHaveLength(folds);
  expect(blocks.filter((line) => line === '</details>')).toHaveLength(folds);
  for (const line of blocks) {
    expect(line).toMatch(/^(<!-- mdi-egress -->|<\/?details>|<summary>[^<>]*(<code>[^<>]*<\/code>[^<>]*)*<\/summary>)$/);
  }
  // Links that GitHub finds by itself, in what is no code.
  for (const token of tokens.filter(({ type }) => type === 'text')) {
    expect(token.content).not.toMatch(/@|#\d|GH-\d|:\/\/|www\.|[0-9a-f]{7,}|<|:[a-z]+:/i);
  }
}

describe('the size', () => {
  const many = (count: number, text: string): string[] => Array.from({ length: count }, (_, index) => `${text} ${index}`);

  test('stays under the limit of GitHub, and what is cut is counted', () => {
    const findings = many(3000, 'Something is not as it should be at this place, which has the number').map((message) => (
      { id: 'odd', level: 'warning' as const, message, address: 'azurerm_x.y' }
    ));
    const markdown = renderReport({ ...VIOLATED, findings }, 'markdown');
    expect(markdown.length).toBeLessThan(65_536);
    expect(Buffer.byteLength(markdown)).toBeLessThan(65_536);
    const shown = markdown.match(/which has the number/g)?.length ?? 0;
    const cut = Number(/\nCut: (\d+) more entries that no comment has room for; the JSON report has them all\.\n$/.exec(markdown)?.[1]);
    expect(shown).toBeGreaterThan(300);
    // Two assumptions and two lines on what it was made from came after the findings.
    expect(shown + cut).toBe(findings.length + (markdown.includes('Taken for granted') ? 0 : 2) + (markdown.includes('Inputs and service tags') ? 0 : 2));
    expect(markdown.match(/<details>/g)).toHaveLength(markdown.match(/<\/details>/g)?.length ?? 0);
  });

  test('stays under the limit with names of the widest characters and a thousand configurations', () => {
    const wide = '\u{1f600}'.repeat(400);
    const reports = Array.from({ length: 1000 }, () => ({ ...withName(wide), assumptions: many(20, wide) }));
    expect(Buffer.byteLength(renderReports(reports, 'markdown'))).toBeLessThan(65_536);
  });

  test('says nothing of a cut where there is none', () => {
    expect(renderReport(VIOLATED, 'markdown')).not.toContain('Cut:');
  });
});
