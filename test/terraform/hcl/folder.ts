import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Input, InputError, readInput } from '../../../src/terraform';

/** A folder of Terraform files for the time of one test; paths in messages are shortened to `F`. */
export class Folder {
  public readonly path = mkdtempSync(join(tmpdir(), 'hcl-'));

  public write(files: Readonly<Record<string, string>>): this {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.path, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    return this;
  }

  public read(inner = ''): Input {
    return readInput(join(this.path, inner));
  }

  /** Code and message of what the folder is refused for. */
  public refusal(inner = ''): string {
    try {
      this.read(inner);
    } catch (error) {
      if (error instanceof InputError) return this.short(`${error.code}: ${error.message}`);
      throw error;
    }
    throw new Error('nothing was refused');
  }

  public short(text: string): string {
    return text.replaceAll(this.path, 'F');
  }

  public remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** An IP group whose members are what the expression gives. */
export function group(cidrs: string, name = 'g', more = ''): string {
  return `resource "azurerm_ip_group" "${name}" {\n  name = "${name}"\n  resource_group_name = "rg"\n  cidrs = ${cidrs}\n${more}}\n`;
}
