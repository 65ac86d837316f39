import {
  NO_TLS_INSPECTION, NO_TLS_INSPECTION_VIOLATED, PKI_CRL, PKI_CRL_UNKNOWN, PKI_CRL_VIOLATED, reportOf, SENSOR_API, SENSOR_API_VIOLATED,
} from './reports';
import { overallSentence } from '../../src/report';

const SENSOR_API_UNKNOWN = { ...SENSOR_API, verdict: 'unknown' } as const;

describe('the overall sentence', () => {
  test.each([
    [
      'all satisfied',
      reportOf('satisfied', SENSOR_API, PKI_CRL, NO_TLS_INSPECTION),
      'contoso-corp: sensors can reach Defender for Identity: every requirement is satisfied.',
    ],
    [
      'a required one violated',
      reportOf('violated', SENSOR_API_VIOLATED, PKI_CRL),
      'contoso-corp: sensors can NOT reach Defender for Identity as documented: sensor-api is violated.',
    ],
    [
      'two required ones violated',
      reportOf('violated', SENSOR_API_VIOLATED, NO_TLS_INSPECTION_VIOLATED),
      'contoso-corp: sensors can NOT reach Defender for Identity as documented: sensor-api and no-tls-inspection are violated.',
    ],
    [
      'a violation beside an unknown',
      reportOf('violated', SENSOR_API_UNKNOWN, NO_TLS_INSPECTION_VIOLATED),
      'contoso-corp: sensors can NOT reach Defender for Identity as documented: no-tls-inspection is violated.',
    ],
    [
      'a required one unknown',
      reportOf('unknown', SENSOR_API_UNKNOWN, PKI_CRL_VIOLATED),
      'contoso-corp: it is UNKNOWN whether sensors can reach Defender for Identity: sensor-api is unknown.',
    ],
    [
      'recommended ones that fail',
      reportOf('satisfied', SENSOR_API, PKI_CRL_VIOLATED, { ...PKI_CRL_UNKNOWN, id: 'pki-ctl' }),
      'contoso-corp: sensors can reach Defender for Identity; of what is recommended, pki-crl is violated; pki-ctl is unknown.',
    ],
    [
      'recommended ones that fail where reach beyond the requirements decides the verdict',
      { ...reportOf('violated', SENSOR_API, PKI_CRL_VIOLATED), leastPrivilege: 'violated' as const },
      'contoso-corp: sensors can reach Defender for Identity; of what is recommended, pki-crl is violated; '
        + 'they may reach MORE of the Internet than any requirement needs.',
    ],
    [
      'recommended ones that fail under strict',
      { ...reportOf('violated', SENSOR_API, PKI_CRL_VIOLATED), strict: true as const },
      'contoso-corp: sensors can reach Defender for Identity, but NOT all that is recommended is sure: pki-crl is violated.',
    ],
    [
      'a part of the catalogue satisfied',
      reportOf('satisfied', PKI_CRL, NO_TLS_INSPECTION),
      'contoso-corp: pki-crl and no-tls-inspection are satisfied.',
    ],
    [
      'a part of the catalogue unknown',
      reportOf('unknown', PKI_CRL_UNKNOWN),
      'contoso-corp: NOT all that was asked is sure: pki-crl is unknown.',
    ],
    [
      'nothing asked',
      reportOf('satisfied'),
      'contoso-corp: nothing was asked, so the outcome is UNKNOWN.',
    ],
  ])('%s', (_, report, expected) => {
    expect(overallSentence(report)).toBe(expected);
  });
});
