import { Declaration, baseOf } from './configuration-declarations';
import { JsonValue, isJsonArray, isJsonObject, member } from './json';
import { ModuleTree } from './module-tree';

/** A text somewhere in a module, to be searched for names. */
interface Pending {
  readonly tree: ModuleTree;
  readonly value: JsonValue;
  /** The call of a module that is not read into which it goes. */
  readonly module: string;
}

/**
 * Resources that are passed to modules which are not read: such a module may add rules or routes to them. Names are followed
 * through locals, variables and outputs, and a name that stands in a call as plain text counts too.
 */
export class UnreadUses {
  private readonly moduleByResource = new Map<ModuleTree, Map<string, string>>();
  private readonly moduleByText = new Map<string, string>();
  private readonly callers = new Map<ModuleTree, { readonly tree: ModuleTree; readonly name: string }[]>();
  private readonly visited = new Map<ModuleTree, Set<string>>();

  public constructor(roots: readonly ModuleTree[]) {
    const all = new Set(roots.flatMap((root) => [...root.all()]));
    for (const tree of all) {
      for (const [name, child] of tree.children) {
        if (child instanceof ModuleTree) this.callers.set(child, [...(this.callers.get(child) ?? []), { tree, name }]);
      }
    }
    for (const tree of all) {
      for (const [name, call] of tree.declarations.modules) {
        if (!(tree.children.get(name) instanceof ModuleTree)) this.follow({ tree, value: call, module: name });
      }
    }
  }

  /** The first call of an unread module that the resource is passed to. */
  public moduleThatUses(tree: ModuleTree, declaration: Declaration): string | undefined {
    const name = member(declaration.body, 'name');
    return this.moduleByResource.get(tree)?.get(baseOf(declaration)) ?? (typeof name === 'string' ? this.moduleByText.get(name.toLowerCase()) : undefined);
  }

  private follow(start: Pending): void {
    const pending = [start];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { tree, value, module } = next;
      if (typeof value === 'string') this.followText(tree, value, module, pending);
      else if (isJsonArray(value)) for (const element of value) pending.push({ tree, value: element, module });
      else if (isJsonObject(value)) for (const element of Object.values(value)) pending.push({ tree, value: element ?? null, module });
    }
  }

  private followText(tree: ModuleTree, text: string, module: string, pending: Pending[]): void {
    const named = this.moduleByResource.get(tree) ?? new Map<string, string>();
    this.moduleByResource.set(tree, named);
    if (!text.includes('${') && !this.moduleByText.has(text.toLowerCase())) this.moduleByText.set(text.toLowerCase(), module);
    for (const [base] of text.matchAll(/(?:data\.)?azurerm_\w+\.[\w-]+/g)) if (!named.has(base)) named.set(base, module);
    for (const [whole, kind, name] of text.matchAll(/\b(local|var|module)\.([\w-]+)/g)) {
      if (name === undefined || this.isVisited(tree, whole)) continue;
      if (kind === 'local') {
        pending.push({ tree, value: tree.declarations.locals.get(name) ?? null, module });
      } else if (kind === 'var') {
        for (const caller of this.callers.get(tree) ?? []) {
          pending.push({ tree: caller.tree, value: member(caller.tree.declarations.modules.get(caller.name), name) ?? null, module });
        }
      } else {
        const child = tree.children.get(name);
        if (child instanceof ModuleTree) for (const output of child.declarations.outputs.values()) pending.push({ tree: child, value: output, module });
      }
    }
  }

  private isVisited(tree: ModuleTree, name: string): boolean {
    const names = this.visited.get(tree) ?? new Set<string>();
    this.visited.set(tree, names);
    if (names.has(name)) return true;
    names.add(name);
    return false;
  }
}
