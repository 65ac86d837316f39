/*
 * Everything that can be wrong with an input as a whole. The catalogue is data: a code and the sentence it makes; nothing
 * of the input but its path, keys and positions is ever part of a sentence, so that no secret leaves through an error.
 */

const SHOW_JSON = 'terraform show -json <plan file>';

/** One sentence per code: what is wrong, where, what to do. */
const catalogue = {
  'missing-input': (path: string) => `${path} does not exist; check the path.`,
  'unreadable-input': (path: string, why: string) => `${path} cannot be read (${why}); check its permissions.`,
  'not-a-file': (path: string) => `${path} is neither a file nor a folder; pass a file or a folder.`,
  'too-large': (path: string, size: string, limit: string) =>
    `${path} holds ${size}, more than the ${limit} that are read; pass the JSON of one plan or stack.`,
  'binary-file': (path: string, offset: string) =>
    `${path} is a binary file (byte ${offset} is zero); if it is a saved plan, pass the output of "${SHOW_JSON}" instead.`,
  'invalid-utf8': (path: string) => `${path} is not UTF-8 text; write it again as UTF-8, for instance with "${SHOW_JSON}".`,
  'empty-input': (path: string) => `${path} is empty; write it again, for instance with "${SHOW_JSON} > plan.json".`,
  'invalid-json': (path: string, where: string, what: string) =>
    `${path} is not valid JSON: ${what} at ${where}; write the file again from its source.`,
  'duplicate-key': (path: string, where: string, key: string) =>
    `${path} has the key ${key} twice in one object (the second time at ${where}), so its meaning is uncertain; keep one of the two.`,
  'too-deep': (path: string, where: string, limit: string) =>
    `${path} nests more than ${limit} levels deep at ${where}, which no Terraform file does; pass a plan or a Terraform JSON configuration.`,
  'not-an-object': (path: string, what: string) =>
    `${path} holds ${what} where a JSON object is expected; pass a plan or a Terraform JSON configuration.`,
  'state-file': (path: string) => `${path} is a Terraform state, which says nothing about what will be applied; pass the plan ("${SHOW_JSON}") instead.`,
  'unsupported-plan-version': (path: string, version: string) =>
    `${path} is a plan of format version ${version}, and only major version 1 is read; write it with Terraform 1.1 or newer.`,
  'errored-plan': (path: string) =>
    `${path} is a plan that Terraform could not finish (errored is true), so it may lack changes and cannot be applied; correct the error and plan again.`,
  'malformed-plan': (path: string, where: string, expected: string) =>
    `${path} is not a plan that Terraform wrote: ${where} is not ${expected}; write it again with "${SHOW_JSON}".`,
  'malformed-configuration': (path: string, where: string, expected: string) =>
    `${path} is not a Terraform JSON configuration: ${where} is not ${expected}; correct it there.`,
  'not-terraform': (path: string) =>
    `${path} is JSON but neither a Terraform plan nor a Terraform JSON configuration; pass the output of "${SHOW_JSON}", a cdk.tf.json or a cdktf.out folder.`,
  'nothing-to-check': (path: string, what: string) => `${path} holds no azurerm resource (${what}), so there is nothing to check; pass the input that declares the Azure network.`,
  'duplicate-resource': (path: string, address: string) =>
    `${path} declares ${address} twice; remove one of the two or pass the plan ("${SHOW_JSON}").`,
  'no-terraform-in-folder': (path: string) =>
    `${path} holds neither a manifest.json of cdktf nor *.tf or *.tf.json files; pass a folder that does, or the output of "${SHOW_JSON}".`,
  'hcl-file': (path: string) => `${path} is one file of HCL, and the files of a folder belong together; pass the folder that it is in.`,
  'invalid-hcl': (path: string, where: string, what: string) => `${path} is not valid HCL: ${what} at ${where}; correct it there ("terraform validate" says more).`,
  'hcl-too-large': (path: string, limit: string) => `${path} holds more than the ${limit} MiB that are read of one HCL file; split it, or pass the output of "${SHOW_JSON}".`,
  'hcl-too-complex': (path: string) => `${path} nests deeper than HCL is read; simplify it, or pass the output of "${SHOW_JSON}".`,
  'hcl-parser-missing': (path: string) =>
    `${path} is HCL, and the parser (the folder hcl2json) is not beside mdi-egress; install the package again, or pass the output of "${SHOW_JSON}".`,
  'too-many-copies': (path: string, address: string, limit: string) =>
    `${path} makes more than ${limit} copies of resources by calling modules (the last is ${address}); pass the output of "${SHOW_JSON}".`,
  'outside-folder': (path: string, stack: string) =>
    `${path} names a file outside its folder for the stack ${stack}, which is not followed; synthesize the folder again.`,
  'outside-repository': (path: string) => `${path} leads out of the folder or repository that it is in, and is not followed; put the file itself there.`,
  'malformed-manifest': (path: string, where: string) => `${path} is not a manifest that cdktf wrote: ${where} is missing or odd; synthesize the folder again.`,
} as const;

export type InputErrorCode = keyof typeof catalogue;
type InputErrorDetails<C extends InputErrorCode> = Parameters<(typeof catalogue)[C]> extends [string, ...infer Rest] ? Rest : never;

/** An input that cannot be used at all. The message is one sentence: what is wrong, where, what to do. */
export class InputError extends Error {
  public static of<C extends InputErrorCode>(code: C, path: string, ...details: InputErrorDetails<C>): InputError {
    const sentence = catalogue[code] as (path: string, ...rest: readonly string[]) => string;
    return new InputError(code, path, sentence(path, ...(details as readonly string[])));
  }

  private constructor(
    /** Stable, for programs. */
    public readonly code: InputErrorCode,
    /** The input it is about, as it was given. */
    public readonly path: string,
    message: string,
  ) {
    super(message);
    this.name = 'InputError';
  }
}
