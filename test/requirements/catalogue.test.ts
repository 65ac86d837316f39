import {
  cloudNamed, PKI_LOCATIONS, Requirement, requirementsFor, RequirementsError, sensorHost, sensorVersionNamed, supportedClouds,
} from '../../src/requirements';

const PAGE = 'https://learn.microsoft.com/defender-for-identity/deploy/configure-proxy';

function requirement(id: string): Requirement {
  const found = requirementsFor({ workspace: 'contoso-corp' }).find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no requirement ${id}`);
  return found;
}

describe('requirements of version 2 sensors in the commercial cloud', () => {
  test('are the public ids with their levels, in the documented order', () => {
    expect(requirementsFor({ workspace: 'contoso-corp', cloud: 'commercial', sensorVersion: 2 }).map(({ id, level }) => [id, level])).toEqual([
      ['sensor-api', 'required'],
      ['pki-crl', 'recommended'],
      ['pki-ctl', 'recommended'],
      ['pki-pkiops', 'recommended'],
      ['pki-certs', 'recommended'],
      ['no-tls-inspection', 'required'],
      ['address-list-current', 'recommended'],
    ]);
  });

  test('ask for HTTPS to the example host of the page, which the service tag holds', () => {
    expect(requirement('sensor-api').flows).toEqual([{
      host: 'contoso-corpsensorapi.atp.azure.com', scheme: 'https', protocol: 'tcp', port: 443, serviceTag: 'AzureAdvancedThreatProtection',
    }]);
  });

  test.each([
    ['pki-crl', { host: 'crl.microsoft.com' }],
    ['pki-ctl', { host: 'ctldl.windowsupdate.com' }],
    ['pki-pkiops', { host: 'www.microsoft.com', path: '/pkiops/*' }],
    ['pki-certs', { host: 'www.microsoft.com', path: '/pki/*' }],
  ])('%s is asked for over HTTP on port 80, without a service tag', (id, place) => {
    expect(requirement(id).flows).toEqual([{ ...place, scheme: 'http', protocol: 'tcp', port: 80 }]);
  });

  test('protect the very flow of the sensor API from TLS inspection', () => {
    expect(requirement('no-tls-inspection').kind).toBe('no-tls-inspection');
    expect(requirement('no-tls-inspection').flows).toEqual(requirement('sensor-api').flows);
  });

  test('have no flow for the currency of address lists', () => {
    expect(requirement('address-list-current')).toMatchObject({ kind: 'address-list-current', flows: [] });
  });

  test('say in one sentence what must hold', () => {
    expect(requirementsFor({ workspace: 'contoso-corp' }).map(({ statement }) => statement)).toEqual([
      'Every sensor reaches contoso-corpsensorapi.atp.azure.com over HTTPS (TCP 443).',
      'Every sensor reaches crl.microsoft.com over HTTP (TCP 80) for certificate revocation lists.',
      'Every sensor reaches ctldl.windowsupdate.com over HTTP (TCP 80) for the list of trusted root certificates.',
      'Every sensor reaches www.microsoft.com/pkiops/* over HTTP (TCP 80) for certificates and revocation lists of Microsoft certification authorities.',
      'Every sensor reaches www.microsoft.com/pki/* over HTTP (TCP 80) for certificates of Microsoft certification authorities.',
      'Nothing on the way terminates the TLS of sensors to contoso-corpsensorapi.atp.azure.com: both ends present certificates.',
      'Address lists that stand for the service tag AzureAdvancedThreatProtection hold every address the tag has now.',
    ]);
  });

  test('name the page, its section, date and address', () => {
    for (const { source } of requirementsFor({ workspace: 'contoso-corp' })) {
      expect(source).toEqual({
        title: 'Configure endpoint proxy and internet connectivity settings',
        section: 'Enable access to Defender for Identity service URLs in the proxy server',
        dated: '2024-02-12',
        url: `${PAGE}#enable-access-to-defender-for-identity-service-urls-in-the-proxy-server`,
      });
    }
  });

  test('lower-case the workspace in the host', () => {
    expect(requirementsFor({ workspace: 'Contoso-Corp' })[0].flows[0].host).toBe('contoso-corpsensorapi.atp.azure.com');
  });

  test('and the PKI locations for rule writers are the same hosts and paths', () => {
    expect(PKI_LOCATIONS.map(({ requirement: id, host, path }) => `${id} ${host}${path ?? ''}`)).toEqual([
      'pki-crl crl.microsoft.com',
      'pki-ctl ctldl.windowsupdate.com',
      'pki-pkiops www.microsoft.com/pkiops/*',
      'pki-certs www.microsoft.com/pki/*',
    ]);
  });
});

const IDS_OF_VERSION_2 = ['sensor-api', 'pki-crl', 'pki-ctl', 'pki-pkiops', 'pki-certs', 'no-tls-inspection'];
const IDS_OF_VERSION_3 = ['v3-endpoint', 'v3-pki-crl', 'v3-pki-ctl', 'v3-pki-pkiops', 'v3-pki-certs', 'v3-no-tls-inspection'];

describe('clouds', () => {
  // Hosts, wildcards, service tag files and roots: "Microsoft Defender for Identity for US Government offerings", and the
  // constants of Microsoft's readiness script for the thumbprints.
  test.each([
    ['commercial', ['.atp.azure.com'], 'Public', 56519, 'DigiCert Global Root G2', 'DF3C24F9BFD666761B268073FE06D1CC8D4F82A4'],
    ['gcc', ['.atp.gcc.azure.com', '.gcc.atp.azure.com'], 'AzureGovernment', 57063, undefined, undefined],
    ['gcc-high', ['.atp.azure.us'], 'AzureGovernment', 57063, 'DigiCert Global Root CA', 'A8985D3A65E5E5C4B2D7D66D40C6DD2FB19C5436'],
    ['dod', ['.atp.azure.us'], 'AzureGovernment', 57063, 'DigiCert Global Root CA', 'A8985D3A65E5E5C4B2D7D66D40C6DD2FB19C5436'],
  ])('%s', (name, suffixes, azureCloud, serviceTagDownload, root, thumbprint) => {
    const cloud = cloudNamed(name);
    expect(cloud).toMatchObject({ sensorHostSuffixes: suffixes, serviceTag: 'AzureAdvancedThreatProtection', azureCloud, serviceTagDownload });
    expect([cloud.rootCertificate?.name, cloud.rootCertificate?.thumbprint]).toEqual([root, thumbprint]);
    expect(sensorHost('contoso', name)).toBe(`contososensorapi${suffixes[0]}`);
  });

  test('are these and no others', () => {
    expect(supportedClouds().map(({ name }) => name)).toEqual(['commercial', 'gcc', 'gcc-high', 'dod']);
  });

  test('GCC requires the new host and recommends the former one, under an id of its own', () => {
    const requirements = requirementsFor({ workspace: 'contoso', cloud: 'gcc' });
    expect(requirements.map(({ id, level }) => `${id} ${level}`).slice(0, 2)).toEqual(['sensor-api required', 'sensor-api-former-host recommended']);
    expect(requirements[0].flows.map(({ host }) => host)).toEqual(['contososensorapi.atp.gcc.azure.com']);
    expect(requirements[1].flows.map(({ host }) => host)).toEqual(['contososensorapi.gcc.atp.azure.com']);
    expect(requirements[1].statement).toBe('Sensors before version 2.254 reach contososensorapi.gcc.atp.azure.com over HTTPS (TCP 443).');
  });

  test('in GCC neither host may be inspected', () => {
    const inspection = requirementsFor({ workspace: 'contoso', cloud: 'gcc' }).find(({ id }) => id === 'no-tls-inspection');
    expect(inspection?.flows.map(({ host }) => host)).toEqual(['contososensorapi.atp.gcc.azure.com', 'contososensorapi.gcc.atp.azure.com']);
  });

  test.each(['commercial', 'gcc-high', 'dod'])('%s has the ids of version 2 sensors', (cloud) => {
    expect(requirementsFor({ workspace: 'contoso', cloud }).map(({ id }) => id)).toEqual([...IDS_OF_VERSION_2, 'address-list-current']);
  });

  test('government clouds are documented on their own page', () => {
    expect(requirementsFor({ workspace: 'contoso', cloud: 'dod' })[0].source).toMatchObject({
      title: 'US Government offerings - Microsoft Defender for Identity', section: 'URLs', dated: '2023-02-14',
      url: 'https://learn.microsoft.com/defender-for-identity/us-govt-gcc-high',
    });
  });

  test.each([
    ['china', 'cloud-without-service', 'Cloud "china" is not supported: Microsoft documents no Defender for Identity sensor host for Azure operated by 21Vianet.'],
    ['China', 'cloud-without-service', 'Cloud "China" is not supported: Microsoft documents no Defender for Identity sensor host for Azure operated by 21Vianet.'],
    ['Commercial', 'cloud-unknown', 'Cloud "Commercial" is not known; write commercial, gcc, gcc-high or dod.'],
    ['__proto__', 'cloud-unknown', 'Cloud "__proto__" is not known; write commercial, gcc, gcc-high or dod.'],
    ['\u001b[31m\u202e', 'cloud-unknown', 'Cloud "\\u001b[31m\\u202e" is not known; write commercial, gcc, gcc-high or dod.'],
  ])('%j is refused as %s', (cloud, code, message) => {
    expect(() => requirementsFor({ workspace: 'contoso-corp', cloud })).toThrow(expect.objectContaining({ code, message }));
    expect(() => sensorHost('contoso-corp', cloud)).toThrow(RequirementsError);
  });
});

describe('sensor versions', () => {
  const idsOf = (sensorVersion: number | string): string[] => requirementsFor({ workspace: 'contoso', sensorVersion }).map(({ id }) => id);

  test('3 asks for the Defender for Endpoint hosts and for none of the workspace\'s', () => {
    expect(idsOf(3)).toEqual([...IDS_OF_VERSION_3, 'address-list-current']);
    const hosts = requirementsFor({ workspace: 'contoso', sensorVersion: 3 }).flatMap(({ flows }) => flows.map(({ host }) => host));
    expect(hosts.filter((host) => host.includes('sensorapi'))).toEqual([]);
  });

  test('both asks for the two sets, and address lists once', () => {
    expect(idsOf('both')).toEqual([...IDS_OF_VERSION_2, ...IDS_OF_VERSION_3, 'address-list-current']);
  });

  test.each([['commercial', '*.endpoint.security.microsoft.com'], ['gcc-high', '*.endpoint.security.microsoft.us']])('3 in %s goes to %s on both tags', (cloud, host) => {
    const [endpoint] = requirementsFor({ workspace: 'contoso', cloud, sensorVersion: 3 });
    expect(endpoint.flows).toEqual(['MicrosoftDefenderForEndpoint', 'OneDsCollector'].map((serviceTag) => (
      { host, scheme: 'https', protocol: 'tcp', port: 443, serviceTag }
    )));
  });

  // Titles, sections and dates as the pages have them.
  test.each([
    ['commercial', 'Microsoft Defender for Endpoint streamlined connectivity URLs - commercial', 'URLs used for core functionality', '2025-10-16',
      'streamlined-device-connectivity-urls-commercial'],
    ['dod', 'Microsoft Defender for Endpoint streamlined connectivity URLs - US government environments (Preview)', 'General URLs', '2026-07-03',
      'streamlined-device-connectivity-urls-gov'],
  ])('3 in %s says where it is documented', (cloud, title, section, dated, page) => {
    const sources = new Map(requirementsFor({ workspace: 'contoso', cloud, sensorVersion: 3 }).map(({ id, source }) => [id, source]));
    const learn = 'https://learn.microsoft.com/defender-endpoint';
    expect(sources.get('v3-endpoint')).toEqual({ title, section, dated, url: `${learn}/${page}` });
    expect(sources.get('v3-pki-crl')).toEqual({ title, section: 'URLs used for certificate validation checks', dated, url: `${learn}/${page}` });
    const onboarding = {
      title: 'Onboarding devices using streamlined connectivity for Microsoft Defender for Endpoint', dated: '2025-09-29', url: `${learn}/configure-device-connectivity`,
    };
    expect(sources.get('v3-no-tls-inspection')).toEqual({ ...onboarding, section: 'Defender for Endpoint-recognized simplified domain' });
    expect(sources.get('address-list-current')).toEqual({ ...onboarding, section: 'Option 2: Configure connectivity using static IP ranges' });
  });

  test('3 requires the PKI hosts on port 80', () => {
    const crl = requirementsFor({ workspace: 'contoso', sensorVersion: 3 }).find(({ id }) => id === 'v3-pki-crl');
    expect(crl).toMatchObject({ level: 'required', flows: [{ host: 'crl.microsoft.com', scheme: 'http', protocol: 'tcp', port: 80 }] });
  });

  test.each([
    [2, ['AzureAdvancedThreatProtection']],
    [3, ['MicrosoftDefenderForEndpoint', 'OneDsCollector']],
    ['both', ['AzureAdvancedThreatProtection', 'MicrosoftDefenderForEndpoint', 'OneDsCollector']],
  ])('%s keeps lists of its own tags current', (sensorVersion, tags) => {
    expect(requirementsFor({ workspace: 'contoso', sensorVersion }).at(-1)).toMatchObject({ id: 'address-list-current', serviceTags: tags });
  });

  test.each([
    [1, 'Sensor version "1" is not known; write 2, 3 or both.'],
    [NaN, 'Sensor version "NaN" is not known; write 2, 3 or both.'],
    ['Both', 'Sensor version "Both" is not known; write 2, 3 or both.'],
    ['__proto__', 'Sensor version "__proto__" is not known; write 2, 3 or both.'],
  ])('%s is refused', (sensorVersion, message) => {
    expect(() => requirementsFor({ workspace: 'contoso-corp', sensorVersion })).toThrow(expect.objectContaining({ code: 'sensor-version-unknown', message }));
  });

  test.each([['2', 2], ['3', 3], [3, 3], ['both', 'both']])('%j is read as a version', (text, version) => {
    expect(sensorVersionNamed(text)).toBe(version);
  });
});
