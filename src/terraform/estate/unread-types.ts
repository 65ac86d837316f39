import { Maybe } from '../../azure';
import { ResourceInstance } from '../resource';
import { EstateContext } from './context';

/** Resource types that can decide egress and are not read, and in what way they can. A type may end in `*`. */
const UNREAD_TYPES: readonly { readonly type: string; readonly why: string }[] = [
  { type: 'azurerm_network_manager_admin_rule*', why: 'security admin rules are evaluated before network security groups' },
  { type: 'azurerm_network_manager_security_admin_configuration', why: 'security admin rules are evaluated before network security groups' },
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

const PATTERNS = UNREAD_TYPES.map(({ type, why }) => ({ pattern: new RegExp(`^${type.replace(/\*/g, '\\w*')}$`), why }));

/** Says of every resource that could decide egress and is not read that it was not. */
export function noteUnreadResources({ notes, read }: EstateContext, instances: readonly ResourceInstance[]): void {
  const whyByType = new Map<string, string | undefined>();
  for (const instance of instances) {
    if (!whyByType.has(instance.type)) whyByType.set(instance.type, whyUnread(instance.type));
    if (instance.mode !== 'managed' || instance.removed) continue;
    const why = instance.type.startsWith('azapi_') ? whyArm(read.text(instance.attributes, 'type')) : whyByType.get(instance.type);
    if (why === undefined) continue;
    notes.finding({
      id: 'resource-not-read', level: 'warning', address: instance.address,
      message: `${instance.address} is not read, and ${why}; check by hand that it does not change the path of the sensors' traffic.`,
    });
  }
}

function whyArm(type: Maybe<string> | undefined): string | undefined {
  if (typeof type === 'string') return UNREAD_ARM_TYPES.test(type) ? `it declares ${type.split('@')[0] ?? type} directly` : undefined;
  return type === undefined ? undefined : 'which type it declares is not known';
}

function whyUnread(type: string): string | undefined {
  return PATTERNS.find(({ pattern }) => pattern.test(type))?.why;
}
