import { CloudFacts } from './clouds';
import { DocumentedPkiLocation, HTTP_PORT, HTTPS_PORT, PKI_LOCATIONS, PKI_PURPOSE } from './pki-locations';
import { DocumentedFlow, Requirement, RequirementLevel, Source } from './requirement';

/** What entries of the catalogue are filled in with. */
export interface Subject {
  readonly cloud: CloudFacts;
  /** Host of the workspace's sensor API. */
  readonly host: string;
  /** Hosts that older sensors of the workspace use. */
  readonly formerHosts: readonly string[];
}

/** A requirement before workspace and cloud are filled in. */
export interface CatalogueEntry {
  readonly id: string;
  readonly level: RequirementLevel;
  readonly kind: Requirement['kind'];
  readonly statement: (subject: Subject) => string;
  readonly flows: (subject: Subject) => readonly DocumentedFlow[];
  readonly source: (subject: Subject) => Source;
  /** Whether it is asked for in the cloud at all; everywhere by default. */
  readonly applies?: (subject: Subject) => boolean;
}

/** HTTPS to a host on any address of a service tag. */
export function httpsFlow(host: string, serviceTag: string): DocumentedFlow {
  return { host, scheme: 'https', protocol: 'tcp', port: HTTPS_PORT, serviceTag };
}

/** One entry for each documented PKI location. */
export function pkiEntries(idPrefix: string, level: RequirementLevel, source: CatalogueEntry['source']): readonly CatalogueEntry[] {
  return PKI_LOCATIONS.map((location): CatalogueEntry => {
    const statement = `Every sensor reaches ${location.host}${location.path ?? ''} over HTTP (TCP ${HTTP_PORT}) ${PKI_PURPOSE.get(location.requirement)}.`;
    const flows: readonly DocumentedFlow[] = [{ ...hostAndPath(location), scheme: 'http', protocol: 'tcp', port: HTTP_PORT }];
    return { id: `${idPrefix}${location.requirement}`, level, kind: 'flows', statement: () => statement, flows: () => flows, source };
  });
}

function hostAndPath(location: DocumentedPkiLocation): Pick<DocumentedFlow, 'host' | 'path'> {
  return location.path === undefined ? { host: location.host } : { host: location.host, path: location.path };
}
