import { Attribute, Block, Reference } from './resource';

/** Values that are already evaluated, by name. */
export class ValueBlock implements Block {
  public constructor(
    public readonly address: string,
    public readonly path: string,
    private readonly values: ReadonlyMap<string, Attribute>,
  ) {}

  public get(name: string): Attribute {
    return this.values.get(name) ?? null;
  }

  public names(): readonly string[] {
    return [...this.values.keys()];
  }

  public isConfigured(name: string): boolean {
    return this.values.has(name);
  }

  /** The same names with other values; itself where no value changes. */
  public mapped(map: (value: Attribute) => Attribute): ValueBlock {
    const values = new Map([...this.values].map(([name, value]) => [name, map(value)] as const));
    return [...values].every(([name, value]) => value === this.values.get(name)) ? this : new ValueBlock(this.address, this.path, values);
  }

  public referenceAt(name: string): Reference | undefined {
    const value = this.get(name);
    return value instanceof Reference ? value : undefined;
  }
}

/** Values that are made when they are asked for, by name. */
export class LazyBlock implements Block {
  public readonly path = '';

  public constructor(public readonly address: string, private readonly known: readonly string[], private readonly make: (name: string) => Attribute) {}

  public get(name: string): Attribute {
    return this.make(name);
  }

  public names(): readonly string[] {
    return this.known;
  }

  public isConfigured(name: string): boolean {
    return this.known.includes(name);
  }

  public referenceAt(name: string): Reference | undefined {
    const value = this.get(name);
    return value instanceof Reference ? value : undefined;
  }
}

/** What `each` and the iterators of dynamic blocks are. */
export function iteratorOf(key: string | number, value: Attribute): Block {
  // The key of an element in a set of objects is the element.
  return new ValueBlock('', '', new Map<string, Attribute>([['key', key === -1 ? value : key], ['value', value]]));
}
