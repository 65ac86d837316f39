import { bundledStates } from './bundled';
import { ServiceTagFileError } from './errors';
import { parseFileText } from './file-text';
import { prefixSets } from './prefix-sets';
import { SENSOR_SERVICE_TAG, ServiceTag, ServiceTagName, ServiceTagSnapshot, ServiceTagState } from './service-tag';
import { TagHistory } from './tag-history';
import { AddressFamily, AddressSet, describeAddressProblem } from '../../packets';

/** One entry of the file, checked. */
interface FileTag {
  readonly name: string;
  readonly regional: boolean;
  readonly addressPrefixes: readonly string[];
  readonly features?: readonly string[];
  readonly changeNumber?: number;
}

/**
 * Reads one of Microsoft's "Azure IP Ranges and Service Tags" files.
 *
 * The shape of every entry is checked; the addresses of a tag are read when it is asked for, since of three thousand only a few
 * ever are, and those of the sensor's tag at once.
 *
 * @param text the file's content, with or without byte order mark
 * @param fileName its name, which carries the date (`ServiceTags_Public_YYYYMMDD.json`) and appears in errors
 * @throws ServiceTagFileError when it is not such a file
 */
export function parseServiceTagFile(text: string, fileName: string): ServiceTagSnapshot {
  const file = parseFileText(text, fileName);
  if (!isObject(file) || !Array.isArray(file.values) || typeof file.cloud !== 'string' || (!Number.isSafeInteger(file.changeNumber) && file.changeNumber !== null)) {
    throw ServiceTagFileError.of('other-file', fileName);
  }
  const { cloud } = file;
  const tags = new Map<string, FileTag>();
  const resolved = new Map<string, ServiceTag>();
  for (const [index, value] of (file.values as readonly unknown[]).entries()) {
    const tag = fileTag(value, index, fileName);
    if (tags.has(tag.name.toLowerCase())) throw ServiceTagFileError.of('duplicate-tag', fileName, tag.name);
    tags.set(tag.name.toLowerCase(), tag);
  }
  const find = (name: string): ServiceTag | undefined => {
    const key = name.toLowerCase();
    const tag = tags.get(key);
    if (!tag) return undefined;
    if (!resolved.has(key)) resolved.set(key, exactTag(tag, fileName));
    return resolved.get(key);
  };
  const sensorTag = find(SENSOR_SERVICE_TAG);
  if (!sensorTag) throw ServiceTagFileError.of('no-sensor-tag', fileName, SENSOR_SERVICE_TAG);
  // A file put together from an archive may not know its own number; that of the tag tells its states apart as well.
  const changeNumber = typeof file.changeNumber === 'number' ? file.changeNumber : sensorTag.changeNumber ?? 0;
  const date = dateOf(fileName);
  const history = new TagHistory((name) => {
    const tag = tags.get(name.toLowerCase());
    const current = tag && { date, addressPrefixes: tag.addressPrefixes, ...(tag.changeNumber === undefined ? {} : { changeNumber: tag.changeNumber }) };
    return withCurrent(bundledStates(cloud, name), current);
  });
  let names: readonly ServiceTagName[] | undefined;
  return {
    cloud,
    changeNumber,
    date,
    find,
    names: () => (names ??= namesOf([...tags.values()])),
    states: (tag) => history.states(tag),
    everPublished: (family, tag = SENSOR_SERVICE_TAG) => history.everPublished(tag)[family],
  };
}

/** ISO date in the name that Microsoft gives its files; empty where there is none. Browsers number what they download again. */
function dateOf(fileName: string): string {
  const dated = /_(\d{4})(\d{2})(\d{2})(?: ?\(\d+\))?\.json$/i.exec(fileName);
  const date = dated ? `${dated[1]}-${dated[2]}-${dated[3]}` : '';
  return Number.isNaN(Date.parse(date)) ? '' : date;
}

function fileTag(value: unknown, index: number, fileName: string): FileTag {
  const refuse = (where: string): ServiceTagFileError => ServiceTagFileError.of('other-format', fileName, where);
  if (!isObject(value) || typeof value.name !== 'string' || value.name === '') throw refuse(`values[${index}] has no name`);
  const { name, properties } = value;
  if (!isObject(properties)) throw refuse(`the tag ${name} has no properties`);
  const { addressPrefixes, networkFeatures, changeNumber, region } = properties;
  if (!isTextList(addressPrefixes)) throw refuse(`addressPrefixes of the tag ${name} is not a list of texts`);
  // `null` is how Microsoft writes "none".
  if (networkFeatures !== undefined && networkFeatures !== null && !isTextList(networkFeatures)) {
    throw refuse(`networkFeatures of the tag ${name} is not a list of texts`);
  }
  return {
    name,
    addressPrefixes,
    regional: typeof region === 'string' && region !== '',
    ...(networkFeatures === undefined ? {} : { features: networkFeatures ?? [] }),
    ...(Number.isSafeInteger(changeNumber) ? { changeNumber: changeNumber as number } : {}),
  };
}

function exactTag({ name, addressPrefixes, features, changeNumber }: FileTag, fileName: string): ServiceTag {
  const addresses: Record<AddressFamily, AddressSet> = prefixSets(addressPrefixes, (prefix, problem) => {
    throw ServiceTagFileError.of('bad-prefix', fileName, name, prefix, describeAddressProblem(problem));
  });
  return {
    name,
    relation: 'exact',
    addresses,
    ...(features === undefined ? {} : { features }),
    ...(changeNumber === undefined ? {} : { changeNumber }),
  };
}

/** The states known before, the file's own in its place among them and last in any case: it is what is current here. */
function withCurrent(known: readonly ServiceTagState[], current: ServiceTagState | undefined): readonly ServiceTagState[] {
  if (!current) return known;
  return [...known.filter((state) => !samePrefixes(state, current)), firstSeen(known, current)];
}

/** A state that was published before has the date of its first file. */
function firstSeen(known: readonly ServiceTagState[], current: ServiceTagState): ServiceTagState {
  const before = known.find((state) => samePrefixes(state, current));
  return before ? { ...current, date: before.date } : current;
}

function samePrefixes(one: ServiceTagState, other: ServiceTagState): boolean {
  const prefixes = new Set(one.addressPrefixes);
  return prefixes.size === other.addressPrefixes.length && other.addressPrefixes.every((prefix) => prefixes.has(prefix));
}

function namesOf(tags: readonly FileTag[]): readonly ServiceTagName[] {
  const withRegions = new Set(tags.filter((tag) => tag.regional).map((tag) => tag.name.split('.')[0]));
  return tags.filter((tag) => !tag.regional).map(({ name }) => ({ name, regional: withRegions.has(name) }));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
