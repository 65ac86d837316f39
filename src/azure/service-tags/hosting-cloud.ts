import { AddressFamily, AddressSet, IntervalSet } from '../../packets';
import { Unknown } from '../unknown';
import { ServiceTag, ServiceTagSnapshot } from './service-tag';

/** The Azure that rules are in where nothing says which: the provider's default. */
export const DEFAULT_HOSTING_CLOUD = 'Public';

/** Clouds by the provider's `environment`. */
const BY_ENVIRONMENT: Readonly<Record<string, string>> = { public: 'Public', usgovernment: 'AzureGovernment', china: 'China' };

/** Clouds by the provider's `metadata_host`. */
const BY_METADATA_HOST: Readonly<Record<string, string>> = {
  'management.azure.com': 'Public', 'management.usgovcloudapi.net': 'AzureGovernment', 'management.chinacloudapi.cn': 'China',
};

/** The cloud of an `environment` of the azurerm provider, as Microsoft's service tag files name it; `undefined` for another text. */
export function cloudOfEnvironment(environment: string): string | undefined {
  return own(BY_ENVIRONMENT, environment.toLowerCase());
}

/** The cloud of a `metadata_host` of the azurerm provider; `undefined` for one that is not Microsoft's. */
export function cloudOfMetadataHost(host: string): string | undefined {
  return own(BY_METADATA_HOST, host.toLowerCase());
}

/** A snapshot for rules in a cloud that is not known: every tag has addresses, and which is what the cloud decides. */
export function serviceTagsOfUnknownCloud(cloud: Unknown, known: ServiceTagSnapshot): ServiceTagSnapshot {
  const nothing: Record<AddressFamily, AddressSet> = { ipv4: IntervalSet.empty(), ipv6: IntervalSet.empty() };
  return {
    ...known,
    find(name): ServiceTag | undefined {
      const tag = known.find(name);
      return tag && { name: tag.name, relation: 'unknown', addresses: nothing, reason: `which addresses the service tag ${tag.name} has depends on the cloud: ${cloud.reason}` };
    },
  };
}

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
