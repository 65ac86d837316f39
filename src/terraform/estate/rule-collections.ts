import {
  ApplicationProtocol, ApplicationRule, ApplicationRuleCollection, FirewallRuleHead, Maybe, NatRule, NatRuleCollection, NetworkRule,
  NetworkRuleCollection, Origin, Unknown,
} from '../../azure';
import { Block } from '../resource';
import { EstateContext } from './context';

/** The places where a rule collection of a policy and a classic one of a firewall spell the same thing differently. */
export interface CollectionSpelling {
  readonly protocols: string;
  readonly fqdns: string;
  readonly fqdnTags: string;
  /** Singular in a policy's NAT rule, a list in a classic one. */
  readonly natDestination: string;
}

export const POLICY_SPELLING: CollectionSpelling = {
  protocols: 'protocols', fqdns: 'destination_fqdns', fqdnTags: 'destination_fqdn_tags', natDestination: 'destination_address',
};
export const CLASSIC_SPELLING: CollectionSpelling = {
  protocols: 'protocol', fqdns: 'target_fqdns', fqdnTags: 'fqdn_tags', natDestination: 'destination_addresses',
};

/*
 * What all kinds share comes last in each object: members that are added behind a spread cost V8 some ten times as much, and large
 * policies have thousands of rules.
 */

export function networkRuleCollection(context: EstateContext, block: Block, origin: Origin): NetworkRuleCollection {
  const { read, directory } = context;
  return {
    kind: 'network',
    rules: rulesOf<NetworkRule>(context, block, (rule) => ({
      protocols: required(context, rule, 'protocols'),
      destinationAddresses: read.texts(rule, 'destination_addresses'),
      destinationIpGroups: directory.links(rule, 'destination_ip_groups'),
      destinationFqdns: read.texts(rule, 'destination_fqdns'),
      destinationPorts: required(context, rule, 'destination_ports'),
      ...ruleHeadOf(context, rule, origin),
    }), (unknown, attribute) => ({
      protocols: [unknown],
      destinationAddresses: [unknown],
      destinationIpGroups: [],
      destinationFqdns: [],
      destinationPorts: [unknown],
      ...unknownHead(unknown, attribute, origin),
    })),
    ...headOf(context, block, origin),
  };
}

export function applicationRuleCollection(
  context: EstateContext, block: Block, origin: Origin, spelling: CollectionSpelling,
): ApplicationRuleCollection {
  const { read } = context;
  return {
    kind: 'application',
    rules: rulesOf<ApplicationRule>(context, block, (rule) => ({
      protocols: read.blocks(rule, spelling.protocols).map((protocol): Maybe<ApplicationProtocol> => (protocol instanceof Unknown
        ? protocol
        : { type: read.requiredText(protocol, 'type'), port: read.requiredNumber(protocol, 'port') })),
      destinationAddresses: read.texts(rule, 'destination_addresses'),
      destinationFqdns: read.texts(rule, spelling.fqdns),
      destinationUrls: read.texts(rule, 'destination_urls'),
      destinationFqdnTags: read.texts(rule, spelling.fqdnTags),
      webCategories: read.texts(rule, 'web_categories'),
      // The provider sends `false` where it is not set.
      terminateTls: read.flag(rule, 'terminate_tls') ?? false,
      ...ruleHeadOf(context, rule, origin),
    }), (unknown, attribute) => ({
      protocols: [unknown],
      destinationAddresses: [],
      destinationFqdns: [unknown],
      destinationUrls: [],
      destinationFqdnTags: [],
      webCategories: [],
      terminateTls: unknown,
      ...unknownHead(unknown, attribute, origin),
    })),
    ...headOf(context, block, origin),
  };
}

export function natRuleCollection(context: EstateContext, block: Block, origin: Origin, spelling: CollectionSpelling): NatRuleCollection {
  const { read } = context;
  return {
    kind: 'nat',
    rules: rulesOf<NatRule>(context, block, (rule) => ({
      protocols: required(context, rule, 'protocols'),
      destinationAddresses: spelling.natDestination === 'destination_address'
        ? [read.text(rule, 'destination_address')].filter((address) => address !== undefined)
        : read.texts(rule, spelling.natDestination),
      destinationPorts: read.texts(rule, 'destination_ports'),
      ...ruleHeadOf(context, rule, origin),
    }), (unknown, attribute) => ({
      protocols: [unknown], destinationAddresses: [unknown], destinationPorts: [unknown], ...unknownHead(unknown, attribute, origin),
    })),
    ...headOf(context, block, origin),
  };
}

function headOf({ read }: EstateContext, block: Block, origin: Origin): Pick<NetworkRuleCollection, 'origin' | 'name' | 'priority' | 'action'> {
  return {
    origin,
    name: read.requiredText(block, 'name'),
    priority: read.requiredNumber(block, 'priority'),
    action: read.requiredText(block, 'action'),
  };
}

function ruleHeadOf({ read, directory }: EstateContext, rule: Block, origin: Origin): FirewallRuleHead {
  const sourceAddresses = read.texts(rule, 'source_addresses');
  const sourceIpGroups = directory.links(rule, 'source_ip_groups');
  return {
    origin,
    attribute: rule.path,
    name: read.requiredText(rule, 'name'),
    // Azure wants one of the two; what it does with neither is not for us to guess.
    sourceAddresses: sourceAddresses.length === 0 && sourceIpGroups.length === 0 ? [read.missing(rule, 'source_addresses')] : sourceAddresses,
    sourceIpGroups,
  };
}

/** Any number of rules of one action match what one rule with unknown sets may match. */
function unknownHead(unknown: Unknown, attribute: string, origin: Origin): FirewallRuleHead {
  return { origin, attribute, name: unknown, sourceAddresses: [unknown], sourceIpGroups: [] };
}

function rulesOf<T>(
  context: EstateContext, block: Block, known: (rule: Block) => T, unknown: (reason: Unknown, attribute: string) => T,
): readonly T[] {
  const path = block.path === '' ? 'rule' : `${block.path}.rule`;
  return context.read.blocks(block, 'rule').map((rule, index) => (rule instanceof Unknown ? unknown(rule, `${path}[${index}]`) : known(rule)));
}

function required({ read }: EstateContext, block: Block, name: string): readonly Maybe<string>[] {
  const values = read.texts(block, name);
  return values.length === 0 ? [read.missing(block, name)] : values;
}
