import { DecidingRule, DiffReport, TrafficChange, Verdict } from '../../proof';
import { decidedText, diffSentence, directionText, editText, packetText, shortfalls } from '../diff-words';
import { Role } from '../style';
import { place } from '../words';
import { list } from './flow';
import { Html, html } from './markup';
import { htmlPage } from './page';
import { requirementParts } from './report';
import { badge, levelBadge, verdictBadge } from './verdict';

/** Changes of one enforcement point or group of sensors that are shown. */
const MOST_CHANGES = 100;

const ROLE_OF_OUTCOME: Readonly<Record<DiffReport['outcome'], Role>> = { kept: 'good', broken: 'bad', unknown: 'uncertain' };

/** What a change opens, closes and breaks, as one page that needs nothing beside it. */
export function diffToHtml(report: DiffReport): string {
  const sentence = diffSentence(report, (id) => id);
  return htmlPage(sentence, html`<header class="banner ${ROLE_OF_OUTCOME[report.outcome]}">${badge(report.outcome, ROLE_OF_OUTCOME[report.outcome])}
<h1>${sentence}</h1></header>
${diffSections(report)}`);
}

function diffSections(report: DiffReport): Html {
  const { serviceTags: { cloud, changeNumber, date }, inputs } = report;
  return html`${requirements(report)}
${report.points.map((point) => html`<h2>${point.kind === 'nsg' ? 'NSG' : 'Firewall'} <span class="name">${point.enforcementPoint}</span>${point.status === 'both' ? '' : `, ${point.status}`}</h2>
${point.addressBefore === undefined ? undefined : html`<p>Before: <span class="name">${point.addressBefore}</span></p>`}
${point.status !== 'both' && point.changes.length === 0 && point.undecided === undefined ? html`<p>What that means for the sensors is told with their paths.</p>` : changes(point.changes, point.undecided)}
${list('Rules', point.edits.map((edit) => html`${editText(edit)}`))}
`)}
${report.paths.map((path) => html`<h2>Sensors <span class="name">${path.sensors}</span>, over their whole path</h2>
${changes(path.changes, path.undecided)}
`)}
${report.proofAfter === undefined ? undefined : html`<h2>Each requirement after the change</h2>
${requirementParts(report.proofAfter, 'after')}
`}
${list('Other resources that change', report.resources.map(({ kind, address }) => html`${kind}: <span class="name">${address}</span>`))}
${list('New findings', report.findings.appeared.map((finding) => html`${levelBadge(finding.level)} <span class="name">${finding.id}</span>: ${finding.message} (<span class="name">${finding.address}</span>)`))}
${list('Findings that are gone', report.findings.disappeared.map((finding) => html`<span class="name">${finding.id}</span> (<span class="name">${finding.address}</span>)`))}
<h2>Taken for granted</h2>
<ol>
${report.assumptions.map((assumption) => html`<li>${assumption}</li>
`)}</ol>
<h2>Made from</h2>
<dl class="facts">
<dt>Workspace</dt><dd>${report.workspace}</dd>
<dt>Cloud</dt><dd>${report.cloud}</dd>
<dt>Service tags</dt><dd>${cloud}, change number ${changeNumber}, ${date === '' ? 'of a date that its file does not tell' : date}</dd>
${inputs.before.map((input) => html`<dt>Before</dt><dd><span class="name">${input.path}</span> (${input.kind})</dd>
`)}${inputs.after.map((input) => html`<dt>After</dt><dd><span class="name">${input.path}</span> (${input.kind})</dd>
`)}</dl>
`;
}

function requirements(report: DiffReport): Html {
  const cell = (verdict: Verdict): Html => html`<td>${verdictBadge(verdict)}</td>`;
  return html`<h2>Requirements</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Requirements before and after"><table>
<thead><tr><th scope="col">Requirement</th><th scope="col">Before</th><th scope="col">After</th><th scope="col">Why</th></tr></thead>
<tbody>
${report.requirements.map((change) => html`<tr><td><span class="name">${change.id}</span><br><span class="muted">${change.level}</span></td>${cell(change.before)}${cell(change.after)}
<td>${shortfalls(change).slice(0, 5).map((line) => html`${line}<br>`)}</td></tr>
`)}</tbody></table></div>
`;
}

function changes(all: readonly TrafficChange[], undecided: string | undefined): Html {
  if (undecided !== undefined) return html`<p><strong>Not determined:</strong> ${undecided}</p>`;
  if (all.length === 0) return html`<p>No traffic changes.</p>`;
  const rest = all.length - MOST_CHANGES;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Changes of traffic"><table>
<thead><tr><th scope="col">Change</th><th scope="col">Traffic</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>
${all.slice(0, MOST_CHANGES).map((change) => html`<tr><td>${changeBadge(change)}</td>
<td>${change.packets.map((packets) => html`${packetText(packets)}<br>`)}${change.at === undefined ? undefined : html`at <span class="name">${change.at.join(', ')}</span>`}${change.unknowns.map((unknown) => html`<br>depends on: ${unknown}`)}</td>
<td>${decided(change.before)}</td><td>${decided(change.after)}</td></tr>
`)}</tbody></table></div>
${rest > 0 ? html`<p>… and ${rest} more changes (the JSON report has them all).</p>` : undefined}
`;
}

/** Opening is nothing good in itself, nor closing bad: what either means stands with the requirements. */
function changeBadge(change: TrafficChange): Html {
  return badge(directionText(change), change.certain ? 'muted' : 'uncertain');
}

function decided(rules: readonly DecidingRule[]): Html {
  return html`${decidedText(rules)}${[...new Set(rules.map(place))].map((one) => html`<br><span class="name muted">${one}</span>`)}`;
}
