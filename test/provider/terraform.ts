import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { StandIn } from './stand-in';

/*
 * A real Terraform, where it is installed, with the stand-in in the provider's place: nothing is downloaded and nothing is asked of a network.
 */

export const HAS_TERRAFORM = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

/** One thing that Terraform has against a configuration. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
}

/** Validates configurations, each by its name, several at a time. */
export async function validateAll(standIn: StandIn, configurations: Readonly<Record<string, unknown>>): Promise<Record<string, Diagnostic[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'terraform-'));
  try {
    const results: Record<string, Diagnostic[]> = {};
    const waiting = Object.entries(configurations);
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [name, configuration] = next;
        const own = join(folder, String(waiting.length));
        mkdirSync(own);
        writeFileSync(join(own, 'cdk.tf.json'), JSON.stringify(configuration));
        results[name] = await validate(standIn, own);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What Terraform makes of expressions when it applies them, with variables filled in.
 *
 * @param expressions as they stand in synthesized JSON; they refer to the variables alone
 * @param variables texts, as they are
 */
export async function evaluated<Name extends string>(
  expressions: Readonly<Record<Name, string>>, variables: Readonly<Record<string, string>>,
): Promise<Record<Name, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'terraform-'));
  try {
    const mapped = (of: Readonly<Record<string, string>>, map: (text: string) => object) => (
      Object.fromEntries(Object.entries(of).map(([name, text]) => [name, map(text)]))
    );
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({
      variable: mapped(variables, () => ({ type: 'string', sensitive: true })),
      output: mapped(expressions, (value) => ({ value, sensitive: true })),
    }));
    await run(folder, ['apply', '-auto-approve', '-input=false'], Object.fromEntries(Object.entries(variables).map(([name, text]) => [`TF_VAR_${name}`, text])));
    const outputs = JSON.parse(await run(folder, ['output', '-json'])) as Record<Name, { readonly value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, (output as { readonly value: unknown }).value])) as Record<Name, unknown>;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function validate(standIn: StandIn, folder: string): Promise<Diagnostic[]> {
  const output = await run(folder, ['validate', '-json'], standIn.environment, 1);
  const { diagnostics } = JSON.parse(output) as { readonly diagnostics: readonly (Diagnostic & { readonly [other: string]: unknown })[] };
  return diagnostics.map(({ severity, summary, detail }) => ({ severity, summary, detail }));
}

/** What the command prints. Fails unless it ends with 0, or with the other exit code that says something. */
async function run(folder: string, parameters: readonly string[], environment: Readonly<Record<string, string>> = {}, otherCode = 0): Promise<string> {
  const configuration = join(folder, 'terraform.rc');
  writeFileSync(configuration, '');
  // The settings of whoever runs the tests have no say, and Terraform does not look for a newer version of itself.
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TF_')));
  const env = { ...own, ...environment, TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: '1' };
  return new Promise((resolve, reject) => {
    execFile('terraform', parameters, { cwd: folder, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error !== null && error.code !== otherCode) reject(new Error(`terraform ${parameters.join(' ')}: ${error.message}\n${stderr}`));
      else resolve(stdout);
    });
  });
}
