/** Types of resources by the attributes that hold their ids. */
const TYPES: Readonly<Record<string, string>> = {
  application_security_group_id: 'azurerm_application_security_group',
  base_policy_id: 'azurerm_firewall_policy',
  firewall_policy_id: 'azurerm_firewall_policy',
  ip_group_id: 'azurerm_ip_group',
  ip_groups: 'azurerm_ip_group',
  network_interface_id: 'azurerm_network_interface',
  network_security_group_id: 'azurerm_network_security_group',
  remote_virtual_network_id: 'azurerm_virtual_network',
  route_table_id: 'azurerm_route_table',
  subnet_id: 'azurerm_subnet',
};

/** The type of resource whose id, or ids, an attribute holds, such as `source_ip_groups`; undefined where that is not known. */
export function typeOfLink(attribute: string): string | undefined {
  const name = attribute.replace(/^(?:source|destination)_/, '').replace(/_ids$/, '_id');
  return Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
}
