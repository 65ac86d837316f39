import { CloudFacts } from './clouds';
import { Source } from './requirement';

/*
 * The pages that the catalogue quotes, with the `ms.date` of the copy that was read.
 */

const PROXY_PAGE: Source = {
  title: 'Configure endpoint proxy and internet connectivity settings',
  section: 'Enable access to Defender for Identity service URLs in the proxy server',
  dated: '2024-02-12',
  url: 'https://learn.microsoft.com/defender-for-identity/deploy/configure-proxy'
    + '#enable-access-to-defender-for-identity-service-urls-in-the-proxy-server',
};

const GOVERNMENT_PAGE: Source = {
  title: 'Microsoft Defender for Identity for US Government offerings',
  section: 'Required connectivity settings',
  dated: '2023-02-14',
  url: 'https://learn.microsoft.com/defender-for-identity/us-govt-gcc-high',
};

/** Where the new zone is announced; the page of the former one says nothing of it. */
const GCC_ZONE_CHANGE: Source = {
  title: 'What\'s new in Microsoft Defender for Identity',
  section: 'January 2026, sensor version 2.254',
  dated: '2026-03-12',
  url: 'https://learn.microsoft.com/defender-for-identity/whats-new',
};

const ENDPOINT_PAGE: Source = {
  title: 'Configure streamlined connectivity URLs for Microsoft Defender for Endpoint (commercial)',
  section: 'Required service destinations',
  dated: '2025-10-16',
  url: 'https://learn.microsoft.com/defender-endpoint/streamlined-device-connectivity-urls-commercial',
};

const ENDPOINT_GOVERNMENT_PAGE: Source = {
  title: 'Configure streamlined connectivity URLs for Microsoft Defender for Endpoint (US Government)',
  section: 'Required service destinations',
  dated: '2026-07-03',
  url: 'https://learn.microsoft.com/defender-endpoint/streamlined-device-connectivity-urls-gov',
};

/** What names the hosts of version 2 sensors in a cloud. */
export function sensorHostSource(cloud: CloudFacts): Source {
  return cloud.azureCloud === 'Public' ? PROXY_PAGE : GOVERNMENT_PAGE;
}

/** What says that a former host of version 2 sensors is still in use. */
export const FORMER_HOST_SOURCE: Source = GCC_ZONE_CHANGE;

/** What lists the PKI hosts, forbids TLS inspection and asks to keep address lists current, for version 2 sensors of every cloud. */
export const PROXY_SOURCE: Source = PROXY_PAGE;

/** What names the hosts of version 3 sensors: "the same URIs as Microsoft Defender for Endpoint". */
export function endpointSource(cloud: CloudFacts): Source {
  return cloud.azureCloud === 'Public' ? ENDPOINT_PAGE : ENDPOINT_GOVERNMENT_PAGE;
}
