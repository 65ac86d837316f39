import { BUNDLED_CLOUDS, bundledServiceTags, Estate, isUnknown, ServiceTagSnapshot, ServiceTagState, Topology } from '../azure';
import { listOwners } from './address-list-sources';
import { ComparedLists, compareAddressLists } from './address-lists';
import { Verdict } from './report';

/** What to check lists against. */
export interface AddressListCheckOptions {
  /** Tags that lists may stand for. */
  readonly tags: readonly string[];
  /** Snapshots to use instead of the bundled ones of their clouds. */
  readonly serviceTags: readonly ServiceTagSnapshot[];
  /** Whether surplus and rounded prefixes count as violations; false by default. */
  readonly strict?: boolean;
  /** ISO date of the day, which ages are counted to. */
  readonly today: string;
}

/** Whether the literal lists of an estate that stand for service tags are what the tags are now. */
export interface AddressListCheck {
  readonly verdict: Verdict;
  readonly strict?: true;
  /** Lists of which nothing is known, so that they may stand for a tag or not. */
  readonly notKnown: readonly UnknownList[];
  /** One entry for each snapshot that was given, and for each other cloud whose tags some list stands for. */
  readonly clouds: readonly CloudListCheck[];
}

/** A list of which the input says no entry. */
export interface UnknownList {
  /** Terraform address. */
  readonly address: string;
  readonly attribute?: string;
  readonly reason: string;
}

export interface CloudListCheck {
  readonly serviceTags: { readonly cloud: string; readonly changeNumber: number; readonly date: string };
  /** Whether the snapshot is the one that ships with this package. */
  readonly bundled: boolean;
  /** Age of the snapshot in days; absent where it has no date. */
  readonly ageInDays?: number;
  readonly tags: readonly (Pick<ServiceTagState, 'changeNumber'> & { readonly tag: string; readonly prefixes: number })[];
  readonly compared: readonly ComparedLists[];
}

/** Microsoft publishes weekly, and new addresses are not used for at least a week: after five weeks a snapshot proves little. */
export const OLD_IN_DAYS = 35;

/** Compares every literal list of an estate that stands for a service tag, whatever the cloud, with what the tag has now. */
export function checkAddressLists(estate: Estate, options: AddressListCheckOptions): AddressListCheck {
  const topology = new Topology(estate);
  const given = new Set(options.serviceTags.map(({ cloud }) => cloud));
  const clouds = [
    ...options.serviceTags.map((snapshot) => cloudCheck(topology, snapshot, false, options)),
    ...BUNDLED_CLOUDS.filter((cloud) => !given.has(cloud)).map((cloud) => cloudCheck(topology, bundledServiceTags(cloud), true, options))
      .filter(({ compared }) => compared.length > 0),
  ];
  const all = clouds.flatMap(({ compared }) => compared);
  const hasShortfall = options.strict === true && all.some(({ surplus, rounded }) => surplus.length + rounded.length > 0);
  const verdicts = all.map(({ verdict }) => verdict);
  return {
    verdict: verdicts.includes('violated') || hasShortfall ? 'violated' : verdicts.includes('unknown') ? 'unknown' : 'satisfied',
    ...(options.strict ? { strict: true } : {}),
    notKnown: unknownLists(topology),
    clouds,
  };
}

function unknownLists(topology: Topology): UnknownList[] {
  const lists = listOwners(topology).flatMap((owner) => owner.lists.flatMap(({ address, attribute, entries }): UnknownList[] => {
    const [first] = entries;
    if (first === undefined || !isUnknown(first) || !entries.every(isUnknown)) return [];
    return [{ address, ...(attribute === undefined ? {} : { attribute }), reason: first.reason }];
  }));
  return [...new Map(lists.map((list) => [JSON.stringify(list), list])).values()];
}

function cloudCheck(topology: Topology, snapshot: ServiceTagSnapshot, bundled: boolean, { tags, today }: AddressListCheckOptions): CloudListCheck {
  const { cloud, changeNumber, date } = snapshot;
  const age = date === '' ? NaN : Math.max(0, Math.round((Date.parse(today) - Date.parse(date)) / MILLISECONDS_OF_A_DAY));
  return {
    serviceTags: { cloud, changeNumber, date },
    bundled,
    ...(Number.isNaN(age) ? {} : { ageInDays: age }),
    tags: tags.flatMap((tag) => {
      const state = snapshot.states(tag).at(-1);
      return state ? [{ tag, prefixes: state.addressPrefixes.length, ...(state.changeNumber === undefined ? {} : { changeNumber: state.changeNumber }) }] : [];
    }),
    compared: tags.flatMap((tag) => compareAddressLists(topology, tag, snapshot)),
  };
}

const MILLISECONDS_OF_A_DAY = 24 * 60 * 60 * 1000;
