import { Unknown } from '../azure';

/*
 * The common ground of all front-ends. A front-end (plan JSON, Terraform JSON configuration) turns text into resource
 * instances; what reads an estate out of them does not know which front-end they came from.
 */

/** One instance of a resource or data source. */
export interface ResourceInstance {
  /** Terraform address with instance key, unique in the input. */
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** Instance key of `count` or `for_each`. */
  readonly key?: string | number;
  /** Path of the construct that emitted it, where the input says. */
  readonly construct?: string;
  readonly attributes: Block;
  /** Set when it is not certain that this instance will exist, or how many like it, with the reason. */
  readonly uncertain?: Unknown;
  /** Set when something the input does not show may add to it (rules, routes, members), with the reason. */
  readonly extendable?: Unknown;
  /** Set when the plan removes it: it tells what an older snapshot of its parent still shows. */
  readonly removed?: boolean;
}

/**
 * The value of an attribute. `null` is unset; a {@link Reference} is the attribute of another instance of the input whose
 * value is not known yet; nested blocks and objects are read on demand.
 */
export type Attribute = null | string | number | boolean | Unknown | Reference | Block | readonly Attribute[];

/** A nested block, an object, or all attributes of an instance: a set of names, each read when asked for. */
export interface Block {
  /** Address of the instance it belongs to. */
  readonly address: string;
  /** Attribute path within the instance, such as `security_rule[2]`; empty for the instance itself. */
  readonly path: string;
  /** Set where there may be more names than it tells: a resource has attributes that nobody wrote. */
  readonly isPartial?: boolean;
  get(name: string): Attribute;
  names(): readonly string[];
  /** Whether the configuration itself sets the attribute; undefined where the input cannot tell. */
  isConfigured(name: string): boolean | undefined;
  /** The instance and attribute that a plain reference names, also where its value is known. */
  referenceAt(name: string): Reference | undefined;
}

/** An attribute of an instance of the input, by reference. */
export class Reference {
  public constructor(
    public readonly target: ResourceInstance,
    /** Attribute path within the target, such as `id` or `ip_configuration[0].private_ip_address`. */
    public readonly attribute: string,
    /** The value where a value is needed. */
    public readonly unknown: Unknown,
  ) {}
}

export function isBlock(value: Attribute | undefined): value is Block {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown) && !(value instanceof Reference);
}

export function isAttributeList(value: Attribute): value is readonly Attribute[] {
  return Array.isArray(value);
}

/** Address and attribute path of an attribute in a block, such as `azurerm_ip_group.dc.cidrs`; unique in the input. */
export function placeOf(block: Pick<Block, 'address' | 'path'>, name: string): string {
  return `${block.address}.${pathOf(block, name)}`;
}

/** Attribute path within the instance. */
export function pathOf(block: Pick<Block, 'path'>, name: string): string {
  return block.path === '' ? name : `${block.path}.${name}`;
}
