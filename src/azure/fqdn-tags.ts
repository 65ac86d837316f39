import { matchFqdn } from './host-names';

/**
 * Hosts that the documentation lists for an FQDN tag, in the form of application rules. Microsoft keeps the tags'
 * contents and does not publish them; for WindowsUpdate the page refers to a published list.
 *
 * Source: FQDN tags overview (2026-03-28) and "Internet access requirements", Software updates.
 */
const DOCUMENTED_HOSTS: Readonly<Record<string, readonly string[]>> = {
  windowsupdate: [
    'windowsupdate.microsoft.com', '*.windowsupdate.microsoft.com', '*.update.microsoft.com', '*.windowsupdate.com',
    'download.windowsupdate.com', 'download.microsoft.com', '*.download.windowsupdate.com', 'ntservicepack.microsoft.com',
  ],
};

/** Patterns of the hosts that the documentation lists for a tag: hosts that match the same of them are alike to the tag. */
export function fqdnTagPatterns(tag: string): readonly string[] {
  const key = tag.toLowerCase();
  return Object.hasOwn(DOCUMENTED_HOSTS, key) ? DOCUMENTED_HOSTS[key] : [];
}

/** Whether a tag holds a host: not, by its documentation, or perhaps (that a tag is exactly its list is not documented). */
export function fqdnTagHolds(tag: string, host: string): 'no' | 'perhaps' {
  const key = tag.toLowerCase();
  if (!Object.hasOwn(DOCUMENTED_HOSTS, key)) return 'perhaps';
  return DOCUMENTED_HOSTS[key].some((pattern) => matchFqdn(pattern, host) === 'matches') ? 'perhaps' : 'no';
}
