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

async function validate(standIn: StandIn, folder: string): Promise<Diagnostic[]> {
  const configuration = join(folder, 'terraform.rc');
  writeFileSync(configuration, '');
  // The settings of whoever runs the tests have no say, and Terraform does not look for a newer version of itself.
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TF_')));
  const env = { ...own, ...standIn.environment, TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: '1' };
  const output = await new Promise<string>((resolve, reject) => {
    execFile('terraform', ['validate', '-json'], { cwd: folder, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      // Exit code 1 is that of a configuration that is not valid.
      if (error !== null && error.code !== 1) reject(new Error(`terraform validate: ${error.message}\n${stderr}`));
      else resolve(stdout);
    });
  });
  const { diagnostics } = JSON.parse(output) as { readonly diagnostics: readonly (Diagnostic & { readonly [other: string]: unknown })[] };
  return diagnostics.map(({ severity, summary, detail }) => ({ severity, summary, detail }));
}
