import {
  ApplicationSecurityGroup, ApplicationSecurityGroupAssociation, Link, Maybe, NetworkInterface, NetworkSecurityGroupAssociation,
  RouteTableAssociation, Subnet, Unknown, VirtualNetwork, VirtualNetworkPeering, isKnown,
} from '../../azure';
import { Block, ResourceInstance, placeOf } from '../resource';
import { computedReference } from '../traverse';
import { EstateContext, knownBlocks, originOf } from './context';

const NETWORK = 'azurerm_virtual_network';

/** Virtual networks, and what stands inside them: subnets with their associations. */
export function virtualNetworks(context: EstateContext): readonly VirtualNetwork[] {
  const { directory, read } = context;
  return directory.ofType(NETWORK).map((network): VirtualNetwork => ({
    id: network.address,
    origin: originOf(network),
    name: read.requiredText(network.attributes, 'name'),
    resourceGroup: read.requiredText(network.attributes, 'resource_group_name'),
    addressSpace: prefixes(context, network, 'address_space'),
  }));
}

export function virtualNetworkPeerings(context: EstateContext): readonly VirtualNetworkPeering[] {
  const { directory, read } = context;
  const written = directory.managed('azurerm_virtual_network_peering').map((peering): VirtualNetworkPeering => ({
    origin: originOf(peering),
    virtualNetwork: networkLink(context, peering),
    remoteVirtualNetwork: peering.uncertain ?? directory.requiredLink(peering.attributes, 'remote_virtual_network_id'),
  }));
  const reported = directory.ofType(NETWORK).filter(({ mode }) => mode === 'data').flatMap((network) => {
    const peerings = network.attributes.get('vnet_peerings');
    const block = peerings !== null && typeof peerings === 'object' && 'names' in peerings ? peerings : undefined;
    return (block?.names() ?? []).map((name): VirtualNetworkPeering => ({
      origin: originOf(network),
      virtualNetwork: network.address,
      remoteVirtualNetwork: block === undefined ? read.missing(network.attributes, 'vnet_peerings') : directory.requiredLink(block, name),
    }));
  });
  return [...written, ...reported];
}

/** Subnets of their own and `subnet` blocks of virtual networks. */
export function subnets(context: EstateContext): readonly Subnet[] {
  const { directory, read } = context;
  const own = directory.ofType('azurerm_subnet').map((subnet): Subnet => {
    if (subnet.mode === 'data' && subnet.attributes.get('network_security_group_id') instanceof Unknown) {
      context.notes.assume(`${subnet.address} has no network security group and no route table but those that the input ties to it.`);
    }
    if (subnet.extendable !== undefined) {
      const passed = subnet.extendable.reason.replace(/ and may add to it$/, '');
      context.notes.assume(`${passed}, and is taken to get no network security group and no route table there.`);
    }
    return {
      id: subnet.address,
      origin: originOf(subnet),
      name: read.requiredText(subnet.attributes, 'name'),
      virtualNetwork: networkLink(context, subnet),
      addressPrefixes: prefixes(context, subnet, 'address_prefixes'),
      ...outboundAccess(context, subnet.attributes),
    };
  });
  const inline = inlineSubnets(context).map(({ network, block, id }): Subnet => {
    const head = { id, origin: originOf(network), virtualNetwork: network.address };
    // Any number of subnets, of which nothing is known, are one of which nothing is known.
    if (block instanceof Unknown) return { name: block, addressPrefixes: [block], ...head };
    return { name: read.requiredText(block, 'name'), addressPrefixes: read.texts(block, 'address_prefixes'), ...head, ...outboundAccess(context, block) };
  });
  return [...own, ...inline];
}

function outboundAccess({ read }: EstateContext, subnet: Block): Pick<Subnet, 'defaultOutboundAccess'> {
  const enabled = read.flag(subnet, 'default_outbound_access_enabled');
  return enabled === undefined || enabled === true ? {} : { defaultOutboundAccess: enabled };
}

/** Associations that `subnet` blocks of virtual networks hold. */
export function inlineSubnetAssociations(context: EstateContext): {
  readonly networkSecurityGroups: readonly NetworkSecurityGroupAssociation[];
  readonly routeTables: readonly RouteTableAssociation[];
} {
  const networkSecurityGroups: NetworkSecurityGroupAssociation[] = [];
  const routeTables: RouteTableAssociation[] = [];
  for (const { network, block, id } of inlineSubnets(context)) {
    const [group, table] = ['security_group', 'route_table_id'].map((name) => (block instanceof Unknown ? block : context.directory.link(block, name)));
    if (group !== undefined) networkSecurityGroups.push({ origin: originOf(network), networkSecurityGroup: group, subnet: id });
    if (table !== undefined) routeTables.push({ origin: originOf(network), routeTable: table, subnet: id });
  }
  return { networkSecurityGroups, routeTables };
}

export function networkInterfaces(context: EstateContext): readonly NetworkInterface[] {
  const { directory, read } = context;
  return directory.ofType('azurerm_network_interface').map((card): NetworkInterface => ({
    id: card.address,
    origin: originOf(card),
    ipConfigurations: read.blocks(card.attributes, 'ip_configuration').map((block, index) => {
      if (block instanceof Unknown) return { subnet: block, privateAddress: block };
      const subnet = directory.link(block, 'subnet_id');
      const address = read.text(block, 'private_ip_address');
      const isOpen = address === undefined || (address instanceof Unknown && !address.isReference);
      const place = placeOf(block, 'private_ip_address');
      return {
        ...(subnet === undefined ? {} : { subnet }),
        // Named as other resources refer to it, so that a rule for "the address of this interface" is known to mean it.
        privateAddress: card.uncertain ?? (isOpen
          ? computedReference(card, `ip_configuration[${index}].private_ip_address`, address?.reason ?? `${place} is not known before apply`).unknown
          : address),
      };
    }),
  }));
}

export function applicationSecurityGroups({ directory, read }: EstateContext): readonly ApplicationSecurityGroup[] {
  return directory.ofType('azurerm_application_security_group').map((group): ApplicationSecurityGroup => ({
    id: group.address, origin: originOf(group), name: read.requiredText(group.attributes, 'name'),
  }));
}

export function applicationSecurityGroupAssociations({ directory, read }: EstateContext): readonly ApplicationSecurityGroupAssociation[] {
  const written = directory.managed('azurerm_network_interface_application_security_group_association')
    .map((association): ApplicationSecurityGroupAssociation => ({
      origin: originOf(association),
      networkInterface: directory.requiredLink(association.attributes, 'network_interface_id'),
      applicationSecurityGroup: association.uncertain ?? directory.requiredLink(association.attributes, 'application_security_group_id'),
    }));
  const reported = directory.ofType('azurerm_network_interface').filter(({ mode }) => mode === 'data').flatMap((card) =>
    knownBlocks(read.blocks(card.attributes, 'ip_configuration')).known
      .flatMap((block) => directory.links(block, 'application_security_group_ids'))
      .filter(isKnown)
      .map((group): ApplicationSecurityGroupAssociation => ({
        origin: originOf(card), networkInterface: card.address, applicationSecurityGroup: group,
      })));
  return [...written, ...reported];
}

interface InlineSubnet {
  readonly network: ResourceInstance;
  readonly block: Block | Unknown;
  readonly id: string;
}

/** `subnet` blocks, without those in which Azure only reports subnets that are resources of the input. */
function inlineSubnets(context: EstateContext): readonly InlineSubnet[] {
  const { directory, read, notes } = context;
  const own = new Set(directory.ofType('azurerm_subnet').map((subnet) => {
    const name = read.text(subnet.attributes, 'name');
    return subnetKey(networkLink(context, subnet), name);
  }));
  return directory.managed(NETWORK).flatMap((network) => {
    const { known, unknown } = knownBlocks(read.blocks(network.attributes, 'subnet'));
    if (unknown !== undefined) {
      notes.find({
        id: 'unreadable-value', level: 'warning', address: network.address,
        message: `${unknown.reason}, so subnets of ${network.address} may be missing here; give each subnet a resource of its own, or pass the plan.`,
      });
    }
    const shown: InlineSubnet[] = known
      .filter((block) => !own.has(subnetKey(network.address, read.text(block, 'name'))))
      .map((block) => ({ network, block, id: `${network.address}.${block.path}` }));
    return unknown === undefined ? shown : [...shown, { network, block: unknown, id: `${network.address}.subnet` }];
  });
}

function subnetKey(network: Link, name: Maybe<string> | undefined): string {
  return `${network instanceof Unknown ? network.key : network}\n${name instanceof Unknown ? name.key : name?.toLowerCase()}`;
}

function networkLink({ directory }: EstateContext, instance: ResourceInstance): Link {
  const owner = directory.owner(instance.attributes, NETWORK, 'virtual_network_name');
  return owner.kind === 'unknown' ? owner.reason : owner.id;
}

/** Prefixes as written; unknown where Azure hands them out from a pool. */
function prefixes({ read }: EstateContext, instance: ResourceInstance, name: string): readonly Maybe<string>[] {
  if (instance.uncertain !== undefined) return [instance.uncertain];
  const written = read.texts(instance.attributes, name);
  const isPooled = read.elements(instance.attributes, 'ip_address_pool').length > 0 && instance.mode === 'managed';
  return written.length === 0 && isPooled ? [Unknown.at(placeOf(instance.attributes, name), 'comes from an address pool')] : written;
}
