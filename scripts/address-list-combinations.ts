import { join } from 'node:path';
import { TerraformStack } from 'cdktf';
import {
  FirewallTier, SensorFirewallRules, SensorNetworkSecurityGroup, SensorNetworkSecurityRules, SensorSources, SensorVersion, SensorWorkspace,
  ServiceTagAddressList, ServiceTagIpGroup,
} from 'cdktf-mdi-egress';

/*
 * The constructs with addresses in place of service tags: pinned from a file, and asked of Azure.
 */

const FILE = join(__dirname, '..', 'test', 'fixtures', 'service-tags', 'ServiceTags_Public_20251028.json');
const ENDPOINT_TAGS = ['MicrosoftDefenderForEndpoint', 'OneDsCollector'];
const VERSIONS = [SensorVersion.VERSION_2, SensorVersion.VERSION_3, SensorVersion.BOTH];
const WORKSPACE = SensorWorkspace.named('contoso-corp');
const GROUP = { location: 'westeurope', resourceGroupName: 'rg' };
const POLICY_ID = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/afwp';

/** Makes the list of a service tag in a stack. */
type MakeList = (stack: TerraformStack, tag?: string) => ServiceTagAddressList;

/** Where lists come from. */
export const LISTS: Readonly<Record<string, MakeList>> = {
  file: (_stack, tag) => ServiceTagAddressList.fromFile(FILE, { tag }),
  live: (stack, tag) => ServiceTagAddressList.live(stack, `List${stack.node.children.length}`, { location: GROUP.location, tag }),
};

/** NSGs and rules on somebody else's, for each version of sensors. */
export function listsAtNetworkSecurityGroups(stack: TerraformStack, sensors: SensorSources, list: MakeList): void {
  for (const sensorVersion of VERSIONS) {
    const common = {
      workspace: WORKSPACE,
      sensors,
      sensorVersion,
      ...sensorVersion === SensorVersion.VERSION_3 ? {} : { sensorApiAddresses: list(stack) },
      ...sensorVersion === SensorVersion.VERSION_2 ? {} : { endpointAddresses: ENDPOINT_TAGS.map((tag) => list(stack, tag)) },
    };
    new SensorNetworkSecurityGroup(stack, `Nsg${sensorVersion}`, { ...common, ...GROUP, denyOtherInternet: true });
    const networkSecurityGroup = { name: `nsg-${sensorVersion}`, resourceGroupName: 'rg' };
    new SensorNetworkSecurityRules(stack, `Rules${sensorVersion}`, { ...common, networkSecurityGroup, firstPriority: 200 });
  }
}

/** Rules of a firewall, with the addresses in them and in IP groups, for the versions of sensors that talk to the sensor API. */
export function listsAtFirewalls(stack: TerraformStack, sensors: SensorSources, list: MakeList): void {
  const group = new ServiceTagIpGroup(stack, 'SensorApi', { ...GROUP, addresses: list(stack), tags: { owner: 'network' } });
  let priority = 100;
  for (const tier of [FirewallTier.BASIC, FirewallTier.STANDARD, FirewallTier.PREMIUM]) {
    for (const sensorVersion of [SensorVersion.VERSION_2, SensorVersion.BOTH]) {
      for (const addresses of [{ sensorApiAddresses: list(stack) }, { sensorApiIpGroup: group }]) {
        const common = { workspace: WORKSPACE, sensors, sensorVersion, firewallPolicyId: POLICY_ID, tier };
        new SensorFirewallRules(stack, `Rules${priority}`, { ...common, ...addresses, priority, dependsOn: [group] });
        priority += 1;
      }
    }
  }
}
