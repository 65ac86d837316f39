import { isAttributeList, isBlock } from '../resource';
import { isScalar, ofOneType, toFlag, toNumber, toText } from '../scalars';
import { ValueBlock } from '../value-blocks';
import { isOpen, openList, setOf } from '../values';
import { TerraformFunction } from './arguments';

/** Functions that convert: "Type Conversion Functions". */
export const CONVERSION_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  tobool: (args) => {
    const value = args.any(0);
    const flag = toFlag(value);
    if (flag === undefined && value !== null) throw args.refuse('is called with something that is neither true nor false');
    return flag ?? null;
  },
  tolist: (args) => {
    if (args.any(0) === null) return null;
    const list = args.elements(0);
    const plain = [...ofOneType(list)];
    return isOpen(list) ? openList(plain) : plain;
  },
  tomap: (args) => {
    const map = args.any(0);
    if (map === null) return map;
    if (!isBlock(map)) throw args.refuse('is called with something that is no map');
    const names = args.map(0).names();
    const values = ofOneType(names.map((name) => map.get(name)));
    return new ValueBlock('', '', new Map(names.map((name, at) => [name, values[at] ?? null])));
  },
  tonumber: (args) => {
    const value = args.any(0);
    const number = toNumber(value);
    if (number !== undefined || value === null) return number ?? null;
    throw typeof value === 'string' && /^[+-]?\d/.test(value) ? args.leave('is called with a number that is not calculated exactly') : args.refuse('is called with something that is no number');
  },
  toset: (args) => {
    if (args.any(0) === null) return null;
    const list = args.elements(0);
    const typed = ofOneType(list);
    return setOf(isOpen(list) && typed !== list ? openList(typed) : typed);
  },
  tostring: (args) => {
    const value = args.any(0);
    if (value === null) return null;
    return args.text(0);
  },
  nonsensitive: (args) => args.any(0),
  coalesce: (args) => {
    for (let at = 0; at < args.count; at += 1) {
      const value = args.any(at);
      if (value === null || value === '') continue;
      if (!isScalar(value)) return value;
      return args.all.some((other) => typeof other === 'string') ? toText(value) ?? args.text(at) : value;
    }
    throw args.refuse('finds nothing that is set');
  },
  coalescelist: (args) => {
    for (let at = 0; at < args.count; at += 1) {
      const value = args.any(at);
      if (isAttributeList(value) ? value.length > 0 : value !== null) return args.list(at);
    }
    throw args.refuse('finds no list that holds anything');
  },
};
