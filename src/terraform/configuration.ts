import { Notes, Unknown } from '../azure';
import { AppliedBlock } from './applied-block';
import { ConfigurationBlock, DataBlock, ManagedBlock } from './configuration-block';
import { Declaration, baseOf } from './configuration-declarations';
import { COPY_LIMIT, ConfigurationNames, ConfigurationScope } from './configuration-scope';
import { Effort } from './effort';
import { evaluateJson } from './evaluate';
import { Expansion, expandedBy, valueOf } from './expansion';
import { parseTemplate } from './expression';
import { ProviderSettings } from './hosting-cloud';
import { InputError } from './input-error';
import { JsonValue, isJsonObject, member, objectMember, stringMember } from './json';
import { ModuleTree } from './module-tree';
import { Attribute, Block, Reference, ResourceInstance } from './resource';
import { LineInSource } from './source-lines';
import { Step, follow, traversalText } from './traverse';
import { UnreadUses } from './unread-uses';
import { LazyBlock } from './value-blocks';
import { variableValue } from './variables';

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
  /** Set for a module that another calls: the arguments of the call. */
  readonly call?: ConfigurationBlock;
  /** Instance key of a module that `count` or `for_each` repeats. */
  readonly key?: string | number;
  /** Set for a module of which it is not certain how often it is called. */
  readonly uncertain?: Unknown;
}

/** What all modules of one input share. */
export interface Reading {
  /** Names the input in errors. */
  readonly path: string;
  readonly notes: Notes;
  readonly effort: Effort;
  /** Resources that are passed on to modules which are not read. */
  readonly uses: UnreadUses;
  readonly lines: Map<string, LineInSource>;
}

/**
 * One module in Terraform's configuration language, as resource instances; those of the modules that it calls are among them.
 *
 * Terraform fills in more than is written: what is written is known, what refers to something that only Azure will say is
 * unknown under the name of the reference.
 */
export class Configuration implements ConfigurationNames {
  private readonly expansions = new Map<string, Expansion<ResourceInstance> | undefined>();
  private readonly calls = new Map<string, Expansion<Configuration> | undefined>();
  private readonly names = new Map<string, Attribute>();
  private readonly scope: ConfigurationScope;

  public constructor(private readonly tree: ModuleTree, private readonly reading: Reading, private readonly options: ConfigurationOptions) {
    this.scope = new ConfigurationScope(this, reading.effort);
  }

  public instances(): readonly ResourceInstance[] {
    const own = [...this.tree.declarations.resources.keys()].flatMap((base) => this.expansionOf(base)?.instances ?? []);
    const called = [...this.tree.declarations.modules].flatMap(([name, call]) => {
      const module = this.tree.children.get(name);
      if (module instanceof ModuleTree) return (this.callOf(name)?.instances ?? []).flatMap((child) => child.instances());
      this.noteModule(name, call, module);
      return [];
    });
    return [...own, ...called];
  }

  /** What its blocks of the azurerm provider say about the cloud. */
  public providers(): readonly ProviderSettings[] {
    const setting = (body: JsonValue, name: string): Attribute => evaluateJson(member(body, name), this.scope, this.label('provider.azurerm'), name);
    return this.tree.declarations.providers.map((body) => ({ environment: setting(body, 'environment'), metadataHost: setting(body, 'metadata_host') }));
  }

  /** The value of one of this module's outputs; undefined where it has no such output. */
  public output(name: string): Attribute | undefined {
    const output = this.tree.declarations.outputs.get(name);
    return output && this.named(`output.${name}`, () => evaluateJson(member(output, 'value'), this.scopeOf(`output.${name}`), this.label('output'), name));
  }

  /** The value of a traversal that no iterator binds. */
  public resolve(root: string, steps: readonly Step[], place: string): Attribute {
    const whole = traversalText(root, steps);
    const first = steps[0];
    if (first?.kind !== 'attribute') return Unknown.at(place, `refers to ${whole}, which is not read`);
    if (root === 'var') return follow(this.variable(first.name, place), steps.slice(1), this.label(whole), place);
    if (root === 'local') return follow(this.local(first.name, place), steps.slice(1), this.label(whole), place);
    if (root === 'module') return this.moduleOutput(first.name, steps.slice(1), whole, place);
    const found = this.locate(root, steps);
    if (found === undefined) return Unknown.reference(this.label(whole), `${whole} is not in the input (${place})`);
    const { base, declaration, rest } = found;
    if (declaration.type === 'terraform_remote_state') return this.remoteState(declaration, rest, whole, place);
    const expansion = this.expansionOf(base);
    if (expansion === undefined) return Unknown.at(place, 'depends on itself through count or for_each');
    if (expansion.kind === 'uncertain') {
      const inner = rest[0]?.kind === 'index' ? rest.slice(1) : rest;
      const only = expansion.instances[0];
      if (only === undefined || inner.length === 0 || inner[0]?.kind === 'splat') return Unknown.reference(this.label(whole), `${whole} is not known, because the number of its instances is not`);
      return follow(new AppliedBlock(only, true), inner, whole, place);
    }
    return follow(valueOf(expansion, (instance) => new AppliedBlock(instance, instance.mode === 'managed'), (instance) => instance.key), rest, this.options.prefixOf(base) + whole, place);
  }

  public instanceAt(root: string, steps: readonly Step[]): ResourceInstance | undefined {
    const found = this.locate(root, steps);
    const expansion = found && this.expansionOf(found.base);
    if (found === undefined || expansion === undefined) return undefined;
    const key = found.rest[0];
    if (key === undefined) return expansion.kind === 'single' || expansion.kind === 'uncertain' ? expansion.instances[0] : undefined;
    if (key.kind !== 'index' || found.rest.length > 1) return undefined;
    return expansion.instances.find((instance) => instance.key === key.key);
  }

  public passedOn(root: string, steps: readonly Step[], place: string): Reference | undefined {
    const [first, second, ...rest] = steps;
    if (first?.kind !== 'attribute' || this.reading.effort.depth > 20) return undefined;
    this.reading.effort.depth += 1;
    try {
      if (root === 'var' && second === undefined) return this.options.call?.referenceAt(first.name);
      if (root !== 'module' || second?.kind !== 'attribute' || rest.length > 0) return undefined;
      const call = this.callOf(first.name);
      return call?.kind === 'single' ? call.instances[0]?.passedOut(second.name, place) : undefined;
    } finally {
      this.reading.effort.depth -= 1;
    }
  }

  private passedOut(output: string, place: string): Reference | undefined {
    const value = stringMember(this.tree.declarations.outputs.get(output), 'value');
    const expression = value === undefined ? undefined : parseTemplate(value);
    return expression?.kind === 'traversal' ? this.scope.referenceOf(expression, place) : undefined;
  }

  private locate(root: string, steps: readonly Step[]): Located | undefined {
    const words = root === 'data' ? 2 : 1;
    const names = steps.slice(0, words).map((step) => (step.kind === 'attribute' ? step.name : ''));
    const base = [root, ...names].join('.');
    const declaration = this.tree.declarations.resources.get(base);
    return declaration && { base, declaration, rest: steps.slice(words) };
  }

  private moduleOutput(name: string, steps: readonly Step[], whole: string, place: string): Attribute {
    const module = this.tree.children.get(name);
    if (!this.tree.declarations.modules.has(name)) return Unknown.reference(this.label(whole), `${whole} is not in the input (${place})`);
    if (!(module instanceof ModuleTree)) {
      return Unknown.reference(this.label(whole), `${whole} is the output of a module, which ${module ?? 'is not read from a configuration'} (${place})`);
    }
    const call = this.callOf(name);
    if (call === undefined) return Unknown.at(place, 'depends on itself through the arguments of a module');
    if (call.kind === 'uncertain') return Unknown.reference(this.label(whole), `${whole} is not known, because the number of its instances is not (${place})`);
    return follow(valueOf(call, (child) => child.outputs(), (child) => child.options.key), steps, this.label(whole), place);
  }

  /** All outputs, evaluated when asked for. */
  private outputs(): Block {
    const { outputs } = this.tree.declarations;
    const label = this.options.label.replace(/\.$/, '');
    return new LazyBlock(label, [...outputs.keys()], (name) => {
      const whole = `${label}.${name}`;
      if (member(outputs.get(name), 'sensitive') === true) return Unknown.reference(whole, `${whole} is marked sensitive, so its value is not used`);
      return this.output(name) ?? Unknown.reference(whole, `${whole} is an output that the module does not have`);
    });
  }

  private expansionOf(base: string): Expansion<ResourceInstance> | undefined {
    const declaration = this.tree.declarations.resources.get(base);
    return declaration && this.once(this.expansions, base, () => {
      const address = this.options.prefixOf(base) + base;
      return expandedBy(declaration.body, address, this.scopeOf(base), ({ address: own, scope, key, uncertain }) =>
        this.instance(declaration, own, scope, key, uncertain ?? this.options.uncertain));
    });
  }

  private callOf(name: string): Expansion<Configuration> | undefined {
    const body = this.tree.declarations.modules.get(name);
    const module = this.tree.children.get(name);
    if (!(module instanceof ModuleTree) || !isJsonObject(body)) return undefined;
    return this.once(this.calls, name, () => {
      const base = `module.${name}`;
      const address = this.options.prefixOf(base) + base;
      return expandedBy(body, address, this.scopeOf(base), ({ address: own, scope, key, uncertain }) => {
        if (!this.scope.allows(1 + module.declarations.resources.size)) throw InputError.of('too-many-copies', this.reading.path, own, String(COPY_LIMIT));
        return new Configuration(module, this.reading, {
          prefixOf: () => `${own}.`, label: `${own}.`, call: new ConfigurationBlock(own, '', body, scope),
          ...optional('key', key), ...optional('uncertain', uncertain ?? this.options.uncertain),
        });
      });
    });
  }

  /** Computes once; what depends on itself is undefined meanwhile. */
  private once<T>(known: Map<string, T | undefined>, name: string, compute: () => T): T | undefined {
    if (known.has(name)) return known.get(name);
    known.set(name, undefined);
    const value = compute();
    known.set(name, value);
    return value;
  }

  private instance(declaration: Declaration, address: string, scope: ConfigurationScope, key?: string | number, uncertain?: Unknown): ResourceInstance {
    const { mode, type, name, body } = declaration;
    const { notes, lines } = this.reading;
    const construct = stringMember(objectMember(objectMember(body, '//'), 'metadata'), 'path');
    const line = this.tree.declarations.lines.get(baseOf(declaration));
    if (line?.line !== undefined) lines.set(address, line);
    return {
      address,
      mode,
      type,
      name,
      ...optional('key', key),
      ...optional('construct', construct),
      ...optional('uncertain', uncertain),
      attributes: mode === 'data' ? new DataBlock(address, body, scope, type, notes) : new ManagedBlock(address, body, scope, notes),
      ...this.extendable(address, declaration),
    };
  }

  private extendable(address: string, declaration: Declaration): { readonly extendable?: Unknown } {
    const module = this.reading.uses.moduleThatUses(this.tree, declaration);
    return module === undefined ? {} : { extendable: Unknown.at(address, `is passed to module.${module}, which is not read from a configuration and may add to it`) };
  }

  private variable(name: string, place: string): Attribute {
    const variable = this.tree.declarations.variables.get(name);
    const whole = `var.${name}`;
    if (variable === undefined) return Unknown.reference(this.label(whole), `${whole} is not declared in the input (${place})`);
    const { call } = this.options;
    return this.named(whole, () => variableValue(variable, {
      name, label: this.label(''), place, effort: this.reading.effort, isRoot: call === undefined, notes: this.reading.notes,
      ...(call?.isWritten(name) === true ? { argument: () => call.get(name) } : {}),
    }));
  }

  private local(name: string, place: string): Attribute {
    const local = this.tree.declarations.locals.get(name);
    if (local === undefined) return Unknown.reference(this.label(`local.${name}`), `local.${name} is not declared in the input (${place})`);
    return this.named(`local.${name}`, () => evaluateJson(local, this.scopeOf(`local.${name}`), this.label('local'), name));
  }

  /** Evaluates a name once; a name that depends on itself is unknown. */
  private named(name: string, evaluation: () => Attribute): Attribute {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    this.names.set(name, Unknown.at(this.label(name), 'refers to itself'));
    const value = evaluation();
    this.names.set(name, value);
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

  private noteModule(name: string, module: JsonValue, why: string | undefined): void {
    const source = stringMember(module, 'source');
    this.reading.notes.find({
      id: 'module-not-read',
      level: 'warning',
      address: this.label(`module.${name}`),
      message: `${this.label(`module.${name}`)}${source === undefined ? '' : ` (${source})`} ${why ?? 'is not read from a configuration'}, so what it declares is missing here; pass the plan, which has it.`,
    });
  }

  private scopeOf(name: string): ConfigurationScope {
    return this.scope.at(this.tree.declarations.lines.get(name));
  }

  private label(name: string): string {
    return this.options.label + name;
  }
}

function optional<K extends string, V>(name: K, value: V | undefined): { readonly [key in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [key in K]?: V };
}
