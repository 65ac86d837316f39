import { Region } from '../packets';
import { AddressTerms } from './address-terms';
import { EgressSpace } from './egress-space';
import { ApplicationRule, IpGroup, NetworkRule } from './estate';
import { Notes } from './notes';
import { ServiceTagSnapshot } from './service-tags';
import { Maybe } from './unknown';

/** What an application rule can see of a packet; absent for traffic that is neither HTTP nor HTTPS. */
export interface ApplicationTraffic {
  readonly scheme: 'http' | 'https';
  /** Host header or SNI; absent when the traffic is to an address without a name. */
  readonly host?: string;
}

/** Which packets a rule matches, as unions. */
export interface FirewallReading {
  readonly network: (rule: NetworkRule, context: FirewallContext) => Region[];
  readonly application: (rule: ApplicationRule, context: FirewallContext) => Region[];
}

/** What the rules of a firewall mean depends on. */
export interface FirewallContext {
  readonly space: EgressSpace;
  readonly serviceTags: ServiceTagSnapshot;
  readonly ipGroup: (id: string) => IpGroup | undefined;
  readonly application?: ApplicationTraffic;
  readonly reading?: FirewallReading;
  readonly notes: Notes;
  /** Reads the addresses of all rules: what it has met once it knows. */
  readonly terms: AddressTerms;
  /** Whether rows tell what their rules ask, field by field; false by default. */
  readonly tellFields?: boolean;
  /** `Basic`, `Standard` or `Premium` of the policy or the classic firewall. */
  readonly sku: Maybe<string>;
  readonly dnsProxyEnabled: Maybe<boolean>;
  /** Address of the policy or firewall, for messages. */
  readonly owner: string;
}
