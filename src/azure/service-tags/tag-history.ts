import { ServiceTagFileError } from './errors';
import { prefixSets } from './prefix-sets';
import { ServiceTagState } from './service-tag';
import { AddressFamily, AddressSet, describeAddressProblem } from '../../packets';

/** The states of tags over time, each worked out when it is first asked for. */
export class TagHistory {
  private readonly byTag = new Map<string, readonly ServiceTagState[]>();
  private readonly everByTag = new Map<string, Record<AddressFamily, AddressSet>>();

  /** @param read the states of a tag, oldest first; none for a tag that nothing is known of */
  constructor(private readonly read: (tag: string) => readonly ServiceTagState[]) {}

  public states(tag: string): readonly ServiceTagState[] {
    return remembered(this.byTag, tag.toLowerCase(), () => this.read(tag));
  }

  /** Addresses of all states together. */
  public everPublished(tag: string): Record<AddressFamily, AddressSet> {
    return remembered(this.everByTag, tag.toLowerCase(), () => {
      // States share nearly all of their prefixes: each is read once.
      const ever = new Set(this.states(tag).flatMap((state) => state.addressPrefixes));
      return prefixSets([...ever], (prefix, problem) => {
        throw ServiceTagFileError.of('bad-prefix', 'The history', tag, prefix, describeAddressProblem(problem));
      });
    });
  }
}

function remembered<T>(memory: Map<string, T>, key: string, make: () => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}
