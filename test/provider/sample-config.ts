import { CHECKS, Mode } from './checks';
import { Check } from './checks/check';
import { Attribute, Block, EXTRACT, Type } from './extract';

/*
 * Small configurations that the provider takes, made from its schema, with one attribute set as a test wants it.
 */

type Json = { [name: string]: unknown };

/**
 * A configuration of a resource type in which whatever is required has a value that its check takes.
 *
 * @param path of an attribute that gets the value, such as `endpoint.address`; blocks on the way are made
 * @throws Error when the schema has no such attribute
 */
export function sampleConfig(mode: Mode, type: string, path?: string, value?: unknown): Json {
  const config = sampleBlock(EXTRACT[mode][type], mode, type, '', path?.split('.') ?? [], value);
  for (const { kind, of, block } of CHECKS[mode][type].together ?? []) {
    const body = (block === undefined ? config : (config[block] as Json[])[0]);
    if (kind === 'exactly one of' && of.every((name) => body[name] === undefined)) {
      const [name] = of.filter((one) => blockAt(mode, type, block).attributes?.[one] !== undefined).sort();
      body[name] = sampleAttribute(blockAt(mode, type, block).attributes![name], mode, type, block === undefined ? name : `${block}.${name}`);
    }
  }
  return config;
}

function sampleBlock(block: Block, mode: Mode, type: string, prefix: string, [step, ...rest]: readonly string[], value: unknown): Json {
  const body: Json = {};
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    if (name === step) body[name] = rest.length > 0 ? objectsWith(attribute.type, mode, type, prefix + name, rest[0], value) : wrapped(attribute.type, value);
    else if (attribute.required) body[name] = sampleAttribute(attribute, mode, type, prefix + name);
  }
  for (const [name, { block: inner, min_items: minimum = 0 }] of Object.entries(block.block_types ?? {})) {
    if (name === step || minimum > 0) body[name] = [sampleBlock(inner, mode, type, `${prefix}${name}.`, name === step ? rest : [], value)];
  }
  if (step !== undefined && body[step] === undefined) throw new Error(`${type} has no ${prefix}${step}`);
  return body;
}

/** An attribute that is written like blocks: every name has to be there. */
function objectsWith([, element]: Type | readonly [], mode: Mode, type: string, prefix: string, name: string, value: unknown): Json[] {
  const types = (element as readonly [string, Readonly<Record<string, Type>>])[1];
  if (types[name] === undefined) throw new Error(`${type} has no ${prefix}.${name}`);
  return [Object.fromEntries(Object.keys(types).map((one) => [one, one === name ? value : firstTaken(mode, type, `${prefix}.${one}`) ?? null]))];
}

function wrapped(type: Type, value: unknown): unknown {
  return Array.isArray(type) && ['list', 'set'].includes(type[0]) && !Array.isArray(value) ? [value] : value;
}

function sampleAttribute({ type: of }: Attribute, mode: Mode, type: string, path: string): unknown {
  const plain: Readonly<Record<string, unknown>> = { string: 'x', number: 1, bool: true };
  return wrapped(of, firstTaken(mode, type, path) ?? (typeof of === 'string' ? plain[of] : 'x'));
}

function firstTaken(mode: Mode, type: string, path: string): unknown {
  return checksAt(mode, type, path).find(({ ofWhole }) => !ofWhole)?.takes[0];
}

function blockAt(mode: Mode, type: string, block: string | undefined): Block {
  const whole = EXTRACT[mode][type];
  return block === undefined ? whole : whole.block_types![block].block;
}

function checksAt(mode: Mode, type: string, path: string): readonly Check[] {
  return [CHECKS[mode][type].values[path] ?? []].flat();
}
