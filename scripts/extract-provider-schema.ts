/*
 * Takes of the schema that Terraform prints of the provider what the tests need, into `test/fixtures/azurerm-schema.json`: the
 * configuration of the provider, and the resource types and data sources that the file has already.
 *
 *   terraform providers schema -json > schema.json
 *   npx tsx --tsconfig test/tsconfig.json scripts/extract-provider-schema.ts schema.json 4.55.0
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const EXTRACT = join(__dirname, '..', 'test', 'fixtures', 'azurerm-schema.json');

/** What validation asks of an attribute, a block and a kind of blocks; texts for people are left out. */
const KEPT = {
  attribute: ['computed', 'deprecated', 'optional', 'required', 'sensitive', 'type', 'write_only'],
  blockType: ['max_items', 'min_items', 'nesting_mode'],
} as const;

type Json = Readonly<Record<string, any>>;

function main([file, version]: readonly string[]): number {
  if (file === undefined || version === undefined) {
    process.stderr.write('Name the file that terraform providers schema -json wrote, and the version of the provider.\n');
    return 3;
  }
  const providers: Json = JSON.parse(readFileSync(file, 'utf8')).provider_schemas;
  const address = Object.keys(providers).find((one) => one.endsWith('/hashicorp/azurerm'));
  if (address === undefined) {
    process.stderr.write(`${file} has no schema of the provider azurerm.\n`);
    return 3;
  }
  const all = providers[address];
  const before: Json = JSON.parse(readFileSync(EXTRACT, 'utf8'));
  const some = (of: Json, names: readonly string[]) => Object.fromEntries(names.map((name) => [name, blockOf(of[name].block)]));
  writeFileSync(EXTRACT, `${JSON.stringify({
    configuration: blockOf(all.provider.block),
    data: some(all.data_source_schemas, Object.keys(before.data)),
    provider: 'hashicorp/azurerm',
    resource: some(all.resource_schemas, Object.keys(before.resource)),
    version,
  }, undefined, 1)}\n`);
  return 0;
}

function blockOf(block: Json): Json {
  const sorted = (of: Json | undefined, map: (one: Json) => Json) => (
    of === undefined ? undefined : Object.fromEntries(Object.keys(of).sort().map((name) => [name, map(of[name])]))
  );
  return {
    attributes: sorted(block.attributes, (attribute) => only(attribute, KEPT.attribute)),
    block_types: sorted(block.block_types, (blockType) => ({ block: blockOf(blockType.block), ...only(blockType, KEPT.blockType) })),
  };
}

function only(of: Json, keys: readonly string[]): Json {
  return Object.fromEntries(keys.flatMap((key) => (of[key] === undefined ? [] : [[key, of[key]]])));
}

process.exitCode = main(process.argv.slice(2));
