import { DEFAULT_HOSTING_CLOUD, Estate } from '../azure';
import { CloudFacts, DEFAULT_CLOUD, SENSOR_HOST_LABEL_END, serviceTagsFor, supportedClouds } from '../requirements';

/** Service tags with every address that a host of sensors may answer on; none for other hosts. */
export function serviceTagsOfHost(host: string): readonly string[] {
  const cloud = sensorCloud(host);
  if (!cloud) return [];
  return serviceTagsFor(isEndpoint(host, cloud) ? 3 : 2, cloud.name);
}

/** Name of the cloud that a host of sensors is in; for any other host, of one in the Azure that has the rules. */
export function cloudOfHost(host: string, { hostingCloud }: Estate): string {
  const hosting = supportedClouds().find(({ azureCloud }) => azureCloud === (hostingCloud ?? DEFAULT_HOSTING_CLOUD));
  return (sensorCloud(host) ?? hosting)?.name ?? DEFAULT_CLOUD;
}

function sensorCloud(host: string): CloudFacts | undefined {
  const text = host.toLowerCase();
  return supportedClouds().find((cloud) => isEndpoint(text, cloud)
    || cloud.sensorHostSuffixes.some((suffix) => text.endsWith(suffix) && /^[a-z0-9-]+$/.test(text.slice(0, -suffix.length)) && text.slice(0, -suffix.length).endsWith(SENSOR_HOST_LABEL_END)));
}

function isEndpoint(host: string, { endpointHost }: CloudFacts): boolean {
  const domain = endpointHost.replace(/^\*/, '');
  return host.toLowerCase().endsWith(domain) && host.length > domain.length;
}
