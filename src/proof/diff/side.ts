import { Estate, Notes, SensorsNamedAt, ServiceTagSnapshot, Topology } from '../../azure';
import { AddressFamily } from '../../packets';
import { sensorsNamedAt, SensorTraffic } from '../sensors';

/** One of the two things that are compared. */
export interface Side {
  readonly estate: Estate;
  readonly topology: Topology;
  readonly serviceTags: ServiceTagSnapshot;
  readonly notes: Notes;
  /** The sensors that each enforcement point names itself. */
  readonly namedAt: (family: AddressFamily) => SensorsNamedAt;
}

export interface Sides {
  readonly before: Side;
  readonly after: Side;
}

/** @param serviceTags of the Azure that hosts the rules */
export function sideOf(estate: Estate, serviceTags: ServiceTagSnapshot, traffic: SensorTraffic, notes: Notes): Side {
  const topology = new Topology(estate);
  return { estate, topology, serviceTags, notes, namedAt: (family) => sensorsNamedAt(topology, traffic, family) };
}
