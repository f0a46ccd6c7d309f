import { describe, expect, it } from 'vitest';
import type { Pool, PoolInfo } from 'heddle';
import { describeTier } from './tier.ts';

const ready = (tier: PoolInfo['tier'], lanes: number) =>
  describeTier({ status: 'ready', pool: {} as unknown as Pool, info: { tier, lanes } as PoolInfo });

describe('describeTier', () => {
  it('NamesTheTierAndItsLanes', () => {
    expect(ready('threads', 8)).toMatchObject({ label: 'Threads · 8 lanes', gauge: 3 });
    expect(ready('workers', 1)).toMatchObject({ label: 'Workers · 1 lane', gauge: 2 });
    expect(ready('script', 1)).toMatchObject({ label: 'Script · 1 lane', gauge: 1 });
    expect(ready('solo', 1)).toMatchObject({ label: 'Solo · 1 lane', gauge: 1 });
  });

  it('SaysWhenNothingRuns', () => {
    expect(describeTier({ status: 'starting' }).label).toBe('Starting');
    expect(describeTier({ status: 'failed', message: 'no' }).label).toBe('Not running');
  });
});
