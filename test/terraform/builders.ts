import { Estate, Unknown } from '../../src/azure';
import { readText } from '../../src/terraform';

/** A Terraform JSON configuration, read. */
export function configuration(json: Record<string, unknown>): Estate {
  return readText('cdk.tf.json', JSON.stringify(json)).estate;
}

interface PlannedResource {
  readonly address: string;
  readonly values: Record<string, unknown>;
  readonly unknown?: Record<string, unknown>;
  readonly sensitive?: Record<string, unknown>;
  readonly actions?: readonly string[];
  readonly before?: Record<string, unknown>;
}

interface PlanParts {
  readonly resources: readonly PlannedResource[];
  /** `configuration.root_module`. */
  readonly configuration?: Record<string, unknown>;
  readonly rest?: Record<string, unknown>;
}

/** A plan in the shape of Terraform's JSON output format, format version 1.2. */
export function planJson({ resources, configuration: rootModule, rest }: PlanParts): Record<string, unknown> {
  const modules = new Map<string, unknown[]>();
  const changes: unknown[] = [];
  for (const { address, values, unknown, sensitive, actions = ['create'], before = null } of resources) {
    const match = /^((?:module\.\w+(?:\[[^\]]+\])?\.)*)(data\.)?(\w+)\.(\w+)(?:\[(.+)\])?$/.exec(address);
    if (match === null) throw new Error(`no address: ${address}`);
    const [, module = '', data, type, name, key] = match;
    const head = {
      address, mode: data === undefined ? 'managed' : 'data', type, name, ...(key === undefined ? {} : { index: JSON.parse(key) }),
      provider_name: 'registry.terraform.io/hashicorp/azurerm',
    };
    const moduleAddress = module.replace(/\.$/, '');
    if (actions[0] !== 'delete' || actions.length > 1) {
      modules.set(moduleAddress, [...(modules.get(moduleAddress) ?? []), { ...head, values, sensitive_values: sensitive ?? {} }]);
    }
    changes.push({
      ...head, ...(moduleAddress === '' ? {} : { module_address: moduleAddress }),
      change: { actions, before, after: values, after_unknown: unknown ?? {}, before_sensitive: {}, after_sensitive: sensitive ?? {} },
    });
  }
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: {
      root_module: {
        resources: modules.get('') ?? [],
        child_modules: [...modules].filter(([address]) => address !== '').map(([address, all]) => ({ address, resources: all })),
      },
    },
    resource_changes: changes,
    ...(rootModule === undefined ? {} : { configuration: { root_module: rootModule } }),
    ...rest,
  };
}

export function plan(parts: PlanParts): Estate {
  return readText('plan.json', JSON.stringify(planJson(parts))).estate;
}

/** An entry of `configuration.root_module.resources`. */
export function configured(address: string, expressions: Record<string, unknown>, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { address, mode: address.startsWith('data.') ? 'data' : 'managed', expressions, ...more };
}

export function constant(value: unknown): Record<string, unknown> {
  return { constant_value: value };
}

/** References as a plan lists them: each followed by its beginnings. */
export function references(...names: readonly string[]): Record<string, unknown> {
  return { references: names };
}

export function reasonOf(value: unknown): string {
  if (!(value instanceof Unknown)) throw new Error(`not unknown: ${JSON.stringify(value)}`);
  return value.reason;
}

/** The first element, which must be there. */
export function first<T>(values: readonly T[]): T {
  const value = values[0];
  if (value === undefined) throw new Error('empty');
  return value;
}

export const RULE = {
  name: 'AllowMdi', priority: 200, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*', destination_port_range: '443',
  source_address_prefix: '10.1.0.4', destination_address_prefix: 'AzureAdvancedThreatProtection',
};

export const IN_GROUP = { resource_group_name: 'rg', network_security_group_name: 'nsg-dc' };
export const NSG = { name: 'nsg-dc', resource_group_name: 'rg', location: 'westeurope' };
