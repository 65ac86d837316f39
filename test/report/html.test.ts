import * as fc from 'fast-check';
import { harmless, HOSTILE_NAMES, hostileReports } from './hostile';
import { PKI_CRL_VIOLATED, reportOf, SENSOR_API, SOURCE, VIOLATED } from './reports';
import { FlowTrace, ProofReport } from '../../src/proof';
import { renderReport, renderReports } from '../../src/report';

const NSG = 'azurerm_network_security_group.nsg';
const allow = { enforcementPoint: NSG, rule: 'AllowSensorApi', priority: 100, action: 'allow', address: NSG } as const;
const deny = { enforcementPoint: 'azurerm_firewall_policy.hub', rule: 'corp / deny / azure', priority: 200, action: 'deny', address: 'azurerm_firewall_policy_rule_collection_group.corp' } as const;

const TRACE: FlowTrace = {
  points: [
    { enforcementPoint: NSG, kind: 'subnet-nsg', rules: [
      { rule: { ...allow, rule: 'DenyWeb', priority: 90, action: 'deny' }, effect: 'does not match', decides: [], differsIn: [{ field: 'port', asks: ['80'] }] },
      { rule: allow, effect: 'decides', decides: ['everything'], differsIn: [] },
      { rule: { ...allow, rule: 'DenyAll', priority: 4000, action: 'deny' }, effect: 'preceded', decides: [], differsIn: [] },
    ] },
    { enforcementPoint: 'azurerm_firewall_policy.hub', kind: 'firewall', rules: [
      { rule: deny, effect: 'decides', decides: ['to 4.208.124.106/31'], differsIn: [] },
      { rule: { ...deny, rule: 'mdi / network / api', action: 'allow' }, effect: 'preceded', decides: [], differsIn: [] },
    ] },
  ],
  branches: [{ permitted: false, conditions: [], steps: [
    { kind: 'subnet-nsg', enforcementPoint: NSG, rule: allow },
    { kind: 'route', enforcementPoint: 'azurerm_route_table.spoke', rule: { enforcementPoint: 'azurerm_route_table.spoke', rule: 'default', action: 'allow' }, nextHop: '10.0.0.4' },
    { kind: 'firewall', enforcementPoint: deny.enforcementPoint, rule: deny },
  ] }],
  branchesLeftOut: 0,
};

const TRACED: ProofReport = reportOf('violated', { ...SENSOR_API, verdict: 'violated', flows: [{ ...SENSOR_API.flows[0], verdict: 'violated', decidedBy: [deny], trace: TRACE }] });

/** Tags of a page in order, with their attributes' names. */
function tagsOf(page: string): string[] {
  return (page.replace(/<style>.*?<\/style>/s, '').match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'));
}

/** Text of each element of the drawing that goes across, in order. */
function drawnTexts(page: string): string[] {
  const svg = /<svg class="path across".*?<\/svg>/s.exec(page)?.[0] ?? '';
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
}

test('one page without anything that loads or runs', () => {
  const page = renderReport(TRACED, 'html');
  expect(page).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
  expect(page).toContain('<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; base-uri \'none\'; form-action \'none\'">');
  expect(page).not.toMatch(/<(script|img|iframe|object|embed|link|base|form)\b/i);
  expect(page).not.toMatch(/\ssrc=|\son[a-z]+=|@import|url\((?!#)/i);
  expect([...page.matchAll(/href="([^"]*)"/g)].map(([, target]) => target).filter((target) => !target.startsWith('#'))).toEqual([SOURCE.url]);
});

describe('the drawing', () => {
  test('goes from the sensors over every enforcement point to the destination, with the rule that decides at each', () => {
    expect(drawnTexts(renderReport(TRACED, 'html'))).toEqual([
      '10.0.0.4', '✗ denied',
      'Sensors', '10.1.0.4/31',
      'NSG of the subnet', 'azurerm_network_', 'security_group.nsg', '✓ AllowSensorApi (100)',
      'Route', 'azurerm_route_table.', 'spoke', '✓ default',
      'Firewall', 'azurerm_firewall_', 'policy.hub', '▸ corp', '✗ deny / azure (200)', '· mdi',
      'Destination', 'contoso-corpsensorapi.', 'atp.azure.com', 'tcp 443',
    ]);
  });

  test('is described in words for those who do not see it', () => {
    expect(renderReport(TRACED, 'html')).toMatch(
      /<title id="[^"]+">The way from 10\.1\.0\.4\/31 to contoso-corpsensorapi\.atp\.azure\.com, tcp 443: NSG of the subnet [^<]*; then Route [^<]*; then Firewall [^<]*Outcome: violated\.<\/title>/,
    );
  });

  test('tells a way that depends on something from one that is certain', () => {
    const flow = { ...SENSOR_API.flows[0], verdict: 'unknown' as const, unknowns: ['x'] };
    const [branch] = TRACE.branches;
    const branches = [
      { permitted: true, conditions: ['it holds (x is not known)'], steps: branch.steps.slice(0, 2) },
      { permitted: false, conditions: ['it does not hold (x is not known)'], steps: [{ ...branch.steps[0], rule: { ...allow, rule: 'DenyAll', action: 'deny' as const } }] },
    ];
    const page = renderReport(reportOf('unknown', { ...SENSOR_API, verdict: 'unknown', flows: [{ ...flow, trace: { ...TRACE, branches } }] }), 'html');
    expect(drawnTexts(page).slice(0, 3)).toEqual(['? perhaps', '10.0.0.4', '? perhaps denied']);
    // The first arrow: all of the flow goes to the NSG, whatever the condition.
    expect(page.match(/<g class="arrow [a-z]+">/g)?.slice(0, 4)).toEqual(['<g class="arrow good">', '<g class="arrow uncertain">', '<g class="arrow good">', '<g class="arrow uncertain">']);
  });

  test('is left out where the proof has no trace', () => {
    expect(renderReport(VIOLATED, 'html')).not.toContain('<svg');
  });
});

test('every rule stands in the order in which it is tried, with what it decides of the flow', () => {
  const page = renderReport(TRACED, 'html');
  const rows = [...page.matchAll(/<tr class="(?:decides|idle)"><td>(\d+)<\/td><td><span class="name">([^<]*)<\/span>.*?<td>((?:<strong>decides<\/strong>)?[^<]*)<\/td><\/tr>/gs)].map(([, ...cells]) => cells);
  expect(rows).toEqual([
    ['1', 'DenyWeb', 'does not match: asks for port 80'],
    ['2', 'AllowSensorApi', '<strong>decides</strong> everything'],
    ['3', 'DenyAll', 'matches, but earlier rules decide all of it'],
    ['1', 'corp / deny / azure', '<strong>decides</strong> to 4.208.124.106/31'],
    ['2', 'mdi / network / api', 'matches, but earlier rules decide all of it'],
  ]);
});

test('of very many rules those that decide are listed and the others counted', () => {
  const idle = Array.from({ length: 5000 }, (_, index) => ({ rule: { ...allow, rule: `r${index}` }, effect: 'does not match' as const, decides: [], differsIn: [] }));
  const points = [{ ...TRACE.points[0], rules: [...idle, ...TRACE.points[0].rules] }];
  const page = renderReport(reportOf('satisfied', { ...SENSOR_API, flows: [{ ...SENSOR_API.flows[0], trace: { ...TRACE, points } }] }), 'html');
  expect(page).toContain('<td>5002</td><td><span class="name">AllowSensorApi</span>');
  expect(page).toContain('… and 4902 more rules that decide nothing of this flow.');
});

test('verdicts read without colour', () => {
  const page = renderReport(VIOLATED, 'html');
  expect(page).toContain('<span class="badge bad"><span aria-hidden="true">✗ </span>violated</span>');
  expect(page).toContain('<span class="badge uncertain"><span aria-hidden="true">? </span>unknown</span>');
  expect(page).toContain('<span class="badge good"><span aria-hidden="true">✓ </span>satisfied</span>');
});

test('what fails is open, what is satisfied is closed', () => {
  const page = renderReport(VIOLATED, 'html');
  expect(page.match(/<details class="requirement" id="[^"]*"( open)?>/g)?.map((tag) => tag.includes(' open'))).toEqual([true, true, false]);
});

test('several configurations have an overview that leads to each', () => {
  const page = renderReports([VIOLATED, { ...reportOf('satisfied', SENSOR_API, PKI_CRL_VIOLATED), inputs: [{ path: 'b.json', kind: 'terraform-plan' }] }], 'html');
  for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${target}"`);
  expect(page).toContain('<a href="#r1">b.json</a>');
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('an acknowledged finding stays visible, with its reason', () => {
  const page = renderReport({ ...VIOLATED, findings: [{ id: 'odd', level: 'warning', message: 'm', address: 'a', url: 'javascript:alert(1)', acknowledged: { reason: 'agreed <b>', expires: '2027-01-31' } }] }, 'html');
  expect(page).toContain('<strong>acknowledged until 2027-01-31: agreed &#60;b&#62;</strong>');
  expect(page).not.toContain('href="javascript');
});

describe('hostile names', () => {
  test.each(HOSTILE_NAMES.map((name) => [JSON.stringify(name).slice(0, 60), name]))('%s adds no markup', (_, name) => {
    const named = (to: string): ProofReport => harmless(TRACED, () => to);
    expect(tagsOf(renderReport(named(name), 'html')).filter((tag) => !/^<\/?(text|a|rect)\b/.test(tag)))
      .toEqual(tagsOf(renderReport(named('harmless'), 'html')).filter((tag) => !/^<\/?(text|a|rect)\b/.test(tag)));
  });

  test('whatever the names, the page has the markup of the report and nothing else', () => {
    fc.assert(fc.property(hostileReports, (reports) => {
      const page = renderReports(reports, 'html');
      expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/);
      // How many lines a name takes in a drawing depends on the name; everything else does not.
      const tags = tagsOf(page);
      const names = new Set(tags.map((tag) => /^<\/?([A-Za-z0-9!]+)/.exec(tag)?.[1] ?? tag));
      const attributes = new Set(tags.flatMap((tag) => [...tag.matchAll(/\s([^\s=>"]+)/g)].map(([, attribute]) => attribute)));
      expect([...names].filter((tag) => !ALLOWED_TAGS.includes(tag))).toEqual([]);
      expect([...attributes].filter((attribute) => !ALLOWED_ATTRIBUTES.includes(attribute))).toEqual([]);
      for (const [, target] of page.matchAll(/href="([^"]*)"/g)) expect(target === SOURCE.url || /^#r\d+(-\d+)?$/.test(target)).toBe(true);
      const opened = (tag: string): number => page.match(new RegExp(`<${tag}[ >]`, 'g'))?.length ?? 0;
      const closed = (tag: string): number => page.match(new RegExp(`</${tag}>`, 'g'))?.length ?? 0;
      for (const tag of ['details', 'section', 'svg', 'g', 'table', 'tr', 'td', 'div', 'span', 'text']) expect([tag, opened(tag)]).toEqual([tag, closed(tag)]);
    }), { numRuns: 150 });
  });
});

const ALLOWED_TAGS: readonly string[] = [
  '!DOCTYPE', 'html', 'head', 'meta', 'title', 'style', 'body', 'main', 'header', 'h1', 'h2', 'h3', 'h4', 'h5', 'p', 'div', 'span', 'strong', 'a', 'br', 'ul', 'ol', 'li',
  'dl', 'dt', 'dd', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'details', 'summary', 'section', 'article', 'figure', 'figcaption', 'svg', 'g', 'rect', 'text', 'marker', 'path',
];

const ALLOWED_ATTRIBUTES: readonly string[] = [
  'html', 'lang', 'charset', 'http-equiv', 'content', 'name', 'class', 'id', 'href', 'rel', 'open', 'scope', 'tabindex', 'role', 'aria-label', 'aria-labelledby', 'aria-hidden',
  'viewBox', 'width', 'height', 'x', 'y', 'rx', 'd', 'refX', 'refY', 'markerWidth', 'markerHeight', 'orient', 'marker-end', 'text-anchor',
];
