import { Unknown } from '../azure';
import { ConfigurationBlock } from './configuration-block';
import { Effort } from './effort';
import { Traversal } from './expression';
import { JsonObject } from './json';
import { Attribute, Block, Reference, ResourceInstance } from './resource';
import { Scope } from './scope';
import { Declared, located } from './source-lines';
import { Step, follow, traversalText } from './traverse';
import { iteratorOf, ValueBlock } from './value-blocks';

/** References that one value may go through. Terraform files stay far below; a hostile one would exhaust the stack. */
const DEPTH_LIMIT = 150;

/** What names stand for in a configuration where no iterator binds them. */
export interface ConfigurationNames {
  resolve(root: string, steps: readonly Step[], place: string): Attribute;
  /** The one instance that a traversal of a resource names, without its attributes. */
  instanceAt(root: string, steps: readonly Step[]): ResourceInstance | undefined;
  /** The attribute that a variable or an output of a module passes on as it is. */
  passedOn(root: string, steps: readonly Step[], place: string): Reference | undefined;
}

/** Copies of blocks and resources that `count`, `for_each` and `dynamic` may make in one input. */
export const COPY_LIMIT = 100_000;

/** Names at one place of a configuration: its own, and those that `for_each`, `count`, `dynamic` and `for` bind. */
export class ConfigurationScope implements Scope {
  public constructor(
    private readonly configuration: ConfigurationNames,
    public readonly effort: Effort,
    private readonly bindings: ReadonlyMap<string, Attribute> = new Map(),
    private readonly line?: Declared,
  ) {}

  public binding(values: ReadonlyMap<string, Attribute>): ConfigurationScope {
    return new ConfigurationScope(this.configuration, this.effort, new Map([...this.bindings, ...values]), this.line);
  }

  /** The scope of what stands at a place in a source file. */
  public at(line: Declared | undefined): ConfigurationScope {
    return line === undefined ? this : new ConfigurationScope(this.configuration, this.effort, this.bindings, line);
  }

  public withEach(key: string | number, value: Attribute): ConfigurationScope {
    return this.binding(new Map([['each', iteratorOf(key, value)]]));
  }

  public withCount(index: number): ConfigurationScope {
    return this.binding(new Map([['count', new ValueBlock('', '', new Map<string, Attribute>([['index', index]]))]]));
  }

  public resolve(root: string, steps: readonly Step[], place: string): Attribute {
    const binding = this.bindings.get(root);
    if (binding !== undefined) return follow(binding, steps, traversalText(root, steps), place);
    if (root === 'each' || root === 'count') return Unknown.at(place, `depends on ${traversalText(root, steps)}, which is not known`);
    return this.configuration.resolve(root, steps, place);
  }

  public block(raw: JsonObject, address: string, path: string): Block {
    return new ConfigurationBlock(address, path, raw, this);
  }

  public nested(place: string, evaluation: () => Attribute): Attribute {
    if (this.effort.depth >= DEPTH_LIMIT) return Unknown.at(place, `goes through more than ${DEPTH_LIMIT} references`);
    this.effort.depth += 1;
    try {
      return evaluation();
    } finally {
      this.effort.depth -= 1;
    }
  }

  public allows(copies: number): boolean {
    if (this.effort.copies + copies > COPY_LIMIT) return false;
    this.effort.copies += copies;
    return true;
  }

  public located(value: Attribute, template: string): Attribute {
    return this.line === undefined ? value : located(value, template, this.line);
  }

  public referenceOf(traversal: Traversal, place: string): Reference | undefined {
    const steps = literalSteps(traversal);
    const last = steps?.[steps.length - 1];
    if (steps === undefined || last?.kind !== 'attribute') return undefined;
    if (this.bindings.has(traversal.root)) {
      const value = this.resolve(traversal.root, steps, place);
      return value instanceof Reference ? value : undefined;
    }
    const instance = this.configuration.instanceAt(traversal.root, steps.slice(0, -1));
    if (instance === undefined) return this.configuration.passedOn(traversal.root, steps, place);
    const whole = `${instance.address}.${last.name}`;
    return new Reference(instance, last.name, Unknown.reference(whole, `${whole} is not known (${place})`));
  }
}

/** The steps of a traversal whose keys are all written out. */
function literalSteps(traversal: Traversal): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (const step of traversal.steps) {
    const key = step.kind === 'index' && step.index.kind === 'literal' ? step.index.value : undefined;
    if (step.kind === 'attribute') steps.push(step);
    else if (typeof key === 'string' || typeof key === 'number') steps.push({ kind: 'index', key });
    else return undefined;
  }
  return steps;
}
