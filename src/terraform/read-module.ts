import { join } from 'node:path';
import { mergedVariables } from './cdktf-out';
import { ConfigurationDocument, VariableFiles } from './configuration-declarations';
import { parseHcl } from './hcl/parse-hcl';
import { parseJsonObject } from './json-text';
import { ModuleFolder } from './module-tree';

/** What reading modules needs of the file system; every file is bounded there. */
export interface ModuleFiles {
  names(folder: string): readonly string[];
  text(path: string): string;
  /** The same path for the same folder, however it is written; undefined where it is missing or may not be read. */
  place(folder: string): string | undefined;
}

/** Modules that one input may be made of. */
const MODULE_LIMIT = 500;

/** Reads the folders of Terraform files that one input consists of, each once. */
export class ModuleReader {
  /** Whether a file of HCL was among them. */
  public hasHcl = false;
  private readonly folders = new Map<string, ModuleFolder | string>();

  public constructor(private readonly files: ModuleFiles) {}

  /** The module in a folder, with the values of its variables files where it is the root. */
  public root(folder: string): ModuleFolder {
    const names = this.files.names(folder).filter(isRead);
    const root = { ...this.module(folder, names), variableFiles: this.variables(folder, names) };
    this.folders.set(this.files.place(folder) ?? folder, root);
    return root;
  }

  /** One file that is a module of its own. */
  public document(path: string): ConfigurationDocument {
    const text = this.files.text(path);
    if (path.endsWith('.json')) return { path, json: parseJsonObject(path, text) };
    this.hasHcl = true;
    return { path, ...parseHcl(path, text), syntax: 'hcl' };
  }

  private module(folder: string, names: readonly string[]): ModuleFolder {
    const documents = names.filter(isConfiguration).map((name) => ({ ...this.document(join(folder, name)), isNamed: true, isOverride: isOverride(name) }));
    return { documents, moduleAt: (source) => this.called(folder, source) };
  }

  /** The module that a call names; otherwise why it is not read, in words that follow its name. */
  private called(folder: string, source: string): ModuleFolder | string {
    if (!/^\.\.?(\/|$)/.test(source)) return 'is not read, since it is not in a folder of the input';
    const path = join(folder, source);
    const place = this.files.place(path);
    if (place === undefined) return `is not read, since ${path} is not there or leads out of the repository`;
    const known = this.folders.get(place);
    if (known !== undefined) return known;
    if (this.folders.size >= MODULE_LIMIT) return `is not read, since the input is made of more than ${MODULE_LIMIT} modules`;
    const names = this.files.names(path).filter(isRead);
    const module = names.some(isConfiguration) ? this.module(path, names) : `is not read, since ${path} holds no Terraform files`;
    this.folders.set(place, module);
    return module;
  }

  /** In Terraform's order: https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence */
  private variables(folder: string, names: readonly string[]): VariableFiles {
    const always = ['terraform.tfvars', 'terraform.tfvars.json'].filter((name) => names.includes(name));
    const automatic = names.filter((name) => /\.auto\.tfvars(\.json)?$/.test(name));
    return mergedVariables([...always, ...automatic].map((name) => {
      const { json, syntax = 'json' } = this.document(join(folder, name));
      return { json, syntax };
    }));
  }
}

export function isConfiguration(name: string): boolean {
  return /\.tf(\.json)?$/.test(name);
}

function isOverride(name: string): boolean {
  return /(^|_)override\.tf(\.json)?$/.test(name);
}

/** Terraform leaves out hidden files and those that editors leave behind. */
function isRead(name: string): boolean {
  return !name.startsWith('.') && !name.endsWith('~') && !/^#.*#$/.test(name);
}
