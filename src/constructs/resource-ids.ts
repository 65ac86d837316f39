import { refuse } from './errors';
import { isFilledByTerraform, isListToken } from './tokens';

/** Kinds of Azure resources that constructs are pointed at by id, with the end of the id's path. */
const KINDS = {
  'Firewall policy': 'Microsoft.Network/firewallPolicies/<name>',
  'Subnet': 'Microsoft.Network/virtualNetworks/<network>/subnets/<name>',
  'Application security group': 'Microsoft.Network/applicationSecurityGroups/<name>',
  'IP group': 'Microsoft.Network/ipGroups/<name>',
  'Network Watcher': 'Microsoft.Network/networkWatchers/<name>',
  'Virtual machine': 'Microsoft.Compute/virtualMachines/<name>',
  'Arc-enabled server': 'Microsoft.HybridCompute/machines/<name>',
  'Log Analytics workspace': 'Microsoft.OperationalInsights/workspaces/<name>',
  'Managed identity': 'Microsoft.ManagedIdentity/userAssignedIdentities/<name>',
} as const;

export type ResourceKind = keyof typeof KINDS;

/** Refuses what is neither a token nor an Azure resource id of that kind: a name in its place fails only when applied. */
export function checkResourceId(kind: ResourceKind, id: string): void {
  if (isFilledByTerraform(id)) return;
  const form = `/subscriptions/<subscription>/resourceGroups/<group>/providers/${KINDS[kind]}`;
  const pattern = new RegExp(`^${form.replace(/[./]/g, '\\$&').replace(/<[a-z]+>/g, '[^/]+')}$`, 'i');
  if (!pattern.test(id)) throw refuse('resource-id', kind, id, form);
}

/** The same for several, where their number makes resources and so must be known. */
export function checkResourceIds(kind: ResourceKind, property: string, ids: readonly string[]): void {
  if (isListToken(ids)) throw refuse('list-token', property);
  ids.forEach((id) => checkResourceId(kind, id));
}
