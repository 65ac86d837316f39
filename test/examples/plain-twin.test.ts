import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interleaved, median } from '../../bench/interleaved';
import { PlainHubAndSpoke } from '../../bench/plain-hub-and-spoke';
import { writtenTerraform } from '../../bench/written-terraform';
import { HubAndSpoke } from '../../examples/hub-and-spoke/main';

test('the benchmark\'s plain twin of the main example writes the same Terraform', () => {
  const folder = mkdtempSync(join(tmpdir(), 'twin-'));
  try {
    expect(writtenTerraform(folder, PlainHubAndSpoke, 'hub-and-spoke')).toEqual(writtenTerraform(folder, HubAndSpoke, 'hub-and-spoke'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('timing by turns', () => {
  test('leaves the warm-up out and pairs neighbouring turns', () => {
    const subjects = [100, 8, 9, 4];
    const baselines = [100, 4, 3, 4];
    const outcome = interleaved({ subject: () => subjects.shift()!, baseline: () => baselines.shift()!, turns: 3, warmUp: 1 });
    expect(outcome).toEqual({ subject: 8, baseline: 4, ratio: 2 });
  });

  test('lets the two sides begin in turn', () => {
    const order: string[] = [];
    const note = (side: string) => () => order.push(side);
    interleaved({ subject: note('s'), baseline: note('b'), turns: 3, warmUp: 0 });
    expect(order.join('')).toBe('sbbssb');
  });

  test.each([[[3, 1, 2], 2], [[1], 1], [[5, 1, 1, 1, 1], 1]])('the median of %j is %p', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});
