import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CASES, planOf, verifyArguments } from './plans';
import { run } from './run';

const ROOT = join(__dirname, '..', '..');

/** The command as users have it: the program, what starts it and the parser of HCL, in a folder without any package beside it. */
describe('the bundled command', () => {
  let folder: string;
  let command: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mdi-egress-'));
    command = join(folder, 'mdi-egress.js');
    execFileSync(process.execPath, [join(ROOT, 'scripts', 'build-cli.mjs'), command]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function start(argv: readonly string[]): { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string } {
    const { NO_COLOR: _noColor, FORCE_COLOR: _forceColor, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...argv], { cwd: folder, encoding: 'utf8', env });
    return { exitCode: status, stdout, stderr };
  }

  test('is an executable file, beside a program without cdktf in it', () => {
    expect(readFileSync(command, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(command).mode.toString(8)).toBe('100755');
    expect(readFileSync(join(folder, 'program.js'), 'utf8')).not.toMatch(/require\("(@?cdktf|constructs)/);
  });

  test('travels with the licences of what is in it', () => {
    const notices = readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8').split(/\n-{80}\n/);
    const heads = notices.map((notice) => notice.trim().split('\n')[0]);
    expect(heads).toEqual(expect.arrayContaining(['commander 14.0.3 (MIT)', '@dagrejs/dagre 2.0.4 (MIT)', '@cdktf/hcl2json 0.21.0 (MPL-2.0)']));
    for (const notice of notices.filter((text) => /\((MIT|ISC)\)\n/.test(text))) expect(notice).toMatch(/Permission (is hereby granted|to use, copy, modify)/);
    expect(notices[heads.indexOf('@cdktf/hcl2json 0.21.0 (MPL-2.0)')]).toBe(
      '\n@cdktf/hcl2json 0.21.0 (MPL-2.0)\nSource: git://github.com/hashicorp/terraform-cdk.git\n\nLicence text: https://spdx.org/licenses/MPL-2.0.html\n');
  });

  test('is not built with a package that says no licence', () => {
    const unlicensed = mkdtempSync(join(tmpdir(), 'unlicensed-'));
    mkdirSync(join(unlicensed, 'node_modules', 'nobodys'), { recursive: true });
    writeFileSync(join(unlicensed, 'node_modules', 'nobodys', 'package.json'), '{"name":"nobodys","version":"1.0.0"}');
    const program = `import { thirdPartyNotices } from ${JSON.stringify(pathToFileURL(join(ROOT, 'scripts', 'third-party-notices.mjs')))};
      try { thirdPartyNotices(process.argv[1], ['node_modules/nobodys/index.js']); } catch (error) { process.stdout.write(error.message); }`;
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', program, unlicensed]).toString())
      .toBe('nobodys 1.0.0 says no licence, so it cannot be bundled: choose another package.');
    rmSync(unlicensed, { recursive: true });
  });

  test('--version', () => {
    expect(start(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });

  test.each(CASES)('says of %s what the command says in this process', async (name) => {
    expect(start([...verifyArguments(name), '--format', 'json'])).toEqual(await run([...verifyArguments(name), '--format', 'json']));
  });

  test('names inputs as they were written', () => {
    copyFileSync(planOf('nsg-only-ok'), join(folder, 'plan.json'));
    const [, , ...options] = verifyArguments('nsg-only-ok');
    expect(start(['verify', 'plan.json', ...options]).stdout).toMatch(/\nInput: plan\.json \(terraform-plan\)\n$/);
  });

  test('reads HCL with the parser beside it, and says where that is missing', () => {
    const [, , ...options] = verifyArguments('hcl-with-variables');
    const input = join(ROOT, 'test/fixtures/plans/hcl-with-variables');
    expect(start(['verify', input, ...options])).toMatchObject({ exitCode: 0, stderr: '' });
    renameSync(join(folder, 'hcl2json'), join(folder, 'elsewhere'));
    expect(start(['verify', input, ...options])).toEqual({ exitCode: 3, stdout: '', stderr:
      `mdi-egress: ${join(input, 'main.tf')} is HCL, and the parser (the folder hcl2json) is not beside mdi-egress; install the package again, or pass the output of "terraform show -json <plan file>".\n` });
    renameSync(join(folder, 'elsewhere'), join(folder, 'hcl2json'));
  });

  describe('with the code that is kept of it', () => {
    /** Flags under which V8 compiles otherwise, and so does not take the code. */
    const OTHER_FLAGS = ['--no-opt'];
    let program: string;
    let cache: string;

    beforeAll(() => {
      program = join(folder, 'program.js');
      cache = join(folder, readdirSync(folder).find((name) => name.endsWith('.cache'))!);
    });

    /** What became of the code when the command was started: Node is asked on behalf of V8. */
    function taken(flags: readonly string[] = []): string {
      const file = join(folder, 'taken.js');
      writeFileSync(file, `
        const vm = require('node:vm');
        const { Script } = vm;
        let said = 'no code';
        vm.Script = class extends Script { constructor(text, options) { super(text, options); said = this.cachedDataRejected ? 'rejected' : 'taken'; } };
        process.once('exit', () => process.stderr.write(said));
        process.argv.splice(1, 1);
        require(process.argv[1]);
      `);
      const { stdout, stderr } = spawnSync(process.execPath, [...flags, file, command, '--version'], { encoding: 'utf8' });
      expect(stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
      return stderr;
    }

    /** Tests with other content in a file. */
    function changed(file: string, change: (content: Buffer) => Buffer, test: () => void): void {
      const before = readFileSync(file);
      writeFileSync(file, change(before));
      try {
        test();
      } finally {
        writeFileSync(file, before);
      }
    }

    test('takes it over', () => {
      expect(taken()).toBe('taken');
    });

    test('compiles the program where V8 was started otherwise', () => {
      expect(taken(OTHER_FLAGS)).toBe('rejected');
    });

    test('compiles the program where the code is of another version of Node', () => {
      renameSync(cache, `${cache}.other`);
      expect(taken()).toBe('no code');
      renameSync(`${cache}.other`, cache);
    });

    test('runs a program that somebody has changed, though V8 could not tell', () => {
      const shout = (text: Buffer): Buffer => Buffer.from(text.toString('latin1').replace('Proves from Terraform', 'PROVES from Terraform'), 'latin1');
      changed(program, shout, () => {
        expect(start(['--help']).stdout).toContain('PROVES from Terraform');
        expect(taken()).toBe('no code');
      });
    });

    test.each([
      ['empty', () => Buffer.alloc(0)],
      ['cut off inside the program', (content: Buffer) => content.subarray(0, 1000)],
      ['cut off behind the program', (content: Buffer) => content.subarray(0, statSync(program).size)],
      ['cut off inside the code', (content: Buffer) => content.subarray(0, content.length - 1000)],
      ['something else', () => Buffer.from('{}')],
    ])('compiles the program where the file of the code is %s', (_what, change) => {
      changed(cache, change, () => expect(start(verifyArguments('hub-spoke-ok'))).toMatchObject({ exitCode: 0, stderr: '' }));
    });
  });

  test('is plain where its output is no terminal', () => {
    const { stdout } = start(verifyArguments('nsg-deny-first'));
    expect(stdout).not.toMatch(/[\u001b│┌]/);
  });

  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('says in one sentence that its output cannot be written, and ends with exit code 3', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [command, ...verifyArguments('hub-spoke-ok')], { cwd: folder, encoding: 'utf8', stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    expect({ status, stderr }).toEqual({
      status: 3, stderr: 'mdi-egress: Standard output cannot be written to (ENOSPC); give it room, or name a file with --output.\n',
    });
  });

  test('keeps its exit code when the reader has gone', async () => {
    const child = spawn(process.execPath, [command, ...verifyArguments('nsg-deny-first')], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  });

  test('a usage error is one sentence, without a stack', () => {
    expect(start(['verify', '/nowhere.json', '--workspace', 'contoso-corp'])).toEqual({
      exitCode: 3, stdout: '', stderr: 'mdi-egress: /nowhere.json does not exist; check the path.\n',
    });
  });
});
