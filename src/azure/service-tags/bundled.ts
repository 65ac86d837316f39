import { ServiceTagFileError } from './errors';
import { prefixSets } from './prefix-sets';
import { SENSOR_SERVICE_TAG, ServiceTag, ServiceTagSnapshot, ServiceTagState } from './service-tag';
import { TagHistory } from './tag-history';
import { AddressFamily, AddressProblem, AddressSet, describeAddressProblem, IntervalSet, parseAddress } from '../../packets';

/** What `npm run service-tags:refresh` writes for one cloud. */
export interface BundledServiceTags {
  readonly cloud: string;
  /** Change number of the sensor's tag. */
  readonly changeNumber: number;
  /** ISO date of the newest file that showed it. */
  readonly date: string;
  /** Clouds none of whose files' tags share an address with the tags kept here, and the other way round. */
  readonly disjointClouds: readonly string[];
  /** Tags whose addresses are kept. */
  readonly tags: readonly BundledTag[];
  /** Names of the other global tags and how they relate to the kept ones. */
  readonly others: readonly {
    readonly name: string; readonly relation: string; readonly regional: boolean; readonly features: readonly string[];
  }[];
}

interface BundledTag {
  readonly name: string;
  readonly features: readonly string[];
  readonly regional: boolean;
  /** Each state by its difference from the one before; the first one's `added` is all of it. */
  readonly states: readonly {
    readonly date: string; readonly changeNumber: number; readonly added: readonly string[]; readonly removed: readonly string[];
  }[];
}

/*
 * Each is loaded when its cloud is asked about, which is seldom more than one.
 */
/* eslint-disable @typescript-eslint/no-require-imports */
const BUNDLED: Readonly<Record<string, () => BundledServiceTags>> = {
  Public: () => require('../data/service-tags.public.json') as typeof import('../data/service-tags.public.json'),
  AzureGovernment: () => require('../data/service-tags.government.json') as typeof import('../data/service-tags.government.json'),
  China: () => require('../data/service-tags.china.json') as typeof import('../data/service-tags.china.json'),
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** Clouds that a snapshot is bundled for. */
export const BUNDLED_CLOUDS: readonly string[] = Object.keys(BUNDLED);

const snapshots = new Map<string, ServiceTagSnapshot>();

/**
 * The extract that ships with this package: the sensors' tags, and the names of the others with their relation to them.
 *
 * @param cloud as in Microsoft's files; one of {@link BUNDLED_CLOUDS}
 */
export function bundledServiceTags(cloud: string = 'Public'): ServiceTagSnapshot {
  const known = snapshots.get(cloud);
  if (known) return known;
  if (!Object.hasOwn(BUNDLED, cloud)) throw new RangeError(`no service tags are bundled for the cloud ${cloud}`);
  const snapshot = snapshotOf(BUNDLED[cloud]());
  snapshots.set(cloud, snapshot);
  return snapshot;
}

/** The bundled states of a tag, oldest first; none where there are none for the cloud or the tag. */
export function bundledStates(cloud: string, tag: string): readonly ServiceTagState[] {
  const tags = Object.hasOwn(BUNDLED, cloud) ? BUNDLED[cloud]().tags : [];
  const bundled = tags.find(({ name }) => name.toLowerCase() === tag.toLowerCase());
  if (!bundled) return [];
  const inOrder = byAddress([...new Set(bundled.states.flatMap(({ added }) => added))]);
  const prefixes = new Set<string>();
  return bundled.states.map(({ date, changeNumber, added, removed }) => {
    for (const prefix of removed) prefixes.delete(prefix);
    for (const prefix of added) prefixes.add(prefix);
    return { date, changeNumber, addressPrefixes: inOrder.filter((prefix) => prefixes.has(prefix)) };
  });
}

/** Microsoft's order: IPv4 before IPv6, each ascending. */
function byAddress(prefixes: readonly string[]): string[] {
  const keyed = prefixes.map((prefix) => ({ prefix, address: parseAddress(prefix.split('/')[0])! }));
  return keyed.sort((a, b) => Number(typeof a.address === 'bigint') - Number(typeof b.address === 'bigint') || (a.address < b.address ? -1 : 1))
    .map(({ prefix }) => prefix);
}

function snapshotOf(data: BundledServiceTags): ServiceTagSnapshot {
  const history = new TagHistory((tag) => bundledStates(data.cloud, tag));
  // What a tag holds is worked out when a rule names one that it bears on: most stacks name one tag, or none.
  const exact = new Map(data.tags.map((tag) => [tag.name.toLowerCase(), once(() => exactTag(tag, history.states(tag.name)))]));
  const own = once(() => unionOf([...exact.values()].map((tag) => tag().addresses)));
  const elsewhere = once(() => unionOf(data.disjointClouds.flatMap(exactAddresses)));
  const others = new Map(data.others.map((other) => [other.name.toLowerCase(), other]));
  return {
    cloud: data.cloud,
    changeNumber: data.changeNumber,
    date: data.date,
    names: () => [...data.tags, ...data.others].map(({ name, regional }) => ({ name, regional })),
    states: (tag) => history.states(tag),
    everPublished: (family, tag = SENSOR_SERVICE_TAG) => history.everPublished(tag)[family],
    find(name) {
      const key = name.toLowerCase();
      const kept = exact.get(key);
      if (kept) return kept();
      const global = others.get(key);
      const other = global ?? regionalTagOf(key, others);
      if (!other) return undefined;
      const head = { name: global?.name ?? name, features: other.features };
      if (other.relation === 'disjoint') return { ...head, relation: 'disjoint', addresses: unionOf([own(), elsewhere()]) };
      if (global) return { ...head, relation: 'superset', addresses: own(), lacks: elsewhere() };
      return { ...head, relation: 'unknown', addresses: unionOf([]), reason: `which addresses of ${other.name} are in ${name} is not in the snapshot` };
    },
  };
}

/** A regional variant (`Storage.WestEurope`) is a part of its global tag. */
function regionalTagOf<T extends { readonly regional: boolean }>(key: string, others: ReadonlyMap<string, T>): T | undefined {
  const global = others.get(key.split('.')[0]);
  return global?.regional ? global : undefined;
}

/** @param states at least one, the current one last */
function exactTag({ name, features }: BundledTag, states: readonly ServiceTagState[]): ServiceTag {
  const { addressPrefixes, changeNumber } = states[states.length - 1];
  return { name, relation: 'exact', addresses: prefixSets(addressPrefixes, refuse(name)), features, changeNumber };
}

function exactAddresses(cloud: string): Record<AddressFamily, AddressSet>[] {
  const snapshot = bundledServiceTags(cloud);
  return BUNDLED[cloud]().tags.flatMap(({ name }) => snapshot.find(name)?.addresses ?? []);
}

function refuse(tag: string): (prefix: string, problem: AddressProblem) => never {
  return (prefix, problem) => {
    throw ServiceTagFileError.of('bad-prefix', 'The bundled snapshot', tag, prefix, describeAddressProblem(problem));
  };
}

function unionOf(all: readonly Record<AddressFamily, AddressSet>[]): Record<AddressFamily, AddressSet> {
  return { ipv4: IntervalSet.union(all.map((one) => one.ipv4)), ipv6: IntervalSet.union(all.map((one) => one.ipv6)) };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
