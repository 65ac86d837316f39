import { Notes, Origin, Unknown } from '../../azure';
import { AttributeReader } from '../attributes';
import { Directory } from '../directory';
import { Block, ResourceInstance } from '../resource';

/** What every family of resources needs to be read. */
export interface EstateContext {
  readonly read: AttributeReader;
  readonly directory: Directory;
  readonly notes: Notes;
}

export function originOf(instance: ResourceInstance): Origin {
  return { address: instance.address, ...(instance.construct === undefined ? {} : { construct: instance.construct }) };
}

/** Separates blocks from the unknown that stands for any number of them. */
export function knownBlocks(blocks: readonly (Block | Unknown)[]): { readonly known: readonly Block[]; readonly unknown?: Unknown } {
  const unknown = blocks.find((block): block is Unknown => block instanceof Unknown);
  return { known: blocks.filter((block): block is Block => !(block instanceof Unknown)), ...(unknown === undefined ? {} : { unknown }) };
}

/** The first reason there is. */
export function firstOf(...reasons: readonly (Unknown | undefined)[]): Unknown | undefined {
  return reasons.find((reason) => reason !== undefined);
}

/** Groups values by key, keeping their order. */
export class Grouped<T> {
  private readonly groups = new Map<string, T[]>();

  public add(key: string, value: T): void {
    const group = this.groups.get(key);
    if (group === undefined) this.groups.set(key, [value]);
    else group.push(value);
  }

  public of(key: string): readonly T[] {
    return this.groups.get(key) ?? [];
  }
}
