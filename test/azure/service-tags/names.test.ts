import { bundledServiceTags, Finding, parseServiceTagFile } from '../../../src/azure';
import { prove } from '../../../src/proof';
import { requirementsFor } from '../../../src/requirements';
import { estate, group, networkCollection, policy } from '../../support/estates';
import { serviceTagFile } from '../../support/service-tags';
import { nsgWith } from '../../support/tag-estates';

const AATP = 'AzureAdvancedThreatProtection';

function nsgFindings(tag: string, sensorVersion = 2): readonly Finding[] {
  return proofOf(nsgWith([tag]), sensorVersion).findings;
}

function proofOf(world: ReturnType<typeof nsgWith>, sensorVersion: number | string = 2) {
  return prove(world, { workspace: 'contoso', cloud: 'commercial', sensors: ['10.1.0.4'], requirements: requirementsFor({ workspace: 'contoso', sensorVersion }) });
}

function firewallWith(tag: string, sensorVersion: number | string = 2) {
  const rules = [{ sourceAddresses: ['10.1.0.4'], destinationAddresses: [tag], destinationPorts: ['443'] }];
  return proofOf(estate({ firewallPolicies: [policy([group([networkCollection(rules)])])] }), sensorVersion);
}

describe('names of service tags in NSG rules', () => {
  test('as Microsoft spells them say nothing', () => {
    expect(nsgFindings(AATP)).toEqual([]);
    expect(nsgFindings('Storage.WestEurope')).toEqual([]);
  });

  test.each([
    ['AzureAdvancedThreatProtecton', AATP],
    ['AzureAdvancedThreadProtection', AATP],
    ['Azure AdvancedThreatProtection', AATP],
    ['AzureMonitr', 'AzureMonitor'],
    ['Interent', 'Internet'],
  ])('%j is asked back as %s', (written, meant) => {
    expect(nsgFindings(written)).toEqual([{
      id: 'unknown-service-tag',
      level: 'warning',
      address: 'azurerm_network_security_group.nsg',
      message: `azurerm_network_security_group.nsg.security_rule[0].destination_address_prefix names "${written}", which is no address and no service tag of the `
        + `snapshot; did you mean ${meant}? Correct the spelling or name a newer service tag file.`,
      url: 'https://learn.microsoft.com/azure/virtual-network/service-tags-overview',
    }]);
  });

  test.each(['SomethingElseAltogether', 'x'.repeat(5000)])('%.30s is like none', (written) => {
    expect(nsgFindings(written).map(({ id, message }) => [id, message.includes('did you mean')])).toEqual([['unknown-service-tag', false]]);
  });

  test('in another case are the tag, with a warning', () => {
    const report = proofOf(nsgWith(['AZUREADVANCEDTHREATPROTECTION']));
    expect(report.requirements[0].verdict).toBe('satisfied');
    expect(report.findings).toEqual([expect.objectContaining({
      id: 'service-tag-casing', level: 'warning',
      message: 'azurerm_network_security_group.nsg.security_rule[0].destination_address_prefix names "AZUREADVANCEDTHREATPROTECTION", which Microsoft spells '
        + `${AATP}; write it that way, since not every tool takes another case.`,
    })]);
  });

  test('with a region that the tag does not have are an error, and hold nothing for certain', () => {
    const report = proofOf(nsgWith([`${AATP}.WestEurope`]));
    expect(report.requirements[0].verdict).toBe('unknown');
    expect(report.findings).toEqual([expect.objectContaining({
      id: 'service-tag-without-regions', level: 'error',
      message: `azurerm_network_security_group.nsg.security_rule[0].destination_address_prefix names "${AATP}.WestEurope", but the service tag ${AATP} has no regional `
        + `variants; write ${AATP}.`,
    })]);
  });
});

describe('names of service tags in firewall rules', () => {
  test('OneDsCollector, which Azure Firewall does not take, is an error and satisfies nothing', () => {
    const report = firewallWith('OneDsCollector', 3);
    const [endpoint] = report.requirements;
    expect(endpoint.flows.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown']);
    expect(endpoint.flows[1].unknowns).toContainEqual(expect.stringMatching(/names the service tag OneDsCollector, which Azure does not take there/));
    expect(report.findings).toContainEqual(expect.objectContaining({ id: 'service-tag-without-feature', level: 'error' }));
  });

  test.each([
    ['NSG', nsgWith(['AzureActiveDirectory.ServiceEndpoint']), 'azurerm_network_security_group.nsg.security_rule[0].destination_address_prefix', 'an NSG rule'],
    ['firewall', estate({ firewallPolicies: [policy([group([networkCollection([{ destinationAddresses: ['AzureActiveDirectory.ServiceEndpoint'] }])])])] }),
      'rcg.network_rule_collection[0].rule[0].destination_addresses', 'a rule of Azure Firewall'],
  ])('a tag that Microsoft publishes for neither is told at the %s', (_, world, place, kind) => {
    const tag = 'AzureActiveDirectory.ServiceEndpoint';
    expect(proofOf(world).findings).toContainEqual(expect.objectContaining({
      id: 'service-tag-without-feature', level: 'warning',
      message: `${place} names the service tag ${tag}, which Microsoft does not publish for ${kind}, so that Azure refuses it; write its addresses instead, in the rule or in an IP group.`,
    }));
  });

  test('the sensor\'s tag is refused where a file publishes it for nothing, as the one of China does', () => {
    const file = parseServiceTagFile(serviceTagFile({ [AATP]: ['20.0.0.0/29'] }).replace(/"networkFeatures":\[.*?\]/, '"networkFeatures":null'), 'x.json');
    const report = prove(nsgWith([AATP]), {
      workspace: 'contoso', cloud: 'commercial', sensors: ['10.1.0.4'], serviceTags: file, requirements: requirementsFor({ workspace: 'contoso' }),
    });
    expect(report.requirements[0].verdict).toBe('unknown');
    expect(report.findings).toEqual([expect.objectContaining({ id: 'service-tag-without-feature', level: 'error' })]);
  });

  test('but in an NSG it is a tag like others', () => {
    expect(nsgFindings('OneDsCollector', 3)).toEqual([]);
  });

  test('a tag that nothing here depends on is a warning: the files and the documentation differ on some', () => {
    expect(firewallWith('AzureSphere').findings).toContainEqual(expect.objectContaining({ id: 'service-tag-without-feature', level: 'warning' }));
  });

  test('AzureCloud is taken, whatever the file says of it', () => {
    const report = firewallWith('AzureCloud');
    expect(report.requirements[0].verdict).toBe('satisfied');
    expect(report.findings).toEqual([]);
    expect(bundledServiceTags().find('AzureCloud')?.features).not.toContain('FW');
  });

  test('a tag as source is refused', () => {
    const rules = [{ sourceAddresses: ['AzureCloud'], destinationAddresses: [AATP], destinationPorts: ['443'] }];
    const report = proofOf(estate({ firewallPolicies: [policy([group([networkCollection(rules)])])] }));
    expect(report.findings).toContainEqual({
      id: 'service-tag-as-source', level: 'error', address: 'rcg',
      message: 'rcg.network_rule_collection[0].rule[0].source_addresses has "AzureCloud"; Azure Firewall takes no service tag as a source, write address prefixes or IP groups.',
      url: 'https://learn.microsoft.com/azure/virtual-network/service-tags-overview',
    });
  });
});
