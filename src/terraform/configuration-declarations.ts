import { InputError } from './input-error';
import { JsonObject, JsonValue, isJsonArray, isJsonObject, member } from './json';

/** A `resource` or `data` block. */
export interface Declaration {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
}

export interface Variable {
  readonly body: JsonValue;
  /** Set from a variables file that was read. */
  readonly value?: JsonValue;
  /** Name of a variables file that may set it and was not read. */
  readonly unread?: string;
}

/** A JSON file of a configuration. */
export interface ConfigurationDocument {
  readonly path: string;
  readonly json: JsonObject;
}

/** Variables files that stand beside a configuration. */
export interface VariableFiles {
  readonly values: JsonObject;
  /** A file that could not be read as JSON and may set any variable. */
  readonly unread?: string;
}

/** Top-level names by which a JSON object shows that it is a configuration. */
export const CONFIGURATION_KEYS: readonly string[] = ['resource', 'data', 'module', 'provider', 'terraform', 'variable', 'locals', 'output'];

/** What the files of one root module declare, by name. */
export class Declarations {
  /** By base address: `azurerm_subnet.dc`, `data.azurerm_subnet.dc`. */
  public readonly resources = new Map<string, Declaration>();
  public readonly variables = new Map<string, Variable>();
  public readonly locals = new Map<string, JsonValue>();
  public readonly outputs = new Map<string, JsonObject>();
  public readonly modules = new Map<string, JsonValue>();
  /** Blocks of the azurerm provider. */
  public readonly providers: JsonObject[] = [];
  private moduleByBase?: ReadonlyMap<string, string>;

  public constructor(documents: readonly ConfigurationDocument[], variableFiles: VariableFiles = { values: {} }) {
    for (const document of documents) this.add(document, variableFiles);
  }

  /** The first module call whose arguments refer to the resource, directly or through locals. */
  public moduleThatUses(declaration: Declaration): string | undefined {
    this.moduleByBase ??= this.usesOfModules();
    return this.moduleByBase.get(baseOf(declaration));
  }

  private add({ path, json }: ConfigurationDocument, variableFiles: VariableFiles): void {
    for (const mode of ['managed', 'data'] as const) {
      const key = mode === 'managed' ? 'resource' : 'data';
      for (const [type, group] of labelled(path, key, member(json, key))) {
        for (const [name, body] of labelled(path, `${key}.${type}`, group)) {
          const declaration: Declaration = { mode, type, name, body: objectAt(path, `${key}.${type}.${name}`, body) };
          const base = baseOf(declaration);
          if (this.resources.has(base)) throw InputError.of('duplicate-resource', path, base);
          this.resources.set(base, declaration);
        }
      }
    }
    for (const [name, body] of labelled(path, 'variable', member(json, 'variable'))) {
      const value = member(variableFiles.values, name);
      const { unread } = variableFiles;
      this.variables.set(name, { body, ...(value === undefined ? {} : { value }), ...(unread === undefined ? {} : { unread }) });
    }
    for (const [name, value] of labelled(path, 'locals', member(json, 'locals'), true)) this.locals.set(name, value);
    for (const [name, body] of labelled(path, 'output', member(json, 'output'))) this.outputs.set(name, objectAt(path, `output.${name}`, body));
    for (const [name, body] of labelled(path, 'module', member(json, 'module'))) this.modules.set(name, body);
    for (const [name, body] of labelled(path, 'provider', member(json, 'provider'))) if (name === 'azurerm' && isJsonObject(body)) this.providers.push(body);
  }

  private usesOfModules(): ReadonlyMap<string, string> {
    const uses = new Map<string, string>();
    for (const [module, call] of this.modules) {
      const visited = new Set<string>();
      const pending: JsonValue[] = [call];
      for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
        if (typeof value === 'string') {
          for (const [base] of value.matchAll(/(?:data\.)?azurerm_\w+\.[\w-]+/g)) if (!uses.has(base)) uses.set(base, module);
          for (const [, local] of value.matchAll(/\blocal\.([\w-]+)/g)) {
            if (local === undefined || visited.has(local)) continue;
            visited.add(local);
            pending.push(this.locals.get(local) ?? null);
          }
        } else if (isJsonArray(value)) {
          for (const element of value) pending.push(element);
        } else if (isJsonObject(value)) {
          for (const element of Object.values(value)) pending.push(element ?? null);
        }
      }
    }
    return uses;
  }
}

export function baseOf(declaration: Pick<Declaration, 'mode' | 'type' | 'name'>): string {
  return `${declaration.mode === 'data' ? 'data.' : ''}${declaration.type}.${declaration.name}`;
}

/** Labelled bodies of a block type, which JSON syntax lets stand in one object or in a list of objects. */
function labelled(path: string, where: string, value: JsonValue | undefined, anyBody = false): readonly (readonly [string, JsonValue])[] {
  if (value === undefined || value === null) return [];
  return (isJsonArray(value) ? value : [value]).flatMap((group) =>
    Object.entries(objectAt(path, where, group))
      .filter(([label]) => label !== '//')
      .flatMap(([label, body]): (readonly [string, JsonValue])[] =>
        isJsonArray(body) && !anyBody ? body.map((element) => [label, element] as const) : [[label, body ?? null]]),
  );
}

function objectAt(path: string, where: string, value: JsonValue | undefined): JsonObject {
  if (!isJsonObject(value)) throw InputError.of('malformed-configuration', path, where, 'an object');
  return value;
}
