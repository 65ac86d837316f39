import { compareTexts, sortedNames } from '../comparison';
import { Attribute, isAttributeList } from '../resource';
import { ValueBlock } from '../value-blocks';
import { TerraformFunction } from './arguments';

/** Functions on maps and objects: "Collection Functions". */
export const MAP_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  keys: (args) => sortedNames(args.map(0)),
  lookup: (args) => {
    const [map, name] = [args.map(0), args.text(1)];
    if (map.names().includes(name)) return map.get(name);
    if (args.count < 3) throw args.refuse('does not find the key');
    return args.any(2);
  },
  matchkeys: (args) => {
    const [values, keys, wanted] = [args.list(0), args.texts(1), args.texts(2)];
    if (values.length !== keys.length) throw args.refuse('is called with lists of different lengths');
    return values.filter((_, at) => wanted.includes(keys[at] ?? ''));
  },
  merge: (args) => {
    const merged = new Map<string, Attribute>();
    for (let at = 0; at < args.count; at += 1) {
      if (args.any(at) === null) continue;
      const map = args.map(at);
      for (const name of map.names()) merged.set(name, map.get(name));
    }
    return new ValueBlock('', '', merged);
  },
  transpose: (args) => {
    const map = args.map(0);
    const found = new Map<string, string[]>();
    for (const name of sortedNames(map)) {
      const list = args.known(map.get(name));
      if (!isAttributeList(list)) throw args.refuse('is called with a map of something other than lists');
      for (const element of list) {
        const text = args.known(element);
        if (typeof text !== 'string') throw args.refuse('is called with lists of something other than texts');
        found.set(text, [...(found.get(text) ?? []), name]);
      }
    }
    return new ValueBlock('', '', new Map([...found].sort(([a], [b]) => compareTexts(a, b))));
  },
  values: (args) => {
    const map = args.map(0);
    return sortedNames(map).map((name) => map.get(name));
  },
};

