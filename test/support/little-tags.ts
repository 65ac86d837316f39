import { parseServiceTagFile, ServiceTagSnapshot } from '../../src/azure';
import { TAGS } from '../proof/oracle';

const NAMES: Record<string, string> = { azureadvancedthreatprotection: 'AzureAdvancedThreatProtection', azurecloud: 'AzureCloud', storage: 'Storage' };

/** The service tags of the oracle's little world, as a file of Microsoft's shape. */
export function littleTags(): ServiceTagSnapshot {
  const values = Object.entries(TAGS).map(([key, addressPrefixes]) => ({ name: NAMES[key], properties: { addressPrefixes } }));
  return parseServiceTagFile(JSON.stringify({ changeNumber: 1, cloud: 'Little', values }), 'ServiceTags_Little_20260101.json');
}
