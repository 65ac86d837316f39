import * as fc from 'fast-check';
// eslint-disable-next-line @typescript-eslint/no-require-imports
import MarkdownIt = require('markdown-it');
import { HOSTILE_NAMES, name } from './hostile';
import { reportOf, SENSOR_API, SOURCE } from './reports';
import { DiffReport } from '../../src/proof';
import { renderDiff } from '../../src/report';
import { PLAIN } from '../../src/report/style';

/** A change in which every name is the given one. */
function changeNamed(text: string): DiffReport {
  const rule = { enforcementPoint: text, rule: text, priority: 100, action: 'deny' as const, address: text };
  const any = { names: ['any'], except: [] };
  const change = {
    direction: 'closed' as const, certain: true, unknowns: [],
    packets: [{ families: ['ipv4' as const], sources: { names: [text], except: [] }, destinations: { names: [text], except: [text] }, protocols: { names: ['TCP'], except: [] }, ports: { names: ['443'], except: [] } }],
    before: [{ ...rule, action: 'allow' as const }], after: [rule], at: [text],
  };
  const flow = {
    source: text, host: text, protocol: text, port: 443, verdict: 'violated' as const, decidedBy: [rule], unknowns: [text],
    witness: { source: text, destination: text, protocol: text, port: 443 },
  };
  return {
    outcome: 'broken', workspace: text, cloud: 'commercial', serviceTags: { cloud: 'Public', changeNumber: 37, date: '2026-06-26' },
    requirements: [
      { id: 'sensor-api', level: 'required', statement: text, source: SOURCE, before: 'satisfied', after: 'violated', flows: [flow], reasons: [text] },
      { id: 'pki-crl', level: 'recommended', statement: text, source: SOURCE, before: 'satisfied', after: 'satisfied', flows: [], reasons: [] },
    ],
    points: [
      { enforcementPoint: text, kind: 'nsg', status: 'both', addressBefore: text, changes: [change, { ...change, certain: false, unknowns: [text], packets: [{ ...change.packets[0], sources: any }] }], edits: [{ kind: 'renamed', rule: text, from: text, to: text, address: text }] },
      { enforcementPoint: text, kind: 'firewall', status: 'removed', changes: [], edits: [] },
      { enforcementPoint: text, kind: 'nsg', status: 'both', changes: [], edits: [], undecided: text },
    ],
    paths: [{ sensors: text, changes: [change] }],
    resources: [{ kind: 'removed', address: text, isExamined: false }],
    findings: { appeared: [{ id: text, level: 'warning', message: text, address: text }], disappeared: [{ id: text, level: 'note', message: text, address: text }] },
    proofAfter: reportOf('violated', { ...SENSOR_API, id: text, statement: text, verdict: 'violated', flows: [flow] }),
    assumptions: [text],
    inputs: { before: [{ path: text, kind: 'terraform-plan' }], after: [{ path: text, kind: 'terraform-plan' }] },
  };
}

const github = new MarkdownIt({ html: true, linkify: true });

/** The shape of a comment: what it opens and closes, tables and HTML, without the words. */
function shapeOf(markdown: string): string[] {
  return github.parse(markdown, {}).flatMap((token) => [token, ...(token.children ?? [])])
    .filter(({ type }) => !['text', 'code_inline', 'inline'].includes(type))
    .flatMap(({ type, content }) => (type === 'html_block' ? content.trim().split('\n').map((line) => line.replace(/<code>[^<>]*<\/code>/g, '<code>')) : [type]));
}

const tagsOf = (page: string): string[] => (page.replace(/<style>.*?<\/style>/s, '').match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'));

describe('Markdown', () => {
  const markdown = renderDiff(changeNamed('azurerm_x.y'), 'markdown', PLAIN);

  test('begins with its own marker and the outcome in one sentence', () => {
    expect(markdown).toMatch(/^<!-- mdi-egress-diff -->\n### ❌ Breaks sensor-api; closes TCP 443 from `azurerm_x\.y` to `azurerm_x\.y`/);
  });

  test('has the requirements whose verdict changes in a table, and no other', () => {
    const why = 'witness: `azurerm_x.y` to `azurerm_x.y`, `azurerm_x.y` 443, denied by rule `"azurerm_x.y"` (priority 100) of `azurerm_x.y`<br>depends on: `azurerm_x.y`';
    expect(markdown).toContain(`| \`sensor-api\` (required) | ✅ satisfied | ❌ violated | ${why} |\n\n`);
    expect(markdown).not.toContain('pki-crl');
  });

  test('tells each change with the rule before and after, and what it depends on', () => {
    expect(markdown).toContain([
      '- **closed:** TCP 443 from `azurerm_x.y` to `azurerm_x.y` but `azurerm_x.y`',
      '  - before: allowed by rule "`azurerm_x.y`"',
    ].join('\n').replace('"`azurerm_x.y`"', '`"azurerm_x.y"`'));
    expect(markdown).toMatch(/- \*\*perhaps closed:\*\* [^\n]+\n {2}- before: [^\n]+\n {2}- after: [^\n]+\n {2}- at `azurerm_x\.y`\n {2}- depends on: `azurerm_x\.y`\n/);
  });

  test('does not say of an enforcement point that is gone that nothing changes', () => {
    expect(markdown).toContain('<summary><code>azurerm_x.y</code> is removed</summary>\n\n- what that means for the sensors is told with their paths\n');
  });

  test.each(HOSTILE_NAMES.filter((one) => one.trim() !== '').map((one) => [JSON.stringify(one).slice(0, 60), one]))('%s changes nothing in its shape', (_, text) => {
    expect(shapeOf(renderDiff(changeNamed(text), 'markdown', PLAIN))).toEqual(shapeOf(markdown));
  });

  test('stays under the limit of GitHub', () => {
    const change = changeNamed('\u{1f600}'.repeat(300));
    const many = { ...change, points: Array.from({ length: 2000 }, () => change.points[0]) };
    const comment = renderDiff(many, 'markdown', PLAIN);
    expect(Buffer.byteLength(comment)).toBeLessThan(65_536);
    expect(comment).toMatch(/\nCut: \d+ more entries that no comment has room for; the JSON report has them all\.\n$/);
  });
});

describe('HTML', () => {
  const page = renderDiff(changeNamed('azurerm_x.y'), 'html', PLAIN);

  test('tells the outcome, the verdicts before and after, and the rules before and after', () => {
    expect(page).toMatch(/<h1>Breaks sensor-api; closes /);
    expect(page).toMatch(/sensor-api<\/span><br><span class="muted">required<\/span><\/td><td><span class="badge good">.*?satisfied<\/span><\/td><td><span class="badge bad">.*?violated<\/span>/);
    expect(page).toContain('<span class="badge uncertain"><span aria-hidden="true">? </span>perhaps closed</span>');
    expect(page).toContain('witness: azurerm_x.y to azurerm_x.y, azurerm_x.y 443, denied by rule &#34;azurerm_x.y&#34; (priority 100) of azurerm_x.y<br>');
    expect(page).toContain('<h2>Each requirement after the change</h2>');
    expect(page).toContain('What that means for the sensors is told with their paths.');
  });

  test('whatever the names, the markup is the same', () => {
    fc.assert(fc.property(name, (text) => {
      expect(tagsOf(renderDiff(changeNamed(text), 'html', PLAIN))).toEqual(tagsOf(page));
    }));
  });
});
