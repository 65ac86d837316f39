import { Unknown } from '../../azure';
import { Effort, LIST_LIMIT } from '../effort';
import { dependence } from '../operators';
import { Attribute, Block, isAttributeList, isBlock } from '../resource';
import { toFlag, toNumber, toText } from '../scalars';
import { AttributeSet, isOpen, refusalIn, refused } from '../values';

/** Ends a call before it has a result. */
export class NoResult extends Error {
  public constructor(public readonly value: Unknown) {
    super(value.reason);
  }
}

/** Arguments of one call. What is asked for and not there, of another type or not known, ends the call. */
export class Arguments {
  public constructor(
    private readonly name: string,
    public readonly all: readonly Attribute[],
    private readonly place: string,
    private readonly effort: Effort,
  ) {
    const error = refusalIn(all);
    if (error !== undefined) throw new NoResult(error);
  }

  public get count(): number {
    return this.all.length;
  }

  /** The argument as it is, `null` too, but known. */
  public any(at: number): Attribute {
    if (at >= this.all.length) throw this.refuse('is called with too few arguments');
    const value = this.all[at] ?? null;
    return this.known(value);
  }

  public text(at: number): string {
    return this.textIn(this.any(at));
  }

  /** A text of which every character is one byte and one letter: what others are cut and counted into is another matter. */
  public ascii(at: number): string {
    const text = this.text(at);
    // eslint-disable-next-line no-control-regex
    if (!/^[\0-\x7f]*$/.test(text)) throw this.leave('is called with letters beyond ASCII');
    return text;
  }

  public number(at: number): number {
    const number = toNumber(this.any(at));
    if (number === undefined) throw this.refuse(`is called with something that is no number (argument ${at + 1})`);
    return number;
  }

  public integer(at: number): number {
    const number = this.number(at);
    if (!Number.isSafeInteger(number)) throw this.refuse(`is called with a number that is not whole (argument ${at + 1})`);
    return number;
  }

  public flag(at: number): boolean {
    const flag = toFlag(this.any(at));
    if (flag === undefined) throw this.refuse(`is called with something that is neither true nor false (argument ${at + 1})`);
    return flag;
  }

  /** Elements of a list or set whose number is known; some of them may not be. */
  public list(at: number): readonly Attribute[] {
    const list = this.elements(at);
    if (isOpen(list)) throw this.depends(list);
    return list;
  }

  /** Elements of a list or set, also where only a part is known. */
  public elements(at: number): readonly Attribute[] {
    const list = this.any(at);
    if (!isAttributeList(list)) throw this.refuse(`is called with something that is no list (argument ${at + 1})`);
    this.spend(list.length);
    return list;
  }

  /** Elements that are all known. */
  public knownList(at: number): readonly Attribute[] {
    return this.list(at).map((element) => this.known(element));
  }

  public texts(at: number): readonly string[] {
    return this.list(at).map((element) => this.textIn(this.known(element)));
  }

  public numbers(at: number): readonly number[] {
    return this.list(at).map((element) => {
      const number = toNumber(this.known(element));
      if (number === undefined) throw this.refuse('is called with an element that is no number');
      return number;
    });
  }

  public map(at: number): Block {
    const map = this.any(at);
    if (!isBlock(map)) throw this.refuse(`is called with something that is no map (argument ${at + 1})`);
    if (map.isPartial === true) throw this.leave('is called with a resource, which has attributes that are not written');
    this.spend(map.names().length);
    return map;
  }

  public isSet(at: number): boolean {
    return this.all[at] instanceof AttributeSet;
  }

  public known(value: Attribute): Attribute {
    const unknown = dependence([value], this.place);
    if (unknown !== undefined) throw new NoResult(unknown);
    return value;
  }

  /** Takes the work and the room that so many values cost. */
  public spend(values: number): void {
    if (values > LIST_LIMIT || !this.effort.spend(values)) throw this.leave('makes more values than are read');
  }

  /** What Terraform refuses. */
  public refuse(why: string): NoResult {
    return new NoResult(refused(this.place, `uses the function ${this.name}, which ${why}`));
  }

  /** What is not evaluated here, although Terraform does. */
  public leave(why: string): NoResult {
    return new NoResult(Unknown.at(this.place, `is the result of the function ${this.name}, which ${why}, and is not evaluated`));
  }

  private textIn(value: Attribute): string {
    const text = toText(value);
    if (text !== undefined) return text;
    throw typeof value === 'number' ? this.leave('is called with a number that is not written exactly') : this.refuse('is called with something that is no text');
  }

  private depends(list: readonly Attribute[]): NoResult {
    const unknown = dependence(list, this.place);
    return new NoResult(unknown ?? Unknown.at(this.place, `uses the function ${this.name} on a list of which only a part is known`));
  }
}

/** A function of Terraform's language: its result, or a {@link NoResult} thrown. */
export type TerraformFunction = (args: Arguments) => Attribute;
