/*
 * A second opinion: decides one packet at a time, from the strings of an estate, by the sentences of the documentation.
 * Slow, obvious, and without a line of the engine. Unknown values are tried one by one.
 */
import { ApplicationRule, Estate, FirewallPolicy, Maybe, NetworkRule, NetworkSecurityGroup, NetworkSecurityRule, Unknown } from '../../src/azure';

export interface Packet {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly host?: string;
  readonly scheme?: 'http' | 'https';
  readonly path?: string;
}

/** Tags of the little world, as lists of prefixes. */
export const TAGS: Record<string, readonly string[]> = {
  azureadvancedthreatprotection: ['20.0.0.0/30', '20.0.0.8/31'],
  azurecloud: ['20.0.0.0/24'],
  storage: ['20.0.0.128/25'],
};

const numberOf = remembered((address) => address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0));
const sizeOf = remembered((entry) => 2 ** (32 - Number(entry.split('/')[1] ?? 32)));
const blockOf = remembered((entry) => Math.floor(numberOf(entry.split('/')[0]) / sizeOf(entry)));

export function holds(entry: string, address: string): boolean {
  return blockOf(entry) === Math.floor(numberOf(address) / sizeOf(entry));
}

/** A few dozen texts are asked about millions of times. */
function remembered(read: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) known.set(text, value = read(text));
    return value;
  };
}

const isPublic = (address: string): boolean => !['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].some((prefix) => holds(prefix, address));

/** What an unknown value is tried as: for one packet only its membership, its truth or its place matter. */
export interface Guess {
  has(question: string, choices: number): number;
}

/** Whether a list of address entries holds an address; `space` is the virtual network. */
function addressMatches(entries: readonly Maybe<string>[], address: string, side: string, space: readonly string[], guess: Guess): boolean {
  return entries.some((entry) => {
    if (entry instanceof Unknown) return guess.has(`${side} in ${entry.key}`, 2) === 1;
    const word = entry.toLowerCase();
    if (word === '*') return true;
    if (word === 'virtualnetwork') return space.some((prefix) => holds(prefix, address));
    if (word === 'internet') return isPublic(address) && !space.some((prefix) => holds(prefix, address));
    return (TAGS[word] ?? [entry]).some((prefix) => holds(prefix, address));
  });
}

function portMatches(entries: readonly Maybe<string>[], port: number, side: string, guess: Guess): boolean {
  return entries.some((entry) => {
    if (entry instanceof Unknown) return guess.has(`${side} port in ${entry.key}`, 2) === 1;
    if (entry === '*') return true;
    const [first, last] = entry.split('-').map(Number);
    return first <= port && port <= (last ?? first);
  });
}

const word = (value: Maybe<string>, choices: readonly string[], guess: Guess): string =>
  value instanceof Unknown ? choices[guess.has(`${value.key} is`, choices.length)] : value.toLowerCase();

/** All orders in which entries may be processed: by priority, where equal and unknown ones may come anyhow. */
function inSomeOrder<T extends { readonly priority: Maybe<number> }>(entries: readonly T[], lowest: number, label: string, guess: Guess): T[] {
  const unknown = entries.filter((entry) => entry.priority instanceof Unknown);
  const known = entries.filter((entry) => !(entry.priority instanceof Unknown)) as (T & { readonly priority: number })[];
  const shuffled = [...known];
  // One guess for the whole order of entries with equal numbers: rotate them.
  const ties = known.some((a) => known.some((b) => a !== b && a.priority === b.priority));
  const turn = ties ? guess.has(`order of ${label}`, known.length * 2) : 0;
  const rankOf = (i: number): number => (turn < known.length ? (i + turn) % known.length : known.length - 1 - ((i + turn) % known.length));
  const rotated = shuffled.map((entry, i) => ({ entry, rank: rankOf(i) }));
  const ordered: T[] = rotated.sort((a, b) => a.entry.priority - b.entry.priority || a.rank - b.rank).map(({ entry }) => entry);
  for (const [i, entry] of unknown.entries()) {
    const first = ordered.filter((other) => other.priority === lowest).length;
    // Two entries that share one unknown number are equals, whose order is as open as that of any two.
    ordered.splice(first + guess.has(`place of ${label} ${i} ${(entry.priority as Unknown).key}`, ordered.length - first + 1), 0, entry);
  }
  return ordered;
}

/** Azure takes groups and collections of equal priority: nothing is sure to come before one of unknown priority. */
const NONE_FIRST = 0;

/** Azure refuses all but one of the rules with one priority; which one that is, is not certain. */
function withoutRefused(rules: readonly NetworkSecurityRule[], label: string, guess: Guess): NetworkSecurityRule[] {
  return rules.filter((rule) => {
    const equals = rules.filter((other) => !(rule.priority instanceof Unknown) && other.priority === rule.priority);
    return equals.length < 2 || guess.has(`rule of ${label} with priority ${String(rule.priority)}`, equals.length) === equals.indexOf(rule);
  });
}

/** NSG overview: by priority, the first match decides, then the default rules. */
export function groupAllows(group: NetworkSecurityGroup, packet: Packet, space: readonly string[], guess: Guess): boolean {
  const outbound = group.rules.filter((rule) => word(rule.direction, ['outbound', 'inbound'], guess) === 'outbound');
  const deciding = inSomeOrder(withoutRefused(outbound, group.id, guess), 100, group.id, guess).find((rule) => ruleMatches(rule, packet, space, guess));
  if (deciding) return word(deciding.access, ['allow', 'deny'], guess) === 'allow';
  const inside = (address: string): boolean => space.some((prefix) => holds(prefix, address));
  return (inside(packet.source) && inside(packet.destination)) || (isPublic(packet.destination) && !inside(packet.destination));
}

export function ruleMatches(rule: NetworkSecurityRule, packet: Packet, space: readonly string[], guess: Guess): boolean {
  const protocol = word(rule.protocol, [packet.protocol, 'esp'], guess);
  return (protocol === '*' || protocol === packet.protocol)
    && addressMatches(rule.source.addresses, packet.source, 'source', space, guess)
    && addressMatches(rule.destination.addresses, packet.destination, 'destination', space, guess)
    && portMatches(rule.source.ports, packet.sourcePort, 'source', guess)
    && portMatches(rule.destination.ports, packet.port, 'destination', guess);
}

/** Rule processing logic: network rules of base policies first, then of the policy, then application rules the same way. */
export function policyAllows(policy: FirewallPolicy, estate: Estate, packet: Packet, guess: Guess): boolean {
  const base = estate.firewallPolicies.find((other) => other.id === policy.basePolicy);
  const chain = base ? [base, policy] : [policy];
  for (const kind of ['network', 'application'] as const) {
    for (const member of chain) {
      for (const group of inSomeOrder(member.ruleCollectionGroups, NONE_FIRST, `${member.id} ${kind}`, guess)) {
        const collections = group.collections.filter((collection) => collection.kind === kind);
        for (const collection of inSomeOrder(collections, NONE_FIRST, `${group.origin.address} ${kind}`, guess)) {
          for (const rule of collection.rules) {
            const matches = kind === 'network'
              ? networkMatches(rule as NetworkRule, packet, estate, guess)
              : applicationMatches(rule as ApplicationRule, packet, estate, guess);
            if (matches) return word(collection.action, ['allow', 'deny'], guess) === 'allow';
          }
        }
      }
    }
  }
  return false;
}

function sources(rule: Pick<NetworkRule, 'sourceAddresses' | 'sourceIpGroups'>, estate: Estate): readonly Maybe<string>[] {
  return [...rule.sourceAddresses, ...rule.sourceIpGroups.flatMap((id) => estate.ipGroups.find((group) => group.id === id)?.cidrs ?? [])];
}

function networkMatches(rule: NetworkRule, packet: Packet, estate: Estate, guess: Guess): boolean {
  const protocols = rule.protocols.map((protocol) => word(protocol, [packet.protocol, 'icmp'], guess));
  const listed = rule.destinationIpGroups.flatMap((id) => estate.ipGroups.find((group) => group.id === id)?.cidrs ?? []);
  const destinations = [...rule.destinationAddresses, ...listed];
  return protocols.some((protocol) => protocol === 'any' || protocol === packet.protocol)
    && addressMatches(sources(rule, estate), packet.source, 'source', [], guess)
    && addressMatches(destinations, packet.destination, 'destination', [], guess)
    && portMatches(rule.destinationPorts, packet.port, 'destination', guess);
}

function applicationMatches(rule: ApplicationRule, packet: Packet, estate: Estate, guess: Guess): boolean {
  const { host, scheme, path } = packet;
  if (host === undefined || packet.protocol !== 'tcp') return false;
  const type = scheme === 'http' ? 'Http' : 'Https';
  const protocols = rule.protocols.some((protocol) => !(protocol instanceof Unknown) && protocol.type === type && protocol.port === packet.port);
  const named = rule.destinationFqdns.some((fqdn) => !(fqdn instanceof Unknown) && (fqdn.startsWith('*') ? host.endsWith(fqdn.slice(1)) : host === fqdn));
  const urls = rule.destinationUrls.some((url) => {
    if (url instanceof Unknown) return false;
    const slash = url.indexOf('/');
    return url.slice(0, slash) === host && path!.startsWith(url.slice(slash, -1));
  });
  return protocols && (named || urls) && addressMatches(sources(rule, estate), packet.source, 'source', [], guess);
}

/** Tries every combination of guesses that a question asks for, in turn. */
export function everyGuess(question: (guess: Guess) => boolean): boolean[] {
  const answers: boolean[] = [];
  const choices = new Map<string, { value: number; count: number }>();
  for (;;) {
    answers.push(question({
      has(key, count) {
        const known = choices.get(key) ?? { value: 0, count };
        choices.set(key, known);
        return known.value;
      },
    }));
    // Count up, like an odometer; a wheel that only some turns show starts at 0 when it appears.
    const wheels = [...choices.values()];
    const wheel = wheels.findIndex(({ value, count }) => value + 1 < count);
    if (wheel < 0) return answers;
    wheels[wheel].value += 1;
    for (let i = 0; i < wheel; i++) wheels[i].value = 0;
  }
}
