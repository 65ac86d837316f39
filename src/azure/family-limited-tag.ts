import { AddressFamily } from '../packets';

/*
 * Azure's data source for service tags lists the IPv4 and the IPv6 addresses of a tag apart. A list taken from one of the
 * two is the tag without the other family, and is written that way in an estate: `AzureCloud (IPv4 only)`.
 */

const WORDS: Record<AddressFamily, string> = { ipv4: 'IPv4 only', ipv6: 'IPv6 only' };

/** An address entry that stands for the addresses of one family of a service tag. */
export function familyLimitedTag(tag: string, family: AddressFamily): string {
  return `${tag} (${WORDS[family]})`;
}

/** The tag of an entry, and the family it is limited to; the entry itself where it is no limited tag. */
export function unlimitedTag(entry: string): { readonly tag: string; readonly family?: AddressFamily } {
  for (const family of ['ipv4', 'ipv6'] as const) {
    const suffix = ` (${WORDS[family]})`;
    if (entry.endsWith(suffix)) return { tag: entry.slice(0, -suffix.length), family };
  }
  return { tag: entry };
}
