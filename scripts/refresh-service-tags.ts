/*
 * Renews the bundled extract of Microsoft's "Azure IP Ranges and Service Tags" files.
 *
 *   npm run service-tags:refresh -- ServiceTags_Public_YYYYMMDD.json [more files, one for each cloud] [--history HISTORY.json]
 *
 * Kept: every known state of the tags the proof needs (so that a list pinned long ago is still recognised as standing for the
 * tag, and can be dated), and the names of all other global tags with their features and their relation to the kept ones.
 * States that are bundled already stay. `--history` adds weekly states of the sensor's tag from a file of the form
 * `{ "clouds": { "Public": [{ "date", "tagChangeNumber", "addressPrefixes" }] } }`. The newest state is the current one.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { BundledServiceTags } from '../src/azure';
import { AddressFamily, AddressSet, addressSet, familyOf } from '../src/packets';

const KEPT = ['AzureAdvancedThreatProtection', 'MicrosoftDefenderForEndpoint', 'OneDsCollector'];
const [SENSOR_TAG] = KEPT;
const DATA = join(__dirname, '..', 'src', 'azure', 'data');
const DATA_FILES = new Map([
  ['Public', 'service-tags.public.json'], ['AzureGovernment', 'service-tags.government.json'], ['China', 'service-tags.china.json'],
]);

interface TagFile {
  readonly cloud: string;
  readonly values: readonly {
    readonly name: string;
    readonly properties: {
      readonly changeNumber: number; readonly region: string; readonly addressPrefixes: readonly string[]; readonly networkFeatures: readonly string[] | null;
    };
  }[];
}
interface State { readonly date: string; readonly changeNumber: number; readonly addressPrefixes: readonly string[] }
type History = Record<string, readonly { readonly date: string; readonly tagChangeNumber: number; readonly addressPrefixes: readonly string[] }[]>;

function main(args: readonly string[]): void {
  const historyAt = args.indexOf('--history');
  const history = historyAt < 0 ? {} : (JSON.parse(readFileSync(args[historyAt + 1], 'utf8')) as { clouds: History }).clouds;
  const paths = args.filter((_, i) => historyAt < 0 || (i !== historyAt && i !== historyAt + 1));
  if (paths.length === 0) throw new Error('Name the downloaded files, as Microsoft names them: ServiceTags_Public_YYYYMMDD.json');

  const files = new Map<string, TagFile>();
  const bundles = new Map<string, BundledServiceTags>();
  for (const [cloud, name] of DATA_FILES) {
    if (existsSync(join(DATA, name))) bundles.set(cloud, JSON.parse(readFileSync(join(DATA, name), 'utf8')) as BundledServiceTags);
  }
  for (const path of paths) {
    const dated = /_(\d{4})(\d{2})(\d{2})\.json$/.exec(basename(path));
    if (!dated) throw new Error(`${path} is not named as Microsoft names the file: ServiceTags_Public_YYYYMMDD.json`);
    const file = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')) as TagFile;
    if (!DATA_FILES.has(file.cloud)) throw new Error(`${path} is of the cloud ${file.cloud}, for which nothing is bundled`);
    files.set(file.cloud, file);
    bundles.set(file.cloud, bundleOf(file, dated.slice(1, 4).join('-'), bundles.get(file.cloud), history[file.cloud] ?? []));
  }
  for (const [cloud, file] of files) {
    const bundle = { ...bundles.get(cloud)!, disjointClouds: disjointClouds(file, bundles) };
    const path = join(DATA, DATA_FILES.get(cloud)!);
    writeFileSync(path, `${JSON.stringify(bundle, undefined, 1)}\n`);
    process.stdout.write(`${relative(process.cwd(), path)}: ${SENSOR_TAG} change ${bundle.changeNumber} of ${bundle.date}, `
      + `${bundle.tags.map((tag) => `${tag.name} ${current(tag).length} prefixes in ${tag.states.length} states`).join(', ')}\n`);
  }
}

function bundleOf(file: TagFile, date: string, before: BundledServiceTags | undefined, history: History[string]): BundledServiceTags {
  const tags = KEPT.flatMap((name) => {
    const entry = file.values.find((value) => value.name === name);
    if (!entry) return [];
    const states = inOrder([
      ...statesOf(before, name),
      ...(name === SENSOR_TAG ? history : []).map((state) => (
        { date: state.date, changeNumber: state.tagChangeNumber, addressPrefixes: state.addressPrefixes }
      )),
      { date, changeNumber: entry.properties.changeNumber, addressPrefixes: entry.properties.addressPrefixes },
    ]);
    const features = entry.properties.networkFeatures ?? [];
    return [{ name, features, regional: isRegional(name, file), states: differences(states.changed), newest: states.newest }];
  });
  const sensor = tags.find((tag) => tag.name === SENSOR_TAG);
  if (!sensor) throw new Error(`the file of ${file.cloud} has no tag ${SENSOR_TAG}`);
  return {
    cloud: file.cloud,
    changeNumber: sensor.newest.changeNumber,
    date: sensor.newest.date,
    disjointClouds: [],
    tags: tags.map(({ name, features, regional, states }) => ({ name, features, regional, states })),
    others: others(file),
  };
}

function statesOf(bundle: BundledServiceTags | undefined, name: string): State[] {
  const prefixes = new Set<string>();
  return (bundle?.tags.find((tag) => tag.name === name)?.states ?? []).map(({ date, changeNumber, added, removed }) => {
    for (const prefix of removed) prefixes.delete(prefix);
    for (const prefix of added) prefixes.add(prefix);
    return { date, changeNumber, addressPrefixes: [...prefixes] };
  });
}

/** By date, and of states with the same prefixes in a row the first alone; the date of the newest file that showed the last one. */
function inOrder(states: readonly State[]): { readonly changed: readonly State[]; readonly newest: State } {
  const sorted = [...states].sort((a, b) => a.date.localeCompare(b.date));
  const text = (state: State): string => [...state.addressPrefixes].sort().join();
  return { changed: sorted.filter((state, i) => i === 0 || text(state) !== text(sorted[i - 1])), newest: sorted[sorted.length - 1] };
}

function differences(states: readonly State[]): BundledServiceTags['tags'][number]['states'] {
  return states.map(({ date, changeNumber, addressPrefixes }, i) => {
    const before = i === 0 ? [] : states[i - 1].addressPrefixes;
    return {
      date, changeNumber,
      added: addressPrefixes.filter((prefix) => !before.includes(prefix)),
      removed: before.filter((prefix) => !addressPrefixes.includes(prefix)),
    };
  });
}

/** The other global tags: those that hold all kept addresses (AzureCloud) and those that share none with them, in this very file. */
function others(file: TagFile): BundledServiceTags['others'] {
  const kept = setsOf(file.values.filter((value) => KEPT.includes(value.name)).flatMap((value) => value.properties.addressPrefixes));
  return file.values.filter(({ name, properties }) => properties.region === '' && !KEPT.includes(name)).map(({ name, properties }) => {
    const other = setsOf(properties.addressPrefixes);
    const touches = kept.some((set, i) => set.overlaps(other[i]));
    if (touches && !kept.every((set, i) => other[i].contains(set))) {
      throw new Error(`${name} shares some addresses with the tags that are kept and not all: the extract has no word for that yet`);
    }
    return { name, relation: touches ? 'superset' : 'disjoint', regional: isRegional(name, file), features: properties.networkFeatures ?? [] };
  });
}

function isRegional(name: string, file: TagFile): boolean {
  return file.values.some((value) => value.properties.region !== '' && value.name.startsWith(`${name}.`));
}

/** Clouds whose kept addresses no tag of this file holds. */
function disjointClouds(file: TagFile, bundles: ReadonlyMap<string, BundledServiceTags>): string[] {
  const all = setsOf([...new Set(file.values.flatMap((value) => value.properties.addressPrefixes))]);
  return [...bundles].filter(([cloud]) => cloud !== file.cloud)
    .filter(([, bundle]) => !setsOf(bundle.tags.flatMap(current)).some((set, i) => set.overlaps(all[i]))).map(([cloud]) => cloud);
}

function current(tag: BundledServiceTags['tags'][number]): string[] {
  const prefixes = new Set<string>();
  for (const { added, removed } of tag.states) {
    for (const prefix of removed) prefixes.delete(prefix);
    for (const prefix of added) prefixes.add(prefix);
  }
  return [...prefixes];
}

function setsOf(prefixes: readonly string[]): AddressSet[] {
  const byFamily: Record<AddressFamily, string[]> = { ipv4: [], ipv6: [] };
  for (const prefix of prefixes) byFamily[familyOf(addressSet(prefix).first)].push(prefix);
  return [addressSet(...byFamily.ipv4), addressSet(...byFamily.ipv6)];
}

main(process.argv.slice(2));
