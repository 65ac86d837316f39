import { ApplicationRule, NatRule, NetworkRule } from './estate';
import { applicationHostRegions, applicationProtocolRegions, fqdnTagProtocolRegions } from './firewall-application-rule';
import { FirewallContext } from './firewall-context';
import { natDestinationRegions, networkDestinationRegions, protocolRegions } from './firewall-network-rule';
import { sourceRegions } from './firewall-rule-parts';
import { RuleField, written } from './rule-field';
import { isUnknown } from './unknown';

/*
 * What the rules of a firewall ask of TCP and UDP packets, field by field.
 */

export function natRuleFields(rule: NatRule, context: FirewallContext): RuleField[] {
  const asks = written(rule.destinationAddresses);
  return packetFields(rule, { name: 'destination', asks, regions: natDestinationRegions(rule, context) }, context);
}

export function networkRuleFields(rule: NetworkRule, context: FirewallContext): RuleField[] {
  const asks = written(rule.destinationAddresses, rule.destinationIpGroups, rule.destinationFqdns);
  return packetFields(rule, { name: 'destination', asks, regions: networkDestinationRegions(rule, context) }, context);
}

export function applicationRuleFields(rule: ApplicationRule, context: FirewallContext): RuleField[] {
  const { application, space } = context;
  const { protocols, destinationFqdns, destinationUrls, destinationFqdnTags, webCategories } = rule;
  const asked = protocols.flatMap((protocol) => (isUnknown(protocol) ? written([protocol]) : [written([protocol.type, protocol.port]).join(':')]));
  // Application rules see neither other traffic nor IPv6.
  if (application === undefined || space.family === 'ipv6') {
    return [sourceField(rule, context), { name: 'protocol', asks: [`${asked.join(', ')} over IPv4`], regions: [] }];
  }
  const { names, tags } = applicationHostRegions(rule, context, application);
  const listed = applicationProtocolRegions(protocols, rule, context, application);
  const ofTags = destinationFqdnTags.length > 0 ? fqdnTagProtocolRegions(rule, listed, context, application) : [];
  return [
    sourceField(rule, context),
    { name: 'protocol', asks: asked, regions: [...listed, ...ofTags] },
    { name: 'host', asks: written(destinationFqdns, destinationUrls, destinationFqdnTags, webCategories), regions: [...names, ...tags] },
  ];
}

function packetFields(rule: NatRule | NetworkRule, destination: RuleField, context: FirewallContext): RuleField[] {
  const { protocols, destinationPorts } = rule;
  return [
    sourceField(rule, context),
    destination,
    // With any protocol what is left is the ports, and with every port the protocols.
    { name: 'port', asks: written(destinationPorts), regions: protocolRegions(['Any'], rule, context, destinationPorts) },
    { name: 'protocol', asks: written(protocols), regions: protocolRegions(protocols, rule, context, ['*']) },
  ];
}

function sourceField(rule: NatRule | NetworkRule | ApplicationRule, context: FirewallContext): RuleField {
  return { name: 'source', asks: written(rule.sourceAddresses, rule.sourceIpGroups), regions: sourceRegions(rule, context) };
}
