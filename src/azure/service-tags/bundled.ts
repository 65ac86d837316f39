import { ServiceTagFileError } from './errors';
import { prefixSets } from './prefix-sets';
import { SENSOR_SERVICE_TAG, ServiceTag, ServiceTagSnapshot, ServiceTagState } from './service-tag';
import { TagHistory } from './tag-history';
import { AddressFamily, AddressProblem, AddressSet, describeAddressProblem, IntervalSet, parseAddress } from '../../packets';
import * as china from '../data/service-tags.china.json';
import * as government from '../data/service-tags.government.json';
import * as publicCloud from '../data/service-tags.public.json';

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

const BUNDLED: readonly BundledServiceTags[] = [publicCloud, government, china];

/** Clouds that a snapshot is bundled for. */
export const BUNDLED_CLOUDS: readonly string[] = BUNDLED.map(({ cloud }) => cloud);

const snapshots = new Map<string, ServiceTagSnapshot>();

/**
 * The extract that ships with this package: the sensors' tags, and the names of the others with their relation to them.
 *
 * @param cloud as in Microsoft's files; one of {@link BUNDLED_CLOUDS}
 */
export function bundledServiceTags(cloud: string = 'Public'): ServiceTagSnapshot {
  const known = snapshots.get(cloud);
  if (known) return known;
  const data = BUNDLED.find((one) => one.cloud === cloud);
  if (!data) throw new RangeError(`no service tags are bundled for the cloud ${cloud}`);
  const snapshot = snapshotOf(data);
  snapshots.set(cloud, snapshot);
  return snapshot;
}

/** The bundled states of a tag, oldest first; none where there are none for the cloud or the tag. */
export function bundledStates(cloud: string, tag: string): readonly ServiceTagState[] {
  const bundled = BUNDLED.find((one) => one.cloud === cloud)?.tags.find(({ name }) => name.toLowerCase() === tag.toLowerCase());
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
  const exact = new Map(data.tags.map((tag) => [tag.name.toLowerCase(), exactTag(data, tag)]));
  const own = unionOf([...exact.values()].map((tag) => tag.addresses));
  const others = new Map(data.others.map((other) => [other.name.toLowerCase(), other]));
  let foreign: Record<AddressFamily, AddressSet> | undefined;
  const elsewhere = (): Record<AddressFamily, AddressSet> => (foreign ??= unionOf(
    BUNDLED.filter(({ cloud }) => data.disjointClouds.includes(cloud)).flatMap((other) => other.tags.map((tag) => exactTag(other, tag).addresses)),
  ));
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
      if (kept) return kept;
      const global = others.get(key);
      const other = global ?? regionalTagOf(key, others);
      if (!other) return undefined;
      const head = { name: global?.name ?? name, features: other.features };
      if (other.relation === 'disjoint') return { ...head, relation: 'disjoint', addresses: unionOf([own, elsewhere()]) };
      if (global) return { ...head, relation: 'superset', addresses: own, lacks: elsewhere() };
      return { ...head, relation: 'unknown', addresses: unionOf([]), reason: `which addresses of ${other.name} are in ${name} is not in the snapshot` };
    },
  };
}

/** A regional variant (`Storage.WestEurope`) is a part of its global tag. */
function regionalTagOf<T extends { readonly regional: boolean }>(key: string, others: ReadonlyMap<string, T>): T | undefined {
  const global = others.get(key.split('.')[0]);
  return global?.regional ? global : undefined;
}

function exactTag(data: BundledServiceTags, tag: BundledTag): ServiceTag {
  const states = bundledStates(data.cloud, tag.name);
  const { addressPrefixes, changeNumber } = states[states.length - 1];
  return { name: tag.name, relation: 'exact', addresses: prefixSets(addressPrefixes, refuse(tag.name)), features: tag.features, changeNumber };
}

function refuse(tag: string): (prefix: string, problem: AddressProblem) => never {
  return (prefix, problem) => {
    throw ServiceTagFileError.of('bad-prefix', 'The bundled snapshot', tag, prefix, describeAddressProblem(problem));
  };
}

function unionOf(all: readonly Record<AddressFamily, AddressSet>[]): Record<AddressFamily, AddressSet> {
  return { ipv4: IntervalSet.union(all.map((one) => one.ipv4)), ipv6: IntervalSet.union(all.map((one) => one.ipv6)) };
}
