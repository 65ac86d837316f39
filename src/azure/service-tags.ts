import { AddressFamily, AddressSet, describeAddressProblem, IntervalSet, isAddressProblem, parseAddressRange } from '../packets';
import * as bundled from './data/service-tags.public.json';

/** The service tag of Defender for Identity. */
export const SENSOR_SERVICE_TAG = 'AzureAdvancedThreatProtection';

/**
 * What is known of a service tag.
 *
 * - `exact`: its addresses.
 * - `superset`: it holds every address of the exact tags; which others is not known.
 * - `disjoint`: it shares no address with the exact tags; which it has is not known.
 */
export interface ServiceTag {
  /** As Microsoft spells it. */
  readonly name: string;
  readonly relation: 'exact' | 'superset' | 'disjoint';
  readonly addresses: Record<AddressFamily, AddressSet>;
}

/** The service tags of one cloud at one time. */
export interface ServiceTagSnapshot {
  /** `Public`, `AzureGovernment` or `China`, as in Microsoft's files. */
  readonly cloud: string;
  /** Change number of the file, or of the sensor's tag for the bundled extract. */
  readonly changeNumber: number;
  /** ISO date, or empty where the file's name does not carry it. */
  readonly date: string;
  /** Looks a tag up without regard to case; `undefined` where nothing is known of it. */
  find(name: string): ServiceTag | undefined;
  /** Addresses that the sensor's tag has or ever had, as far as is known: what a pinned list is recognised by. */
  everPublished(family: AddressFamily): AddressSet;
}

/** Microsoft's file cannot be used; the message is one sentence that says what to do. */
export class ServiceTagFileError extends Error {}

let bundledSnapshot: ServiceTagSnapshot | undefined;

/** The extract that ships with this package: the sensor's tag, and the names of the others with their relation to it. */
export function bundledServiceTags(): ServiceTagSnapshot {
  bundledSnapshot ??= readBundled();
  return bundledSnapshot;
}

function readBundled(): ServiceTagSnapshot {
  const sensorTags = new Map<string, ServiceTag>(bundled.tags.map((tag) => [tag.name.toLowerCase(), exactTag(tag.name, tag.addressPrefixes)]));
  const all = unionOf([...sensorTags.values()].map((tag) => tag.addresses));
  const supersets = new Map(bundled.supersets.map((name) => [name.toLowerCase(), name]));
  const disjoint = new Map(bundled.disjoint.map((name) => [name.toLowerCase(), name]));
  let ever: Record<AddressFamily, AddressSet> | undefined;
  return {
    cloud: bundled.cloud,
    changeNumber: bundled.changeNumber,
    date: bundled.date,
    everPublished: (family) => (ever ??= bundledEverPublished())[family],
    find(name) {
      const key = name.toLowerCase();
      const exact = sensorTags.get(key);
      if (exact) return exact;
      const superset = supersets.get(key);
      if (superset !== undefined) return { name: superset, relation: 'superset', addresses: all };
      // A regional variant (`Storage.WestEurope`) is a part of its global tag.
      const global = disjoint.get(key) ?? disjoint.get(key.split('.')[0]);
      if (global !== undefined) return { name: disjoint.get(key) ?? name, relation: 'disjoint', addresses: all };
      return undefined;
    },
  };
}

/**
 * Reads one of Microsoft's "Azure IP Ranges and Service Tags" files.
 *
 * @param text the file's content
 * @param fileName its name, which carries the date (`ServiceTags_Public_YYYYMMDD.json`) and appears in errors
 */
export function parseServiceTagFile(text: string, fileName: string): ServiceTagSnapshot {
  const fail = (what: string): never => {
    throw new ServiceTagFileError(`${fileName} ${what}; download "Azure IP Ranges and Service Tags" from Microsoft and name that file.`);
  };
  let file: unknown;
  try {
    file = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return fail('is not JSON, or is cut off');
  }
  if (!isObject(file) || !Array.isArray(file.values) || typeof file.cloud !== 'string' || typeof file.changeNumber !== 'number') {
    return fail('is not a service tag file (it needs changeNumber, cloud and values)');
  }
  const tags = new Map<string, ServiceTag>();
  for (const value of file.values as readonly unknown[]) {
    if (!isObject(value) || typeof value.name !== 'string' || !isObject(value.properties) || !isTextList(value.properties.addressPrefixes)) {
      return fail('has an entry without a name or without a list of address prefixes');
    }
    const { name } = value;
    const prefixes = value.properties.addressPrefixes;
    if (tags.has(name.toLowerCase())) return fail(`has the tag ${name} twice`);
    let parsed: ServiceTag | undefined;
    // Only a few of the three thousand tags are ever asked for.
    tags.set(name.toLowerCase(), {
      name,
      relation: 'exact',
      get addresses() {
        parsed ??= exactTag(name, prefixes, fileName);
        return parsed.addresses;
      },
    });
  }
  const sensorTag = tags.get(SENSOR_SERVICE_TAG.toLowerCase());
  if (!sensorTag) return fail(`has no tag ${SENSOR_SERVICE_TAG}`);
  const dated = /_(\d{4})(\d{2})(\d{2})\.json$/i.exec(fileName);
  const former = file.cloud === bundled.cloud ? bundledEverPublished() : sensorTag.addresses;
  return {
    cloud: file.cloud,
    changeNumber: file.changeNumber,
    date: dated ? `${dated[1]}-${dated[2]}-${dated[3]}` : '',
    everPublished: (family) => sensorTag.addresses[family].union(former[family]),
    find: (name) => tags.get(name.toLowerCase()),
  };
}

function exactTag(name: string, prefixes: readonly string[], fileName?: string): ServiceTag {
  const sets: Record<AddressFamily, AddressSet[]> = { ipv4: [], ipv6: [] };
  for (const prefix of prefixes) {
    const range = parseAddressRange(prefix);
    if (isAddressProblem(range)) {
      throw new ServiceTagFileError(`${fileName ?? 'The bundled snapshot'} has the prefix ${prefix} in ${name}, which ${describeAddressProblem(range)}.`);
    }
    sets[range.family].push(range.addresses);
  }
  return { name, relation: 'exact', addresses: { ipv4: IntervalSet.union(sets.ipv4), ipv6: IntervalSet.union(sets.ipv6) } };
}

function bundledEverPublished(): Record<AddressFamily, AddressSet> {
  return unionOf(bundled.tags.map((tag) => exactTag(tag.name, [...tag.addressPrefixes, ...tag.formerAddressPrefixes]).addresses));
}

function unionOf(all: readonly Record<AddressFamily, AddressSet>[]): Record<AddressFamily, AddressSet> {
  return { ipv4: IntervalSet.union(all.map((one) => one.ipv4)), ipv6: IntervalSet.union(all.map((one) => one.ipv6)) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
