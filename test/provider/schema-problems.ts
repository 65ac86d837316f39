import { Attribute, Block, BlockType, EXTRACT, Type } from './extract';

/*
 * What `terraform validate` says of emitted JSON, without Terraform: the shape, judged by the schema that the azurerm provider prints of itself.
 */

type Json = Readonly<Record<string, unknown>>;

const META_ARGUMENTS = new Set(['//', 'depends_on', 'lifecycle', 'provider', 'count', 'for_each']);
const WHOLE_EXPRESSION = /^\$\{[^]*\}$/;

/** Everything the provider's schema has against the emitted configuration. */
export function schemaProblems(terraform: Json): string[] {
  return (['resource', 'data'] as const).flatMap((mode) => Object.entries(objectOf(terraform[mode])).flatMap(([type, byName]) => {
    const block = EXTRACT[mode][type];
    if (!block) return [`${mode} ${type}: not in the schema extract`];
    return Object.entries(objectOf(byName)).flatMap(([name, body]) => blockProblems(`${type}.${name}`, body, block, META_ARGUMENTS));
  }));
}

function blockProblems(place: string, body: unknown, block: Block, allowed: ReadonlySet<string> = new Set()): string[] {
  if (!isObject(body)) return [`${place}: not an object`];
  const attributes = block.attributes ?? {};
  const blocks = block.block_types ?? {};
  return [
    ...Object.keys(body)
      .filter((key) => !Object.hasOwn(attributes, key) && !Object.hasOwn(blocks, key) && !allowed.has(key))
      .map((key) => `${place}: unknown attribute ${key}`),
    ...Object.entries(attributes).flatMap(([name, attribute]) => attributeProblems(`${place}.${name}`, body[name], attribute)),
    ...Object.entries(blocks).flatMap(([name, blockType]) => nestedProblems(`${place}.${name}`, body[name], blockType)),
  ];
}

function attributeProblems(place: string, value: unknown, attribute: Attribute): string[] {
  if (value === undefined || value === null) return attribute.required ? [`${place}: required and missing`] : [];
  if (!attribute.required && !attribute.optional) return [`${place}: computed, cannot be set`];
  return typeProblems(place, value, attribute.type);
}

function nestedProblems(place: string, value: unknown, blockType: BlockType): string[] {
  if (value !== undefined && typeof value === 'string') return [`${place}: an expression in place of blocks`];
  const bodies = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  const maximum = blockType.nesting_mode === 'single' ? 1 : blockType.max_items ?? Infinity;
  return [
    ...bodies.length < (blockType.min_items ?? 0) ? [`${place}: ${bodies.length} blocks, at least ${blockType.min_items}`] : [],
    ...bodies.length > maximum ? [`${place}: ${bodies.length} blocks, at most ${maximum}`] : [],
    ...bodies.flatMap((body, index) => blockProblems(`${place}[${index}]`, body, blockType.block)),
  ];
}

function typeProblems(place: string, value: unknown, type: Type): string[] {
  if (typeof value === 'string' && WHOLE_EXPRESSION.test(value)) return [];
  if (typeof type === 'string') return typeof value === (type === 'bool' ? 'boolean' : type) ? [] : [`${place}: ${JSON.stringify(value)} is no ${type}`];
  const [kind, element] = type;
  if (kind === 'object') return objectProblems(place, value, element as Readonly<Record<string, Type>>);
  if (kind === 'map') {
    if (!isObject(value)) return [`${place}: no map`];
    return Object.entries(value).flatMap(([key, entry]) => typeProblems(`${place}.${key}`, entry, element as Type));
  }
  if (!Array.isArray(value)) return [`${place}: no ${kind}`];
  return value.flatMap((entry, index) => typeProblems(`${place}[${index}]`, entry, element as Type));
}

/** An attribute written as a block: Terraform wants every attribute of the object named, `null` where it is left out. */
function objectProblems(place: string, value: unknown, types: Readonly<Record<string, Type>>): string[] {
  if (!isObject(value)) return [`${place}: not an object`];
  return [
    ...Object.keys(value).filter((key) => !Object.hasOwn(types, key)).map((key) => `${place}: unknown attribute ${key}`),
    ...Object.keys(types).filter((key) => !Object.hasOwn(value, key)).map((key) => `${place}: attribute ${key} is not named`),
    ...Object.entries(types).flatMap(([key, type]) => (
      value[key] === undefined || value[key] === null ? [] : typeProblems(`${place}.${key}`, value[key], type)
    )),
  ];
}

function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
