import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, Testing } from 'cdktf';

export type Json = Readonly<Record<string, any>>;

/** A stack with the provider every example has. */
export function stackOf(build: (stack: TerraformStack) => void, id = 'stack'): TerraformStack {
  const stack = new TerraformStack(Testing.app(), id);
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  build(stack);
  return stack;
}

/** The Terraform JSON a stack emits, without running its validations. */
export function emitted(build: (stack: TerraformStack) => void): Json {
  return JSON.parse(Testing.synth(stackOf(build)));
}

/** The only resource of a type. */
export function only(terraform: Json, type: string): Json {
  const found = Object.values(terraform.resource?.[type] ?? {}) as Json[];
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}`);
  return found[0];
}

/** All resources of a type, in the order of their names in the JSON. */
export function all(terraform: Json, type: string): Json[] {
  return Object.values(terraform.resource?.[type] ?? {});
}

/** Without what is left out with `null`: inline rules name every attribute. */
export function written(rule: Json): Json {
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== null));
}

/** The validation errors of a stack, one by one, each without the path that cdktf puts in front. */
export function synthErrors(build: (stack: TerraformStack) => void): string[] {
  const stack = stackOf(build);
  return stack.node.findAll().flatMap((node) => node.node.validate());
}
