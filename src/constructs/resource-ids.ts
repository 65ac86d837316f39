import { refuse } from './errors';
import { isFilledByTerraform, isListToken } from './tokens';

/** Kinds of Azure resources that constructs are pointed at by id, with the end of the id's path in the case that the provider takes alone. */
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

/** Of these the provider takes the id as it is, in any case, as Azure does. */
const IN_ANY_CASE: readonly ResourceKind[] = ['Application security group', 'IP group'];

/** Refuses what is neither a token nor an Azure resource id of that kind, in the case that the provider takes. */
export function checkResourceId(kind: ResourceKind, id: string): void {
  if (isFilledByTerraform(id)) return;
  const form = `/subscriptions/<subscription>/resourceGroups/<group>/providers/${KINDS[kind]}`;
  const pattern = new RegExp(`^${form.replace(/[./]/g, '\\$&').replace(/<[a-z]+>/g, '[^/]+')}$`, 'i');
  if (!pattern.test(id)) throw refuse('resource-id', kind, id, form);
  const own = id.split('/');
  const canonical = form.split('/').map((segment, index) => (segment.startsWith('<') ? own[index] : segment)).join('/');
  if (canonical !== id && !IN_ANY_CASE.includes(kind)) throw refuse('resource-id-case', kind, id, canonical);
}

/** The same for several, where their number makes resources and so must be known. */
export function checkResourceIds(kind: ResourceKind, property: string, ids: readonly string[]): void {
  if (isListToken(ids)) throw refuse('list-token', property);
  ids.forEach((id) => checkResourceId(kind, id));
}
