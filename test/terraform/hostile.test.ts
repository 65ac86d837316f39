import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { planJson } from './builders';
import { InputError, readText } from '../../src/terraform';
import { processorSeconds } from '../support/processor-time';

const PLANS = join(__dirname, '../fixtures/plans');
const CASES = readdirSync(PLANS).filter((name) => /\.(plan|tf)\.json$/.test(name)).map((name) => readFileSync(join(PLANS, name), 'utf8'));

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Every object and list in a value. */
function containers(value: Json, found: (Json[] | { [key: string]: Json })[] = []): (Json[] | { [key: string]: Json })[] {
  if (typeof value !== 'object' || value === null) return found;
  found.push(value);
  for (const inner of Object.values(value)) containers(inner, found);
  return found;
}

const junk = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, -1, 1e300, '', 'abc', '${', '${each.value}', '${local.x}', '${azurerm_subnet.dc.id}', [], {}, [null], [[]], [{}], { constant_value: '${var.x}', references: ['var.x'] }, ['each.key']),
  fc.json({ maxDepth: 2 }).map((text) => JSON.parse(text) as Json),
);

describe('hostile inputs', () => {
  test('a real input with anything in place of any part of it is read or refused, never a crash', () => {
    const replacements = fc.array(fc.tuple(fc.nat(), fc.nat(), junk, fc.boolean()), { minLength: 1, maxLength: 4 });
    const change = fc.record({ file: fc.constantFrom(...CASES), changes: replacements });
    fc.assert(fc.property(change, ({ file, changes }) => {
      const json = JSON.parse(file) as Json;
      for (const [which, member, value, isRemoval] of changes) {
        const all = containers(json);
        const container = all[which % all.length];
        const keys = Object.keys(container ?? {});
        const key = keys[member % Math.max(keys.length, 1)];
        if (container === undefined || key === undefined) continue;
        if (isRemoval) Reflect.deleteProperty(container, key);
        else Reflect.set(container, key, structuredClone(value));
      }
      try {
        expect(readText('input.json', JSON.stringify(json, (_, inner: unknown) => (inner === undefined ? null : inner))).estate.findings).toBeInstanceOf(Array);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        expect((error as InputError).message).toMatch(/^input\.json .*; .*\.$/s);
      }
    }), { numRuns: 600 });
  });

  test('modules that double a value at every level end quickly', () => {
    let module: Record<string, unknown> = {
      resources: [{ address: 'azurerm_ip_group.g', mode: 'managed', expressions: { cidrs: { constant_value: ['${var.x[0]}'], references: ['var.x[0]', 'var.x'] } } }],
      variables: { x: {} },
    };
    let address = 'azurerm_ip_group.g';
    for (let level = 0; level < 60; level += 1) {
      module = { variables: { x: {} }, module_calls: { m: { expressions: { x: { constant_value: ['${var.x}', '${var.x}'], references: ['var.x'] } }, module } } };
      address = `module.m.${address}`;
    }
    const json = planJson({ resources: [{ address, values: { name: 'g', resource_group_name: 'rg', cidrs: [null] }, unknown: { cidrs: [true] } }], configuration: module });
    expect(processorSeconds(() => expect(readText('plan.json', JSON.stringify(json)).estate.ipGroups).toHaveLength(1))).toBeLessThan(30);
  });
});
