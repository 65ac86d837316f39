/** What a documented sentence asks for, as data. */
export interface Requirement {
  /** Public and never renamed. */
  readonly id: string;
  readonly level: RequirementLevel;
  /** Flows to permit, a prohibition of TLS inspection, or address lists to keep current. */
  readonly kind: 'flows' | 'no-tls-inspection' | 'address-list-current';
  /** The requirement in one sentence, workspace and cloud filled in. */
  readonly statement: string;
  /** Traffic the requirement is about; for a prohibition, the traffic that must be left alone. */
  readonly flows: readonly DocumentedFlow[];
  /** Service tags whose address lists must be current; set for `address-list-current` alone. */
  readonly serviceTags?: readonly string[];
  readonly source: Source;
}

/** `required` decides the overall verdict; `recommended` is a warning unless strict. */
export type RequirementLevel = 'required' | 'recommended';

/** Traffic from every sensor to one documented host. */
export interface DocumentedFlow {
  /** Lower-case host name, or `*.` and a domain where the documentation asks for every host in it. */
  readonly host: string;
  /** Documented path with `*` for "anything from here", such as `/pkiops/*`; absent where the page names a host alone. */
  readonly path?: string;
  /** Application protocol: it decides which application rules of a firewall can match. */
  readonly scheme: 'http' | 'https';
  readonly protocol: 'tcp';
  readonly port: number;
  /** Service tag that holds every address the host may answer on; absent for hosts that no tag holds. */
  readonly serviceTag?: string;
}

/** Where a requirement is documented. */
export interface Source {
  readonly title: string;
  readonly section: string;
  /** ISO date of the page's own `ms.date`. */
  readonly dated: string;
  readonly url: string;
}
