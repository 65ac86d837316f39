import { equal } from '../comparison';
import { Attribute, isAttributeList, isBlock } from '../resource';
import { ofOneType, toFlag } from '../scalars';
import { ValueBlock } from '../value-blocks';
import { AttributeSet, isOpen, openList, setOf, unknownOf } from '../values';
import { Arguments, TerraformFunction } from './arguments';

/** Terraform's own limit. */
const RANGE_LIMIT = 1024;

/** Functions on lists and sets: "Collection Functions". */
export const LIST_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  alltrue: (args) => decided(args, false),
  anytrue: (args) => decided(args, true),
  chunklist: (args) => {
    const [list, size] = [args.list(0), args.integer(1)];
    if (size < 0) throw args.refuse('is called with a negative size');
    if (size === 0) return [list];
    return Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
  },
  compact: (args) => {
    const list = args.elements(0);
    const left = list.filter((element) => element !== null && element !== '');
    // An unknown text may be an empty one.
    return isOpen(list) || left.some((element) => unknownOf(element) !== undefined) ? openList(left) : left;
  },
  concat: (args) => {
    if (args.count === 0) throw args.refuse('is called with too few arguments');
    return joined(args.all.map((value, at) => partOf(value, () => args.elements(at))));
  },
  contains: (args) => {
    const [list, wanted] = [args.elements(0), args.any(1)];
    const found = list.map((element) => equal(element, wanted));
    if (found.includes(true)) return true;
    for (const [at, isEqual] of found.entries()) if (isEqual === undefined) args.known(list[at] ?? null);
    if (found.includes(undefined)) throw args.leave('compares values of different types');
    return false;
  },
  distinct: (args) => {
    const list = args.elements(0);
    const typed = ofOneType(list);
    const seen = [...new Set(setOf(typed))];
    const inOrder = typed.filter((element, at) => seen.includes(element) && typed.indexOf(element) === at);
    return isOpen(list) || inOrder.some((element) => unknownOf(element) !== undefined) ? openList(inOrder) : inOrder;
  },
  element: (args) => {
    const [list, index] = [args.list(0), args.integer(1)];
    if (list.length === 0) throw args.refuse('is called with an empty list');
    if (index < 0) throw args.leave('is called with a negative index');
    return list[index % list.length] ?? null;
  },
  flatten: (args) => {
    const flat: Attribute[] = [];
    const isWhole = flattenInto(args, args.elements(0), flat);
    return isWhole ? flat : openList(flat);
  },
  index: (args) => {
    const [list, wanted] = [args.knownList(0), args.any(1)];
    const at = list.findIndex((element) => equal(element, wanted) !== false);
    if (at < 0) throw args.refuse('does not find the element');
    if (equal(list[at] ?? null, wanted) === undefined) throw args.leave('compares values of different types');
    return at;
  },
  length: (args) => {
    const value = args.any(0);
    if (typeof value === 'string') return args.ascii(0).length;
    return isBlock(value) ? args.map(0).names().length : args.list(0).length;
  },
  one: (args) => {
    const list = args.list(0);
    if (list.length > 1) throw args.refuse('is called with more than one element');
    return list[0] ?? null;
  },
  range: (args) => {
    const [start, end] = args.count === 1 ? [0, args.integer(0)] : [args.integer(0), args.integer(1)];
    const step = args.count > 2 ? args.integer(2) : end < start ? -1 : 1;
    if (step === 0 || (end - start) * step < 0) {
      if (end === start) return [];
      throw args.refuse('never reaches its end');
    }
    const length = Math.ceil((end - start) / step);
    if (length > RANGE_LIMIT) throw args.refuse(`makes more than ${RANGE_LIMIT} numbers`);
    return Array.from({ length }, (_, at) => start + at * step);
  },
  reverse: (args) => [...args.list(0)].reverse(),
  setintersection: (args) => {
    const sets = args.all.map((_, at) => setOf(ofOneType(args.knownList(at))));
    return setOf((sets[0] ?? []).filter((element) => sets.every((set) => set.some((other) => equal(element, other) === true))));
  },
  setproduct: (args) => {
    if (args.count < 2) throw args.refuse('is called with too few arguments');
    const lists = args.all.map((_, at) => args.list(at));
    args.spend(lists.reduce((size, list) => size * list.length, args.count));
    const rows = lists.reduce<readonly (readonly Attribute[])[]>((tuples, list) => tuples.flatMap((tuple) => list.map((element) => [...tuple, element])), [[]]);
    return args.all.every((value) => value instanceof AttributeSet) ? setOf(rows) : rows;
  },
  setsubtract: (args) => {
    const [set, less] = [setOf(args.knownList(0)), args.knownList(1)];
    return setOf(set.filter((element) => !less.some((other) => equal(element, other) === true)));
  },
  setunion: (args) => {
    const all = joined(args.all.map((value, at) => partOf(value, () => args.elements(at))));
    return setOf(isOpen(all) ? openList(ofOneType(all)) : ofOneType(all));
  },
  slice: (args) => {
    const [list, start, end] = [args.list(0), args.integer(1), args.integer(2)];
    if (start < 0 || end < start || end > list.length) throw args.refuse('asks for elements that are not there');
    return list.slice(start, end);
  },
  zipmap: (args) => {
    const [names, values] = [args.texts(0), args.list(1)];
    if (names.length !== values.length) throw args.refuse('is called with lists of different lengths');
    return new ValueBlock('', '', new Map(names.map((name, at) => [name, values[at] ?? null])));
  },
};

function decided(args: Arguments, decides: boolean): boolean {
  const list = args.list(0);
  const flags = list.map(toFlag);
  if (flags.includes(decides)) return decides;
  list.forEach((element) => args.known(element));
  if (!decides && list.includes(null)) return false;
  return !decides;
}

/** A list, or what stands for any number of elements where it is not known. */
function partOf(value: Attribute, elements: () => readonly Attribute[]): readonly Attribute[] {
  return unknownOf(value) === undefined ? elements() : openList([value]);
}

function joined(lists: readonly (readonly Attribute[])[]): readonly Attribute[] {
  const all = lists.flat();
  return lists.some(isOpen) ? openList(all) : all;
}

/** Whether all that the elements hold is known to be there: what is unknown may be a list of its own. */
function flattenInto(args: Arguments, elements: readonly Attribute[], flat: Attribute[], depth = 0): boolean {
  if (depth > 100) throw args.leave('nests more than 100 lists');
  let isWhole = !isOpen(elements);
  for (const element of elements) {
    args.spend(1);
    if (isAttributeList(element)) {
      isWhole = flattenInto(args, element, flat, depth + 1) && isWhole;
    } else {
      isWhole = unknownOf(element) === undefined && isWhole;
      flat.push(element);
    }
  }
  return isWhole;
}

