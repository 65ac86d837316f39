import { run } from './run';

interface CatalogueJson {
  readonly format: string;
  readonly workspace: string;
  readonly requirements: readonly RequirementJson[];
}

interface RequirementJson {
  readonly id: string;
  readonly level: string;
  readonly flows: readonly { readonly host: string; readonly port: number }[];
}

describe('mdi-egress requirements', () => {
  test('prints the catalogue with a placeholder for the workspace', async () => {
    const { exitCode, stdout, stderr } = await run(['requirements', '--format', 'json']);
    const catalogue = JSON.parse(stdout) as CatalogueJson;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect({ format: catalogue.format, workspace: catalogue.workspace }).toEqual({ format: 'mdi-egress/requirements/v1', workspace: '<workspace>' });
    expect(catalogue.requirements.map(({ id, level }) => [id, level])).toEqual([
      ['sensor-api', 'required'],
      ['pki-crl', 'recommended'],
      ['pki-ctl', 'recommended'],
      ['pki-pkiops', 'recommended'],
      ['pki-certs', 'recommended'],
      ['no-tls-inspection', 'required'],
      ['address-list-current', 'recommended'],
    ]);
    expect(catalogue.requirements[0].flows.map(({ host, port }) => [host, port])).toEqual([['<workspace>sensorapi.atp.azure.com', 443]]);
    expect(stdout).not.toContain('your-own');
  });

  test('fills in the workspace', async () => {
    const { stdout } = await run(['requirements', '--workspace', 'Contoso-Corp']);
    expect(stdout).toMatch(/^sensor-api \(required\)\n {2}asks: /);
    expect(stdout).toContain('\n  flow: every sensor to https://contoso-corpsensorapi.atp.azure.com, tcp 443, addresses in service tag AzureAdvancedThreatProtection\n');
    expect(stdout).toContain('\n  flow: every sensor to http://www.microsoft.com/pkiops/*, tcp 80\n');
    expect(stdout).toContain('\n    https://learn.microsoft.com/');
  });

  test('refuses a cloud it does not hold', async () => {
    const { exitCode, stdout, stderr } = await run(['requirements', '--cloud', 'china']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toMatch(/^mdi-egress: Cloud "china" is not supported: /);
  });
});
