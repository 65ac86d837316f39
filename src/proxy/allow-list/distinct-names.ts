/** Names for things of which several may want the same one: the second of them is `name-2`. */
export function distinctNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>();
  return wanted.map((name) => {
    let distinct = name;
    for (let number = 2; taken.has(distinct); number++) distinct = `${name}-${number}`;
    taken.add(distinct);
    return distinct;
  });
}
