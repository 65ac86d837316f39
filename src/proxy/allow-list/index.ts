import { toPrefixes } from '../../packets';
import { checkWorkspaceName, cloudNamed, DEFAULT_CLOUD, requirementsFor } from '../../requirements';
import { documentedTraffic } from '../documented-traffic';
import { parseProxyEndpoint } from '../endpoint';
import { ProxyError } from '../errors';
import { sensorAddresses } from '../sensor-addresses';
import { AllowList } from './allow-list';
import { azureExplicitProxyRules } from './azure-explicit-proxy';
import { hostList } from './hosts';
import { markdownTable } from './markdown';
import { pacFile } from './pac';
import { squidConfiguration } from './squid';

export { pacFile } from './pac';

/** What an allow list is asked for. */
export interface AllowListQuestion {
  /** Name of the workspace, in any case. */
  readonly workspace: string;
  /** Name of the cloud; `commercial` by default. */
  readonly cloud?: string;
  /** Version of the sensors; the catalogue's own default without it. */
  readonly sensorVersion?: number | string;
  /** `HOST:PORT` that sensors use; needed for a PAC file, the port taken for Squid. */
  readonly proxy?: string;
  /** Addresses, prefixes or ranges of the sensors; by default, what each form takes for "the inside". */
  readonly sensors?: readonly string[];
}

interface Form {
  readonly render: (list: AllowList) => string;
  readonly namesProxy: boolean;
}

const FORMS: Readonly<Record<string, Form>> = {
  'squid': { render: squidConfiguration, namesProxy: true },
  'pac': { render: pacFile, namesProxy: true },
  'azure-explicit-proxy': { render: azureExplicitProxyRules, namesProxy: false },
  'hosts': { render: hostList, namesProxy: false },
  'markdown': { render: markdownTable, namesProxy: false },
};

/** The forms an allow list can have. */
export const ALLOW_LIST_FORMS: readonly string[] = Object.keys(FORMS);

/**
 * What a forward proxy must let through for the sensors of a workspace, as text in the form that a kind of proxy reads.
 *
 * @param form one of {@link ALLOW_LIST_FORMS}
 * @throws ProxyError, WorkspaceNameError or RequirementsError when the question cannot be answered as it was put
 */
export function allowList(form: string, question: AllowListQuestion): string {
  if (!Object.hasOwn(FORMS, form)) throw new ProxyError('kind-unknown', form, `${ALLOW_LIST_FORMS.slice(0, -1).join(', ')} or ${ALLOW_LIST_FORMS.at(-1)}`);
  const { render, namesProxy } = FORMS[form];
  if (question.proxy !== undefined && !namesProxy) throw new ProxyError('proxy-unused', form);
  const workspace = checkWorkspaceName(question.workspace);
  const cloud = cloudNamed(question.cloud ?? DEFAULT_CLOUD);
  const requirements = requirementsFor({ workspace, cloud: cloud.name, sensorVersion: question.sensorVersion });
  return render({
    workspace,
    cloud: cloud.name,
    traffic: documentedTraffic(requirements),
    source: requirements[0].source,
    proxy: question.proxy === undefined ? undefined : parseProxyEndpoint(question.proxy),
    sensors: question.sensors === undefined ? undefined : sensorPrefixes(question.sensors),
  });
}

/** The fewest prefixes for what was named, IPv4 before IPv6. */
function sensorPrefixes(texts: readonly string[]): string[] {
  const { ipv4, ipv6 } = sensorAddresses(texts);
  return [...toPrefixes(ipv4), ...toPrefixes(ipv6)];
}
