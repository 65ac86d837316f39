import { estate, group, networkCollection, policy, subnet } from './estates';
import { littleTags } from './little-tags';
import { packetOf, PacketShape } from './packets';
import {
  ApplicationTraffic, EgressPath, EgressSpace, Estate, Maybe, Notes, Outcome, Placement, Route, RouteTable, SensorGroup, SensorsNamedAt, Topology, Unknown,
} from '../../src/azure';
import { addressSet } from '../../src/packets';

/** A subnet with sensors, ways to lead its traffic, and the way that a packet takes. */

export const unknown = Unknown.at('var.x', 'has no default');
export const dc = subnet('dc', ['10.1.0.0/24'], 'vnet');
export const vnet = { id: 'vnet', origin: { address: 'vnet' }, name: 'vnet', resourceGroup: 'rg', addressSpace: ['10.1.0.0/16'] };
export const spoke: Partial<Estate> = { virtualNetworks: [vnet], subnets: [dc] };
export const sensors: SensorGroup = { family: 'ipv4', addresses: addressSet('10.1.0.4/31'), memberOf: [], behind: [], label: 'the sensors' };
export const https: ApplicationTraffic = { scheme: 'https', host: 'www.contoso.com' };
export const route = (nextHopType: Maybe<string>, parts: Partial<Route> = {}): Route =>
  ({ origin: { address: 'rt' }, attribute: 'route[0]', name: 'default', addressPrefix: '0.0.0.0/0', nextHopType, ...parts });
export const toAppliance = route('VirtualAppliance', { nextHopAddress: '10.0.0.4' });
export const routed = (...routes: Route[]): Partial<Estate> => ({
  ...spoke, routeTables: [{ id: 'rt', origin: { address: 'rt' }, name: 'rt', routes } as RouteTable], routeTableAssociations: [{ origin: { address: 'rta' }, routeTable: 'rt', subnet: 'dc' }],
});
export const tied = (id: string, where: Partial<Estate['networkSecurityGroupAssociations'][number]>): Estate['networkSecurityGroupAssociations'][number] =>
  ({ origin: { address: `${id}-association` }, networkSecurityGroup: id, ...where });
export const allowing = (id: string, action = 'Allow'): ReturnType<typeof policy> =>
  policy([group([networkCollection([{ destinationPorts: ['443'] }], { name: id, action })], { name: id, origin: { address: `${id}-group` } })], { id });

/** The path of some sensors through parts of an estate. */
export class Path {
  public readonly notes = new Notes();
  public readonly path: EgressPath;
  constructor(parts: Partial<Estate>, { group: asked = sensors, subnets = parts.subnets ?? [], namedAt = () => new Map(), space }: {
    group?: SensorGroup; subnets?: Placement['subnets']; namedAt?: SensorsNamedAt; space?: EgressSpace;
  } = {}) {
    this.path = new EgressPath({ sensors: asked, subnets }, new Topology(estate(parts)), namedAt, littleTags(), this.notes, { space });
  }

  public outcomes(shape: PacketShape = {}, traffic: ApplicationTraffic | undefined = https): Outcome[] {
    return this.path.follow(packetOf(this.path.space, shape).intersect(this.path.sensors)!, traffic);
  }

  /** Every way that a packet may go, such as `route system route to the Internet: allow`. */
  public way(shape: PacketShape = {}, traffic: ApplicationTraffic | undefined = https): string[] {
    return told(this.outcomes(shape, traffic));
  }

  public get reasons(): string[] {
    return this.path.space.unknowns.map(({ reason }) => reason);
  }
}
/** Each way once, as {@link Path.way} tells it. */
export const told = (outcomes: readonly Outcome[]): string[] => [...new Set(outcomes.map(({ permitted, trail }) =>
  `${trail.map((step) => `${step.kind} ${step.enforcementPoint} ${step.rule.name}${step.nextHop === undefined ? '' : ` to ${step.nextHop}`}: ${step.action}`).join(' > ')} = ${permitted ? 'permitted' : 'denied'}`))].sort();
export const TO_INTERNET = 'route system routes system route to the Internet to Internet: allow';
