import { ConfigurationDocument, Declarations, VariableFiles } from './configuration-declarations';
import { isTemplate } from './expression';
import { stringMember } from './json';

/** Modules that may call one another in a row. */
const DEPTH_LIMIT = 30;

/** A module as it was read: its files, and the modules that it calls. */
export interface ModuleFolder {
  readonly documents: readonly ConfigurationDocument[];
  readonly variableFiles?: VariableFiles;
  /** The module at the source of a call, or why it is not read, in words that follow its name. Absent where none is read. */
  readonly moduleAt?: (source: string) => ModuleFolder | string;
}

/** What a module declares, with the modules that it calls; shared by all calls of it. */
export class ModuleTree {
  /** The tree of a folder; each folder is taken apart once, however many calls lead to it. */
  public static of(folder: ModuleFolder, known = new Map<ModuleFolder, ModuleTree>(), callers: readonly ModuleFolder[] = []): ModuleTree {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const declarations = new Declarations(folder.documents, folder.variableFiles);
    const children = new Map<string, ModuleTree | string>();
    const chain = [...callers, folder];
    for (const [name, call] of declarations.modules) {
      const source = stringMember(call, 'source');
      const module = source === undefined || isTemplate(source) ? 'is not read, since its source is no plain text' : folder.moduleAt?.(source);
      if (module === undefined) continue;
      if (typeof module === 'string') children.set(name, module);
      else if (chain.includes(module)) children.set(name, 'calls itself, which Terraform refuses');
      else if (chain.length >= DEPTH_LIMIT) children.set(name, `is not read, since modules call one another more than ${DEPTH_LIMIT} levels deep`);
      else children.set(name, ModuleTree.of(module, known, chain));
    }
    const tree = new ModuleTree(declarations, children);
    known.set(folder, tree);
    return tree;
  }

  private constructor(
    public readonly declarations: Declarations,
    public readonly children: ReadonlyMap<string, ModuleTree | string>,
  ) {}

  /** This module and all that it calls, each once. */
  public all(found = new Set<ModuleTree>()): ReadonlySet<ModuleTree> {
    if (found.has(this)) return found;
    found.add(this);
    for (const child of this.children.values()) if (child instanceof ModuleTree) child.all(found);
    return found;
  }
}
