import {
  Link, Maybe, NetworkSecurityGroup, NetworkSecurityGroupAssociation, NetworkSecurityRule, NetworkSecurityRuleSide, Origin, Unknown,
} from '../../azure';
import { isAddressProblem, parseAddressRange } from '../../packets';
import { Block, ResourceInstance, placeOf } from '../resource';
import { childrenOf, combine } from './children';
import { EstateContext, firstOf, knownBlocks, originOf } from './context';

const NSG = 'azurerm_network_security_group';
const RULE = 'azurerm_network_security_rule';

/** Network security groups with inline and standalone rules, and stubs for groups outside the input that rules name. */
export function networkSecurityGroups(context: EstateContext): readonly NetworkSecurityGroup[] {
  const { directory, read } = context;
  const owner = { type: NSG, nameAttribute: 'network_security_group_name' };
  // Whether or not there is a rule for the other direction, it decides nothing here.
  const certainOrOutbound = directory.managed(RULE).filter((rule) => rule.uncertain === undefined || !isInbound(context, rule));
  const standalone = childrenOf(context, certainOrOutbound, owner, (rule) => ruleOf(context, rule.attributes, originOf(rule)));
  const removed = childrenOf(context, directory.removed(RULE), owner, (rule) => nameOf(context, rule));
  const groups = directory.ofType(NSG).map((group): NetworkSecurityGroup => {
    const id = group.address;
    const { known, unknown } = knownBlocks(read.blocks(group.attributes, 'security_rule'));
    const combined = combine(context, group, {
      attribute: 'security_rule',
      inline: known.map((block) => ruleOf(context, block, originOf(group), block.path)),
      standalone: standalone.byOwner.of(id),
      removed: new Set(removed.byOwner.of(id)),
      findingId: 'inline-and-standalone-rules',
      noun: 'rules',
      standaloneType: RULE,
    });
    if (group.mode === 'managed' && group.attributes.get('security_rule') === null) {
      context.notes.assume(`${id} holds no rules but those of the input: its security_rule is not set, so Terraform leaves what Azure has.`);
    }
    const hidden = firstOf(group.uncertain, combined.contested, unknown, group.extendable, standalone.hiddenAt.get(id), standalone.hiddenEverywhere);
    return {
      id,
      origin: originOf(group),
      name: read.requiredText(group.attributes, 'name'),
      resourceGroup: read.requiredText(group.attributes, 'resource_group_name'),
      rules: combined.children,
      ...(hidden === undefined ? {} : { hiddenRules: hidden }),
      // One whose existence is not certain may be another of this name.
      ...(group.uncertain === undefined && combined.contested === undefined ? {} : { mayLackRules: true }),
    };
  });
  const stubs = [...standalone.outside.values()].map((outside): NetworkSecurityGroup => ({
    id: outside.id,
    origin: { address: outside.id },
    name: outside.name,
    resourceGroup: outside.resourceGroup,
    rules: standalone.byOwner.of(outside.id),
    hiddenRules: Unknown.at(outside.id, 'is not in the input, so it may hold other rules'),
  }));
  return [...groups, ...stubs];
}

/** Network security groups tied to subnets and network interfaces, also by attributes that stand inside those. */
export function networkSecurityGroupAssociations(context: EstateContext): readonly NetworkSecurityGroupAssociation[] {
  const { directory } = context;
  const tied = (instance: ResourceInstance): Link =>
    instance.uncertain ?? directory.requiredLink(instance.attributes, 'network_security_group_id');
  return [
    ...directory.managed('azurerm_subnet_network_security_group_association').map((instance): NetworkSecurityGroupAssociation => ({
      origin: originOf(instance),
      networkSecurityGroup: tied(instance),
      subnet: directory.requiredLink(instance.attributes, 'subnet_id'),
    })),
    ...directory.managed('azurerm_network_interface_security_group_association').map((instance): NetworkSecurityGroupAssociation => ({
      origin: originOf(instance),
      networkSecurityGroup: tied(instance),
      networkInterface: directory.requiredLink(instance.attributes, 'network_interface_id'),
    })),
    ...readFromAzure(context, 'azurerm_subnet').map(({ instance, link }): NetworkSecurityGroupAssociation => ({
      origin: originOf(instance), networkSecurityGroup: link, subnet: instance.address,
    })),
    ...readFromAzure(context, 'azurerm_network_interface').map(({ instance, link }): NetworkSecurityGroupAssociation => ({
      origin: originOf(instance), networkSecurityGroup: link, networkInterface: instance.address,
    })),
  ];
}

/** What data sources say that were read while planning. */
function readFromAzure({ directory }: EstateContext, type: string): readonly { readonly instance: ResourceInstance; readonly link: string }[] {
  return directory.ofType(type).filter(({ mode }) => mode === 'data').flatMap((instance) => {
    const link = directory.link(instance.attributes, 'network_security_group_id');
    return typeof link === 'string' ? [{ instance, link }] : [];
  });
}

function ruleOf(context: EstateContext, block: Block, origin: Origin, attribute?: string): NetworkSecurityRule {
  const { read } = context;
  return {
    origin,
    ...(attribute === undefined ? {} : { attribute }),
    name: read.requiredText(block, 'name'),
    priority: read.requiredNumber(block, 'priority'),
    direction: read.requiredText(block, 'direction'),
    access: read.requiredText(block, 'access'),
    protocol: read.requiredText(block, 'protocol'),
    source: sideOf(context, block, 'source'),
    destination: sideOf(context, block, 'destination'),
  };
}

function sideOf(context: EstateContext, block: Block, side: 'source' | 'destination'): NetworkSecurityRuleSide {
  const { read, directory } = context;
  const addresses = singularAndPlural(context, block, `${side}_address_prefix`, `${side}_address_prefixes`);
  noteLoneTag(context, block, `${side}_address_prefix`, `${side}_address_prefixes`);
  const applicationSecurityGroups = directory.links(block, `${side}_application_security_group_ids`);
  const ports = singularAndPlural(context, block, `${side}_port_range`, `${side}_port_ranges`);
  return {
    // Azure wants one of the three; what it does with none of them is not for us to guess.
    addresses: addresses.length === 0 && applicationSecurityGroups.length === 0 ? [read.missing(block, `${side}_address_prefix`)] : addresses,
    applicationSecurityGroups,
    ports: ports.length === 0 ? [read.missing(block, `${side}_port_range`)] : ports,
  };
}

function singularAndPlural({ read, notes }: EstateContext, block: Block, singular: string, plural: string): readonly Maybe<string>[] {
  const one = read.text(block, singular);
  const many = read.texts(block, plural);
  if (one !== undefined && many.some((entry) => !(entry instanceof Unknown))) {
    notes.find({
      id: 'singular-and-plural', level: 'error', address: block.address,
      message: `${placeOf(block, singular)} and ${plural} are both set, and the provider takes one of them; write all entries into ${plural}.`,
    });
  }
  return one === undefined ? many : [one, ...many];
}

/** A list of nothing but a service tag, which looks right and is not: tags and `*` may stand in the singular attribute alone. */
function noteLoneTag({ read, notes }: EstateContext, block: Block, singular: string, plural: string): void {
  const [lone, ...others] = read.texts(block, plural);
  if (others.length > 0 || typeof lone !== 'string' || !/^(?:\*|[a-z][\w.]*)$/i.test(lone) || !isAddressProblem(parseAddressRange(lone))) return;
  notes.find({
    id: 'service-tag-in-list', level: 'error', address: block.address,
    message: `${placeOf(block, plural)} holds "${lone}", and Azure takes addresses alone in a list; write it as ${singular}.`,
  });
}

function isInbound({ read }: EstateContext, rule: ResourceInstance): boolean {
  const direction = read.text(rule.attributes, 'direction');
  return typeof direction === 'string' && direction.toLowerCase() === 'inbound';
}

function nameOf({ read }: EstateContext, instance: ResourceInstance): string {
  const name = read.text(instance.attributes, 'name');
  return typeof name === 'string' ? name.toLowerCase() : placeOf(instance.attributes, 'name');
}
