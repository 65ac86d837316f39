import { ProofReport } from '../../proof';
import { inputsOf, sentenceOfAll, verdictOfAll } from '../combined';
import { overallSentence, ROLE_OF_VERDICT } from '../words';
import { Html, html } from './markup';
import { htmlPage } from './page';
import { reportSections } from './report';
import { verdictBadge } from './verdict';

export { diffToHtml } from './diff';

/**
 * Proofs as one page that needs nothing beside it: no script, no font, no picture, and a policy that lets it load none.
 *
 * @param reports one proof, or several that were asked for together; drawings are there where the proofs have traces
 */
export function toHtml(reports: readonly ProofReport[]): string {
  const sentence = sentenceOfAll(reports);
  const role = ROLE_OF_VERDICT[verdictOfAll(reports)];
  const content = reports.length === 1 ? reportSections(reports[0], 'r0') : several(reports);
  return htmlPage(sentence, html`<header class="banner ${role}">${verdictBadge(verdictOfAll(reports))}
<h1>${sentence}</h1></header>
${content}`);
}

function several(reports: readonly ProofReport[]): Html {
  return html`<h2>Configurations</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Overview of the configurations"><table>
<thead><tr><th scope="col">Configuration</th><th scope="col">Verdict</th><th scope="col">Not satisfied</th></tr></thead>
<tbody>
${reports.map((report, index) => html`<tr><td class="name"><a href="#r${index}">${inputsOf(report)}</a></td><td>${verdictBadge(report.verdict)}</td>
<td>${report.requirements.filter((result) => result.verdict !== 'satisfied').map((result) => html`${result.id} (${result.verdict}, ${result.level})<br>`)}</td></tr>
`)}</tbody></table></div>
${reports.map((report, index) => html`<article id="r${index}">
<h2>${verdictBadge(report.verdict)} <span class="name">${inputsOf(report)}</span></h2>
<p>${overallSentence(report)}</p>
${reportSections(report, `r${index}`)}
</article>
`)}`;
}
