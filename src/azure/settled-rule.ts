import { AddressSet, IntervalSet, Region } from '../packets';
import { Side } from './address-terms';
import { ALL_PORTS, PacketSets } from './egress-space';
import { NetworkSecurityRule, NetworkSecurityRuleSide } from './estate';
import { askedProtocols, AskedProtocols, RuleContext, ruleName, sideRegions, withoutPortsWhereMatched } from './network-security-rule-parts';
import { plainPorts } from './ports';
import { intersections, RuleRow } from './rule-row';
import { isUnknown } from './unknown';

/** A rule that matches nothing has no row. */
const NO_ROWS: readonly RuleRow[] = [];

/**
 * The row of a rule whose direction, access, protocol and ports are known: nearly all rules are such, and a thousand of them
 * should cost no more than reading them. `undefined` for every other rule.
 */
export function settledRow(rule: NetworkSecurityRule, context: RuleContext): readonly RuleRow[] | undefined {
  const { direction, access, protocol } = rule;
  if (isUnknown(direction) || isUnknown(access) || isUnknown(protocol) || !isWord(direction, 'Outbound')) return undefined;
  const action = isWord(access, 'Allow') ? 'allow' : isWord(access, 'Deny') ? 'deny' : undefined;
  const protocols = askedProtocols(protocol, context.space);
  const sourcePorts = settledPorts(rule.source);
  const destinationPorts = settledPorts(rule.destination);
  if (action === undefined || protocols === undefined || sourcePorts === undefined || destinationPorts === undefined) return undefined;
  const source = settledAddresses('source', rule, context);
  const destination = settledAddresses('destination', rule, context);
  const regions = source !== undefined && destination !== undefined
    ? matched(rule, { source, destination, sourcePorts, destinationPorts, protocols: protocols.all }, protocols, context)
    : withSides(rule, { ...anywhere(context), sourcePorts, destinationPorts, protocols: protocols.all }, protocols, context);
  return regions.length > 0 ? [{ action, regions, rule: ruleName(rule) }] : NO_ROWS;
}

/** Whether a text is a word in any case; mostly it is in that very case. */
function isWord(text: string, word: string): boolean {
  return text === word || text.toLowerCase() === word.toLowerCase();
}

function settledPorts({ ports }: NetworkSecurityRuleSide): IntervalSet<number> | undefined {
  return ports.length === 0 ? undefined : plainPorts(ports);
}

/** The addresses of a side that is one set under every reading; `undefined` for others. */
function settledAddresses(side: Side, rule: NetworkSecurityRule, { terms }: RuleContext): AddressSet | undefined {
  const { addresses, applicationSecurityGroups } = rule[side];
  return addresses.length > 0 && applicationSecurityGroups.length === 0 ? terms.plainSet(addresses) : undefined;
}

/** Packets of a rule, as a union; see {@link withoutPortsWhereMatched} about protocols without ports. */
function matched(rule: NetworkSecurityRule, asked: PacketSets, { withPorts, withoutPorts }: AskedProtocols, context: RuleContext): Region[] {
  const { space } = context;
  const { source, destination, sourcePorts, destinationPorts } = asked;
  if (sourcePorts === ALL_PORTS && destinationPorts === ALL_PORTS) return listOf(space.packets(asked));
  const regions = listOf(space.packets({ source, destination, sourcePorts, destinationPorts, protocols: withPorts }));
  if (withoutPorts.isEmpty) return regions;
  const portless = space.packets({ source, destination, sourcePorts: ALL_PORTS, destinationPorts: ALL_PORTS, protocols: withoutPorts });
  if (portless !== undefined) regions.push(portless.intersect(withoutPortsWhereMatched(rule, context))!);
  return regions;
}

function listOf(region: Region | undefined): Region[] {
  return region === undefined ? [] : [region];
}

/** The same for sides that are no plain sets. */
function withSides(rule: NetworkSecurityRule, asked: PacketSets, protocols: AskedProtocols, context: RuleContext): Region[] {
  return intersections(matched(rule, asked, protocols, context), sideRegions('source', rule, context), sideRegions('destination', rule, context));
}

function anywhere({ space }: RuleContext): Pick<PacketSets, 'source' | 'destination'> {
  return { source: space.source.full, destination: space.destination.full };
}
