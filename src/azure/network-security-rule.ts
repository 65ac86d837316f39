import { Region } from '../packets';
import { Place } from './address-terms';
import { EgressSpace, PROTOCOLS_WITH_PORTS } from './egress-space';
import { NetworkSecurityRule } from './estate';
import {
  askedProtocols, NetworkSecurityContext, placeOf, PROTOCOLS_WITHOUT_PORTS, RuleContext, ruleName, sideRegions, withoutPortsWhereMatched,
} from './network-security-rule-parts';
import { Notes } from './notes';
import { portRegions } from './ports';
import { RuleField, written } from './rule-field';
import { intersections, RuleRow, withFields } from './rule-row';
import { settledRow } from './settled-rule';
import { isUnknown, Maybe, Unknown } from './unknown';

/** The rows of an outbound rule: one, or one for each action where that is not known; none where it matches nothing. */
export function ruleRows(rule: NetworkSecurityRule, context: RuleContext): readonly RuleRow[] {
  const settled = context.tellFields ? undefined : settledRow(rule, context);
  if (settled) return settled;
  const { space, notes } = context;
  const place = placeOf(rule);
  const matched = intersections(
    sideRegions('source', rule, context),
    sideRegions('destination', rule, context),
    protocolAndPortRegions(rule, context),
    valueRegions(space, rule.direction, 'direction', ['outbound'], place, notes).get('outbound')!,
  );
  const byAccess = valueRegions(space, rule.access, 'access', ['allow', 'deny'], place, notes);
  const rows = (['allow', 'deny'] as const)
    .map((action) => ({ action, regions: intersections(matched, byAccess.get(action)!), rule: ruleName(rule) }))
    .filter((row) => row.regions.length > 0);
  if (!context.tellFields) return rows;
  return withFields(rows, { action: byAccess.get('deny')!.length > 0 ? 'deny' : 'allow', rule: ruleName(rule) }, ruleFields(rule, context));
}

/** Exact for TCP and UDP, which {@link protocolAndPortRegions} has the ports of. */
function ruleFields(rule: NetworkSecurityRule, context: RuleContext): RuleField[] {
  const { space, notes } = context;
  const sides = (['source', 'destination'] as const).flatMap((side): RuleField[] => {
    const { addresses, applicationSecurityGroups, ports } = rule[side];
    const place = placeOf(rule, `${side}_port_range`);
    return [
      { name: side, asks: written(addresses, applicationSecurityGroups), regions: sideRegions(side, rule, context) },
      {
        name: side === 'source' ? 'source port' : 'port', asks: written(ports),
        regions: portRegions(space, side, required(ports, place.text), place.text, place.address, notes),
      },
    ];
  });
  return [...sides, { name: 'protocol', asks: written([rule.protocol]), regions: [protocolRegion(rule, context)] }];
}

/** Ports are asked of TCP and UDP; what a port means for ICMP, ESP and AH is not documented, so there only `*` is certain. */
function protocolAndPortRegions(rule: NetworkSecurityRule, context: RuleContext): Region[] {
  const { space, notes } = context;
  const ports = intersections(...(['source', 'destination'] as const).map((side) => {
    const portPlace = placeOf(rule, `${side}_port_range`);
    return portRegions(space, side, required(rule[side].ports, portPlace.text), portPlace.text, portPlace.address, notes);
  }) as [Region[], Region[]]);
  const protocol = protocolRegion(rule, context);
  const anyPort = ports.some((region) => region === space.everything);
  if (anyPort) return [protocol];
  const withPorts = space.everything.where(space.protocol, PROTOCOLS_WITH_PORTS)!;
  const asked = intersections(ports, [protocol], [withPorts]);
  // A question that does not arise is no axis.
  if (!protocol.on(space.protocol).overlaps(PROTOCOLS_WITHOUT_PORTS)) return asked;
  return [...asked, ...intersections([protocol], [withoutPortsWhereMatched(rule, context)])];
}

function protocolRegion(rule: NetworkSecurityRule, { space, notes }: NetworkSecurityContext): Region {
  const place = placeOf(rule, 'protocol');
  if (isUnknown(rule.protocol)) return space.whereUnknownHolds('protocol', rule.protocol);
  const asked = askedProtocols(rule.protocol, space);
  if (asked) return space.everything.where(space.protocol, asked.all)!;
  notes.find({
    id: 'invalid-protocol',
    level: 'error',
    message: `${place.text} is "${rule.protocol}", which Azure refuses; write Tcp, Udp, Icmp, Esp, Ah or *.`,
    address: rule.origin.address,
  });
  return space.whereUnknownHolds('protocol', Unknown.at(place.text, `is "${rule.protocol}", which is no protocol`));
}

/**
 * For each of some allowed words, the part of the space in which the field has it: everything or nothing for a known
 * value, one choice of an axis for an unknown one.
 */
function valueRegions(
  space: EgressSpace, value: Maybe<string>, field: string, words: readonly string[], place: Place, notes: Notes,
): Map<string, Region[]> {
  const word = isUnknown(value) ? undefined : words.find((allowed) => allowed === value.toLowerCase());
  if (word !== undefined) return new Map(words.map((allowed) => [allowed, allowed === word ? [space.everything] : []]));
  let unknown = value;
  if (!isUnknown(unknown)) {
    notes.find({ id: `invalid-${field}`, level: 'error', message: `${place.text}.${field} is "${unknown}", which Azure refuses.`, address: place.address });
    unknown = Unknown.at(`${place.text}.${field}`, `is "${unknown}", which Azure refuses`);
  }
  const { key, reason } = unknown;
  const choices = words.length > 1 ? words.map((allowed) => `it is ${allowed}`) : [`it is ${words[0]}`, `it is not ${words[0]}`];
  return new Map(words.map((allowed, i) => [allowed, [space.whereChoiceIs(`${field === 'access' ? 'action' : field} is ${key}`, reason, choices, [i])]]));
}

function required(ports: readonly Maybe<string>[], place: string): readonly Maybe<string>[] {
  return ports.length > 0 ? ports : [Unknown.at(place, 'is not set, which Azure refuses')];
}
