import { routesBeyond } from './beyond-firewall';
import { explicitProxyRows, FirewallQuestion } from './firewall';
import { ApplicationTraffic } from './firewall-context';
import { firewallPointRows, looksAtRequests } from './firewall-point';
import { RouteRow } from './routes';
import { RuleRow } from './rule-row';
import { Stage } from './stage';
import { FirewallPoint, Topology } from './topology';

/** The firewalls of an estate as stages of a path: each list of rules is made once for all requests that it cannot tell apart. */
export class FirewallStages {
  private readonly stages = new Map<string, Stage>();
  private readonly lookAtRequests = new Map<FirewallPoint, boolean>();
  private readonly beyond = new Map<FirewallPoint, readonly RouteRow[]>();
  private readonly question: Omit<FirewallQuestion, 'application'>;

  constructor(question: Omit<FirewallQuestion, 'application' | 'policy' | 'ipGroup'>, private readonly topology: Topology) {
    this.question = { policy: topology.firewallPolicy, ipGroup: topology.ipGroup, ...question };
  }

  /** What a firewall does to packets that are routed to it. */
  public stage(point: FirewallPoint, application?: ApplicationTraffic): Stage {
    const asked = this.askedOf(point, application);
    return this.stageAt(point, stageKey(point.id, asked), () => firewallPointRows(point, { application: asked, ...this.question }));
  }

  /** What a firewall does to the requests of those who use it as a proxy. */
  public explicitProxyStage(point: FirewallPoint, application: ApplicationTraffic): Stage {
    return this.stageAt(point, `explicit proxy ${stageKey(point.id, application)}`, () => firewallPointRows(point, { application, ...this.question }, explicitProxyRows));
  }

  /** The rules of a firewall as {@link stage} made them; none before it did. */
  public madeRows(enforcementPoint: string, application?: ApplicationTraffic): readonly RuleRow[] {
    const point = this.topology.firewallPoints.find(({ id }) => id === enforcementPoint);
    return (point && this.stages.get(stageKey(enforcementPoint, this.askedOf(point, application))))?.rows ?? [];
  }

  /** The routes of what a firewall lets through; none where it goes to the Internet. */
  public routesBeyond(point: FirewallPoint): readonly RouteRow[] {
    let rows = this.beyond.get(point);
    if (!rows) {
      const { space, serviceTags, notes } = this.question;
      rows = routesBeyond(point, this.topology, { space, serviceTags, notes });
      this.beyond.set(point, rows);
    }
    return rows;
  }

  /** What the rules of a firewall see of a request: nothing, where none of them looks at it, so that all requests share their rows. */
  private askedOf(point: FirewallPoint, application?: ApplicationTraffic): ApplicationTraffic | undefined {
    if (application === undefined) return undefined;
    let looks = this.lookAtRequests.get(point);
    if (looks === undefined) {
      looks = looksAtRequests(point, this.topology.firewallPolicy);
      this.lookAtRequests.set(point, looks);
    }
    return looks ? application : undefined;
  }

  private stageAt(point: FirewallPoint, key: string, rowsOf: () => readonly RuleRow[]): Stage {
    const known = this.stages.get(key);
    if (known) return known;
    const stage: Stage = { kind: 'firewall', rows: rowsOf().map((row) => ({ enforcementPoint: point.id, ...row })) };
    this.stages.set(key, stage);
    return stage;
  }
}

function stageKey(enforcementPoint: string, application?: ApplicationTraffic): string {
  return `${enforcementPoint}\n${application?.scheme ?? ''}\n${application?.host ?? ''}`;
}
