import { Estate, minimalPrefixes, Unknown } from '../../src/azure';
import { explain, prove } from '../../src/proof';
import { requirementsFor, SensorVersion } from '../../src/requirements';
import { readText } from '../../src/terraform';
import { applicationCollection, estate, group, networkCollection, policy } from '../support/estates';
import { extract } from '../support/service-tags';
import { nsgWith } from '../support/tag-estates';

const AATP = 'AzureAdvancedThreatProtection';
const MDE = 'MicrosoftDefenderForEndpoint';
const ONE_DS = 'OneDsCollector';
const SENSOR = '10.1.0.4';

function verdicts(world: Estate, cloud: string, sensorVersion: SensorVersion = 2): Record<string, string> {
  const report = prove(world, { workspace: 'contoso', cloud, sensors: [SENSOR], requirements: requirementsFor({ workspace: 'contoso', cloud, sensorVersion }) });
  return Object.fromEntries(report.requirements.map(({ id, verdict }) => [id, verdict]));
}

const PUBLIC_MDE = 'a.endpoint.security.microsoft.com';

describe('a tag means the addresses of the cloud that hosts the rule', () => {
  const unknownCloud = Unknown.at('environment of the azurerm provider', 'is not known');

  test.each([
    ['commercial', undefined, 'satisfied'],
    ['commercial', 'Public', 'satisfied'],
    ['commercial', 'AzureGovernment', 'violated'],
    ['gcc', 'Public', 'violated'],
    ['gcc-high', undefined, 'violated'],
    ['gcc-high', 'Public', 'violated'],
    ['gcc-high', 'AzureGovernment', 'satisfied'],
    ['gcc', 'AzureGovernment', 'satisfied'],
    ['dod', 'AzureGovernment', 'satisfied'],
    // The file of China says of no tag that rules take it.
    ['dod', 'China', 'unknown'],
    ['gcc-high', unknownCloud, 'unknown'],
    ['commercial', unknownCloud, 'unknown'],
    ['commercial', 'AzureGermany', 'unknown'],
  ])('%s workspace, NSG in %s: %s', (cloud, hostingCloud, verdict) => {
    const world = { ...nsgWith([AATP]), ...hostingCloud === undefined ? {} : { hostingCloud } };
    expect(verdicts(world, cloud)['sensor-api']).toBe(verdict);
  });

  test('the reason stands in the report: witness in the workspace\'s cloud, the deciding rule, and what to write', () => {
    const report = prove({ ...nsgWith([AATP]), hostingCloud: 'Public' }, {
      workspace: 'contoso', cloud: 'gcc-high', sensors: [SENSOR], requirements: requirementsFor({ workspace: 'contoso', cloud: 'gcc-high' }),
    });
    expect(report.requirements[0].flows[0]).toMatchObject({ witness: { destination: '20.140.48.128' }, decidedBy: [{ rule: 'DenyInternet' }] });
    expect(report.serviceTags).toMatchObject({ cloud: 'AzureGovernment', changeNumber: 5 });
    expect(report.findings).toEqual([{
      id: 'service-tag-of-other-cloud', level: 'warning', address: 'azurerm_network_security_group.nsg',
      message: `azurerm_network_security_group.nsg.security_rule[0] names the service tag ${AATP}, which in the cloud Public means the addresses there, and a gcc-high `
        + 'workspace is in AzureGovernment; name the host in an application rule, or write the addresses of the tag in the AzureGovernment service tag file.',
      url: 'https://learn.microsoft.com/azure/virtual-network/service-tags-overview',
    }]);
  });

  test('what nobody says is assumed, and said', () => {
    const requirements = requirementsFor({ workspace: 'contoso', cloud: 'dod' });
    const { assumptions } = prove(nsgWith([AATP]), { workspace: 'contoso', cloud: 'dod', sensors: [SENSOR], requirements });
    expect(assumptions).toContain('The rules are in public Azure, since no provider block of the input chooses another environment; service tags mean its addresses, and the dod '
      + 'workspace is in AzureGovernment.');
  });

  test('addresses from the government file do in public Azure what the tag does not', () => {
    const { ipv4 } = minimalPrefixes(extract('AzureGovernment').states(AATP).at(-1)!.addressPrefixes);
    expect(verdicts({ ...nsgWith(ipv4), hostingCloud: 'Public' }, 'gcc-high')).toMatchObject({ 'sensor-api': 'satisfied', 'address-list-current': 'satisfied' });
    expect(verdicts({ ...nsgWith(ipv4.slice(1)), hostingCloud: 'Public' }, 'gcc-high')).toMatchObject({ 'sensor-api': 'violated', 'address-list-current': 'violated' });
  });

  test('other tags of public Azure do not matter: no cloud\'s tags hold addresses of another', () => {
    expect(verdicts({ ...nsgWith(['AzureCloud'], ['Storage']), hostingCloud: 'Public' }, 'gcc-high')['sensor-api']).toBe('violated');
    expect(verdicts({ ...nsgWith(['AzureCloud']), hostingCloud: 'AzureGovernment' }, 'gcc-high')['sensor-api']).toBe('satisfied');
    expect(verdicts({ ...nsgWith(['Internet']), hostingCloud: 'Public' }, 'gcc-high')['sensor-api']).toBe('satisfied');
  });
});

describe('service tags of version 3 sensors', () => {
  test.each([
    ['both tags in an NSG', nsgWith([MDE], [ONE_DS]), 'satisfied'],
    ['one of two in an NSG', nsgWith([MDE]), 'violated'],
    ['the tag of version 2 in an NSG', nsgWith([AATP]), 'violated'],
  ])('%s', (_, world, verdict) => {
    expect(verdicts(world, 'commercial', 3)['v3-endpoint']).toBe(verdict);
  });

  test('a firewall cannot do with the tags alone, and can with the addresses of the second', () => {
    const rule = (destinationAddresses: readonly string[]) => ({ sourceAddresses: [SENSOR], destinationAddresses, destinationPorts: ['443'] });
    const world = (...lists: readonly (readonly string[])[]): Estate => estate({ firewallPolicies: [policy([group([networkCollection(lists.map(rule))])])] });
    expect(verdicts(world([MDE], [ONE_DS]), 'commercial', 3)['v3-endpoint']).toBe('unknown');
    const { ipv4 } = minimalPrefixes(extract('Public').states(ONE_DS).at(-1)!.addressPrefixes);
    expect(verdicts(world([MDE], ipv4), 'commercial', 3)).toMatchObject({ 'v3-endpoint': 'satisfied', 'address-list-current': 'satisfied' });
    expect(verdicts(world([MDE], ipv4.slice(1)), 'commercial', 3)).toMatchObject({ 'v3-endpoint': 'violated', 'address-list-current': 'violated' });
  });

  test('a rule that denies one host of the wildcard violates, and names it', () => {
    const denied = applicationCollection([{ sourceAddresses: [SENSOR], destinationFqdns: [PUBLIC_MDE] }], { name: 'deny', priority: 200, action: 'Deny' });
    const allowed = applicationCollection([{ sourceAddresses: [SENSOR], destinationFqdns: ['*.endpoint.security.microsoft.com'] }]);
    const world = estate({ firewallPolicies: [policy([group([denied, allowed])])] });
    const requirements = requirementsFor({ workspace: 'contoso', sensorVersion: 3 });
    const [endpoint] = prove(world, { workspace: 'contoso', cloud: 'commercial', sensors: [SENSOR], requirements }).requirements;
    expect(endpoint.verdict).toBe('violated');
    expect(endpoint.flows[0]).toMatchObject({ host: PUBLIC_MDE, verdict: 'violated', decidedBy: [{ action: 'deny' }] });
  });

  test('TLS inspection of one host of the wildcard is found', () => {
    const world = estate({ firewallPolicies: [policy([group([applicationCollection([
      { sourceAddresses: [SENSOR], destinationFqdns: [PUBLIC_MDE], terminateTls: true },
      { sourceAddresses: [SENSOR], destinationFqdns: ['*.endpoint.security.microsoft.com'] },
    ])])])] });
    expect(verdicts(world, 'commercial', 3)).toMatchObject({ 'v3-endpoint': 'satisfied', 'v3-no-tls-inspection': 'violated' });
  });

  test('PKI hosts are required', () => {
    const world = estate({ firewallPolicies: [policy([group([applicationCollection([{ sourceAddresses: [SENSOR], destinationFqdns: ['*.endpoint.security.microsoft.com'] }])])])] });
    const requirements = requirementsFor({ workspace: 'contoso', sensorVersion: 3 });
    expect(prove(world, { workspace: 'contoso', cloud: 'commercial', sensors: [SENSOR], requirements }).verdict).toBe('violated');
  });
});

describe('explain', () => {
  test.each([
    ['contososensorapi.atp.azure.com', 'Public', 'permitted'],
    ['contososensorapi.atp.azure.us', 'Public', 'denied'],
    ['contososensorapi.atp.azure.us', 'AzureGovernment', 'permitted'],
    ['contososensorapi.atp.gcc.azure.com', 'AzureGovernment', 'permitted'],
    ['contososensorapi.atp.azure.com', 'AzureGovernment', 'denied'],
    ['a.endpoint.security.microsoft.com', 'Public', 'denied'],
  ])('%s through a tag in %s is %s', (to, hostingCloud, verdict) => {
    expect(explain({ ...nsgWith([AATP]), hostingCloud }, { from: SENSOR, to, port: 443, protocol: 'tcp' }).verdict).toBe(verdict);
  });
});

describe('the cloud that hosts the rules', () => {
  const NSG = { name: 'n', location: 'westeurope', resource_group_name: 'rg' };
  const configured = (provider: unknown, location = 'westeurope', rest: object = {}): unknown => readText('x.tf.json', JSON.stringify({
    provider, resource: { azurerm_network_security_group: { n: { ...NSG, location } } }, ...rest,
  })).estate.hostingCloud;

  test.each([
    ['nothing', undefined, undefined],
    ['a block without it', { azurerm: [{ features: [{}] }] }, undefined],
    ['environment', { azurerm: [{ environment: 'usgovernment' }] }, 'AzureGovernment'],
    ['environment in another case', { azurerm: { environment: 'USGovernment' } }, 'AzureGovernment'],
    ['public', { azurerm: { environment: 'public' } }, 'Public'],
    ['china', { azurerm: { environment: 'china' } }, 'China'],
    ['metadata host', { azurerm: { metadata_host: 'management.usgovcloudapi.net' } }, 'AzureGovernment'],
    ['two alike', { azurerm: [{ environment: 'usgovernment' }, { environment: 'usgovernment', alias: 'b' }] }, 'AzureGovernment'],
  ])('by %s', (_, provider, cloud) => {
    expect(configured(provider)).toBe(cloud);
  });

  test.each([
    ['a word that is none', { azurerm: { environment: 'mars' } }, 'environment of the azurerm provider names no cloud that is known'],
    ['different ones', { azurerm: [{ environment: 'public' }, { environment: 'usgovernment', alias: 'b' }] }, /are for different clouds \(Public, AzureGovernment\)/],
    ['one that says and one that does not', { azurerm: [{}, { environment: 'usgovernment', alias: 'b' }] }, /are for the cloud AzureGovernment in part and do not say it everywhere/],
    ['a variable without a value', { azurerm: { environment: '${var.cloud}' } }, /var.cloud/],
    ['__proto__', { azurerm: { environment: '__proto__' } }, 'environment of the azurerm provider names no cloud that is known'],
  ])('is unknown by %s', (_, provider, reason) => {
    const cloud = configured(provider);
    expect(cloud).toBeInstanceOf(Unknown);
    if (typeof reason === 'string') expect((cloud as Unknown).reason).toBe(reason);
    else expect((cloud as Unknown).reason).toMatch(reason);
  });

  test('by a variable with a default', () => {
    expect(configured({ azurerm: { environment: '${var.cloud}' } }, 'westeurope', { variable: { cloud: { default: 'usgovernment' } } })).toBe('AzureGovernment');
  });

  test.each([['usgovvirginia', 'AzureGovernment'], ['USDoD Central', 'AzureGovernment'], ['chinaeast2', 'China'], ['westeurope', undefined]])('by the region %s', (location, cloud) => {
    expect(configured(undefined, location)).toBe(cloud);
  });

  test.each([
    [{ constant_value: 'usgovernment' }, {}, 'AzureGovernment'],
    [{ references: ['var.cloud'] }, { cloud: { value: 'usgovernment' } }, 'AzureGovernment'],
  ])('in a plan by %j', (environment, variables, cloud) => {
    const plan = {
      format_version: '1.2', variables,
      planned_values: { root_module: { resources: [
        { address: 'azurerm_network_security_group.n', mode: 'managed', type: 'azurerm_network_security_group', name: 'n', values: NSG },
      ] } },
      configuration: { provider_config: { azurerm: { name: 'azurerm', expressions: { environment } } }, root_module: {} },
    };
    expect(readText('plan.json', JSON.stringify(plan)).estate.hostingCloud).toBe(cloud);
  });
});
