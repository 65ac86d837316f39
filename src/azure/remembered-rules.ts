import { Region } from '../packets';
import { NetworkRule } from './estate';
import { applicationRuleRegions } from './firewall-application-rule';
import { FirewallContext, FirewallReading } from './firewall-context';
import { networkRuleRegions } from './firewall-network-rule';

/**
 * Reads each rule once where it can: a network rule that names no host asks nothing about the request, so that it means the same
 * to every question in one space.
 */
export class RememberedRules implements FirewallReading {
  private readonly known = new Map<NetworkRule, Region[]>();
  public readonly application = applicationRuleRegions;

  public readonly network = (rule: NetworkRule, context: FirewallContext): Region[] => {
    if (rule.destinationFqdns.length > 0) return networkRuleRegions(rule, context);
    let regions = this.known.get(rule);
    if (!regions) {
      regions = networkRuleRegions(rule, context);
      this.known.set(rule, regions);
    }
    return regions;
  };
}
