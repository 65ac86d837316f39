import { ServiceTagSnapshot, ServiceTagState } from './service-tag';

/** What became of one tag from one file to another. */
export interface ServiceTagChange {
  readonly tag: string;
  /** Absent where the older file has no such tag. */
  readonly before?: ServiceTagState;
  /** Absent where the newer file has no such tag. */
  readonly after?: ServiceTagState;
  /** Prefixes as published, in the order of the newer file. */
  readonly added: readonly string[];
  /** Prefixes as published, in the order of the older file. */
  readonly removed: readonly string[];
}

/** What changed for some tags from one snapshot to another; a tag that neither has is left out. */
export function serviceTagChanges(before: ServiceTagSnapshot, after: ServiceTagSnapshot, tags: readonly string[]): ServiceTagChange[] {
  return tags.flatMap((tag) => {
    const [older, newer] = [before, after].map((snapshot) => (snapshot.find(tag)?.relation === 'exact' ? snapshot.states(tag).at(-1) : undefined));
    if (!older && !newer) return [];
    return [{
      tag,
      ...(older ? { before: older } : {}),
      ...(newer ? { after: newer } : {}),
      added: without(newer, older),
      removed: without(older, newer),
    }];
  });
}

function without(state: ServiceTagState | undefined, other: ServiceTagState | undefined): readonly string[] {
  const others = new Set(other?.addressPrefixes);
  return [...new Set(state?.addressPrefixes)].filter((prefix) => !others.has(prefix));
}
