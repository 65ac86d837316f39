import { AddressListCheck } from '../../proof';
import { TextStyle } from '../style';
import { changesToMarkdown, changesToPullRequest, changesToText, ServiceTagChanges } from './changes';
import { checkToMarkdown } from './check-markdown';
import { checkToText } from './check-text';
import { changesToJson, checkToJson } from './json';

export { changesSentence } from './changes';
export type { ServiceTagChanges } from './changes';
export { checkSentence } from './check-text';

type Renderers<T> = ReadonlyMap<string, (value: T, style: TextStyle) => string>;

const OF_CHECK: Renderers<AddressListCheck> = new Map([['text', checkToText], ['markdown', checkToMarkdown], ['json', checkToJson]]);
const OF_CHANGES: Renderers<ServiceTagChanges> = new Map([
  ['text', changesToText], ['markdown', changesToMarkdown], ['json', changesToJson], ['pull-request', changesToPullRequest],
]);

export const CHECK_FORMATS: readonly string[] = [...OF_CHECK.keys()];
export const CHANGES_FORMATS: readonly string[] = [...OF_CHANGES.keys()];

/**
 * @param format one of {@link CHECK_FORMATS}
 * @throws RangeError for another format
 */
export function renderCheck(check: AddressListCheck, format: string, style: TextStyle): string {
  return rendererOf(OF_CHECK, format)(check, style);
}

/**
 * @param format one of {@link CHANGES_FORMATS}
 * @throws RangeError for another format
 */
export function renderChanges(changes: ServiceTagChanges, format: string, style: TextStyle): string {
  return rendererOf(OF_CHANGES, format)(changes, style);
}

function rendererOf<T>(renderers: Renderers<T>, format: string): (value: T, style: TextStyle) => string {
  const renderer = renderers.get(format);
  if (!renderer) throw new RangeError(`There is no format "${format}"; use one of ${[...renderers.keys()].join(', ')}.`);
  return renderer;
}
