import { Finding } from '../azure';
import { printable, printableSentence } from './printable';

/** `acknowledged until 2027-01-31: the hub is replaced then`; empty for a finding that nobody has acknowledged. */
export function acknowledgement({ acknowledged }: Finding): string {
  if (acknowledged === undefined) return '';
  const until = acknowledged.expires === undefined ? '' : ` until ${printable(acknowledged.expires)}`;
  return `acknowledged${until}: ${printableSentence(acknowledged.reason)}`;
}

/** Page that documents a finding, where it is certain to be a web page. */
export function pageOf({ url }: Finding): string | undefined {
  return url !== undefined && /^https:\/\/[^\s"'<>\\^`{|}]+$/.test(url) ? url : undefined;
}
