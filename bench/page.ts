import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, totalmem } from 'node:os';
import { amount, BenchmarkResult, Figure, isMet, judgement, targetText, valueText } from './result';

export interface PageCircumstances {
  readonly date: Date;
  /** How busy the machine was when it began, in processes. */
  readonly load: number;
  /** Files of `docs/benchmarks`: pages of other machines. */
  readonly kept: readonly string[];
}

/** The page of results, in Markdown. */
export function pageOf(results: readonly BenchmarkResult[], { date, load, kept }: PageCircumstances): string {
  const figures = results.flatMap((result) => result.figures);
  const missed = results.flatMap(({ title, figures: own }) => own.filter((figure) => !isMet(figure)).map((figure) => missedLine(title, figure)));
  const judged = figures.filter(({ target }) => target !== undefined).length;
  return [
    '<!-- Generated: "npm run bench" writes this file. Do not edit it. -->',
    '# Benchmarks', '',
    `Measured on ${date.toISOString().slice(0, 10)} with \`npm run bench\`: ${machine()}.`, '',
    ...load > cpus().length / 2 ? [`**The machine was busy with other work when this began (load ${amount(load)}), which slows processes more than functions: measure again.**`, ''] : [],
    'Each benchmark is a command of its own (`npm run bench:…`), seeded, and takes turns with what it is compared with, in the same run; where both sides give',
    'verdicts, these are compared first. Times are medians, ratios are medians of the ratios of neighbouring turns where turns are neighbours. Quote ratios, not',
    'times: times are those of this machine.', '',
    ...kept.length === 0 ? [] : [`On other machines: ${kept.map((name) => `[${name.replace(/\.md$/, '')}](benchmarks/${name})`).join(', ')}.`, ''],
    ...missed.length === 0 ? [`All ${judged} targets are met.`] : [`${judged - missed.length} of ${judged} targets are met. These are not:`, '', ...missed],
    ...results.flatMap(section),
    '',
  ].join('\n');
}

function section({ title, method, figures, skipped = [] }: BenchmarkResult): string[] {
  const rows = figures.map((figure) => `| ${[figure.what, figure.measured, valueText(figure), targetText(figure), judgement(figure)].map(cell).join(' | ')} |`);
  return [
    '', `## ${title}`, '', method, '',
    '| what | measured | figure | target | met |', '| --- | --- | --- | --- | --- |', ...rows,
    ...skipped.length === 0 ? [] : ['', ...skipped.map(({ what, reason }) => `Not measured: ${what}, ${reason}.`)],
  ];
}

function missedLine(title: string, figure: Figure): string {
  return `- ${title}, ${figure.what}: ${valueText(figure)}, wanted ${targetText(figure)}${judgement(figure).replace(/^no:?/, (word) => (word === 'no' ? '' : ';'))}.${whyMissed(figure)}`;
}

/** Every missed target has its reason: a figure without one was not looked into. */
function whyMissed({ because }: Figure): string {
  return because === undefined ? ' **Why is not known yet.**' : `\n  ${because}.`;
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}

/** The class of this machine: what figures depend on, and nothing that names it. */
export function machine(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `${processors.length} × ${processors[0].model.trim()}`, `${memory} GiB`, `${distribution()} (${arch()})`, `Node ${process.versions.node}`, ...solver(),
  ].join(', ');
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform;
  } catch {
    return process.platform;
  }
}

function solver(): string[] {
  try {
    return [execFileSync('z3', ['--version'], { encoding: 'utf8' }).trim().replace(/^Z3 version (\S+).*$/s, 'Z3 $1')];
  } catch {
    return [];
  }
}
