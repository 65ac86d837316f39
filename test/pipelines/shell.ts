import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** A build server's folder with the bundled command, plans, and programs that stand in for those of the server. */
export class Workplace {
  public readonly folder = mkdtempSync(join(tmpdir(), 'mdi-egress-pipeline-'));
  private readonly programs = join(this.folder, 'bin');

  constructor() {
    mkdirSync(this.programs);
    mkdirSync(join(this.folder, 'plans'));
    execFileSync(process.execPath, [join(ROOT, 'scripts', 'build-cli.mjs'), join(this.folder, 'action', 'dist-cli', 'mdi-egress.js')]);
    for (const name of ['hub-spoke-ok', 'nsg-deny-first', 'computed-source']) {
      copyFileSync(join(ROOT, 'test', 'fixtures', 'plans', `${name}.plan.json`), this.path('plans', `${name}.json`));
    }
  }

  public path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  /** Text of a file; empty where there is none. */
  public text(...parts: readonly string[]): string {
    return existsSync(this.path(...parts)) ? readFileSync(this.path(...parts), 'utf8') : '';
  }

  public has(...parts: readonly string[]): boolean {
    return existsSync(this.path(...parts));
  }

  /** Puts a program first on the path. */
  public program(name: string, script: string): void {
    writeFileSync(join(this.programs, name), `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(join(this.programs, name), 0o755);
  }

  /** Runs a script as the build server would. */
  public bash(script: string, env: Readonly<Record<string, string>>): { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string } {
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: this.folder, encoding: 'utf8', env: { ...env, PATH: `${this.programs}${delimiter}${process.env.PATH ?? ''}`, HOME: this.folder },
    });
    return { exitCode: status, stdout, stderr };
  }
}
