import { Axis, IntervalSet, Region } from '../packets';
import { EgressSpace } from './egress-space';
import { ApplicationRule, Estate, NetworkRule, RuleCollection } from './estate';
import { applicationRuleRegions } from './firewall-application-rule';
import { ApplicationTraffic, FirewallContext, FirewallReading } from './firewall-context';
import { networkRuleRegions } from './firewall-network-rule';
import { fqdnTagPatterns } from './fqdn-tags';
import { HostClasses } from './host-classes';
import { intersections } from './rule-row';
import { isUnknown, Maybe } from './unknown';

/** Points of the scheme axis. */
export const SCHEME = { other: 0, http: 1, https: 2 } as const;

/**
 * What a firewall can see of a packet beyond its addresses, as two axes: HTTP, HTTPS or neither, and the class of the host
 * that the request names. With them a firewall's rules are one first-match list for all hosts at once: an application rule
 * is the region of the hosts that its names match, and what a network rule leaves over meets the application rules.
 *
 * Exact, since hosts of one class ({@link HostClasses}) match the same patterns of the estates, so each rule matches all of
 * them alike; what a rule asks beyond the name (source, port, path, tags) keeps its own axes. HTTP and HTTPS without any
 * host name are left out: application rules cannot match them (Azure Firewall known issues, SNI), so they fare as "neither".
 */
export class ApplicationAxis {
  public readonly hosts: HostClasses;
  public readonly host: Axis<number>;
  public readonly scheme: Axis<number>;

  /** How firewall rules are read over all hosts. */
  public readonly reading: FirewallReading = {
    network: (rule, context) => {
      if (rule.destinationFqdns.length === 0) return networkRuleRegions(rule, context);
      return this.overHosts(knownTexts(rule.destinationFqdns), (application) => networkRuleRegions(rule, { ...context, application }));
    },
    application: (rule, context) => this.overHosts(namesOf(rule), (application) => applicationRegions(rule, context, application)),
  };

  /**
   * @param estates whose rules are asked about in this space
   * @param names further host names that have to be told apart
   */
  constructor(private readonly space: EgressSpace, estates: readonly Estate[], names: readonly string[] = []) {
    this.hosts = new HostClasses([...names, ...estates.flatMap(patternsOf)]);
    this.host = space.space.addAxis('host', this.hosts.all);
    this.scheme = space.space.addAxis('scheme', IntervalSet.interval<number>(0, 3));
  }

  /** Requests of some schemes to the hosts that a pattern of the estates, or one of the further names, holds. */
  public requests(scheme: 'http' | 'https', pattern: string): Region | undefined {
    return this.ofScheme(SCHEME[scheme]).where(this.host, this.hosts.matching(pattern));
  }

  /**
   * The union over schemes and hosts of what a rule matches, where hosts outside the rule's own patterns are alike to it.
   */
  private overHosts(patterns: readonly string[], regionsFor: (application?: ApplicationTraffic) => readonly Region[]): Region[] {
    const own = IntervalSet.union(patterns.map((pattern) => this.hosts.matching(pattern)));
    const rest = this.hosts.all.subtract(own);
    const regions: Region[] = intersections(regionsFor(), [this.ofScheme(SCHEME.other)]);
    for (const scheme of ['http', 'https'] as const) {
      // Hosts for which the rule matches the same packets make one region; most rules have one or two such sets.
      const groups: { regions: readonly Region[]; hosts: IntervalSet<number>[] }[] = [];
      const add = (place: number, hosts: IntervalSet<number>): void => {
        const matched = regionsFor({ scheme, host: this.hosts.classes[place].representative });
        if (matched.length === 0) return;
        const group = groups.find((one) => sameRegions(one.regions, matched));
        if (group) group.hosts.push(hosts);
        else groups.push({ regions: matched, hosts: [hosts] });
      };
      for (const [start, end] of own.intervals()) {
        for (let place = start; place < end; place++) add(place, IntervalSet.interval<number>(place, place + 1));
      }
      if (!rest.isEmpty) add(rest.first, rest);
      for (const group of groups) {
        const hosts = this.ofScheme(SCHEME[scheme]).where(this.host, IntervalSet.union(group.hosts));
        if (hosts) regions.push(...intersections(group.regions, [hosts]));
      }
    }
    return regions;
  }

  private ofScheme(point: number): Region {
    return this.space.everything.where(this.scheme, IntervalSet.interval<number>(point, point + 1))!;
  }
}

function applicationRegions(rule: ApplicationRule, context: FirewallContext, application?: ApplicationTraffic): readonly Region[] {
  return application === undefined ? [] : applicationRuleRegions(rule, { ...context, application });
}

function sameRegions(a: readonly Region[], b: readonly Region[]): boolean {
  return a.length === b.length && a.every((region, i) => region === b[i] || (region.contains(b[i]) && b[i].contains(region)));
}

/** Every pattern of host names in the firewall rules of an estate. */
export function patternsOf(estate: Estate): string[] {
  const collections: readonly RuleCollection[] = [
    ...estate.firewallPolicies.flatMap((policy) => policy.ruleCollectionGroups.flatMap((group) => group.collections)),
    ...estate.firewalls.flatMap((firewall) => firewall.collections),
  ];
  return collections.flatMap((collection): readonly string[] => {
    if (collection.kind === 'network') return collection.rules.flatMap((rule: NetworkRule) => knownTexts(rule.destinationFqdns));
    return collection.kind === 'application' ? collection.rules.flatMap(namesOf) : [];
  });
}

function namesOf(rule: ApplicationRule): string[] {
  return [
    ...knownTexts(rule.destinationFqdns),
    ...knownTexts(rule.destinationUrls).map((url) => url.split('/')[0]),
    ...knownTexts(rule.destinationFqdnTags).flatMap(fqdnTagPatterns),
  ];
}

function knownTexts(entries: readonly Maybe<string>[]): string[] {
  return entries.filter((entry): entry is string => !isUnknown(entry));
}
