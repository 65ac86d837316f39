import { Finding, ServiceTagSnapshot } from '../../src/azure';
import { serviceTagFindings } from '../../src/azure/service-tag-findings';
import { addressSet } from '../../src/packets';
import { littleTags } from '../support/little-tags';

/* What to tell about the name of a tag in a rule; "API, NSG, UDR, FW" are the features of Microsoft's files. */
const features: Record<string, string[] | undefined> = {
  'AzureAdvancedThreatProtection': ['NSG', 'FW', 'UDR'], 'OneDsCollector': ['NSG'], 'Storage': ['NSG', 'FW'], 'AzureSphere': ['NSG'], 'Unsaid': undefined, 'AzureCloud': ['NSG'], 'AzureCloudlet': ['NSG'],
  'AzureCloud.westeurope': ['NSG'],
};
const snapshot: ServiceTagSnapshot = {
  ...littleTags(),
  names: () => Object.keys(features).map((name) => ({ name, regional: name === 'Storage' })),
  find: (written) => {
    const name = Object.keys(features).find((one) => one.toLowerCase() === written.toLowerCase());
    return name === undefined ? undefined : { name, relation: 'exact', addresses: { ipv4: addressSet(), ipv6: addressSet() }, features: features[name] };
  },
};
const told = (written: string, feature: 'NSG' | 'FW' | 'UDR' | 'API' = 'NSG'): Finding[] => serviceTagFindings(written, feature, snapshot, { text: 'rule.to', address: 'rule' });
const REFUSED = 'so that Azure refuses it; write its addresses instead, in the rule or in an IP group.';

test.each<[string, 'NSG' | 'FW' | 'UDR' | 'API', [string, string, string][]]>([
  ['AzureAdvancedThreatProtection', 'NSG', []],
  ['Unsaid', 'FW', []],
  ['azureadvancedthreatprotection', 'NSG', [['service-tag-casing', 'warning',
    'rule.to names "azureadvancedthreatprotection", which Microsoft spells AzureAdvancedThreatProtection; write it that way, since not every tool takes another case.']]],
  ['OneDsCollector', 'FW', [['service-tag-without-feature', 'error', `rule.to names the service tag OneDsCollector, which Microsoft does not publish for a rule of Azure Firewall, ${REFUSED}`]]],
  ['AzureSphere', 'FW', [['service-tag-without-feature', 'warning', `rule.to names the service tag AzureSphere, which Microsoft does not publish for a rule of Azure Firewall, ${REFUSED}`]]],
  ['Storage', 'UDR', [['service-tag-without-feature', 'warning', `rule.to names the service tag Storage, which Microsoft does not publish for a route, ${REFUSED}`]]],
  ['Storage', 'API', [['service-tag-without-feature', 'warning', `rule.to names the service tag Storage, which Microsoft does not publish for API, ${REFUSED}`]]],
  ['azuresphere', 'FW', [['service-tag-casing', 'warning', 'rule.to names "azuresphere", which Microsoft spells AzureSphere; write it that way, since not every tool takes another case.'],
    ['service-tag-without-feature', 'warning', `rule.to names the service tag AzureSphere, which Microsoft does not publish for a rule of Azure Firewall, ${REFUSED}`]]],
  // The files leave FW out of AzureCloud, and the service tags overview says that Azure Firewall takes it.
  ['AzureCloud', 'FW', []], ['AzureCloud.westeurope', 'FW', []],
  ['AzureCloud', 'UDR', [['service-tag-without-feature', 'warning', `rule.to names the service tag AzureCloud, which Microsoft does not publish for a route, ${REFUSED}`]]],
  ['AzureCloudlet', 'FW', [['service-tag-without-feature', 'warning', `rule.to names the service tag AzureCloudlet, which Microsoft does not publish for a rule of Azure Firewall, ${REFUSED}`]]],
  ['AzureSphere.WestEurope', 'NSG', [['service-tag-without-regions', 'error', 'rule.to names "AzureSphere.WestEurope", but the service tag AzureSphere has no regional variants; write AzureSphere.']]],
  ['azuresphere.WestEurope', 'NSG', [['service-tag-without-regions', 'error', 'rule.to names "azuresphere.WestEurope", but the service tag AzureSphere has no regional variants; write AzureSphere.']]],
  ['Storage.Atlantis', 'NSG', [['unknown-service-tag', 'warning',
    'rule.to names "Storage.Atlantis", which is no address and no service tag of the snapshot; check the spelling (the sensor\'s tag is AzureAdvancedThreatProtection) or name a newer service tag file.']]],
  ['Storag', 'NSG', [['unknown-service-tag', 'warning',
    'rule.to names "Storag", which is no address and no service tag of the snapshot; did you mean Storage? Correct the spelling or name a newer service tag file.']]],
  ['NSG1', 'NSG', [['unknown-service-tag', 'warning',
    'rule.to names "NSG1", which is no address and no service tag of the snapshot; check the spelling (the sensor\'s tag is AzureAdvancedThreatProtection) or name a newer service tag file.']]],
])('%s for %s', (written, feature, findings) => {
  expect(told(written, feature)).toEqual(findings.map(([id, level, message]) => ({ id, level, message, address: 'rule' })));
});
