import { ServiceTag, ServiceTagFeature, ServiceTagName, ServiceTagSnapshot } from './service-tag';

/** What can be wrong with the name of a tag in a rule. */
export type ServiceTagNameProblem =
  /** No tag, but the name is close to that of one. */
  | { readonly kind: 'unknown'; readonly suggestion?: string }
  /** A region behind a tag that has none. */
  | { readonly kind: 'no-regions'; readonly global: string }
  /** Written in another case than Microsoft's. */
  | { readonly kind: 'casing'; readonly name: string }
  /** Azure does not take the tag in this kind of rule. */
  | { readonly kind: 'feature'; readonly name: string; readonly feature: ServiceTagFeature };

/** What is wrong with a name as it is written in a rule that needs a feature. */
export function serviceTagNameProblems(written: string, feature: ServiceTagFeature, snapshot: ServiceTagSnapshot): ServiceTagNameProblem[] {
  const tag = snapshot.find(written);
  if (!tag) return [unknownName(written, snapshot)];
  const problems: ServiceTagNameProblem[] = [];
  if (tag.name !== written) problems.push({ kind: 'casing', name: tag.name });
  if (!isTaken(tag, feature)) problems.push({ kind: 'feature', name: tag.name, feature });
  return problems;
}

/** Whether Azure takes a tag in a kind of rule, as far as is known. */
export function isTaken({ name, features }: ServiceTag, feature: ServiceTagFeature): boolean {
  if (features === undefined || features.includes(feature)) return true;
  // The files leave `FW` out of AzureCloud; "Virtual network service tags" has it in its table as usable with Azure Firewall.
  return feature === 'FW' && /^AzureCloud(\.|$)/.test(name);
}

function unknownName(written: string, snapshot: ServiceTagSnapshot): ServiceTagNameProblem {
  const names = snapshot.names();
  const [global] = written.split('.');
  const withoutRegion = names.find(({ name }) => name.toLowerCase() === global.toLowerCase());
  if (written.includes('.') && withoutRegion && !withoutRegion.regional) return { kind: 'no-regions', global: withoutRegion.name };
  const suggestion = closestName(written, names);
  return { kind: 'unknown', ...(suggestion === undefined ? {} : { suggestion }) };
}

/** Names that are no tags of the files and that rules may use all the same. */
const BUILT_IN: readonly string[] = ['VirtualNetwork', 'Internet', 'AzureLoadBalancer', 'AzurePlatformDNS', 'AzurePlatformIMDS', 'AzurePlatformLKM'];

/** The name that was probably meant: the closest by edit distance, if at most a third of the text differs. */
export function closestName(written: string, names: readonly ServiceTagName[]): string | undefined {
  if (written.length > LONGEST_NAME) return undefined;
  let best: { name: string; distance: number } | undefined;
  for (const name of [...names.map((known) => known.name), ...BUILT_IN]) {
    const distance = editDistance(written.toLowerCase(), name.toLowerCase());
    if (distance <= Math.max(written.length, name.length) / 3 && (!best || distance < best.distance)) best = { name, distance };
  }
  return best?.name;
}

/** No tag's name is half as long; comparing longer ones would only take time. */
const LONGEST_NAME = 100;

/** Fewest insertions, deletions and substitutions of one character (Levenshtein), row by row. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[other.length];
}
