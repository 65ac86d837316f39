import { isUnknown, Maybe, Notes, Unknown } from '../azure';
import { Attribute, Block, Reference, isAttributeList, isBlock, placeOf } from './resource';
import { toFlag } from './scalars';

/**
 * Typed access to attributes. Everywhere, four things stay apart: unset (`undefined` or an empty list; the provider
 * plans unset texts as `""`), unknown, of the wrong type (unknown, with a finding), and known.
 */
export class AttributeReader {
  public constructor(private readonly notes: Notes) {}

  public text(block: Block, name: string): Maybe<string> | undefined {
    return this.textOf(this.single(block, name), block, name);
  }

  /** Like {@link text}; an attribute that must be there and is not is unknown. */
  public requiredText(block: Block, name: string): Maybe<string> {
    return this.text(block, name) ?? this.missing(block, name);
  }

  public number(block: Block, name: string): Maybe<number> | undefined {
    const value = this.single(block, name);
    if (value === undefined || typeof value === 'number' || isUnknown(value)) return value;
    // Terraform converts texts that hold a number; attributes of each.value are written so.
    if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
    return this.unreadable(block, name, 'a number', value);
  }

  public requiredNumber(block: Block, name: string): Maybe<number> {
    return this.number(block, name) ?? this.missing(block, name);
  }

  public flag(block: Block, name: string): Maybe<boolean> | undefined {
    const value = this.single(block, name);
    if (value === undefined || isUnknown(value)) return value;
    return toFlag(value) ?? this.unreadable(block, name, 'true or false', value);
  }

  /** A list or set of texts; empty where it is unset. One unknown element may stand for any number of them. */
  public texts(block: Block, name: string): readonly Maybe<string>[] {
    const elements = this.elements(block, name);
    // Most lists are plain; they are taken as they are, which also keeps one list that many resources share one list.
    if (isTextList(elements)) return elements;
    return elements.flatMap((element, index) => this.textOf(element, block, `${name}[${index}]`) ?? []);
  }

  /** Elements of a list or set as they are; empty where it is unset. */
  public elements(block: Block, name: string): readonly Attribute[] {
    const value = block.get(name);
    if (value === null || value === '') return [];
    if (isAttributeList(value)) return value;
    if (value instanceof Unknown || value instanceof Reference) return [value];
    return [this.unreadable(block, name, 'a list', value)];
  }

  /** Nested blocks; an unknown one stands for any number of blocks. */
  public blocks(block: Block, name: string): readonly (Block | Unknown)[] {
    const value = block.get(name);
    if (isBlock(value)) return [value];
    return this.elements(block, name).flatMap((element, index): readonly (Block | Unknown)[] => {
      if (element === null) return [];
      if (isBlock(element) || element instanceof Unknown) return [element];
      return [element instanceof Reference ? element.unknown : this.unreadable(block, `${name}[${index}]`, 'a block', element)];
    });
  }

  /** The block of which there is at most one; unknown where there may be. */
  public block(block: Block, name: string): Block | Unknown | undefined {
    return this.blocks(block, name)[0];
  }

  /** An attribute that Terraform requires and that is not there. */
  public missing(block: Block, name: string): Unknown {
    const place = placeOf(block, name);
    this.notes.find({ id: 'missing-value', level: 'error', address: block.address, message: `${place} is required and not set; set it, or Terraform will refuse the resource.` });
    return Unknown.at(place, 'is required and not set');
  }

  /** A value as text; `undefined` where it is unset. */
  public textOf(value: Attribute | undefined, block: Block, name: string): Maybe<string> | undefined {
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'string' || value instanceof Unknown) return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return value instanceof Reference ? value.unknown : this.unreadable(block, name, 'a text', value);
  }

  private single(block: Block, name: string): string | number | boolean | Unknown | readonly Attribute[] | Block | undefined {
    const value = block.get(name);
    if (value === null || value === '') return undefined;
    return value instanceof Reference ? value.unknown : value;
  }

  private unreadable(block: Block, name: string, expected: string, value: Attribute): Unknown {
    const place = placeOf(block, name);
    const actual = isAttributeList(value) ? 'a list' : isBlock(value) ? 'an object' : typeof value === 'string' ? 'a text' : `a ${typeof value}`;
    this.notes.find({
      id: 'unreadable-value', level: 'error', address: block.address,
      message: `${place} is ${actual} where ${expected} is expected; correct it, or Terraform will refuse the resource.`,
    });
    return Unknown.at(place, `is ${actual} where ${expected} is expected`);
  }
}

function isTextList(elements: readonly Attribute[]): elements is readonly string[] {
  return elements.every((element) => typeof element === 'string' && element !== '');
}
