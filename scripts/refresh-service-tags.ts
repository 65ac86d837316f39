/*
 * Renews the bundled extract of Microsoft's "Azure IP Ranges and Service Tags" file.
 *
 *   npm run service-tags:refresh -- ServiceTags_Public_YYYYMMDD.json [--history HISTORY.json]
 *
 * Kept: the prefixes of the tags the proof needs, every prefix they ever had (so that a list pinned long ago is still
 * recognised as standing for the tag), and the names of all other global tags with their relation to them. `--history` reads a
 * file of earlier and later weekly states of the sensor's tag; its newest state wins over an older file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { addressSet, familyOf } from '../src/packets';

const SENSOR_TAG = 'AzureAdvancedThreatProtection';
const BUNDLED = join(__dirname, '..', 'src', 'azure', 'data', 'service-tags.public.json');

interface TagFile {
  readonly changeNumber: number;
  readonly cloud: string;
  readonly values: readonly {
    readonly name: string;
    readonly properties: { readonly changeNumber: number; readonly region: string; readonly addressPrefixes: readonly string[] };
  }[];
}
interface History {
  readonly clouds: Record<string, readonly { readonly date: string; readonly tagChangeNumber: number; readonly addressPrefixes: readonly string[] }[]>;
}

function main(args: readonly string[]): void {
  const historyAt = args.indexOf('--history');
  const historyPath = historyAt >= 0 ? args[historyAt + 1] : undefined;
  const filePath = args.find((arg, i) => !arg.startsWith('--') && (historyAt < 0 || i !== historyAt + 1));
  const dated = filePath && /_(\d{4})(\d{2})(\d{2})\.json$/.exec(basename(filePath));
  if (!filePath || !dated) throw new Error('Name the downloaded file, as Microsoft names it: ServiceTags_Public_YYYYMMDD.json');

  const file = JSON.parse(readFileSync(filePath, 'utf8')) as TagFile;
  const tag = file.values.find((value) => value.name === SENSOR_TAG);
  if (!tag) throw new Error(`${filePath} has no tag ${SENSOR_TAG}`);
  const states = [
    { date: dated.slice(1, 4).join('-'), changeNumber: tag.properties.changeNumber, prefixes: tag.properties.addressPrefixes },
    ...(historyPath ? (JSON.parse(readFileSync(historyPath, 'utf8')) as History).clouds[file.cloud] : [])
      .map((state) => ({ date: state.date, changeNumber: state.tagChangeNumber, prefixes: state.addressPrefixes })),
  ].sort((a, b) => a.date.localeCompare(b.date));
  const newest = states[states.length - 1];

  const before = historyPath ? [] : everKnown();
  const former = [...new Set([...before, ...states.flatMap((state) => state.prefixes)])].filter((prefix) => !newest.prefixes.includes(prefix));
  const relations = relate(file, newest.prefixes);
  const snapshot = {
    cloud: file.cloud,
    changeNumber: newest.changeNumber,
    date: newest.date,
    tags: [{ name: SENSOR_TAG, addressPrefixes: newest.prefixes, formerAddressPrefixes: former.sort() }],
    ...relations,
  };
  writeFileSync(BUNDLED, `${JSON.stringify(snapshot, undefined, 1)}\n`);
  process.stdout.write(`${BUNDLED}: ${SENSOR_TAG} change ${newest.changeNumber} of ${newest.date}, ${newest.prefixes.length} prefixes, ${former.length} former ones\n`);
}

function everKnown(): readonly string[] {
  const old = JSON.parse(readFileSync(BUNDLED, 'utf8')) as { tags: { addressPrefixes: string[]; formerAddressPrefixes: string[] }[] };
  return old.tags.flatMap((tag) => [...tag.addressPrefixes, ...tag.formerAddressPrefixes]);
}

/** The other global tags: those that hold the sensor's addresses (AzureCloud) and those that share none with it. */
function relate(file: TagFile, prefixes: readonly string[]): { supersets: string[]; disjoint: string[] } {
  const sensor = setsOf(prefixes);
  const supersets: string[] = [];
  const disjoint: string[] = [];
  for (const { name, properties } of file.values) {
    if (properties.region !== '' || name === SENSOR_TAG) continue;
    const other = setsOf(properties.addressPrefixes);
    const touches = sensor.some((set, i) => set.overlaps(other[i]));
    if (!touches) disjoint.push(name);
    else if (name === 'AzureCloud') supersets.push(name);
    else throw new Error(`${name} shares addresses with ${SENSOR_TAG}: the extract has no word for that yet`);
  }
  return { supersets, disjoint: disjoint.sort() };
}

function setsOf(prefixes: readonly string[]): ReturnType<typeof addressSet>[] {
  const byFamily = { ipv4: [] as string[], ipv6: [] as string[] };
  for (const prefix of prefixes) byFamily[familyOf(addressSet(prefix).first)].push(prefix);
  return [addressSet(...byFamily.ipv4), addressSet(...byFamily.ipv6)];
}

main(process.argv.slice(2));
