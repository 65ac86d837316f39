import { EgressSpace, Notes, Unknown } from '../../src/azure';
import { parsePorts, plainPorts, portRegions } from '../../src/azure/ports';
import { holds, reasonsOf } from '../support/packets';

/* Ports of rules: "individual or range of ports … 80 or 10000-10005 … 0-65535, *" (NSG overview, rule properties). */

describe('a port entry', () => {
  test.each<[string, [number, number][] | undefined]>([
    ['443', [[443, 444]]],
    ['0', [[0, 1]]],
    ['65535', [[65535, 65536]]],
    ['8000-8080', [[8000, 8081]]],
    ['10000-10005', [[10000, 10006]]],
    ['443-443', [[443, 444]]],
    ['*', [[0, 65536]]],
    ['0-65535', [[0, 65536]]],
    [' 443 ', [[443, 444]]],
    ['65536', undefined],
    ['1-65536', undefined],
    ['0-70000', undefined],
    ['5-99999', undefined],
    ['70000', undefined],
    ['70000-70001', undefined],
    ['65536-65537', undefined],
    ['0-5-7', undefined],
    ['0-0', [[0, 1]]],
    ['9-09', [[9, 10]]],
    ['8080-8000', undefined],
    ['80,443', undefined], // several ports belong into the plural attribute
    ['x443', undefined],
    ['443x', undefined],
    ['1-2-3', undefined],
    ['-443', undefined],
    ['000443', undefined],
    ['any', undefined],
    ['', undefined],
  ])('%j', (text, intervals) => {
    const ports = parsePorts(text);
    expect(ports && [...ports.intervals()]).toEqual(intervals);
  });
});

describe('entries that are all known', () => {
  test('are one set', () => {
    expect([...plainPorts(['443'])!.intervals()]).toEqual([[443, 444]]);
    expect([...plainPorts(['443', '80', '444'])!.intervals()]).toEqual([[80, 81], [443, 445]]);
    expect(plainPorts([])!.isEmpty).toBe(true);
  });

  test('and none where one of them is not', () => {
    expect(plainPorts(['443', Unknown.at('x', 'is not known')])).toBeUndefined();
    expect(plainPorts(['443', 'https'])).toBeUndefined();
  });
});

describe('ports of a rule', () => {
  const space = new EgressSpace('ipv4');
  const regions = (side: 'source' | 'destination', entries: Parameters<typeof portRegions>[2], notes = new Notes()): ReturnType<typeof portRegions> =>
    portRegions(space, side, entries, 'nsg.rule.port', 'nsg', notes);

  test('are asked of their own side', () => {
    expect(holds(space, regions('destination', ['443']), { port: 443, sourcePort: 50000 })).toBe('yes');
    expect(holds(space, regions('destination', ['443']), { port: 80, sourcePort: 443 })).toBe('no');
    expect(holds(space, regions('source', ['50000']), { port: 443, sourcePort: 50000 })).toBe('yes');
    expect(holds(space, regions('source', ['50000']), { port: 50000, sourcePort: 443 })).toBe('no');
  });

  test('that are not known leave what the known ones do not hold', () => {
    const unknown = Unknown.at('var.port', 'is not known before apply');
    const found = regions('destination', ['443', unknown]);
    expect(holds(space, found, { port: 443 })).toBe('yes');
    expect(holds(space, found, { port: 80 })).toBe('perhaps');
    expect(reasonsOf(space, found)).toEqual(['var.port is not known before apply']);
    expect(space.unknowns.at(-1)!.choices).toEqual(['it does not hold the destination port', 'it holds the destination port']);
    // One list of ports may be used on both sides: what it holds there are two questions.
    expect(holds(space, [...regions('source', [unknown])].flatMap((region) => region.subtract(found[1])), { port: 80 })).toBe('perhaps');
  });

  test('that Azure refuses are a finding and hold nothing for certain', () => {
    const notes = new Notes();
    const found = regions('destination', ['https'], notes);
    expect(holds(space, found)).toBe('perhaps');
    expect(reasonsOf(space, found)).toEqual(['nsg.rule.port is "https", which is no port']);
    expect(notes.findings).toMatchObject([{
      id: 'invalid-port', level: 'error', address: 'nsg',
      message: 'nsg.rule.port has the port "https", which Azure refuses; write a number from 0 to 65535, a range such as 8000-8080, or *.',
    }]);
  });

  test('hold none where there are none', () => {
    expect(regions('destination', [])).toEqual([]);
  });
});
