import { NamedSet, PacketSet } from '../diff/report';

/** Names shown of one set before the rest is counted. */
const MOST_NAMES = 4;

/**
 * `TCP 80 to Internet`, for the inside of a sentence.
 *
 * @param within what it is an exception of: destinations that are the same are not told twice
 */
export function tellPackets({ protocols, ports, destinations, schemes, hosts, urlPaths, except = [] }: PacketSet, within?: Pick<PacketSet, 'destinations'>): string {
  const isTold = isAny(destinations) || (within !== undefined && JSON.stringify(within.destinations) === JSON.stringify(destinations));
  return [
    isAny(protocols) && isAny(ports) ? 'everything' : `${isAny(protocols) ? 'any protocol' : text(protocols)}${isAny(ports) ? '' : ` ${text(ports)}`}`,
    ...schemes && !isAny(schemes) ? [`(${text(schemes)})`] : [],
    `to ${hosts ? `${text(hosts)}${isTold ? '' : ` at ${text(destinations)}`}` : text(destinations)}`,
    ...urlPaths ? [`under ${text(urlPaths)}`] : [],
    ...except.length > 0 ? [`except ${except.map((part) => tellPackets(part, { destinations })).join(' and ')}`] : [],
  ].join(' ');
}

function isAny({ names, except }: NamedSet): boolean {
  return except.length === 0 && names[0] === 'any';
}

function text({ names, except }: NamedSet): string {
  const cut = (items: readonly string[]): string =>
    (items.length > MOST_NAMES ? [...items.slice(0, MOST_NAMES), `${items.length - MOST_NAMES} more`] : items).join(', ');
  return except.length === 0 ? cut(names) : `${cut(names)} but ${cut(except)}`;
}
