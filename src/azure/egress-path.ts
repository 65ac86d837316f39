import { AddressSet, ALL_ADDRESSES, Budget, firstMatch, IntervalSet, Region } from '../packets';
import { PRIVATE_ADDRESSES } from './address-space';
import { VirtualNetworkReading } from './address-terms';
import { beyondUnknown } from './beyond-firewall';
import { EgressSpace } from './egress-space';
import { Route, Subnet } from './estate';
import { explicitProxies, namesSensors, waysThrough } from './explicit-proxy';
import { ApplicationTraffic, FirewallReading } from './firewall-context';
import { FirewallStages } from './firewall-stages';
import { groupStages } from './group-stages';
import { Notes } from './notes';
import { eitherWay, Outcome, TrailStep } from './outcome';
import { Placement, pointsFor, SensorsNamedAt } from './placement';
import { RememberedRules } from './remembered-rules';
import { RouteRow } from './routes';
import { hiddenInspection, hiddenRows, RuleRow, rowsWhere } from './rule-row';
import { ServiceTagSnapshot } from './service-tags';
import { inSubnet, Stage, StageKind } from './stage';
import { DecisionQuestion, StageDecisions } from './stage-decisions';
import { subnetRoutes } from './subnet-routes';
import { FirewallPoint, knownAddresses, Topology } from './topology';
import { isUnknown, Unknown } from './unknown';
import { virtualNetworkAt } from './virtual-network';

export interface EgressPathOptions {
  /** The space to decide in, shared with other paths; one of its own by default. */
  readonly space?: EgressSpace;
  /** How single firewall rules are read; by default for the application traffic of each question. */
  readonly reading?: FirewallReading;
  /** Whether {@link EgressPath.rulesOf} has rules that match nothing too, with what each asks; false by default. */
  readonly tellFields?: boolean;
}

/** What packets some sensors can get where: NSG of the interface, NSG of the subnet, route, firewall. */
export class EgressPath {
  public readonly space: EgressSpace;
  /** Every packet of the sensors. */
  public readonly sensors: Region;
  /** Whether the sensors' addresses are not known, so that a verdict has to hold for any. */
  public readonly sourceIsUnknown: boolean;

  /** Resources of the input that can decide and are not read. */
  private readonly unread: Stage;
  private readonly groupStages: readonly Stage[];
  private readonly routes: readonly RouteRow[] | undefined;
  private readonly routePoint: string;
  private readonly untied: readonly FirewallPoint[];
  private readonly proxies: readonly FirewallPoint[];
  /** Set where nothing of the input stands before the sensors: then it says nothing about their traffic. */
  private readonly unplaced: Unknown | undefined;
  private readonly firewalls: FirewallStages;
  private readonly decisions: StageDecisions;
  /** A budget for each question, so that a hard one leaves the others their answers. */
  private asked: DecisionQuestion = { budget: new Budget(), permittedAlone: false };

  constructor(
    public readonly placement: Placement,
    private readonly topology: Topology,
    private readonly namedAt: SensorsNamedAt,
    private readonly serviceTags: ServiceTagSnapshot,
    private readonly notes: Notes,
    { space = new EgressSpace(placement.sensors.family), reading = new RememberedRules(), tellFields }: EgressPathOptions = {},
  ) {
    const { sensors, subnets } = placement;
    this.space = space;
    this.decisions = new StageDecisions(space);
    this.firewalls = new FirewallStages({ space, serviceTags, notes, reading, tellFields }, topology);
    this.sourceIsUnknown = sensors.addresses === undefined;
    let region: Region | undefined = this.space.everything.where(this.space.source, sensors.addresses ?? this.possibleSources());
    for (const unknown of sensors.memberOf) region = region?.intersect(this.space.whereUnknownHolds('source', unknown));
    if (!region) throw new RangeError('a group of sensors has at least one address');
    this.sensors = region;

    notes.assume('No security admin rules of Azure Virtual Network Manager apply: they would be evaluated before every NSG.');
    notes.assume('Network interfaces that the input does not show have no NSG of their own.');
    this.unread = { kind: 'nsg', rows: (topology.estate.unreadResources ?? []).flatMap(({ unknown: { key, reason }, origin: { address } }) => [
      ...hiddenInspection(this.space, key, reason, address), ...hiddenRows(this.space, key, reason, address),
    ].map((row) => ({ enforcementPoint: address, ...row }))) };
    const readings = subnets.map((subnet) => virtualNetworkAt(subnet, sensors.addresses, { topology, space: this.space, serviceTags, notes }));
    this.groupStages = groupStages({
      placement, topology, namedAt, serviceTags, notes, readings, space: this.space, tellFields,
      sources: this.sourceIsUnknown ? PRIVATE_ADDRESSES[this.space.family] : this.sensors.on(this.space.source),
    });
    const routed = this.buildRoutes(readings);
    this.routes = routed?.rows;
    this.routePoint = subnets.map((subnet) => this.topology.routeTablesOf(subnet).map((table) => (isUnknown(table) ? '' : table.origin.address)).filter(Boolean))
      .flat().join(', ') || 'system routes';
    this.proxies = explicitProxies(topology.firewallPoints);
    this.untied = routed?.decided ? [] : this.untiedFirewalls();
    this.unplaced = subnets.length > 0 || this.groupStages.length > 0 || this.untied.length > 0 ? undefined : Unknown.reference(
      `network of ${sensors.label}`, `the input shows no subnet that holds ${sensors.label}, and no network security group or firewall before them`,
    );
  }

  /** Follows packets along the path. @returns disjoint outcomes that together are `query` */
  public follow(query: Region, application?: ApplicationTraffic): Outcome[] {
    this.ask();
    return this.followed(query, application);
  }

  /** The packets that get through: the permitted outcomes of {@link follow}, in fewer regions and with less work. */
  public followPermitted(query: Region): Outcome[] {
    this.ask(true);
    return this.followed(query).filter(({ permitted }) => permitted);
  }

  /** What the route and the firewalls do to packets, whether or not an NSG lets them through. */
  public followBeyondGroups(query: Region, application?: ApplicationTraffic): Outcome[] {
    this.ask();
    const [decided, open] = this.besideTheInput(query);
    return [...decided, ...open.flatMap((outcome) => this.inEveryWay(outcome, application, (one) => this.afterGroups(one, application)))];
  }

  /** What each enforcement point on its own does to packets, in the order of the path. */
  public inspect(query: Region, application?: ApplicationTraffic): { kind: StageKind; outcomes: Outcome[] }[] {
    this.ask();
    const start: Outcome = { region: query, permitted: true, trail: [] };
    const groups = [this.unread, ...this.groupStages].map((stage) => ({ kind: stage.kind, outcomes: this.pass(stage, start) }))
      .filter(({ outcomes }) => outcomes.some(({ trail }) => trail.length > 0));
    const beyond = this.afterGroups(start, application);
    const at = (index: number): Outcome[] => beyond.flatMap((outcome) => {
      const steps = outcome.trail.filter((step) => step.kind === 'firewall');
      return steps.length > index ? [{ ...outcome, permitted: steps[index].action === 'allow', trail: [steps[index]] }] : [];
    });
    const routed = this.routes === undefined ? [] : firstMatch(query, this.routes, this.asked.budget).map(({ region, matcher }): Outcome => {
      const step = this.routeStep(matcher!);
      return { region, permitted: step.action === 'allow', trail: [step] };
    });
    const depth = Math.max(0, ...beyond.map((outcome) => outcome.trail.filter((step) => step.kind === 'firewall').length));
    const firewalls = Array.from({ length: depth }, (_, i) => ({ kind: 'firewall' as const, outcomes: at(i) }));
    return [...groups, { kind: 'route' as const, outcomes: routed }, ...firewalls].filter((stage) => stage.outcomes.length > 0);
  }

  /** The rules of an enforcement point in the order in which they are tried, whether or not they match; after {@link inspect}. */
  public rulesOf(kind: StageKind, enforcementPoint: string, application?: ApplicationTraffic): readonly RuleRow[] {
    if (kind === 'route') return (this.routes ?? []).map((row) => ({ regions: row.regions, rule: row.rule, action: this.routeStep(row).action }));
    if (kind === 'firewall') return this.firewalls.madeRows(enforcementPoint, application);
    return [this.unread, ...this.groupStages].filter((stage) => stage.kind === kind).flatMap((stage) => stage.rows)
      .filter((row) => row.enforcementPoint === enforcementPoint);
  }

  /**
   * Every row that can decide a packet of this path, stage by stage. Two paths in one space whose stages have the same
   * names and rows permit the same packets.
   */
  public stages(application?: ApplicationTraffic): { readonly name: string; readonly rows: readonly (RuleRow | RouteRow)[] }[] {
    return [
      { name: 'unread', rows: this.unread.rows },
      ...this.groupStages.map(({ kind, rows }, i) => ({ name: `${i} ${kind}`, rows })),
      { name: 'route', rows: this.routes ?? [] },
      // Which firewalls a packet meets is part of where it is sent.
      { name: `untied ${this.untied.map((point) => point.id).join('\n')}`, rows: [] },
      ...this.topology.firewallPoints.map((point) => ({ name: `firewall ${point.id}`, rows: this.firewalls.stage(point, application).rows })),
      ...this.topology.firewallPoints.map((point) => ({ name: `beyond ${point.id}`, rows: this.firewalls.routesBeyond(point) })).filter(({ rows }) => rows.length > 0),
    ];
  }

  /** Identity of where a route sends packets: the firewalls there, the network beyond. */
  public nextHopKey({ nextHop, system }: RouteRow): string {
    if (nextHop.kind === 'elsewhere') return `elsewhere ${nextHop.unknown.key}`;
    if (nextHop.kind !== 'appliance') return `${nextHop.kind} ${system}`;
    return ['appliance', hopText(nextHop.route), ...this.topology.pointsAt(nextHop.route).map((point) => point.id)].join('\n');
  }

  private ask(permittedAlone = false): void {
    this.asked = { budget: Budget.in(this.space.space), permittedAlone };
  }

  private followed(query: Region, application?: ApplicationTraffic): Outcome[] {
    const [decided, open] = this.besideTheInput(query);
    return [...decided, ...open.flatMap((outcome) => this.inEveryWay(outcome, application, (one) => this.throughGroups(one, application)))];
  }

  private throughGroups(outcome: Outcome, application?: ApplicationTraffic): Outcome[] {
    let open = [outcome];
    let denied: Outcome[] = [];
    for (const stage of this.groupStages) {
      const outcomes = open.flatMap((one) => this.pass(stage, one));
      open = outcomes.filter((one) => one.permitted);
      denied = denied.concat(outcomes.filter((one) => !one.permitted));
    }
    return [...denied, ...open.flatMap((one) => this.afterGroups(one, application))];
  }

  /** The way of the routes, and the explicit proxies that the sensors may be told of. */
  private inEveryWay(outcome: Outcome, application: ApplicationTraffic | undefined, byRoute: (outcome: Outcome) => Outcome[]): Outcome[] {
    const proxies = application === undefined ? [] : this.proxies.filter((point) => this.mayServe(point, outcome.region, application));
    if (proxies.length === 0) return byRoute(outcome);
    return waysThrough(proxies, this.space, this.notes).flatMap(({ proxy, condition }) => {
      const region = outcome.region.intersect(condition);
      if (region === undefined) return [];
      const one = { ...outcome, region };
      return proxy === undefined ? byRoute(one) : this.beyond([proxy], this.pass(this.firewalls.explicitProxyStage(proxy, application!), one));
    });
  }

  /** A proxy whose rules neither name the sensors nor let any of the traffic through is somebody else's. */
  private mayServe(point: FirewallPoint, query: Region, application: ApplicationTraffic): boolean {
    if (namesSensors(point, this.placement.sensors, this.namedAt)) return true;
    const outcomes = this.pass(this.firewalls.explicitProxyStage(point, application), { region: query, permitted: true, trail: [] });
    if (outcomes.some(({ permitted }) => permitted)) return true;
    this.notes.assume(`The sensors do not use the explicit proxy of ${point.id}, whose rules name none of them.`);
    return false;
  }

  private pass(stage: Stage, outcome: Outcome): Outcome[] {
    return this.decisions.pass(stage, outcome, this.asked);
  }

  /** What resources that are not read may do to packets, and the packets that they may leave alone. */
  private besideTheInput(query: Region): [decided: Outcome[], open: Outcome[]] {
    const outcomes = this.pass(this.unread, { region: query, permitted: true, trail: [] });
    return [outcomes.filter(({ trail }) => trail.length > 0), outcomes.filter(({ trail }) => trail.length === 0)];
  }

  private afterGroups(outcome: Outcome, application?: ApplicationTraffic): Outcome[] {
    if (this.unplaced) {
      const step: TrailStep = { kind: 'route', enforcementPoint: this.routePoint, rule: { name: UNSHOWN }, action: 'allow', nextHop: UNSHOWN };
      return eitherWay({ ...outcome, trail: [...outcome.trail, step] }, this.unplaced, this.space);
    }
    if (!this.routes) return this.throughFirewalls(outcome, this.untied, application);
    return firstMatch(outcome.region, this.routes, this.asked.budget).flatMap(({ region, matcher }) => {
      const row = matcher!;
      const step = this.routeStep(row);
      const routed: Outcome = { region, permitted: step.action === 'allow', trail: [...outcome.trail, step] };
      switch (row.nextHop.kind) {
        case 'internet':
          this.assumeWayOut();
          return row.system ? this.throughFirewalls(routed, this.untied, application) : [routed];
        case 'virtual-network': case 'none': return [routed];
        case 'elsewhere': return eitherWay(routed, row.nextHop.unknown, this.space);
        case 'appliance': return this.throughAppliance(routed, row.nextHop.route, application);
      }
    });
  }

  /** A private subnet has the route to the Internet all the same ("Default outbound access in Azure"). */
  private assumeWayOut(): void {
    for (const { origin, defaultOutboundAccess = true } of this.placement.subnets) {
      if (defaultOutboundAccess === true) continue;
      this.notes.assume(`Machines in ${origin.address}, which has no default outbound access, have another way out, such as a NAT gateway or a public address.`);
    }
  }

  private routeStep({ nextHop, rule }: RouteRow): TrailStep {
    const words = { 'internet': 'Internet', 'virtual-network': 'the virtual network', 'none': 'nowhere', 'elsewhere': UNSHOWN };
    return {
      kind: 'route', enforcementPoint: this.routePoint, rule,
      action: nextHop.kind === 'none' ? 'deny' : 'allow',
      nextHop: nextHop.kind === 'appliance' ? hopText(nextHop.route) : words[nextHop.kind],
    };
  }

  private throughAppliance(outcome: Outcome, route: Route, application?: ApplicationTraffic): Outcome[] {
    const points = this.topology.pointsAt(route);
    const hop = hopText(route);
    if (points.length === 0) {
      const unknown = Unknown.reference(`appliance ${hop}`, `the rules of the appliance at ${hop}, the next hop of ${route.origin.address}, are not in the input`);
      return eitherWay(outcome, unknown, this.space);
    }
    if (route.nextHopFirewall === undefined && points.length === 1) {
      this.notes.assume(`The appliance at ${hop}, the next hop of ${route.origin.address}, is ${points[0].id} and can be reached.`);
    }
    const stages = points.map((point) => this.firewalls.stage(point, application));
    if (stages.length === 1) return this.beyond(points, this.pass(stages[0], outcome));
    const reason = `which of ${points.map((point) => point.id).join(', ')} the appliance at ${hop} is, the input does not say`;
    const rows = stages.flatMap((stage, i) => rowsWhere(stage.rows, this.space.whereChoiceIs(`appliance at ${hop}`, reason, points.map((point) => `it is ${point.id}`), [i])));
    return this.beyond(points, this.pass({ kind: 'firewall', rows }, outcome));
  }

  /** Takes packets that one of some firewalls lets through by the routes of its subnet. */
  private beyond(points: readonly FirewallPoint[], outcomes: readonly Outcome[]): Outcome[] {
    return outcomes.flatMap((outcome) => {
      const point = outcome.permitted ? points.find(({ id }) => id === outcome.trail.at(-1)?.enforcementPoint) : undefined;
      const rows = point ? this.firewalls.routesBeyond(point) : [];
      if (!point || rows.length === 0) return [outcome];
      return firstMatch(outcome.region, rows, this.asked.budget).flatMap(({ region, matcher }) => {
        const unknown = beyondUnknown(matcher!);
        const step: TrailStep = { kind: 'route', enforcementPoint: `the subnet of ${point.id}`, rule: matcher!.rule, action: 'allow', nextHop: UNSHOWN };
        return unknown ? eitherWay({ region, permitted: true, trail: [...outcome.trail, step] }, unknown, this.space) : [{ ...outcome, region }];
      });
    });
  }

  /** One firewall after the other: each has to let a packet through. */
  private throughFirewalls(outcome: Outcome, points: readonly FirewallPoint[], application?: ApplicationTraffic): Outcome[] {
    let open = [outcome];
    let denied: Outcome[] = [];
    for (const point of points) {
      const outcomes = open.flatMap((one) => this.pass(this.firewalls.stage(point, application), one));
      open = outcomes.filter((one) => one.permitted);
      denied = denied.concat(outcomes.filter((one) => !one.permitted));
    }
    return [...denied, ...open];
  }

  /** Where sensors whose addresses are not known may be: in their subnets, where those are known. */
  private possibleSources(): AddressSet {
    const { family } = this.space;
    const parts = this.placement.subnets.map((subnet) => knownAddresses(subnet.addressPrefixes, family, `${subnet.origin.address}.address_prefixes`));
    const known = IntervalSet.union(parts.map((part) => part.addresses));
    return parts.some((part) => part.unknown) || known.isEmpty ? ALL_ADDRESSES[family] : known;
  }

  private buildRoutes(readings: readonly VirtualNetworkReading[]): { rows: RouteRow[]; decided: boolean } | undefined {
    const { subnets } = this.placement;
    if (subnets.length === 0) return undefined;
    const { space, serviceTags, notes, topology } = this;
    const routes = subnets.map((subnet, i) => subnetRoutes(subnet, topology, {
      space, serviceTags, notes, virtualNetwork: readings[i].space, learnedDefault: this.learnedDefaultOf(subnet),
    }));
    return { rows: routes.flatMap(({ rows }, i) => rowsWhere(rows, inSubnet(i, this.placement, this.space))), decided: routes.every(({ decided }) => decided) };
  }

  /** Where a default route leads that a subnet learns, unless that is a firewall which its packets meet anyway. */
  private learnedDefaultOf(subnet: Subnet): Unknown | undefined {
    const meetsFirewalls = this.topology.routeTableAssociationsOf(subnet).length === 0 && this.untiedFirewalls().length > 0;
    return this.topology.learnedDefaultRoutesOf(subnet).find(({ mayEndAtFirewall }) => !(mayEndAtFirewall && meetsFirewalls))?.unknown;
  }

  /** Firewalls to which no route of a subnet in the input leads: they may be on any path. */
  private untiedFirewalls(): FirewallPoint[] {
    const { topology, notes } = this;
    const tied = new Set(topology.estate.subnets.flatMap((subnet) => topology.routeTablesOf(subnet)).flatMap((table) => (isUnknown(table) ? [] : table.routes))
      .filter((route) => isUnknown(route.nextHopType) || route.nextHopType.toLowerCase() === 'virtualappliance')
      .flatMap((route) => topology.pointsAt(route)));
    return pointsFor(topology.firewallPoints.filter((point) => !tied.has(point)), this.placement.sensors, this.namedAt, notes).map((point) => {
      notes.assume(`No route that the input shows leads to ${point.id}, so it is checked on its own, for every sensor.`);
      return point;
    });
  }
}

const UNSHOWN = 'a network that the input does not show';

function hopText(route: Route): string {
  const { nextHopAddress, nextHopFirewall } = route;
  if (nextHopAddress !== undefined && !isUnknown(nextHopAddress)) return nextHopAddress;
  return nextHopFirewall !== undefined && !isUnknown(nextHopFirewall) ? nextHopFirewall : 'an address that is not known';
}
