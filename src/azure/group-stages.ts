import { AddressSet, IntervalSet, Region } from '../packets';
import { Side, VirtualNetworkReading } from './address-terms';
import { applicationSecurityGroupMembers } from './application-security-groups';
import { EgressSpace } from './egress-space';
import { Link } from './estate';
import { outboundRows } from './network-security-group';
import { Notes } from './notes';
import { networkInterfaceGroups, PlacedNetworkSecurityGroup, Placement, SensorsNamedAt, subnetGroups, untiedGroups } from './placement';
import { hiddenRows, RuleRow, rowsWhere } from './rule-row';
import { ServiceTagSnapshot } from './service-tags';
import { inSubnet, Stage, StageKind } from './stage';
import { whereIs } from './subnet-routes';
import { Topology } from './topology';
import { isUnknown, Unknown } from './unknown';

/** What the NSGs before some sensors are read from. */
export interface GroupStagesQuestion {
  readonly placement: Placement;
  readonly topology: Topology;
  readonly namedAt: SensorsNamedAt;
  readonly space: EgressSpace;
  readonly serviceTags: ServiceTagSnapshot;
  readonly notes: Notes;
  /** What the tag `VirtualNetwork` means at each subnet of the placement, in their order. */
  readonly readings: readonly VirtualNetworkReading[];
  /** Addresses that the sensors may have. */
  readonly sources: AddressSet;
  readonly tellFields?: boolean;
}

/** The NSGs that packets of some sensors meet, in this order: that of the network interface, then that of the subnet. */
export function groupStages(question: GroupStagesQuestion): Stage[] {
  const { placement, topology, namedAt, space, notes, readings } = question;
  const { sensors, subnets } = placement;
  if (subnets.length === 0) {
    const reading = readingOutside(question);
    const nics = stageOf('network-interface-nsg', networkInterfaceGroups(sensors, undefined, topology), reading, question);
    return [...nics, ...untiedGroups(sensors, topology, namedAt, notes).flatMap((group) => stageOf('nsg', [group], reading, question))];
  }
  return subnets.flatMap((subnet, i) => {
    const tied = subnetGroups(subnet, topology);
    const untied = tied.length > 0 ? [] : untiedGroups(sensors, topology, namedAt, notes);
    const stages = [
      ...stageOf('network-interface-nsg', networkInterfaceGroups(sensors, subnet, topology), readings[i], question),
      ...stageOf('subnet-nsg', tied, readings[i], question),
      ...untied.flatMap((group) => stageOf('nsg', [group], readings[i], question)),
    ];
    return stages.map((stage) => ({ ...stage, rows: rowsWhere(stage.rows, inSubnet(i, placement, space)) }));
  });
}

/** One stage of NSGs of which at most one filters any packet; none where there are none. */
function stageOf(kind: StageKind, groups: readonly PlacedNetworkSecurityGroup[], reading: VirtualNetworkReading, question: GroupStagesQuestion): Stage[] {
  const { space } = question;
  const rows = groups.flatMap((placed) => {
    let condition: Region | undefined = space.everything;
    if (placed.sources) condition = condition.where(space.source, placed.sources);
    if (placed.ifHolds) condition = condition?.intersect(space.whereUnknownHolds('value', placed.ifHolds));
    if (placed.alternative) condition = condition?.intersect(whereIs(placed.alternative, question));
    if (!condition) return [];
    return rowsWhere(groupRows(placed, reading, question), condition).map((row) => ({ enforcementPoint: placed.address, ...row }));
  });
  return rows.length > 0 ? [{ kind, rows }] : [];
}

function groupRows(placed: PlacedNetworkSecurityGroup, virtualNetwork: VirtualNetworkReading, question: GroupStagesQuestion): RuleRow[] {
  const group = placed.networkSecurityGroup;
  const { space, serviceTags, notes, topology, tellFields } = question;
  if (isUnknown(group)) return hiddenRows(space, group.key, group.reason, placed.address);
  const members = (side: Side, link: Link): Region[] => applicationSecurityGroupMembers(side, link, topology, space);
  return outboundRows(group, { space, serviceTags, notes, virtualNetwork, applicationSecurityGroupMembers: members, tellFields });
}

/** For an NSG that the input ties to no subnet: the sensors are inside their virtual network, wherever that is. */
function readingOutside({ notes, sources }: GroupStagesQuestion): VirtualNetworkReading {
  notes.assume('No route sends the traffic of a subnet that the input does not show to an appliance.');
  return {
    key: 'a subnet that the input does not show',
    space: sources,
    more: Unknown.reference('virtual network outside the input', 'the virtual network of the sensors is not in the input'),
    routed: IntervalSet.empty(),
  };
}
