import { Unknown } from '../azure';
import { ConfigurationBlock } from './configuration-block';
import { Scope, Step, ValueBlock, follow, traversalText } from './evaluate';
import { Traversal } from './expression';
import { JsonObject } from './json';
import { Attribute, Block, Reference, ResourceInstance } from './resource';

/** References that one value may go through. Terraform files stay far below; a hostile one would exhaust the stack. */
const DEPTH_LIMIT = 150;

/** What names stand for in a configuration where no iterator binds them. */
export interface ConfigurationNames {
  resolve(root: string, steps: readonly Step[], place: string): Attribute;
  /** The one instance that a traversal of a resource names, without its attributes. */
  instanceAt(root: string, steps: readonly Step[]): ResourceInstance | undefined;
}

/** Copies of blocks and resources that `count`, `for_each` and `dynamic` may make in one configuration. */
export const COPY_LIMIT = 100_000;

/** Names at one place of a configuration: its own, and those that `for_each`, `count` and `dynamic` bind. */
export class ConfigurationScope implements Scope {
  public constructor(
    private readonly configuration: ConfigurationNames,
    private readonly bindings: ReadonlyMap<string, Block> = new Map(),
    private readonly spent: { depth: number; copies: number } = { depth: 0, copies: 0 },
  ) {}

  public with(iterator: string, key: string | number, value: Attribute): ConfigurationScope {
    return this.bound(iterator, new Map<string, Attribute>([['key', key], ['value', value]]));
  }

  public withCount(index: number): ConfigurationScope {
    return this.bound('count', new Map<string, Attribute>([['index', index]]));
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
    if (this.spent.depth >= DEPTH_LIMIT) return Unknown.at(place, `goes through more than ${DEPTH_LIMIT} references`);
    this.spent.depth += 1;
    try {
      return evaluation();
    } finally {
      this.spent.depth -= 1;
    }
  }

  public allows(copies: number): boolean {
    if (this.spent.copies + copies > COPY_LIMIT) return false;
    this.spent.copies += copies;
    return true;
  }

  public referenceOf(traversal: Traversal, place: string): Reference | undefined {
    const last = traversal.steps[traversal.steps.length - 1];
    if (last?.kind !== 'attribute') return undefined;
    const steps: Step[] = [];
    for (const step of traversal.steps.slice(0, -1)) {
      const key = step.kind === 'index' && step.index.kind === 'literal' ? step.index.value : undefined;
      if (step.kind === 'attribute') steps.push(step);
      else if (typeof key === 'string' || typeof key === 'number') steps.push({ kind: 'index', key });
      else return undefined;
    }
    const instance = this.configuration.instanceAt(traversal.root, steps);
    if (instance === undefined) return undefined;
    const whole = `${instance.address}.${last.name}`;
    return new Reference(instance, last.name, Unknown.reference(whole, `${whole} is not known (${place})`));
  }

  private bound(name: string, values: ReadonlyMap<string, Attribute>): ConfigurationScope {
    return new ConfigurationScope(this.configuration, new Map([...this.bindings, [name, new ValueBlock(name, '', values)]]), this.spent);
  }
}
