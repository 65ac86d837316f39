import { Unknown } from '../azure';
import { COPY_LIMIT, ConfigurationScope } from './configuration-scope';
import { evaluateJson } from './evaluate';
import { JsonObject, JsonValue, member } from './json';
import { Attribute } from './resource';
import { isScalar } from './scalars';
import { elementsOf } from './traverse';
import { ValueBlock } from './value-blocks';

/** What `count` or `for_each` made of a resource or a call of a module. */
export interface Expansion<T> {
  readonly kind: 'single' | 'count' | 'each' | 'uncertain';
  readonly instances: readonly T[];
}

/** One copy to be made. */
export interface Copy {
  readonly address: string;
  readonly scope: ConfigurationScope;
  readonly key?: string | number;
  /** Set where it stands for a number of copies that is not known. */
  readonly uncertain?: Unknown;
}

/** Makes the copies that `count` or `for_each` asks for; one uncertain copy where it cannot be told how many. */
export function expandedBy<T>(body: JsonObject, address: string, scope: ConfigurationScope, make: (copy: Copy) => T): Expansion<T> {
  const count = member(body, 'count') ?? null;
  if (count !== null) return counted(count, address, scope, make);
  const forEach = member(body, 'for_each') ?? null;
  return forEach === null ? { kind: 'single', instances: [make({ address, scope })] } : repeated(forEach, address, scope, make);
}

function counted<T>(count: JsonValue, address: string, scope: ConfigurationScope, make: (copy: Copy) => T): Expansion<T> {
  const value = evaluateJson(count, scope, address, 'count');
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0 || !scope.allows(number)) return uncertain(value, address, 'count', scope, make);
  const instances = Array.from({ length: number }, (_, index) => make({ address: `${address}[${index}]`, scope: scope.withCount(index), key: index }));
  return { kind: 'count', instances };
}

function repeated<T>(forEach: JsonValue, address: string, scope: ConfigurationScope, make: (copy: Copy) => T): Expansion<T> {
  const value = evaluateJson(forEach, scope, address, 'for_each');
  const elements = elementsOf(value);
  // A list is one that Terraform refuses, or a set that is not told from one: keys are the elements.
  const keyed = elements?.map(([key, element]) => [typeof key === 'number' && isScalar(element) ? element : key, element] as const);
  if (keyed === undefined || keyed.some(([key]) => typeof key !== 'string') || !scope.allows(keyed.length)) {
    return uncertain(value, address, 'for_each', scope, make);
  }
  const instances = [...new Map(keyed)].map(([key, each]) =>
    make({ address: `${address}[${JSON.stringify(key)}]`, scope: scope.withEach(String(key), each), key: String(key) }));
  return { kind: 'each', instances };
}

function uncertain<T>(value: Attribute, address: string, attribute: string, scope: ConfigurationScope, make: (copy: Copy) => T): Expansion<T> {
  const place = `${address}.${attribute}`;
  const why = value instanceof Unknown ? `is not known: ${value.reason.startsWith(`${place} `) ? `it ${value.reason.slice(place.length + 1)}` : value.reason}` : `is not a number or collection, or makes more than ${COPY_LIMIT} copies in all`;
  return { kind: 'uncertain', instances: [make({ address, scope, uncertain: Unknown.at(place, why) })] };
}

/** What the name of an expanded resource or module stands for: one value, a list, or values by key. */
export function valueOf<T>(expansion: Expansion<T>, map: (instance: T) => Attribute, keyOf: (instance: T) => string | number | undefined): Attribute {
  const { kind, instances } = expansion;
  const only = instances[0];
  if (kind === 'single' && only !== undefined) return map(only);
  if (kind === 'count') return instances.map(map);
  return new ValueBlock('', '', new Map(instances.map((instance) => [String(keyOf(instance)), map(instance)])));
}
