import { Unknown, UnreadResource } from '../../azure';
import { AttributeReader } from '../attributes';
import { ResourceInstance } from '../resource';
import { EstateContext, originOf } from './context';

interface UnreadType {
  readonly type: string;
  readonly why: string;
  /** Whether it decides by being there: then no verdict is certain. Of the others, an assumption speaks, or the links to them. */
  readonly decides?: true;
}

/** Resource types that can decide egress and are not read, and in what way they can. A type may end in `*`. */
const UNREAD_TYPES: readonly UnreadType[] = [
  { type: 'azurerm_network_manager_admin_rule', why: 'security admin rules are evaluated before network security groups', decides: true },
  { type: 'azurerm_network_manager_admin_rule_collection', why: 'security admin rules are evaluated before network security groups' },
  { type: 'azurerm_network_manager_security_admin_configuration', why: 'security admin rules are evaluated before network security groups' },
  { type: 'azurerm_network_manager_routing_rule', why: 'it adds a route to subnets', decides: true },
  { type: 'azurerm_network_manager_routing_*', why: 'it adds routes to subnets' },
  { type: 'azurerm_network_manager_deployment', why: 'it applies security admin rules or routes' },
  { type: 'azurerm_virtual_hub_route_table*', why: 'it routes the traffic of networks connected to a virtual hub' },
  { type: 'azurerm_virtual_hub_routing_intent', why: 'it sends the traffic of networks connected to a virtual hub to a next hop' },
  { type: 'azurerm_virtual_hub_connection', why: 'a virtual hub may give the network a default route' },
  { type: 'azurerm_virtual_hub_security_partner_provider', why: 'it may take over traffic to the Internet' },
  { type: 'azurerm_virtual_hub_bgp_connection', why: 'it learns routes' },
  { type: 'azurerm_route_server*', why: 'it learns routes, which may include a default route' },
  { type: 'azurerm_virtual_network_gateway', why: 'its connections may bring a default route (forced tunnelling)' },
  { type: 'azurerm_virtual_network_gateway_connection', why: 'it may bring a default route (forced tunnelling)' },
  { type: 'azurerm_express_route_connection', why: 'it may bring a default route (forced tunnelling)' },
  { type: 'azurerm_palo_alto_*', why: 'it is a firewall of its own' },
  { type: 'azurerm_windows_virtual_machine_scale_set', why: 'its network interfaces may carry network security groups' },
  { type: 'azurerm_linux_virtual_machine_scale_set', why: 'its network interfaces may carry network security groups' },
  { type: 'azurerm_orchestrated_virtual_machine_scale_set', why: 'its network interfaces may carry network security groups' },
  { type: 'azurerm_template_deployment', why: 'its template may declare anything' },
  { type: 'azurerm_*_template_deployment', why: 'its template may declare anything' },
];

/** The network types of the provider that speaks ARM directly. */
const UNREAD_ARM_TYPES = /^Microsoft\.Network\/(networkSecurityGroups|firewallPolicies|azureFirewalls|routeTables|virtualNetworks|ipGroups|applicationSecurityGroups|networkInterfaces|networkManagers)\b/i;

/**
 * Of those the ones that add to, or change, what other resources declare. A new NSG, route table or policy does nothing until
 * something refers to it, and such a link is unknown.
 */
const DECIDING_ARM_TYPES = /^Microsoft\.Network\/(networkSecurityGroups\/|firewallPolicies\/|routeTables\/|virtualNetworks\/|networkInterfaces\b|networkManagers\/)/i;

const PATTERNS = UNREAD_TYPES.map((one) => ({ ...one, pattern: new RegExp(`^${one.type.replace(/\*/g, '\\w*')}$`) }));

/** Says of every resource that could decide egress and is not read that it was not. @returns those that decide by being there */
export function noteUnreadResources({ notes, read }: EstateContext, instances: readonly ResourceInstance[]): UnreadResource[] {
  const byType = new Map<string, UnreadType | undefined>();
  const deciding: UnreadResource[] = [];
  for (const instance of instances) {
    if (!byType.has(instance.type)) byType.set(instance.type, PATTERNS.find(({ pattern }) => pattern.test(instance.type)));
    if (instance.mode !== 'managed' || instance.removed) continue;
    const found = instance.type.startsWith('azapi_') ? unreadArmType(instance, read) : byType.get(instance.type);
    if (found === undefined) continue;
    const { address } = instance;
    notes.find({
      id: 'resource-not-read', level: 'warning', address,
      message: `${address} is not read, and ${found.why}; check by hand that it does not change the path of the sensors' traffic.`,
    });
    if (found.decides && !isInbound(instance, read)) deciding.push({ origin: originOf(instance), unknown: Unknown.at(address, `is not read, and ${found.why}`) });
  }
  return deciding;
}

function unreadArmType({ type: kind, attributes }: ResourceInstance, read: AttributeReader): Omit<UnreadType, 'type'> | undefined {
  const type = read.text(attributes, 'type');
  if (typeof type !== 'string') return type === undefined ? undefined : { why: 'which type it declares is not known', decides: true };
  if (!UNREAD_ARM_TYPES.test(type)) return undefined;
  const why = `it declares ${type.split('@')[0] ?? type} directly`;
  return kind === 'azapi_resource' && !DECIDING_ARM_TYPES.test(type) ? { why } : { why, decides: true };
}

function isInbound({ attributes }: ResourceInstance, read: AttributeReader): boolean {
  return read.text(attributes, 'direction') === 'Inbound';
}
