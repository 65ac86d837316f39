import { builtinModules, createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** In every process already; to put these off would only cost. */
const PRESENT = ['buffer', 'events', 'fs', 'module', 'path', 'process'];

/** A module that is a function or a class cannot be put off property by property. */
const canWait = (name) => builtinModules.includes(name) && !PRESENT.includes(name) && typeof require(`node:${name}`) === 'object';

/**
 * An esbuild plugin: a module of Node itself is loaded when something in it is used for the first time, and not when the file that
 * names it starts. Commander alone names `node:child_process`, which loads sockets and pipes, for programs that nobody has here.
 */
export const lazyBuiltins = {
  name: 'lazy-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z:_/]+$/ }, ({ path, namespace, kind }) => {
      const name = path.replace(/^node:/, '');
      return namespace === 'file' && kind !== 'dynamic-import' && canWait(name) ? { path: name, namespace: 'lazy-builtin' } : undefined;
    });
    onLoad({ filter: /.*/, namespace: 'lazy-builtin' }, ({ path }) => ({ loader: 'js', contents: `
      let loaded;
      const getters = {};
      for (const name of ${JSON.stringify(Object.keys(require(`node:${path}`)))}) {
        getters[name] = { enumerable: true, get: () => (loaded ??= require('node:${path}'))[name] };
      }
      Object.defineProperties(exports, getters);
    ` }));
  },
};
