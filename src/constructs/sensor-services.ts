import { serviceTagsFor } from '../requirements';
import { refuse } from './errors';
import { documentedVersion, SensorVersion } from './sensor-version';
import { SensorWorkspace } from './sensor-workspace';
import { ServiceTagAddressList } from './service-tag-address-list';

/** Something that sensors talk to and that rules can tell by its addresses. */
export interface SensorService {
  /** Id of the requirement that asks for it. */
  readonly requirement: 'sensor-api' | 'v3-endpoint';
  /** Its host, or a wildcard for its hosts. */
  readonly host: string;
  /** Service tag with all of its addresses. */
  readonly serviceTag: string;
  /** A list in place of the tag. */
  readonly addresses?: ServiceTagAddressList;
}

/** What decides the services and how they are told. */
export interface SensorServicesQuestion {
  readonly workspace: SensorWorkspace;
  readonly sensorVersion: SensorVersion;
  readonly sensorApiAddresses?: ServiceTagAddressList;
  /** Property that these addresses come from; `sensorApiAddresses` by default. */
  readonly sensorApiProperty?: string;
  readonly endpointAddresses?: readonly ServiceTagAddressList[];
}

/**
 * What sensors of a version talk to, one entry for each service tag.
 *
 * @param path of the construct that asks
 * @throws EgressConfigurationError for a list of another cloud or tag, and for one that these sensors have no use for
 */
export function sensorServices(path: string, question: SensorServicesQuestion): SensorService[] {
  const { workspace, sensorVersion, sensorApiAddresses, sensorApiProperty = 'sensorApiAddresses', endpointAddresses = [] } = question;
  const tags = serviceTagsFor(documentedVersion(sensorVersion), workspace.cloud);
  const services = tags.map((serviceTag): SensorService => (serviceTag === workspace._serviceTag
    ? { requirement: 'sensor-api', host: workspace.sensorApiHost, serviceTag }
    : { requirement: 'v3-endpoint', host: workspace._endpointHost, serviceTag }));
  const withLists = (property: string, requirement: SensorService['requirement'], lists: readonly ServiceTagAddressList[]): SensorService[] => {
    const asked = services.filter((service) => service.requirement === requirement);
    if (asked.length === 0 && lists.length > 0) throw refuse('list-without-use', path, property, sensorVersion);
    const byTag = listsByTag(path, property, asked, lists);
    lists.forEach((list) => checkCloud(path, list, workspace));
    return asked.map((service) => ({ ...service, addresses: byTag.get(service.serviceTag) }));
  };
  return [
    ...withLists(sensorApiProperty, 'sensor-api', sensorApiAddresses ? [sensorApiAddresses] : []),
    ...withLists('endpointAddresses', 'v3-endpoint', endpointAddresses),
  ];
}

/** Each list takes the place of its own tag. */
function listsByTag(
  path: string, property: string, services: readonly SensorService[], lists: readonly ServiceTagAddressList[],
): ReadonlyMap<string, ServiceTagAddressList> {
  const byTag = new Map<string, ServiceTagAddressList>();
  for (const list of lists) {
    const service = services.find(({ serviceTag }) => serviceTag.toLowerCase() === list.tag.toLowerCase());
    if (!service) throw refuse('list-of-other-tag', path, property, list.tag, services.map(({ serviceTag }) => serviceTag).join(' or '));
    if (byTag.has(service.serviceTag)) throw refuse('several-lists-of-tag', path, property, service.serviceTag);
    byTag.set(service.serviceTag, list);
  }
  return byTag;
}

/** None of the addresses in the file of another cloud are the workspace's. */
function checkCloud(path: string, { _form: form, _pin: pin }: ServiceTagAddressList, { cloud, _azureCloud: azureCloud }: SensorWorkspace): void {
  if (form.kind === 'pinned' && form.cloud !== azureCloud) throw refuse('list-of-other-cloud', path, pin, form.cloud, cloud, azureCloud);
}
