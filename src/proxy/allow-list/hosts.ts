import { documentedHosts } from '../documented-traffic';
import { AllowList } from './allow-list';

/** One host on each line, in the catalogue's order. */
export function hostList({ traffic }: AllowList): string {
  return documentedHosts(traffic).map((host) => `${host}\n`).join('');
}
