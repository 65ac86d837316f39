import { isUnknown, Maybe } from '../../azure';

/** Something that both sides may have. */
export interface Pair<T> {
  readonly before?: T;
  readonly after?: T;
}

/** How things are recognised: by address, else by the name that Azure knows them by. */
export interface Identity<T> {
  readonly address: (thing: T) => string;
  /** Name with whatever makes it unique; unknown where the input does not say it. */
  readonly name: (thing: T) => Maybe<string>;
}

/** Pairs things of two sides, in the order of the side after the change; what is gone comes last. */
export function pairs<T>(before: readonly T[], after: readonly T[], { address, name }: Identity<T>): Pair<T>[] {
  const open = new Set(before);
  const partners = new Map<T, T>();
  const pairBy = (key: (thing: T) => string | undefined): void => {
    const candidates = new Map<string, T | 'several'>();
    for (const thing of open) {
      const text = key(thing);
      if (text !== undefined) candidates.set(text, candidates.has(text) ? 'several' : thing);
    }
    for (const thing of after) {
      const text = key(thing);
      const partner = text === undefined || partners.has(thing) ? undefined : candidates.get(text);
      if (partner === undefined || partner === 'several' || !open.has(partner)) continue;
      partners.set(thing, partner);
      open.delete(partner);
    }
  };
  pairBy(address);
  pairBy((thing) => {
    const text = name(thing);
    return isUnknown(text) ? undefined : text.toLowerCase();
  });
  return [...after.map((thing) => ({ before: partners.get(thing), after: thing })), ...[...open].map((thing) => ({ before: thing }))];
}
