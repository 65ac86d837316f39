import { NamedSet, PacketSet, PathDiff, PointDiff, TrafficChange } from '../../src/proof';
import { isSameAt } from '../../src/report/diff-same';

const set = (...names: readonly string[]): NamedSet => ({ names, except: [] });
const from = (source: string, more: Partial<PacketSet> = {}): PacketSet => (
  { families: ['ipv4'], sources: set(source), destinations: set('20.0.0.0/8'), protocols: set('TCP'), ports: set('443'), ...more });
const change = (packets: PacketSet, more: Partial<TrafficChange> = {}): TrafficChange => (
  { direction: 'closed', certain: true, unknowns: [], packets: [packets], before: [], after: [], ...more });
const point = (...changes: readonly TrafficChange[]): PointDiff => ({ enforcementPoint: 'nsg', kind: 'nsg', status: 'both', changes, edits: [] });
const path = (...changes: readonly TrafficChange[]): PathDiff => ({ sensors: '10.1.0.4', changes });

const RULE = { enforcementPoint: 'nsg', rule: 'r', action: 'deny' } as const;

test('what changes for sensors is the same as at a point where only the sources differ, and those are the sensors', () => {
  expect(isSameAt(point(change(from('10.1.0.0/24'))), path(change(from('10.1.0.4'))))).toBe(true);
  expect(isSameAt(point(change(from('any', { except: [from('10.1.0.4', { ports: set('80') })] }))), path(change(from('10.1.0.4', { except: [from('10.1.0.4', { ports: set('80') })] }))))).toBe(true);
});

test.each<[string, PointDiff, PathDiff]>([
  ['a part of the sensors', point(change(from('10.1.0.0/24'))), path(change(from('10.1.0.5')))],
  ['another part in an exception', point(change(from('any', { except: [from('any')] }))), path(change(from('10.1.0.4', { except: [from('10.1.0.5')] })))],
  ['other destinations', point(change(from('10.1.0.0/24'))), path(change(from('10.1.0.4', { destinations: set('20.3.0.0/16') })))],
  ['fewer changes', point(change(from('any')), change(from('any', { families: ['ipv6'] }))), path(change(from('10.1.0.4')))],
  ['another direction', point(change(from('any'))), path(change(from('10.1.0.4'), { direction: 'opened' }))],
  ['less certainty', point(change(from('any'))), path(change(from('10.1.0.4'), { certain: false }))],
  ['another rule', point(change(from('any'))), path(change(from('10.1.0.4'), { after: [RULE] }))],
  ['some subnets alone', point(change(from('any'))), path(change(from('10.1.0.4'), { at: ['subnet'] }))],
  ['nothing', point(), path()],
])('it is not the same where %s changes', (_, one, other) => {
  expect(isSameAt(one, other)).toBe(false);
});
