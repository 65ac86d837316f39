import { PKI_LOCATIONS, Requirement, requirementsFor, RequirementsError, sensorHost, supportedClouds } from '../../src/requirements';

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

describe('clouds and sensor versions', () => {
  test('the commercial cloud is the one supported', () => {
    expect(supportedClouds().map(({ name }) => name)).toEqual(['commercial']);
    expect(sensorHost('thalpius-onmicrosoft-com')).toBe('thalpius-onmicrosoft-comsensorapi.atp.azure.com');
  });

  test.each([
    ['gcc', 'cloud-not-supported-yet', 'Cloud "gcc" is not supported yet: the catalogue holds the hosts of the commercial cloud alone; write commercial if the workspace is there.'],
    ['gcc-high', 'cloud-not-supported-yet', 'Cloud "gcc-high" is not supported yet: the catalogue holds the hosts of the commercial cloud alone; write commercial if the workspace is there.'],
    ['dod', 'cloud-not-supported-yet', 'Cloud "dod" is not supported yet: the catalogue holds the hosts of the commercial cloud alone; write commercial if the workspace is there.'],
    ['china', 'cloud-without-service', 'Cloud "china" is not supported: Microsoft documents no Defender for Identity sensor host for Azure operated by 21Vianet.'],
    ['China', 'cloud-without-service', 'Cloud "China" is not supported: Microsoft documents no Defender for Identity sensor host for Azure operated by 21Vianet.'],
    ['Commercial', 'cloud-unknown', 'Cloud "Commercial" is not known; write commercial.'],
    ['__proto__', 'cloud-unknown', 'Cloud "__proto__" is not known; write commercial.'],
    ['\u001b[31m\u202e', 'cloud-unknown', 'Cloud "\\u001b[31m\\u202e" is not known; write commercial.'],
  ])('cloud %j is refused as %s', (cloud, code, message) => {
    expect(() => requirementsFor({ workspace: 'contoso-corp', cloud })).toThrow(expect.objectContaining({ code, message }));
    expect(() => sensorHost('contoso-corp', cloud)).toThrow(RequirementsError);
  });

  test.each([
    [3, 'sensor-version-not-supported-yet', 'Sensor version "3" is not supported yet: the catalogue holds the requirements of version 2 sensors alone.'],
    [1, 'sensor-version-unknown', 'Sensor version "1" is not known; write 2.'],
    [NaN, 'sensor-version-unknown', 'Sensor version "NaN" is not known; write 2.'],
  ])('sensor version %d is refused as %s', (sensorVersion, code, message) => {
    expect(() => requirementsFor({ workspace: 'contoso-corp', sensorVersion })).toThrow(expect.objectContaining({ code, message }));
  });
});
