import { ALL_PORTS, ALL_PROTOCOLS, ALL_URL_PATHS, EgressSpace, PROTOCOL, PROTOCOLS_WITH_PORTS, Unknown } from '../../src/azure';

/* The space of packets, times what is not known: an unknown is a dimension. */

const unknown = Unknown.reference('var.list', 'var.list has no default');

test('packets have addresses, ports, a protocol and a path', () => {
  const space = new EgressSpace('ipv4');
  expect(space.space.axes.map(({ name }) => name)).toEqual(['source', 'destination', 'source port', 'destination port', 'protocol', 'URL path']);
  expect([[...ALL_PORTS.intervals()], [...ALL_PROTOCOLS.intervals()]]).toEqual([[[0, 65536]], [[0, 256]]]);
  expect(['/', '/x', '0', 'x', ''].map((path) => ALL_URL_PATHS.includes(path))).toEqual([true, true, false, false, false]);
  // IANA protocol numbers
  expect(PROTOCOL).toEqual({ icmp: 1, tcp: 6, udp: 17, esp: 50, ah: 51, icmpv6: 58 });
  expect([...PROTOCOLS_WITH_PORTS.intervals()]).toEqual([[6, 7], [17, 18]]);
});

test('IPv6 addresses are no plain numbers', () => {
  expect(new EgressSpace('ipv4').numericAxes.map(({ name }) => name)).toEqual(['destination', 'source', 'destination port', 'protocol', 'source port']);
  expect(new EgressSpace('ipv6').numericAxes.map(({ name }) => name)).toEqual(['destination port', 'protocol', 'source port']);
});

test('an unknown set holds a packet\'s value or not; both together are everything', () => {
  const space = new EgressSpace('ipv4');
  const [holds, fails] = [space.whereUnknownHolds('source', unknown), space.whereUnknownFails('source', unknown)];
  expect([holds.overlaps(fails), space.everything.subtract(holds).flatMap((region) => region.subtract(fails))]).toEqual([false, []]);
  expect(space.unknowns.map(({ reason, choices }) => [reason, ...choices])).toEqual([['var.list has no default', 'it does not hold the source', 'it holds the source']]);
});

test('one unknown in two roles is two questions, and twice in one role is one', () => {
  const space = new EgressSpace('ipv4');
  const source = space.whereUnknownHolds('source', unknown);
  expect(space.whereUnknownHolds('destination', unknown).contains(source)).toBe(false);
  expect(space.whereUnknownHolds('source', unknown).contains(source)).toBe(true);
  expect(space.unknowns).toHaveLength(2);
});

test('an unknown truth is so or not', () => {
  const space = new EgressSpace('ipv4');
  space.whereUnknownHolds('value', unknown);
  expect(space.unknowns[0].choices).toEqual(['it is not so', 'it is so']);
});

test('a region is certain where no unknown restricts it', () => {
  const space = new EgressSpace('ipv4');
  const first = space.whereUnknownHolds('source', unknown);
  const second = space.whereUnknownHolds('destination', unknown);
  expect([space.everything, first, second].map((region) => space.isCertain(region))).toEqual([true, false, false]);
});

test('choices', () => {
  const space = new EgressSpace('ipv4');
  const first = space.whereChoiceIs('k', 'why', ['a', 'b', 'c'], [0, 2]);
  const second = space.whereChoiceIs('k', 'why', ['a', 'b', 'c'], [1]);
  expect([first.overlaps(second), space.everything.subtract(first).flatMap((region) => region.subtract(second))]).toEqual([false, []]);
  expect(() => space.whereChoiceIs('k', 'why', ['a', 'b', 'c'], [3])).toThrow(new RangeError('none of the choices of k is 3'));
  expect(() => space.whereChoiceIs('k', 'why', ['a', 'b', 'c'], [3, 4])).toThrow('3, 4');
});

test.each([[['a', 'b', 'd']], [['a', 'b']], [['a', 'b', 'c', 'd']]])('one question with other answers is another question: %j', (choices) => {
  const space = new EgressSpace('ipv4');
  const first = space.whereChoiceIs('k', 'why', ['a', 'b', 'c'], [0]);
  const other = space.whereChoiceIs('k', 'other', choices, [0]);
  expect([other.contains(first), space.unknowns.length]).toEqual([false, 2]);
  expect(space.whereChoiceIs('k', 'other', choices, [0]).contains(other)).toBe(true);
  expect(space.whereChoiceIs('k', 'why', ['a', 'b', 'c'], [0]).contains(first)).toBe(true);
  expect(space.unknowns.map(({ reason }) => reason)).toEqual(['why', 'other']);
});
