import { ProofReport, RequirementResult } from '../../proof';
import { acknowledgement, pageOf } from '../acknowledged';
import { remedy } from '../remedy';
import { decidingRules, decisionInShort, deedOf } from '../words';
import { flowSection, list } from './flow';
import { Html, html } from './markup';
import { levelBadge, verdictBadge } from './verdict';

/** Flows of one requirement that are shown; those that fail come first. */
const MOST_FLOWS = 40;

/** Deciding rules that the overview names for one requirement. */
const MOST_IN_OVERVIEW = 3;

const MOST_FINDINGS = 1000;

/**
 * One proof as the sections of a page.
 *
 * @param id unique in the page; begins what is linked to
 */
export function reportSections(report: ProofReport, id: string): Html {
  return html`<h2>Requirements</h2>
${overview(report, id)}
<h2>Each requirement</h2>
${requirementParts(report, id)}
${findings(report)}
${assumptions(report)}
<h2>Made from</h2>
${origins(report)}
`;
}

/** Each requirement with the ways of its flows, as a part that opens. */
export function requirementParts({ requirements }: Pick<ProofReport, 'requirements'>, id: string): Html {
  return html`${requirements.map((result, index) => requirement(result, `${id}-${index}`))}`;
}

function overview(report: ProofReport, id: string): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Overview of the requirements"><table>
<thead><tr><th scope="col">Requirement</th><th scope="col">Verdict</th><th scope="col">Decided by</th></tr></thead>
<tbody>
${report.requirements.map((result, index) => html`<tr><td><a href="#${id}-${index}">${result.id}</a><br><span class="muted">${result.level}</span></td><td>${verdictBadge(result.verdict)}</td>
<td>${decidedBy(result).map((line) => html`${line}<br>`)}</td></tr>
`)}</tbody></table></div>
`;
}

function decidedBy(result: RequirementResult): string[] {
  const unknowns = result.flows.flatMap((flow) => flow.unknowns).map((unknown) => `depends on: ${unknown}`);
  const rules = decidingRules(result).map((rule) => decisionInShort(rule, deedOf(rule, result)));
  const all = result.verdict === 'unknown' && unknowns.length > 0 ? unknowns : rules.length > 0 ? rules : result.reasons;
  if (all.length === 0) return ['nothing stands against it'];
  const rest = all.length - MOST_IN_OVERVIEW;
  return [...all.slice(0, MOST_IN_OVERVIEW), ...(rest > 0 ? [`… and ${rest} more`] : [])];
}

function requirement(result: RequirementResult, id: string): Html {
  const order = { violated: 0, unknown: 1, satisfied: 2 };
  const flows = [...result.flows].sort((a, b) => order[a.verdict] - order[b.verdict]);
  const whatToDo = remedy(result);
  const rest = flows.length - MOST_FLOWS;
  return html`<details class="requirement" id="${id}"${result.verdict === 'satisfied' ? undefined : new Html(' open')}>
<summary>${verdictBadge(result.verdict)} <h3><span class="name">${result.id}</span></h3> <span class="muted">${result.level}</span></summary>
<div class="inside">
<p>${result.statement}</p>
${list('Reasons', result.reasons.map((reason) => html`${reason}`))}
${whatToDo === '' ? undefined : html`<p><strong>What to do:</strong> ${whatToDo}</p>`}
${flows.slice(0, MOST_FLOWS).map((flow, index) => flowSection(flow, result, `${id}-flow${index}`))}
${rest > 0 ? html`<p>… and ${rest} more flows (the JSON report has them all).</p>` : undefined}
<p class="muted">Documented: ${documented(result)}, section “${result.source.section}”, dated ${result.source.dated}.</p>
</div>
</details>
`;
}

/** Only pages that are certain to be web pages are linked to. */
function documented({ source }: RequirementResult): Html {
  return /^https:\/\//.test(source.url) ? html`<a href="${source.url}" rel="noreferrer">${source.title}</a>` : html`${source.title} (${source.url})`;
}

function findings({ findings: all }: ProofReport): Html | undefined {
  if (all.length === 0) return undefined;
  const rest = all.length - MOST_FINDINGS;
  return html`<h2>Findings</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Findings"><table>
<thead><tr><th scope="col">Level</th><th scope="col">Finding</th><th scope="col">Where</th></tr></thead>
<tbody>
${all.slice(0, MOST_FINDINGS).map((finding) => html`<tr><td>${levelBadge(finding.level)}</td><td><span class="name">${finding.id}</span><br>${finding.message}${more(finding)}</td>
<td class="name">${finding.address}</td></tr>
`)}</tbody></table></div>
${rest > 0 ? html`<p>… and ${rest} more findings (the JSON report has them all).</p>` : undefined}
`;
}

function more(finding: ProofReport['findings'][number]): Html {
  const page = pageOf(finding);
  const accepted = acknowledgement(finding);
  return html`${accepted === '' ? undefined : html`<br><strong>${accepted}</strong>`}${page === undefined ? undefined : html`<br><a href="${page}" rel="noreferrer">documented</a>`}`;
}

function assumptions({ assumptions: all }: ProofReport): Html | undefined {
  if (all.length === 0) return undefined;
  return html`<h2>Taken for granted</h2>
<ol>
${all.map((assumption) => html`<li>${assumption}</li>
`)}</ol>
`;
}

function origins(report: ProofReport): Html {
  const { cloud, changeNumber, date } = report.serviceTags;
  return html`<dl class="facts">
<dt>Workspace</dt><dd>${report.workspace}</dd>
<dt>Cloud</dt><dd>${report.cloud}</dd>
<dt>Service tags</dt><dd>${cloud}, change number ${changeNumber}, ${date === '' ? 'of a date that its file does not tell' : date}</dd>
${report.inputs.map((input) => html`<dt>Input</dt><dd><span class="name">${input.path}</span> (${input.kind})</dd>
`)}</dl>
`;
}
