import { cloudOfEnvironment, cloudOfMetadataHost, DEFAULT_HOSTING_CLOUD } from '../azure';
import { Refusal, refusal } from './errors';
import { SensorDeclaration } from './questions';
import { SensorService } from './sensor-services';
import { SensorWorkspace } from './sensor-workspace';
import { Attributes, isKnownText, isObject, isWritten, listOf, StackResource } from './stack-configuration';

/** Rules that name a service tag, or what Azure lists for it, in another Azure than the workspace's: they would let the sensors reach nothing of theirs. */
export function cloudRefusals(declarations: readonly SensorDeclaration[], terraform: Attributes, resources: readonly StackResource[]): Refusal[] {
  const host = hostingCloud(terraform);
  if (host === undefined) return [];
  return declarations.filter(({ workspace }) => workspace._azureCloud !== host).flatMap(({ workspace, services, emits }) => (
    services.filter(({ addresses }) => addresses?._form.kind !== 'pinned').map((service) => refusal(
      'tag-of-other-cloud', pathOf(emits, resources), service.serviceTag, host, workspace.cloud, workspace._azureCloud, remedyFor(service, workspace),
    ))
  ));
}

/** The addresses of the workspace's own cloud, or its host where a rule can have one. */
function remedyFor({ requirement, serviceTag }: SensorService, { _azureCloud: azureCloud }: SensorWorkspace): string {
  const file = `'ServiceTags_${azureCloud}_<date>.json'`;
  return requirement === 'sensor-api'
    ? `sensorApiAddresses: ServiceTagAddressList.fromFile(${file}), or SensorApiMatch.HOST at a firewall`
    : `endpointAddresses: [ServiceTagAddressList.fromFile(${file}, { tag: '${serviceTag}' })]`;
}

/** The Azure that the stack's provider works in; `undefined` where Terraform fills that in, or several are named. */
function hostingCloud(terraform: Attributes): string | undefined {
  const provider = isObject(terraform.provider) ? terraform.provider.azurerm : undefined;
  const clouds = new Set(listOf(provider).filter(isObject).map((settings) => cloudOf(settings)));
  if (clouds.size === 0) return DEFAULT_HOSTING_CLOUD;
  return clouds.size === 1 ? [...clouds][0] : undefined;
}

function cloudOf({ environment, metadata_host: metadataHost }: Attributes): string | undefined {
  if (isWritten(environment)) return isKnownText(environment) ? cloudOfEnvironment(environment) : undefined;
  if (isWritten(metadataHost)) return isKnownText(metadataHost) ? cloudOfMetadataHost(metadataHost) : undefined;
  return DEFAULT_HOSTING_CLOUD;
}

function pathOf(emits: SensorDeclaration['emits'], resources: readonly StackResource[]): string {
  const address = emits.kind === 'network-security-rules' ? emits.addresses[0] : emits.address;
  return resources.find((resource) => resource.address === address)?.path ?? address;
}
