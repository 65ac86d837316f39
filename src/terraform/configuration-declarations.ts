import { InputError } from './input-error';
import { JsonObject, JsonValue, isJsonArray, isJsonObject, member } from './json';
import { Declared } from './source-lines';

/** A `resource` or `data` block. */
export interface Declaration {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
}

export interface Variable {
  readonly body: JsonValue;
  readonly syntax: Syntax;
  /** Set from a variables file that was read. */
  readonly value?: SetValue;
  /** Name of a variables file that may set it and was not read. */
  readonly unread?: string;
}

/** Which of its two syntaxes a file is written in: HCL is turned into the other one, but its constants may hold escapes. */
export type Syntax = 'hcl' | 'json';

/** A file of a configuration. */
export interface ConfigurationDocument {
  readonly path: string;
  readonly json: JsonObject;
  readonly syntax?: Syntax;
  /** Lines of its blocks by base address, such as `azurerm_subnet.dc`, `module.net` or `local.prefixes`. */
  readonly lines?: ReadonlyMap<string, number>;
  /** Whether reasons name it: so where the input is a folder of such files. */
  readonly isNamed?: boolean;
  /** Whether its blocks change those of the other files (`override.tf`, `*_override.tf`). */
  readonly isOverride?: boolean;
}

/** A value from a variables file. */
export interface SetValue {
  readonly json: JsonValue;
  readonly syntax: Syntax;
}

/** Variables files that stand beside a configuration. */
export interface VariableFiles {
  readonly values: ReadonlyMap<string, SetValue>;
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
  /** Where things are declared, by base address, for files that the reader looks into on its own. */
  public readonly lines = new Map<string, Declared>();

  public constructor(documents: readonly ConfigurationDocument[], variableFiles: VariableFiles = { values: new Map() }) {
    for (const document of documents) if (document.isOverride !== true) this.add(document, variableFiles);
    for (const document of documents) if (document.isOverride === true) this.add(document, variableFiles);
  }

  private add(document: ConfigurationDocument, variableFiles: VariableFiles): void {
    const { path, json, syntax = 'json', isOverride = false } = document;
    const declare = (name: string): void => {
      if (document.isNamed === true && !this.lines.has(name)) this.lines.set(name, { path });
    };
    for (const [name, line] of document.lines ?? []) if (!this.lines.has(name)) this.lines.set(name, { path, line });
    for (const mode of ['managed', 'data'] as const) {
      const key = mode === 'managed' ? 'resource' : 'data';
      for (const [type, group] of labelled(path, key, member(json, key))) {
        for (const [name, body] of labelled(path, `${key}.${type}`, group)) {
          const declaration: Declaration = { mode, type, name, body: objectAt(path, `${key}.${type}.${name}`, body) };
          const base = baseOf(declaration);
          declare(base);
          const before = this.resources.get(base);
          if (before !== undefined && !isOverride) throw InputError.of('duplicate-resource', path, base);
          this.resources.set(base, before === undefined ? declaration : { ...before, body: overridden(before.body, declaration.body) });
        }
      }
    }
    for (const [name, body] of labelled(path, 'variable', member(json, 'variable'))) {
      const value = variableFiles.values.get(name);
      const { unread } = variableFiles;
      const before = isOverride ? this.variables.get(name)?.body : undefined;
      this.variables.set(name, {
        body: isJsonObject(before) && isJsonObject(body) ? { ...before, ...body } : body, syntax,
        ...(value === undefined ? {} : { value }), ...(unread === undefined ? {} : { unread }),
      });
    }
    for (const [name, value] of labelled(path, 'locals', member(json, 'locals'), true)) {
      declare(`local.${name}`);
      this.locals.set(name, value);
    }
    for (const [name, body] of labelled(path, 'output', member(json, 'output'))) {
      declare(`output.${name}`);
      this.outputs.set(name, objectAt(path, `output.${name}`, body));
    }
    for (const [name, body] of labelled(path, 'module', member(json, 'module'))) {
      declare(`module.${name}`);
      const before = isOverride ? this.modules.get(name) : undefined;
      this.modules.set(name, isJsonObject(before) && isJsonObject(body) ? overridden(before, body) : body);
    }
    for (const [name, body] of labelled(path, 'provider', member(json, 'provider'))) if (name === 'azurerm' && isJsonObject(body)) this.providers.push(body);
  }
}

export function baseOf(declaration: Pick<Declaration, 'mode' | 'type' | 'name'>): string {
  return `${declaration.mode === 'data' ? 'data.' : ''}${declaration.type}.${declaration.name}`;
}

/** A block with what an override file says of it: its attributes and kinds of nested blocks take the place of those before. */
function overridden(before: JsonObject, by: JsonObject): JsonObject {
  const names = [by, ...nestedObjects(member(by, 'dynamic'))].flatMap((object) => Object.keys(object)).filter((name) => name !== 'dynamic');
  const kept = Object.entries(before).filter(([name]) => !names.includes(name));
  const dynamic = [...nestedObjects(member(before, 'dynamic')).map((object) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))), ...nestedObjects(member(by, 'dynamic'))];
  return { ...Object.fromEntries(kept), ...by, ...(dynamic.length === 0 ? {} : { dynamic }) };
}

function nestedObjects(value: JsonValue | undefined): readonly JsonObject[] {
  return (isJsonArray(value) ? value : [value]).filter(isJsonObject);
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
