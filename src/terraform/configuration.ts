import { Unknown } from '../azure';
import { AppliedBlock } from './applied-block';
import { DataBlock, ManagedBlock } from './configuration-block';
import { Declaration, Declarations } from './configuration-declarations';
import { literal } from './configuration-literal';
import { COPY_LIMIT, ConfigurationNames, ConfigurationScope } from './configuration-scope';
import { Step, ValueBlock, elementsOf, evaluateJson, follow, traversalText } from './evaluate';
import { ProviderSettings } from './hosting-cloud';
import { JsonValue, member, objectMember, stringMember } from './json';
import { Notes } from './notes';
import { Attribute, ResourceInstance } from './resource';

/** How a declaration was expanded by `count` or `for_each`. */
interface Expansion {
  readonly kind: 'single' | 'count' | 'each' | 'uncertain';
  readonly instances: readonly ResourceInstance[];
}

/** A declaration that a traversal names, and the steps that are left. */
interface Located {
  readonly base: string;
  readonly declaration: Declaration;
  readonly rest: readonly Step[];
}

export interface ConfigurationOptions {
  /** What goes before the address of a declaration (`azurerm_subnet.dc`) so that addresses stay unique among stacks. */
  readonly prefixOf: (base: string) => string;
  /** What goes before names that are no resources (`var.x`), for the same reason; empty for a single stack. */
  readonly label: string;
  /** The value of an output of another stack; undefined where that stack is not in the input. */
  readonly outputOf?: (remoteState: string, output: string) => Attribute | undefined;
}

/**
 * One root module in Terraform's JSON configuration syntax, as resource instances.
 *
 * Terraform fills in more than is written: what is written is known, what refers to something that only Azure will say is
 * unknown under the name of the reference.
 */
export class Configuration implements ConfigurationNames {
  private readonly expansions = new Map<string, Expansion | undefined>();
  private readonly names = new Map<string, Attribute | undefined>();
  private readonly scope = new ConfigurationScope(this);

  public constructor(
    private readonly declarations: Declarations,
    private readonly notes: Notes,
    private readonly options: ConfigurationOptions,
  ) {}

  public instances(): readonly ResourceInstance[] {
    for (const [name, module] of this.declarations.modules) this.noteModule(name, module);
    return [...this.declarations.resources.keys()].flatMap((base) => this.expansionOf(base)?.instances ?? []);
  }

  /** What its blocks of the azurerm provider say about the cloud. */
  public providers(): readonly ProviderSettings[] {
    const setting = (body: JsonValue, name: string): Attribute => evaluateJson(member(body, name), this.scope, this.label('provider.azurerm'), name);
    return this.declarations.providers.map((body) => ({ environment: setting(body, 'environment'), metadataHost: setting(body, 'metadata_host') }));
  }

  /** The value of one of this module's outputs; undefined where it has no such output. */
  public output(name: string): Attribute | undefined {
    const output = this.declarations.outputs.get(name);
    return output && this.named(`output.${name}`, () => evaluateJson(member(output, 'value'), this.scope, this.label('output'), name));
  }

  /** The value of a traversal that no iterator binds. */
  public resolve(root: string, steps: readonly Step[], place: string): Attribute {
    const whole = traversalText(root, steps);
    const first = steps[0];
    if (first?.kind !== 'attribute') return Unknown.at(place, `refers to ${whole}, which is not read`);
    if (root === 'var') return follow(this.variable(first.name, place), steps.slice(1), this.label(whole), place);
    if (root === 'local') return follow(this.local(first.name, place), steps.slice(1), this.label(whole), place);
    const located = this.locate(root, steps);
    if (located === undefined) {
      const why = root === 'module' ? 'is the output of a module, which is not read from a configuration' : 'is not in the input';
      return Unknown.reference(this.label(whole), `${whole} ${why} (${place})`);
    }
    const { base, declaration, rest } = located;
    if (declaration.type === 'terraform_remote_state') return this.remoteState(declaration, rest, whole, place);
    const expansion = this.expansionOf(base);
    if (expansion === undefined) return Unknown.at(place, 'depends on itself through count or for_each');
    if (expansion.kind === 'uncertain') {
      const inner = rest[0]?.kind === 'index' ? rest.slice(1) : rest;
      const only = expansion.instances[0];
      if (only === undefined || inner[0]?.kind === 'splat') return Unknown.reference(this.label(whole), `${whole} is not known, because the number of its instances is not`);
      return follow(new AppliedBlock(only, true), inner, whole, place);
    }
    return follow(this.valueOf(expansion), rest, this.options.prefixOf(base) + whole, place);
  }

  public instanceAt(root: string, steps: readonly Step[]): ResourceInstance | undefined {
    const located = this.locate(root, steps);
    const expansion = located && this.expansionOf(located.base);
    if (located === undefined || expansion === undefined) return undefined;
    const key = located.rest[0];
    if (key === undefined) return expansion.kind === 'single' || expansion.kind === 'uncertain' ? expansion.instances[0] : undefined;
    if (key.kind !== 'index' || located.rest.length > 1) return undefined;
    return expansion.instances.find((instance) => instance.key === key.key);
  }

  private locate(root: string, steps: readonly Step[]): Located | undefined {
    const words = root === 'data' ? 2 : 1;
    const names = steps.slice(0, words).map((step) => (step.kind === 'attribute' ? step.name : ''));
    const base = [root, ...names].join('.');
    const declaration = this.declarations.resources.get(base);
    return declaration && { base, declaration, rest: steps.slice(words) };
  }

  private valueOf(expansion: Expansion): Attribute {
    const values = expansion.instances.map((instance) => new AppliedBlock(instance, instance.mode === 'managed'));
    const only = values[0];
    if (expansion.kind === 'single' && only !== undefined) return only;
    if (expansion.kind === 'count') return values;
    return new ValueBlock('', '', new Map(values.map((value) => [String(value.instance.key), value])));
  }

  private expansionOf(base: string): Expansion | undefined {
    if (this.expansions.has(base)) return this.expansions.get(base);
    this.expansions.set(base, undefined);
    const declaration = this.declarations.resources.get(base);
    const expansion = declaration && this.expand(base, declaration);
    this.expansions.set(base, expansion);
    return expansion;
  }

  private expand(base: string, declaration: Declaration): Expansion {
    const address = this.options.prefixOf(base) + base;
    const count = member(declaration.body, 'count') ?? null;
    const forEach = member(declaration.body, 'for_each') ?? null;
    if (count === null && forEach === null) return { kind: 'single', instances: [this.instance(declaration, address, this.scope)] };
    if (count !== null) {
      const value = evaluateJson(count, this.scope, address, 'count');
      const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
      if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && this.scope.allows(number)) {
        const instances = Array.from({ length: number }, (_, index) => this.instance(declaration, `${address}[${index}]`, this.scope.withCount(index), index));
        return { kind: 'count', instances };
      }
      return this.uncertain(declaration, address, 'count', value);
    }
    const value = evaluateJson(forEach, this.scope, address, 'for_each');
    const elements = elementsOf(value);
    if (elements === undefined || elements.some(([key]) => typeof key !== 'string') || !this.scope.allows(elements.length)) {
      return this.uncertain(declaration, address, 'for_each', value);
    }
    const unique = new Map(elements);
    const instances = [...unique].map(([key, each]) =>
      this.instance(declaration, `${address}[${JSON.stringify(key)}]`, this.scope.with('each', key, each), key));
    return { kind: 'each', instances };
  }

  private uncertain(declaration: Declaration, address: string, attribute: string, value: Attribute): Expansion {
    const why = value instanceof Unknown ? `is not known: ${value.reason}` : `is not a number or collection, or makes more than ${COPY_LIMIT} copies in all`;
    const uncertain = Unknown.at(`${address}.${attribute}`, why);
    return { kind: 'uncertain', instances: [{ ...this.instance(declaration, address, this.scope), uncertain }] };
  }

  private instance(declaration: Declaration, address: string, scope: ConfigurationScope, key?: string | number): ResourceInstance {
    const { mode, type, name, body } = declaration;
    const construct = stringMember(objectMember(objectMember(body, '//'), 'metadata'), 'path');
    return {
      address,
      mode,
      type,
      name,
      ...(key === undefined ? {} : { key }),
      ...(construct === undefined ? {} : { construct }),
      attributes: mode === 'data' ? new DataBlock(address, body, scope, type, this.notes) : new ManagedBlock(address, body, scope, this.notes),
      ...this.extendable(address, declaration),
    };
  }

  private extendable(address: string, declaration: Declaration): { readonly extendable?: Unknown } {
    const module = this.declarations.moduleThatUses(declaration);
    return module === undefined ? {} : { extendable: Unknown.at(address, `is passed to module.${module}, which is not read from a configuration and may add to it`) };
  }

  private variable(name: string, place: string): Attribute {
    const variable = this.declarations.variables.get(name);
    const whole = `var.${name}`;
    if (variable === undefined) return Unknown.reference(this.label(whole), `${whole} is not declared in the input (${place})`);
    if (member(variable.body, 'sensitive') === true) return Unknown.reference(this.label(whole), `${whole} is marked sensitive, so its value is not used`);
    if (variable.unread !== undefined) return Unknown.reference(this.label(whole), `${whole} may be set in ${variable.unread}, which is not read`);
    if (variable.value !== undefined) return literal(variable.value);
    const byDefault = member(variable.body, 'default');
    if (byDefault === undefined) return Unknown.reference(this.label(whole), `${whole} has no value in the input (${place})`);
    this.notes.assume(`The variable ${this.label(name)} has its default value${shown(byDefault)}.`);
    return literal(byDefault);
  }

  private local(name: string, place: string): Attribute {
    const local = this.declarations.locals.get(name);
    if (local === undefined) return Unknown.reference(this.label(`local.${name}`), `local.${name} is not declared in the input (${place})`);
    return this.named(`local.${name}`, () => evaluateJson(local, this.scope, this.label('local'), name));
  }

  /** Evaluates a name once; a name that depends on itself is unknown. */
  private named(name: string, evaluation: () => Attribute): Attribute {
    if (this.names.has(name)) return this.names.get(name) ?? Unknown.at(this.label(name), 'is not set, or refers to itself');
    this.names.set(name, undefined);
    const value = evaluation();
    this.names.set(name, value ?? undefined);
    return value;
  }

  private remoteState(declaration: Declaration, rest: readonly Step[], whole: string, place: string): Attribute {
    const [outputs, output] = rest;
    if (outputs?.kind === 'attribute' && outputs.name === 'outputs' && output !== undefined && output.kind !== 'splat') {
      const name = output.kind === 'attribute' ? output.name : String(output.key);
      const value = this.options.outputOf?.(declaration.name, name);
      if (value !== undefined) return follow(value, rest.slice(2), this.label(whole), place);
    }
    return Unknown.reference(this.label(whole), `${whole} is the output of a stack that is not in the input (${place})`);
  }

  private noteModule(name: string, module: JsonValue): void {
    const source = stringMember(module, 'source');
    this.notes.finding({
      id: 'module-not-read',
      level: 'warning',
      address: this.label(`module.${name}`),
      message: `module.${name}${source === undefined ? '' : ` (${source})`} is not read from a configuration, so what it declares is missing here; pass the plan, which has it.`,
    });
  }

  private label(name: string): string {
    return this.options.label + name;
  }
}

function shown(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? '' : ` ${text}`;
}
