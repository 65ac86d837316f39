import { AddressFamily, AddressSet, ALL_ADDRESSES, Axis, Address, describeAddressProblem, isAddressProblem, IntervalSet, packedIpv4Prefix, parseAddressRange, Region, unpacked } from '../packets';
import { HOST_VIRTUAL_ADDRESS, METADATA_ADDRESS, PRIVATE_ADDRESSES, PUBLIC_ADDRESSES } from './address-space';
import { EgressSpace } from './egress-space';
import { unlimitedTag } from './family-limited-tag';
import { Notes } from './notes';
import { serviceTagFindings } from './service-tag-findings';
import { isTaken, SENSOR_SERVICE_TAG, ServiceTag, ServiceTagSnapshot } from './service-tags';
import { isUnknown, Maybe, Unknown } from './unknown';

export type Side = 'source' | 'destination';

/** What the tags `VirtualNetwork` and `Internet` mean at one subnet (or at an NSG that the input ties to none). */
export interface VirtualNetworkReading {
  /** Identity of the subnet, so that all rules of one path share one reading. */
  readonly key: string;
  /** Address space of the virtual network and its peers. */
  readonly space: AddressSet;
  /** Why more private space may belong to it; absent when `space` is all of it. */
  readonly more?: Unknown;
  /**
   * Prefixes of user-defined routes that Azure may count as part of the tag ("might also contain default routes",
   * service tags overview); with 0.0.0.0/0 to an appliance the tag then is everything and `Internet` nothing.
   */
  readonly routed: AddressSet;
}

/** Where an entry stands: for messages. */
export interface Place {
  /** Address and attribute, such as `azurerm_x.y.security_rule[0].destination_address_prefix`. */
  readonly text: string;
  /** Terraform address alone. */
  readonly address: string;
}

/** Reads the address entries of rules and routes as sets of packets. */
export class AddressTerms {
  private readonly plainTags = new Map<string, AddressSet | undefined>();
  /** Entries that are no IPv4 prefix; those are read faster than they are looked up. */
  private readonly literals = new Map<string, AddressSet | undefined>();
  /** Tags that mean the same at every place and that there is nothing to tell about. */
  private readonly settledTags = new Map<string, readonly Region[]>();

  constructor(
    private readonly space: EgressSpace,
    private readonly tags: ServiceTagSnapshot,
    private readonly notes: Notes,
    /** Where service tags such as `VirtualNetwork` may be used: in NSG rules. */
    private readonly virtualNetwork?: VirtualNetworkReading,
  ) {}

  /** The packets whose source or destination is in one of the entries, as a union. */
  public regions(side: Side, entries: readonly Maybe<string>[], place: Place): Region[] {
    const literal: AddressSet[] = [];
    const regions: Region[] = [];
    for (const written of entries) {
      if (isUnknown(written)) {
        regions.push(this.space.whereUnknownHolds(side, written));
        continue;
      }
      const { tag: entry, family } = unlimitedTag(written);
      if (family !== undefined && family !== this.space.family) continue;
      const addresses = this.literal(entry);
      if (addresses) literal.push(addresses);
      else regions.push(...this.named(side, entry, place, family !== undefined));
    }
    return [...this.within(side, IntervalSet.union(literal)), ...regions];
  }

  /** The addresses of entries that are all known and mean one set under every reading; `undefined` for others. */
  public plainSet(entries: readonly Maybe<string>[]): AddressSet | undefined {
    if (entries.length === 1) return this.plainEntry(entries[0]);
    const sets: AddressSet[] = [];
    for (const entry of entries) {
      const addresses = this.plainEntry(entry);
      if (!addresses) return undefined;
      sets.push(addresses);
    }
    return IntervalSet.union(sets);
  }

  private plainEntry(entry: Maybe<string>): AddressSet | undefined {
    return isUnknown(entry) ? undefined : this.literal(entry) ?? this.plainTag(entry);
  }

  private plainTag(entry: string): AddressSet | undefined {
    if (!this.plainTags.has(entry)) {
      const tag = SPECIAL_TAG.test(entry) ? undefined : this.tags.find(entry);
      const isPlain = tag?.relation === 'exact' && tag.name === entry && isTaken(tag, this.feature);
      this.plainTags.set(entry, isPlain ? tag.addresses[this.space.family] : undefined);
    }
    return this.plainTags.get(entry);
  }

  /** Packets of a set of addresses: one region, or none where the set is empty. */
  public within(side: Side, addresses: AddressSet): Region[] {
    const region = this.space.everything.where(this.axis(side), addresses);
    return region ? [region] : [];
  }

  private axis(side: Side): Axis<Address> {
    return side === 'source' ? this.space.source : this.space.destination;
  }

  /** Addresses that need no context; those of the other family are no packets here. */
  private literal(entry: string): AddressSet | undefined {
    const packed = packedIpv4Prefix(entry);
    if (packed >= 0) return this.ipv4Prefix(packed);
    const known = this.literals.get(entry);
    if (known !== undefined || this.literals.has(entry)) return known;
    const addresses = this.parseLiteral(entry);
    this.literals.set(entry, addresses);
    return addresses;
  }

  private ipv4Prefix(packed: number): AddressSet {
    const { family } = this.space;
    if (family !== 'ipv4') return IntervalSet.empty();
    const [first, end] = unpacked(packed);
    return first === 0 && end === 2 ** 32 ? ALL_ADDRESSES[family] : IntervalSet.interval<Address>(first, end);
  }

  private parseLiteral(entry: string): AddressSet | undefined {
    if (entry === '*' || entry.toLowerCase() === 'any') return ALL_ADDRESSES[this.space.family];
    const range = parseAddressRange(entry);
    if (isAddressProblem(range)) return undefined;
    return range.family === this.space.family ? range.addresses : IntervalSet.empty();
  }

  /** What Azure must take a tag in for the rules read here to have it. */
  private get feature(): 'NSG' | 'FW' {
    return this.virtualNetwork ? 'NSG' : 'FW';
  }

  /** @param isList whether the entry is the list of a tag's addresses, which any rule takes, and not the tag itself */
  private named(side: Side, entry: string, place: Place, isList: boolean): readonly Region[] {
    const key = `${side} ${isList} ${entry}`;
    const settled = this.settledTags.get(key);
    if (settled) return settled;
    const isSettled = this.tags.find(entry) ? isList || serviceTagFindings(entry, this.feature, this.tags, place).length === 0 : SPECIAL_TAG.test(entry);
    const regions = this.tagRegions(side, entry, place, isList);
    if (isSettled) this.settledTags.set(key, regions);
    return regions;
  }

  private tagRegions(side: Side, entry: string, place: Place, isList: boolean): Region[] {
    switch (entry.toLowerCase()) {
      case 'virtualnetwork': case 'virtual_network': if (this.virtualNetwork) return this.inVirtualNetwork(side, this.virtualNetwork); break;
      case 'internet': return this.virtualNetwork ? this.inInternet(side, this.virtualNetwork) : this.within(side, PUBLIC_ADDRESSES[this.space.family]);
      case 'azureloadbalancer': case 'azureplatformdns': return this.within(side, ofFamily(HOST_VIRTUAL_ADDRESS, this.space.family));
      case 'azureplatformlkm': return this.inTag(side, { name: entry, relation: 'disjoint', addresses: this.sensorAddresses() });
      case 'azureplatformimds': return this.within(side, ofFamily(METADATA_ADDRESS, this.space.family));
    }
    const tag = this.tags.find(entry);
    if (!tag) return this.unreadable(side, entry, place);
    if (isList) return this.inTag(side, tag);
    for (const finding of serviceTagFindings(entry, this.feature, this.tags, place)) this.notes.find(finding);
    const regions = this.inTag(side, tag);
    if (isTaken(tag, this.feature)) return regions;
    const refused = this.space.whereUnknownHolds('value', Unknown.at(place.text, `names the service tag ${tag.name}, which Azure does not take there`));
    return regions.flatMap((region) => region.intersect(refused) ?? []);
  }

  private sensorAddresses(): ServiceTag['addresses'] {
    return this.tags.find(SENSOR_SERVICE_TAG)?.addresses ?? { ipv4: IntervalSet.empty(), ipv6: IntervalSet.empty() };
  }

  private inTag(side: Side, { name, relation, addresses: ofFamilies, lacks, reason }: ServiceTag): Region[] {
    const { family } = this.space;
    const addresses = ofFamilies[family];
    if (relation === 'exact') return this.within(side, addresses);
    const snapshot = `${this.tags.cloud} of ${this.tags.date}`;
    const beyond = Unknown.reference(`service tag ${name.toLowerCase()}`, reason ?? `the addresses of the service tag ${name} are not in the snapshot (${snapshot})`);
    const maybe = this.space.whereUnknownHolds(side, beyond);
    const open = lacks ? PUBLIC_ADDRESSES[family].subtract(lacks[family]) : PUBLIC_ADDRESSES[family];
    const known = relation === 'superset' && family === 'ipv4' ? this.within(side, addresses) : [];
    // "Doesn't include IPv6" (service tags overview) against the published file, which lists IPv6 prefixes: either.
    const uncertain = relation === 'superset' && family === 'ipv6' ? open : open.subtract(addresses);
    return [...known, ...this.within(side, uncertain).flatMap((region) => region.intersect(maybe) ?? [])];
  }

  private inVirtualNetwork(side: Side, reading: VirtualNetworkReading): Region[] {
    const regions = this.readings(side, reading, reading.space, reading.space.union(reading.routed));
    if (!reading.more) return regions;
    const more = this.within(side, PRIVATE_ADDRESSES[this.space.family].subtract(reading.space));
    return [...regions, ...more.flatMap((region) => region.intersect(this.space.whereUnknownHolds(side, reading.more!)) ?? [])];
  }

  private inInternet(side: Side, reading: VirtualNetworkReading): Region[] {
    const open = PUBLIC_ADDRESSES[this.space.family].subtract(reading.space);
    const regions = this.readings(side, reading, open, open.subtract(reading.routed));
    // "Outside the virtual network and reachable by the public Internet": whether private space counts is not said.
    const rest = ALL_ADDRESSES[this.space.family].subtract(reading.space).subtract(open);
    const unsaid = Unknown.reference('private addresses in Internet', 'whether the service tag Internet holds private addresses outside the virtual network is not documented');
    return [...regions, ...this.within(side, rest).flatMap((region) => region.intersect(this.space.whereUnknownHolds(side, unsaid)) ?? [])];
  }

  /** One set under the narrow reading of the tag, another under the wide one; the choice is one for the whole subnet. */
  private readings(side: Side, reading: VirtualNetworkReading, narrow: AddressSet, wide: AddressSet): Region[] {
    if (narrow.equals(wide)) return this.within(side, narrow);
    const key = `reading of VirtualNetwork at ${reading.key}`;
    const reason = `whether the service tag VirtualNetwork at ${reading.key} holds the prefixes of its routes is not certain`;
    return [narrow, wide].flatMap((addresses, choice) => this.within(side, addresses)
      .flatMap((region) => region.intersect(this.space.whereChoiceIs(key, reason, ['it does not hold them', 'it holds them'], [choice])) ?? []));
  }

  private unreadable(side: Side, entry: string, place: Place): Region[] {
    const range = parseAddressRange(entry);
    const looksLikeAddress = /^[0-9a-f.:/-]+$/i.test(entry) && /[\d:]/.test(entry);
    if (looksLikeAddress && isAddressProblem(range)) {
      const problem = describeAddressProblem(range);
      this.notes.find({ id: 'invalid-address', level: 'error', message: `${place.text} has "${entry}", which ${problem}.`, address: place.address });
      return [this.space.whereUnknownHolds(side, Unknown.at(`${place.text} "${entry}"`, problem))];
    }
    for (const finding of serviceTagFindings(entry, this.feature, this.tags, place)) this.notes.find(finding);
    const unknown = Unknown.reference(`service tag ${entry.toLowerCase()}`, `"${entry}" at ${place.text} is no address and no service tag of the snapshot`);
    return [this.space.whereUnknownHolds(side, unknown)];
  }
}

/** Tags whose meaning depends on where the rule stands. */
const SPECIAL_TAG = /^(?:virtual_?network|internet|azureloadbalancer|azureplatform(?:dns|imds|lkm))$/i;

/** Platform addresses exist in IPv4 alone. */
function ofFamily(addresses: AddressSet, family: AddressFamily): AddressSet {
  return family === 'ipv4' ? addresses : IntervalSet.empty();
}
