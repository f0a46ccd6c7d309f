import type { KernelStats, LaneStats } from 'heddle';
import { describe, expect, it } from 'vitest';
import { Runs } from './runs.ts';

const look = (state: KernelStats['state'], ...lanes: LaneStats['activity'][]) => ({
  kernels: [
    {
      kernel: 1,
      state,
      lanes: lanes.map((activity) => ({ beats: 0, activity })),
    } as unknown as KernelStats,
  ],
});

describe('Runs', () => {
  it('JoinEqualLooksAndPartDifferentOnes', () => {
    const runs = new Runs(1000);
    runs.add(0, look('idle'));
    runs.add(16, look('idle'));
    runs.add(32, look('processing'));
    runs.add(48, look('processing'));
    expect(runs.rows[0]?.runs).toEqual([
      { begin: 0, end: 16, doing: 'idle' },
      { begin: 16, end: 48, doing: 'processing' },
    ]);
  });

  it('LeaveAGapWhereNobodyLooked', () => {
    const runs = new Runs(10_000);
    runs.add(0, look('idle'));
    runs.add(5000, look('idle'));
    expect(runs.rows[0]?.runs).toEqual([
      { begin: 0, end: 0, doing: 'idle' },
      { begin: 5000, end: 5000, doing: 'idle' },
    ]);
  });

  it('LeaveAGapInALaneWhoseWorkerWasGone', () => {
    const runs = new Runs(1000);
    runs.add(0, look('processing', 'working'));
    runs.add(10, look('stopped'));
    runs.add(20, look('processing', 'working'));
    expect(runs.rows.map(({ lane }) => lane)).toEqual([undefined, 0]);
    expect(runs.rows[1]?.runs).toEqual([
      { begin: 0, end: 0, doing: 'working' },
      { begin: 20, end: 20, doing: 'working' },
    ]);
  });

  it('ForgetWhatIsTooOld', () => {
    const runs = new Runs(100);
    for (let now = 0; now < 1000; now += 10) {
      runs.add(now, look(now % 20 === 0 ? 'idle' : 'processing'));
    }
    expect(runs.rows[0]?.runs[0]?.end).toBeGreaterThanOrEqual(890);
    expect(runs.rows[0]?.runs.length).toBeLessThan(15);
  });
});
