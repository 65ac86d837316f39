import {
  BUNDLED_CLOUDS, bundledServiceTags, DEFAULT_HOSTING_CLOUD, isUnknown, Notes, SENSOR_SERVICE_TAGS, ServiceTagSnapshot, serviceTagsOfUnknownCloud,
  Topology, Unknown, unlimitedTag,
} from '../azure';
import { cloudNamed } from '../requirements';
import { listOwners } from './address-list-sources';

/** What service tags mean in the two clouds of a proof. */
export interface CloudServiceTags {
  /** In the Azure that the workspace is in: the addresses that sensors talk to. */
  readonly workspace: ServiceTagSnapshot;
  /** In the Azure that the rules are in: "Service tags of Azure services denote the address prefixes from the specific cloud being used." */
  readonly hosting: ServiceTagSnapshot;
}

/**
 * The service tags of the workspace's Azure and of the one that hosts the rules.
 *
 * @param cloud name of the workspace's cloud
 * @param given a snapshot to use instead of a bundled one; it is taken for the hosting cloud if it is of that cloud and the
 *   workspace is in another, and for the workspace's cloud otherwise
 */
export function cloudServiceTags(topology: Topology, cloud: string, given: ServiceTagSnapshot | undefined, notes: Notes): CloudServiceTags {
  const { estate } = topology;
  const { azureCloud, name } = cloudNamed(cloud);
  const host = estate.hostingCloud ?? DEFAULT_HOSTING_CLOUD;
  const isForHost = given !== undefined && given.cloud !== azureCloud && given.cloud === host;
  const workspace = given && !isForHost ? given : bundledServiceTags(azureCloud);
  if (host === azureCloud) return { workspace, hosting: workspace };
  if (estate.hostingCloud === undefined) {
    notes.assume(`The rules are in public Azure, since no provider block of the input chooses another environment; service tags mean its addresses, and the ${name} workspace is in ${azureCloud}.`);
  }
  if (isUnknown(host)) return { workspace, hosting: serviceTagsOfUnknownCloud(host, workspace) };
  for (const { place, address, tag } of rulesWithSensorTags(topology)) {
    notes.find({
      id: 'service-tag-of-other-cloud',
      level: 'warning',
      message: `${place} names the service tag ${tag}, which in the cloud ${host} means the addresses there, and a ${name} workspace is in ${azureCloud}; `
        + `name the host in an application rule, or write the addresses of the tag in the ${azureCloud} service tag file.`,
      address,
    });
  }
  if (isForHost) return { workspace, hosting: given };
  if (BUNDLED_CLOUDS.includes(host)) return { workspace, hosting: bundledServiceTags(host) };
  return { workspace, hosting: serviceTagsOfUnknownCloud(Unknown.at(`The cloud ${host}`, 'has no bundled service tags'), workspace) };
}

function rulesWithSensorTags(topology: Topology): { place: string; address: string; tag: string }[] {
  return listOwners(topology).flatMap(({ lists }) => lists.flatMap(({ address, attribute, entries }) => entries.flatMap((entry) => {
    const named = isUnknown(entry) ? undefined : unlimitedTag(entry).tag;
    const tag = SENSOR_SERVICE_TAGS.find((one) => one.toLowerCase() === named?.toLowerCase());
    return tag === undefined ? [] : [{ place: attribute === undefined ? address : `${address}.${attribute}`, address, tag }];
  })));
}
