import { Address, AddressFamily, AddressSet, ALL_ADDRESSES, Axis, IntervalSet, Point, Region, Space } from '../packets';
import { Unknown } from './unknown';

/** What an unknown value is a set of, so that one value used in two roles stays two questions. */
export type UnknownRole = 'source' | 'destination' | 'source port' | 'destination port' | 'protocol' | 'value';

/** What is asked of packets, field by field. */
export interface PacketSets {
  readonly source: AddressSet;
  readonly destination: AddressSet;
  readonly sourcePorts: IntervalSet<number>;
  readonly destinationPorts: IntervalSet<number>;
  /** IANA protocol numbers. */
  readonly protocols: IntervalSet<number>;
}

/** One of the axes that stand for what the input does not say. */
export interface UnknownAxis {
  readonly axis: Axis<number>;
  /** One clause for people. */
  readonly reason: string;
  /** What each choice means, in words that follow "if". */
  readonly choices: readonly string[];
}

/**
 * The space in which egress is decided: packets of one address family, times what the input does not say.
 *
 * An unknown is a dimension. "The packet's source is in the unknown list x" becomes an axis with the points no and yes,
 * and a rule with source x is the region where that axis says yes. Whether a verdict holds whatever the unknowns turn
 * out to be is then the same question as whether it holds for every packet, asked with those axes projected away.
 */
export class EgressSpace {
  public readonly space = new Space();
  public readonly source: Axis<Address>;
  public readonly destination: Axis<Address>;
  public readonly sourcePort: Axis<number>;
  public readonly destinationPort: Axis<number>;
  /** IANA protocol number. */
  public readonly protocol: Axis<number>;
  /** Path of the URL of a request, from `/`; meaningless for packets that carry no URL. */
  public readonly urlPath: Axis<string>;
  public readonly everything: Region;

  /** Axes of plain numbers that tell rules apart, the most telling first; IPv6 addresses are no plain numbers. */
  public readonly numericAxes: readonly Axis<number>[];

  private readonly unknownAxes = new Map<string, UnknownAxis>();
  private readonly listed: UnknownAxis[] = [];
  private readonly ofUnknowns = new Set<Axis>();

  constructor(public readonly family: AddressFamily) {
    this.source = this.space.addAxis('source', ALL_ADDRESSES[family]);
    this.destination = this.space.addAxis('destination', ALL_ADDRESSES[family]);
    this.sourcePort = this.space.addAxis('source port', ALL_PORTS);
    this.destinationPort = this.space.addAxis('destination port', ALL_PORTS);
    this.protocol = this.space.addAxis('protocol', ALL_PROTOCOLS);
    this.urlPath = this.space.addAxis('URL path', ALL_URL_PATHS);
    this.everything = Region.everything(this.space);
    const addresses = family === 'ipv4' ? [this.destination, this.source] as unknown as Axis<number>[] : [];
    this.numericAxes = [...addresses, this.destinationPort, this.protocol, this.sourcePort];
  }

  /** The packets with everything that is asked, the fields being the first axes; `undefined` where that is none. */
  public packets({ source, destination, sourcePorts, destinationPorts, protocols }: PacketSets): Region | undefined {
    return Region.product(this.space, [source, destination, sourcePorts, destinationPorts, protocols] as unknown as IntervalSet<Point>[]);
  }

  /** The packets for which an unknown set has the packet's value in the given role, or for which an unknown value is true. */
  public whereUnknownHolds(role: UnknownRole, unknown: Unknown): Region {
    return this.whereChoiceIs(`${role} ∈ ${unknown.key}`, unknown.reason, membershipChoices(role), [1]);
  }

  /** The packets for which an unknown set does not have the packet's value, or for which an unknown value is false. */
  public whereUnknownFails(role: UnknownRole, unknown: Unknown): Region {
    return this.whereChoiceIs(`${role} ∈ ${unknown.key}`, unknown.reason, membershipChoices(role), [0]);
  }

  /**
   * The packets for which something that is not known takes one of the given choices.
   *
   * @param key identity of what is not known
   * @param reason one clause for people
   * @param choices what each means, in words that follow "if"
   * @param chosen the choices in question, by their place in `choices`
   */
  public whereChoiceIs(key: string, reason: string, choices: readonly string[], chosen: readonly number[]): Region {
    let entry = this.unknownAxes.get(key);
    // One question with other answers, as two estates in one space may ask it, is another question.
    if (entry !== undefined && !sameTexts(entry.choices, choices)) {
      const other = [key, ...choices].join('\n');
      entry = this.unknownAxes.get(other) ?? this.addUnknown(other, reason, choices);
    }
    entry ??= this.addUnknown(key, reason, choices);
    const set = IntervalSet.ofIntervals<number>(chosen.map((choice) => [choice, choice + 1]));
    const region = this.everything.where(entry.axis, set);
    if (region === undefined) throw new RangeError(`none of the choices of ${key} is ${chosen.join(', ')}`);
    return region;
  }

  private addUnknown(key: string, reason: string, choices: readonly string[]): UnknownAxis {
    const entry: UnknownAxis = { axis: this.space.addAxis(key, IntervalSet.interval<number>(0, choices.length)), reason, choices };
    this.unknownAxes.set(key, entry);
    this.listed.push(entry);
    this.ofUnknowns.add(entry.axis as unknown as Axis);
    return entry;
  }

  /** All axes that stand for unknowns, in the order in which they were met. */
  public get unknowns(): readonly UnknownAxis[] {
    return this.listed;
  }

  /** The axes of all unknowns. */
  public get axesOfUnknowns(): ReadonlySet<Axis> {
    return this.ofUnknowns;
  }

  /** Whether a region is about packets alone, whatever the unknowns turn out to be. */
  public isCertain(region: Region): boolean {
    return !region.constrainedAxes.some((axis) => this.ofUnknowns.has(axis));
  }
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((text, i) => text === b[i]));
}

function membershipChoices(role: UnknownRole): readonly string[] {
  return role === 'value' ? ['it is not so', 'it is so'] : [`it does not hold the ${role}`, `it holds the ${role}`];
}

export const ALL_PORTS = IntervalSet.interval<number>(0, 65536);
export const ALL_PROTOCOLS = IntervalSet.interval<number>(0, 256);
/** Every path starts with `/`; `0` is the character after it. */
export const ALL_URL_PATHS = IntervalSet.interval<string>('/', '0');

/** IANA protocol numbers. */
export const PROTOCOL = { icmp: 1, tcp: 6, udp: 17, esp: 50, ah: 51, icmpv6: 58 } as const;
export const PROTOCOLS_WITH_PORTS = IntervalSet.ofIntervals<number>([[PROTOCOL.tcp, PROTOCOL.tcp + 1], [PROTOCOL.udp, PROTOCOL.udp + 1]]);
