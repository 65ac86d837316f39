import { isExact } from '../scalars';
import { Arguments, TerraformFunction } from './arguments';

/** Functions on numbers: "Numeric Functions". */
export const NUMBER_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  abs: (args) => Math.abs(args.number(0)),
  ceil: (args) => Math.ceil(args.number(0)),
  floor: (args) => Math.floor(args.number(0)),
  max: (args) => Math.max(...several(args)),
  min: (args) => Math.min(...several(args)),
  parseint: (args) => {
    const [text, base] = [args.text(0), args.integer(1)];
    if (base !== 10 && base !== 16 && base !== 2 && base !== 8) throw args.leave('reads digits of an odd base');
    const digits = { 2: /^-?[01]+$/, 8: /^-?[0-7]+$/, 10: /^-?\d+$/, 16: /^-?[\da-fA-F]+$/ }[base];
    const number = parseInt(text, base);
    if (!digits.test(text)) throw args.refuse('is called with a text that is no number');
    if (!Number.isSafeInteger(number)) throw args.leave('makes a number that is not calculated exactly');
    return number;
  },
  pow: (args) => exact(args, args.number(0) ** args.number(1)),
  signum: (args) => Math.sign(args.integer(0)),
  sum: (args) => {
    const numbers = args.numbers(0);
    if (numbers.length === 0) throw args.refuse('is called with an empty list');
    return exact(args, numbers.reduce((total, number) => total + number, 0));
  },
};

function several(args: Arguments): readonly number[] {
  if (args.count === 0) throw args.refuse('is called with too few arguments');
  return args.all.map((_, at) => args.number(at));
}

function exact(args: Arguments, number: number): number {
  if (!isExact(number)) throw args.leave('makes a number that is not calculated exactly');
  return number;
}
