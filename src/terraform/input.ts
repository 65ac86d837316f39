import { Estate, Notes } from '../azure';
import { describeTypes, estateOfModules, isAzureType, isConfiguration, stackNameOf } from './cdktf-out';
import { estateOf } from './estate';
import { cloudOfProviders, providersOfPlan } from './hosting-cloud';
import { InputError } from './input-error';
import { JsonObject, isJsonObject, member, stringMember } from './json';
import { parseJsonObject } from './json-text';
import { readPlan } from './plan';
import { LineInSource } from './source-lines';

/** One input, read. */
export interface Input {
  /** As it was given. */
  readonly path: string;
  readonly kind: InputKind;
  readonly estate: Estate;
  /** Where addresses stand in source files: the lines on which their blocks begin. Absent where the input has none. */
  readonly positions?: ReadonlyMap<string, LineInSource>;
}

/** Found from the content, never from the name. */
export type InputKind = 'terraform-plan' | 'cdk-tf-json' | 'cdktf-out' | 'hcl';

/**
 * Reads one file's text: a plan as `terraform show -json` prints it, or a Terraform JSON configuration such as cdk.tf.json.
 *
 * @param path names the input in errors and in the report; nothing is read from it
 * @throws InputError where the text cannot be used
 */
export function readText(path: string, text: string): Input {
  return readJson(path, parseJsonObject(path, text));
}

/** Reads one file's JSON. */
export function readJson(path: string, json: JsonObject): Input {
  const version = stringMember(json, 'format_version');
  if (isState(json)) throw InputError.of('state-file', path);
  if (version !== undefined && (isJsonObject(member(json, 'planned_values')) || Array.isArray(member(json, 'resource_changes')))) {
    if (!/^1(\.\d+)*$/.test(version)) throw InputError.of('unsupported-plan-version', path, printable(version));
    return { path, kind: 'terraform-plan', estate: estateOfPlan(path, json) };
  }
  if (!isConfiguration(json)) throw InputError.of('not-terraform', path);
  return { path, kind: 'cdk-tf-json', estate: estateOfModules(path, [{ name: stackNameOf(json) ?? path, module: { documents: [{ path, json }] } }]) };
}

function estateOfPlan(path: string, json: JsonObject): Estate {
  const notes = new Notes();
  const instances = readPlan(path, json, notes);
  const types = instances.map(({ type }) => type);
  if (!types.some(isAzureType)) throw InputError.of('nothing-to-check', path, describeTypes(types));
  return estateOf(instances, notes, path, cloudOfProviders(providersOfPlan(json)));
}

/** A state as Terraform stores it, or as `terraform show -json` prints it without a plan. */
function isState(json: JsonObject): boolean {
  const isStored = member(json, 'lineage') !== undefined && member(json, 'serial') !== undefined && member(json, 'version') !== undefined;
  const isShown = member(json, 'format_version') !== undefined && member(json, 'values') !== undefined && member(json, 'planned_values') === undefined;
  return isStored || isShown;
}

function printable(text: string): string {
  return text.slice(0, 20).replace(/[^\w.-]/g, '?');
}
