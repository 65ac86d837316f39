import { Block, EXTRACT } from '../extract';
import { isObject, ObjectValue, UNKNOWN, Value } from '../value';
import { Check } from './check';
import { CHECKS, Mode } from './index';
import { Planned, Together } from './resource-checks';

/** A value that the provider refuses. */
export interface Problem {
  /** Names and indexes that lead to the value. */
  readonly path: Path;
  readonly message: string;
}

export type Path = readonly (string | number)[];

/** What the provider says of the configuration of a resource or data source when Terraform validates. */
export function valueProblems(mode: Mode, type: string, config: Value): Problem[] {
  const checks = CHECKS[mode][type];
  if (checks === undefined || !isObject(config)) return [];
  return [
    ...readOnlyProblems(config, EXTRACT[mode][type]),
    ...Object.entries(checks.values).flatMap(([path, some]) => [some].flat().flatMap((check: Check) => at(config, path.split('.'), check))),
    ...(checks.together ?? []).flatMap((together) => blocksAt(config, together.block?.split('.') ?? [])
      .flatMap(([path, block]) => togetherProblems(path, block, together, EXTRACT[mode][type]))),
  ];
}

/** What it says more when Terraform plans. */
export function planProblems(mode: Mode, type: string, config: Value): string[] {
  const planned = CHECKS[mode][type]?.planned ?? [];
  return isObject(config) ? planned.filter((one) => isRefused(config, one)).map(({ says }) => says) : [];
}

/** Its SDK says this, and not Terraform: "computed" alone is no matter of types. */
function readOnlyProblems(value: Value | undefined, { attributes = {}, block_types: blockTypes = {} }: Block, path: Path = []): Problem[] {
  if (Array.isArray(value)) return value.flatMap((element, index) => readOnlyProblems(element, { attributes, block_types: blockTypes }, [...path, index]));
  if (!isObject(value)) return [];
  return [
    ...Object.entries(attributes)
      .filter(([name, { required, optional }]) => !required && !optional && value[name] !== null && value[name] !== undefined)
      .map(([name]) => ({ path: [...path, name], message: `${textOf([...path, name])}: the provider decides this value, and takes none` })),
    ...Object.entries(blockTypes).flatMap(([name, { block }]) => readOnlyProblems(value[name], block, [...path, name])),
  ];
}

function at(value: Value, steps: readonly string[], check: Check, path: Path = []): Problem[] {
  if (value === null || value === undefined || value === UNKNOWN) return [];
  if (steps.length === 0 && (check.ofWhole || !Array.isArray(value))) {
    return check.accepts(value) ? [] : [{ path, message: `${textOf(path)}: ${shown(value)} is not ${check.says}` }];
  }
  if (Array.isArray(value)) return value.flatMap((element, index) => at(element, steps, check, [...path, index]));
  const [name, ...rest] = steps;
  return isObject(value) ? at(value[name], rest, check, [...path, name]) : [];
}

function togetherProblems(path: Path, block: ObjectValue, { kind, of }: Together, schema: Block): Problem[] {
  // Blocks that are not there arrive as an empty list, and so does an empty list that is.
  const isNoBlock = (name: string) => schema.block_types?.[name] !== undefined && Array.isArray(block[name]) && block[name].length === 0;
  const written = of.filter((name) => block[name] !== null && block[name] !== undefined && !isNoBlock(name));
  const known = written.filter((name) => block[name] !== UNKNOWN);
  const say = (found: string): Problem => ({ path, message: `${found} where the provider takes ${kind} ${of.join(', ')}` });
  if (known.length > 1) return [say(known.join(' and '))];
  return kind === 'exactly one of' && written.length === 0 ? [say('none')] : [];
}

function blocksAt(value: Value, steps: readonly string[], path: Path = []): [Path, ObjectValue][] {
  if (Array.isArray(value)) return value.flatMap((element, index) => blocksAt(element, steps, [...path, index]));
  if (!isObject(value)) return [];
  if (steps.length === 0) return [[path, value]];
  const [name, ...rest] = steps;
  return blocksAt(value[name], rest, [...path, name]);
}

function isRefused(config: ObjectValue, { refused }: Planned): boolean {
  return Object.entries(refused).every(([name, values]) => values.includes((config[name] ?? null) as string | boolean | null));
}

function textOf(path: Path): string {
  return path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`), '');
}

/** A script is long. */
function shown(value: Value): string {
  const text = JSON.stringify(value, (_, one: unknown) => (one === UNKNOWN ? '(unknown)' : one));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
