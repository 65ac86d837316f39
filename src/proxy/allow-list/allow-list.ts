import { Source } from '../../requirements';
import { DocumentedTraffic } from '../documented-traffic';
import { ProxyEndpoint } from '../endpoint';

/** Everything a form of the allow list is written from. */
export interface AllowList {
  readonly workspace: string;
  readonly cloud: string;
  readonly traffic: DocumentedTraffic;
  /** Where the documentation asks for it. */
  readonly source: Source;
  readonly proxy?: ProxyEndpoint;
  /** Sensors as the fewest prefixes, where they are named. */
  readonly sensors?: readonly string[];
}
