import { Explanation, ProofReport } from '../proof';
import { Requirement } from '../requirements';
import { explanationToText } from './explanation-text';
import { explanationToJson, requirementsToJson, toJson } from './json';
import { requirementsToText } from './requirements-text';
import { TextStyle } from './style';
import { toText } from './text';

/** The catalogue as it is printed: for one workspace (or a placeholder) and one cloud. */
export interface Catalogue {
  readonly requirements: readonly Requirement[];
  readonly workspace: string;
  readonly cloud: string;
}

/** A format of each kind of output; a format that has no form for a kind of output is absent from its table. */
type Renderers<T> = Readonly<Record<string, (value: T, style: TextStyle) => string>>;

const OF_REPORT: Renderers<ProofReport> = { text: toText, json: toJson };
const OF_EXPLANATION: Renderers<Explanation> = { text: explanationToText, json: explanationToJson };
const OF_CATALOGUE: Renderers<Catalogue> = {
  text: ({ requirements }, style) => requirementsToText(requirements, style),
  json: ({ requirements, workspace, cloud }) => requirementsToJson(requirements, workspace, cloud),
};

export const REPORT_FORMATS: readonly string[] = Object.keys(OF_REPORT);
export const EXPLANATION_FORMATS: readonly string[] = Object.keys(OF_EXPLANATION);
export const CATALOGUE_FORMATS: readonly string[] = Object.keys(OF_CATALOGUE);

/**
 * @param format one of {@link REPORT_FORMATS}
 * @throws RangeError for another format
 */
export function renderReport(report: ProofReport, format: string, style: TextStyle): string {
  return renderer(OF_REPORT, format)(report, style);
}

/**
 * @param format one of {@link EXPLANATION_FORMATS}
 * @throws RangeError for another format
 */
export function renderExplanation(explanation: Explanation, format: string, style: TextStyle): string {
  return renderer(OF_EXPLANATION, format)(explanation, style);
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
