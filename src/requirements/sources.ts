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
  title: 'US Government offerings - Microsoft Defender for Identity',
  section: 'URLs',
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
  title: 'Microsoft Defender for Endpoint streamlined connectivity URLs - commercial',
  section: 'URLs used for core functionality',
  dated: '2025-10-16',
  url: 'https://learn.microsoft.com/defender-endpoint/streamlined-device-connectivity-urls-commercial',
};

const ENDPOINT_GOVERNMENT_PAGE: Source = {
  title: 'Microsoft Defender for Endpoint streamlined connectivity URLs - US government environments (Preview)',
  section: 'General URLs',
  dated: '2026-07-03',
  url: 'https://learn.microsoft.com/defender-endpoint/streamlined-device-connectivity-urls-gov',
};

const ENDPOINT_ONBOARDING_PAGE: Source = {
  title: 'Onboarding devices using streamlined connectivity for Microsoft Defender for Endpoint',
  section: 'Defender for Endpoint-recognized simplified domain',
  dated: '2025-09-29',
  url: 'https://learn.microsoft.com/defender-endpoint/configure-device-connectivity',
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

/** What lists the PKI hosts as required, with their port, for version 3 sensors. */
export function endpointPkiSource(cloud: CloudFacts): Source {
  return { ...endpointSource(cloud), section: 'URLs used for certificate validation checks' };
}

/** "Service connections use certificate pinning and TLS. Traffic inspection is not supported." */
export const ENDPOINT_INSPECTION_SOURCE: Source = ENDPOINT_ONBOARDING_PAGE;

/** What names the service tags of version 3 sensors, to stay up to date with. */
export const ENDPOINT_ADDRESSES_SOURCE: Source = { ...ENDPOINT_ONBOARDING_PAGE, section: 'Option 2: Configure connectivity using static IP ranges' };
