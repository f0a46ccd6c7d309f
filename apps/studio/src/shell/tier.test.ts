import { describe, expect, it } from 'vitest';
import type { Pool, PoolInfo } from 'heddle';
import { describeTier } from './tier.ts';

const ready = (tier: PoolInfo['tier'], lanes: number, kernels = 1) => {
  const info = { tier, lanes, kernels } as PoolInfo;
  return describeTier({ status: 'ready', pool: {} as unknown as Pool, info });
};

describe('describeTier', () => {
  it('NamesTheTierAndItsLanes', () => {
    expect(ready('threads', 8)).toMatchObject({ label: 'Threads · 8 lanes', gauge: 3 });
    expect(ready('workers', 1)).toMatchObject({ label: 'Workers · 1 lane', gauge: 2 });
    expect(ready('script', 1)).toMatchObject({ label: 'Script · 1 lane', gauge: 1 });
    expect(ready('solo', 1)).toMatchObject({ label: 'Solo · 1 lane', gauge: 1 });
    expect(ready('threads', 2, 4).label).toBe('Threads · 4 × 2 lanes');
  });

  it('CountsTheWorkers', () => {
    expect(ready('threads', 8).meaning).toMatch(/^Worker pool active: 1 worker with 8 lanes\. /);
    expect(ready('threads', 2, 4).meaning).toMatch(/: 4 workers with 2 lanes each\. /);
    expect(ready('workers', 1, 3).meaning).toMatch(/: 3 workers\. /);
  });

  it('SaysWhenNothingRuns', () => {
    expect(describeTier({ status: 'starting' }).label).toBe('Starting');
    expect(describeTier({ status: 'failed', message: 'no' }).label).toBe('Not running');
  });
});
