import { FlowResult, FlowTrace, RequirementResult, TracedPoint, TracedRule } from '../../proof';
import { mismatchesText } from '../passed-over';
import { decision, deedOf, destinationOf, packet, place } from '../words';
import { diagram } from './diagram';
import { graphOf, KIND_IN_WORDS } from './graph';
import { Html, html } from './markup';
import { badge, verdictBadge } from './verdict';

/** Rules of one enforcement point that are listed; those that decide something always are. */
const MOST_IDLE_RULES = 100;

/** Deciding rules or unknowns that are listed for one flow. */
const MOST_LISTED = 50;

/**
 * One flow: its way drawn, the witness, the deciding rules, what it depends on, and every rule that was tried.
 *
 * @param id unique in the page
 */
export function flowSection(flow: FlowResult, result: RequirementResult, id: string): Html {
  return html`<section>
<h4>From <span class="name">${flow.source}</span> to <span class="name">${destinationOf(flow)}</span> ${verdictBadge(flow.verdict)}</h4>
${flow.trace && flow.trace.branches.length > 0 ? drawing(flow, flow.trace, id) : undefined}
${flow.witness && html`<p><strong>Witness:</strong> <span class="name">${packet(flow.witness)}</span></p>
`}${list('Decided by', flow.decidedBy.map((rule) =>
  html`${decision(rule, deedOf(rule, result), flow.witness === undefined ? 'some of it' : 'it')}, at <span class="name">${place(rule)}</span>`))}
${list('Depends on', flow.unknowns.map((unknown) => html`${unknown}`))}
${flow.trace && flow.trace.points.length > 0 ? everyRule(flow.trace.points) : undefined}
</section>
`;
}

/** A list of one kind of thing with a heading; nothing where there are none. */
export function list(title: string, items: readonly Html[]): Html | undefined {
  if (items.length === 0) return undefined;
  const rest = items.length - MOST_LISTED;
  return html`<p><strong>${title}:</strong></p>
<ul>${items.slice(0, MOST_LISTED).map((item) => html`<li>${item}</li>
`)}${rest > 0 ? html`<li>… and ${rest} more (the JSON report has them all)</li>` : undefined}</ul>
`;
}

function drawing(flow: FlowResult, trace: FlowTrace, id: string): Html {
  const graph = graphOf(flow, trace);
  const description = `The way from ${flow.source} to ${destinationOf(flow)}: ${graph.nodes.slice(1, -1)
    .map((node) => [node.heading, ...node.lines.map((line) => line.text)].join(' ')).join('; then ') || 'no enforcement point'}. Outcome: ${flow.verdict}.`;
  const leftOut = trace.branchesLeftOut > 0 ? ` ${trace.branchesLeftOut} more ways are left out.` : '';
  return html`<figure>
<div tabindex="0" role="group" aria-label="The way from ${flow.source} to ${destinationOf(flow)}">
${diagram(graph, 'across', `${id}-across`, description)}
${diagram(graph, 'down', `${id}-down`, description)}
</div>
<figcaption>✓ allows, ✗ denies. Solid arrows are certain; dashed ones depend on what the input does not say or are denied.${leftOut}</figcaption>
</figure>
`;
}

function everyRule(points: readonly TracedPoint[]): Html {
  return html`<details class="rules">
<summary>Every rule, in the order in which it is tried</summary>
${points.map(pointTable)}</details>
`;
}

function pointTable(point: TracedPoint): Html {
  const numbered = point.rules.map((rule, index) => ({ rule, number: index + 1 }));
  let idle = 0;
  const shown = numbered.filter(({ rule }) => rule.effect === 'decides' || ++idle <= MOST_IDLE_RULES);
  const rest = numbered.length - shown.length;
  return html`<h5>${KIND_IN_WORDS[point.kind]} <span class="name">${point.enforcementPoint}</span></h5>
<div class="scroll" tabindex="0" role="group" aria-label="Rules of ${point.enforcementPoint}"><table>
<thead><tr><th scope="col">#</th><th scope="col">Rule</th><th scope="col">Priority</th><th scope="col">Action</th><th scope="col">Of this flow</th></tr></thead>
<tbody>
${shown.map(({ rule, number }) => ruleRow(rule, number))}</tbody></table></div>
${rest > 0 ? html`<p>… and ${rest} more rules that decide nothing of this flow.</p>` : undefined}
`;
}

function ruleRow({ rule, effect, decides, nextHop, differsIn }: TracedRule, number: number): Html {
  const action = rule.action === 'allow' ? badge('allow', 'good') : badge('deny', 'bad');
  const words = { 'decides': '', 'preceded': 'matches, but earlier rules decide all of it', 'does not match': `does not match: ${mismatchesText(differsIn)}` } as const;
  const hop = nextHop === undefined ? '' : `, next hop ${nextHop}`;
  return html`<tr class="${effect === 'decides' ? 'decides' : 'idle'}"><td>${number}</td><td><span class="name">${rule.rule}</span><br><span class="name muted">${place(rule)}</span></td>
<td>${rule.priority}</td><td>${action}${rule.terminatesTls ? ' terminates TLS' : ''}</td>
<td>${effect === 'decides' ? html`<strong>decides</strong>${decides.map((part, index) => html`${index === 0 ? ' ' : '; '}${part}`)}${hop}` : words[effect]}</td></tr>
`;
}
