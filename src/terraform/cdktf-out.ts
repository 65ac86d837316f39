import { Estate, Notes } from '../azure';
import { Configuration } from './configuration';
import { CONFIGURATION_KEYS, SetValue, Syntax, VariableFiles } from './configuration-declarations';
import { Effort } from './effort';
import { estateOf } from './estate';
import { cloudOfProviders } from './hosting-cloud';
import { InputError } from './input-error';
import { JsonObject, isJsonObject, member, objectMember, stringMember } from './json';
import { ModuleFolder, ModuleTree } from './module-tree';
import { LineInSource } from './source-lines';
import { UnreadUses } from './unread-uses';

/** A root module: one stack of a cdktf.out folder, or the files of one folder. */
export interface RootModule {
  /** Name of the stack; only told where there are several. */
  readonly name: string;
  readonly module: ModuleFolder;
}

/** Where a manifest says that each stack's configuration is, relative to its folder. */
export interface ManifestStack {
  readonly name: string;
  readonly synthesizedStackPath: string;
}

/** @throws InputError where the manifest is not one that cdktf wrote */
export function stacksOf(path: string, manifest: JsonObject): readonly ManifestStack[] {
  const stacks = member(manifest, 'stacks');
  if (!isJsonObject(stacks)) throw InputError.of('malformed-manifest', path, 'stacks');
  return Object.entries(stacks).map(([name, stack]) => {
    const synthesizedStackPath = stringMember(stack, 'synthesizedStackPath');
    if (synthesizedStackPath === undefined) throw InputError.of('malformed-manifest', path, `stacks.${name}.synthesizedStackPath`);
    return { name, synthesizedStackPath };
  });
}

/** cdktf names the remote state by which one stack refers to another after that stack. */
const REMOTE_STATE = 'cross-stack-reference-input-';

/**
 * The estate of several root modules taken together. Addresses that stand in more than one of them get the module's name in
 * front; what one stack takes from another through outputs is followed.
 *
 * @param path names the input in errors
 * @throws InputError where no module declares anything of Azure
 */
export function estateOfModules(path: string, modules: readonly RootModule[], lines = new Map<string, LineInSource>()): Estate {
  const notes = new Notes();
  const known = new Map<ModuleFolder, ModuleTree>();
  const trees = modules.map(({ name, module }) => ({ name, tree: ModuleTree.of(module, known) }));
  requireAzure(path, trees.flatMap(({ tree }) => [...tree.all()]));
  const occurrences = new Map<string, number>();
  for (const { tree } of trees) {
    const bases = [...tree.declarations.resources.keys(), ...[...tree.declarations.modules.keys()].map((name) => `module.${name}`)];
    for (const base of bases) occurrences.set(base, (occurrences.get(base) ?? 0) + 1);
  }
  const reading = { path, notes, effort: new Effort(), uses: new UnreadUses(trees.map(({ tree }) => tree)), lines };
  const configurations = new Map<string, Configuration>();
  for (const { name, tree } of trees) {
    configurations.set(name, new Configuration(tree, reading, {
      prefixOf: (base) => ((occurrences.get(base) ?? 0) > 1 ? `${name}/` : ''),
      label: modules.length > 1 ? `${name}/` : '',
      outputOf: (remoteState, output) =>
        remoteState.startsWith(REMOTE_STATE) ? configurations.get(remoteState.slice(REMOTE_STATE.length))?.output(output) : undefined,
    }));
  }
  const all = [...configurations.values()];
  const cloud = cloudOfProviders(all.flatMap((configuration) => configuration.providers()));
  return estateOf(all.flatMap((configuration) => configuration.instances()), notes, path, cloud);
}

/** Whether an object is a Terraform JSON configuration, judged by its top-level names. */
export function isConfiguration(json: JsonObject): boolean {
  return CONFIGURATION_KEYS.some((key) => Object.hasOwn(json, key));
}

function requireAzure(path: string, trees: readonly ModuleTree[]): void {
  const types = trees.flatMap(({ declarations }) => [...declarations.resources.values()].map(({ type }) => type));
  if (types.some(isAzureType)) return;
  const modules = trees.flatMap(({ declarations }) => [...declarations.modules.keys()]);
  throw InputError.of('nothing-to-check', path, describeTypes(types, modules));
}

export function isAzureType(type: string): boolean {
  return type.startsWith('azurerm_') || type.startsWith('azapi_');
}

/** What an input holds instead of Azure resources, in a few words. */
export function describeTypes(types: readonly string[], modules: readonly string[] = []): string {
  if (types.length === 0 && modules.length > 0) return `only calls of modules, such as module.${modules[0]}, which a plan shows and a configuration does not`;
  if (types.length === 0) return 'it holds no resource at all';
  const providers = [...new Set(types.map((type) => type.split('_')[0] ?? type))].sort().slice(0, 3);
  return `its resources are of ${providers.join(', ')}`;
}

/** Variables of a `terraform.tfvars.json` or `*.auto.tfvars.json`, later files over earlier ones. */
export function mergedVariables(files: readonly VariableFile[], unread?: string): VariableFiles {
  const values = new Map(files.flatMap(({ json, syntax }) =>
    Object.entries(json).map(([name, value]): [string, SetValue] => [name, { json: value ?? null, syntax }])));
  return { values, ...(unread === undefined ? {} : { unread }) };
}

/** A variables file that was read. */
export interface VariableFile {
  readonly json: JsonObject;
  readonly syntax: Syntax;
}

/** The stack name that cdktf leaves in a synthesized file. */
export function stackNameOf(json: JsonObject): string | undefined {
  return stringMember(objectMember(objectMember(json, '//'), 'metadata'), 'stackName');
}
