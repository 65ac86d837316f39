import { estate, group, networkCollection, nsg, policy, RuleShape } from './estates';
import { Estate, IpGroup, Maybe } from '../../src/azure';

/** Estates whose rules name the sensor API by service tags, lists or IP groups; everything else to the Internet is denied. */

const SENSOR = '10.1.0.4';
const DENY: RuleShape = { name: 'DenyInternet', priority: 4000, access: 'Deny', to: ['Internet'] };

/** An NSG with one rule for each list of destinations. */
export function nsgWith(...lists: readonly (readonly Maybe<string>[])[]): Estate {
  const rules = lists.map((to): RuleShape => ({ from: [SENSOR], to, protocol: 'Tcp', ports: ['443'] }));
  return estate({ networkSecurityGroups: [nsg([...rules, DENY])] });
}

/** A firewall policy with one network rule for each list of destinations. */
export function firewallWith(...lists: readonly (readonly Maybe<string>[])[]): Estate {
  const rules = lists.map((destinationAddresses) => ({ sourceAddresses: [SENSOR], destinationAddresses, destinationPorts: ['443'] }));
  return estate({ firewallPolicies: [policy([group([networkCollection(rules)])])] });
}

export function ipGroup(name: string, cidrs: readonly Maybe<string>[]): IpGroup {
  const id = `azurerm_ip_group.${name}`;
  return { id, origin: { address: id }, name, cidrs };
}

/** A firewall policy with a rule that names IP groups. */
export function firewallWithIpGroups(...groups: readonly IpGroup[]): Estate {
  const rules = [{ sourceAddresses: [SENSOR], destinationIpGroups: groups.map(({ id }) => id), destinationPorts: ['443'] }];
  return estate({ ipGroups: groups, firewallPolicies: [policy([group([networkCollection(rules)])])] });
}
