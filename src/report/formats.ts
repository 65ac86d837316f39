import { DiffReport, Explanation, ProofReport } from '../proof';
import { Requirement } from '../requirements';
import { diffToJson } from './diff-json';
import { diffToText } from './diff-text';
import { explanationToText } from './explanation-text';
import { explanationToJson, reportsToJson, requirementsToJson, toJson } from './json';
import { requirementsToText } from './requirements-text';
import { reportsToText } from './several-text';
import { PLAIN, TextStyle } from './style';
import { toText } from './text';

/** The catalogue as it is printed: for one workspace (or a placeholder) and one cloud. */
export interface Catalogue {
  readonly requirements: readonly Requirement[];
  readonly workspace: string;
  readonly cloud: string;
}

/** A format of each kind of output; a format that has no form for a kind of output is absent from its table. */
type Renderers<T> = Readonly<Record<string, (value: T, style: TextStyle) => string>>;

/*
 * Formats that need a library, or that few ask for, are loaded when they are asked for: the matchers and the validation
 * at synth use this table too, and run without those libraries.
 */
/* eslint-disable @typescript-eslint/no-require-imports */
const OF_REPORTS: Renderers<readonly ProofReport[]> = {
  text: (reports, style) => (reports.length === 1 ? toText(reports[0], style) : reportsToText(reports, style)),
  markdown: (reports) => (require('./markdown') as typeof import('./markdown')).toMarkdown(reports),
  json: (reports) => (reports.length === 1 ? toJson(reports[0]) : reportsToJson(reports)),
  sarif: (reports) => (require('./sarif') as typeof import('./sarif')).toSarif(reports),
  junit: (reports) => (require('./junit') as typeof import('./junit')).toJunit(reports),
  html: (reports) => (require('./html') as typeof import('./html')).toHtml(reports),
};
const OF_EXPLANATION: Renderers<Explanation> = { text: explanationToText, json: explanationToJson };
const OF_DIFF: Renderers<DiffReport> = {
  text: diffToText,
  markdown: (report) => (require('./markdown') as typeof import('./markdown')).diffToMarkdown(report),
  json: diffToJson,
  html: (report) => (require('./html') as typeof import('./html')).diffToHtml(report),
};
/* eslint-enable @typescript-eslint/no-require-imports */
const OF_CATALOGUE: Renderers<Catalogue> = {
  text: ({ requirements }, style) => requirementsToText(requirements, style),
  json: ({ requirements, workspace, cloud }) => requirementsToJson(requirements, workspace, cloud),
};

export const REPORT_FORMATS: readonly string[] = Object.keys(OF_REPORTS);
export const EXPLANATION_FORMATS: readonly string[] = Object.keys(OF_EXPLANATION);
export const DIFF_FORMATS: readonly string[] = Object.keys(OF_DIFF);
export const CATALOGUE_FORMATS: readonly string[] = Object.keys(OF_CATALOGUE);

/** Whether a format draws the way of each flow, so that its proofs are to be made with `trace`. */
export function showsTraces(format: string): boolean {
  return format === 'html';
}

/**
 * @param format one of {@link REPORT_FORMATS}
 * @throws RangeError for another format
 */
export function renderReport(report: ProofReport, format: string, style: TextStyle = PLAIN): string {
  return renderReports([report], format, style);
}

/**
 * Proofs that were asked for together, of configurations that have nothing to do with each other.
 *
 * @param reports at least one; a single one gives what {@link renderReport} gives
 * @param format one of {@link REPORT_FORMATS}
 * @throws RangeError for another format
 */
export function renderReports(reports: readonly ProofReport[], format: string, style: TextStyle = PLAIN): string {
  return renderer(OF_REPORTS, format)(reports, style);
}

/**
 * @param format one of {@link EXPLANATION_FORMATS}
 * @throws RangeError for another format
 */
export function renderExplanation(explanation: Explanation, format: string, style: TextStyle): string {
  return renderer(OF_EXPLANATION, format)(explanation, style);
}

/**
 * @param format one of {@link DIFF_FORMATS}
 * @throws RangeError for another format
 */
export function renderDiff(report: DiffReport, format: string, style: TextStyle): string {
  return renderer(OF_DIFF, format)(report, style);
}

/**
 * @param format one of {@link CATALOGUE_FORMATS}
 * @throws RangeError for another format
 */
export function renderCatalogue(catalogue: Catalogue, format: string, style: TextStyle): string {
  return renderer(OF_CATALOGUE, format)(catalogue, style);
}

function renderer<T>(renderers: Renderers<T>, format: string): (value: T, style: TextStyle) => string {
  if (!Object.hasOwn(renderers, format)) throw new RangeError(`There is no format "${format}"; use one of ${Object.keys(renderers).join(', ')}.`);
  return renderers[format];
}
