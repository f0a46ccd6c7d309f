import { useEffect, useMemo, useRef, useState } from 'react';
import type { PoolStats } from 'heddle';
import { onFrame } from '../../shell/frames.ts';
import type { PoolState } from '../../shell/usePool.ts';
import { FrameTimes } from './frameTimes.ts';
import { Runs } from './runs.ts';
import { Rate, Series } from './series.ts';
import { timelineSpan } from './Timeline.tsx';

/** How often numbers and charts change, in milliseconds. */
const period = 250;
/** Points of a chart: a minute. */
const points = 240;
/** A frame longer than this is drawn as a time in which the page stood still, in milliseconds. */
const stall = 70;

export interface Sampler {
  readonly runs: Runs;
  readonly freezes: [number, number][];
  readonly frames: FrameTimes;
  /** Jobs a second; jobs that wait. */
  readonly work: Series;
  /** Memory in use and its peak, in bytes, of all kernels together. */
  readonly memory: Series;
  /** The pool as it was a moment ago. */
  readonly stats: PoolStats | undefined;
  /** Calls `draw` in every frame. */
  readonly onDraw: (draw: (now: number) => void) => () => void;
  /** Calls `draw` a few times a second. */
  readonly onNumbers: (draw: () => void) => () => void;
}

/** Looks at the pool in every frame while the workspace is in view. */
export function useSampler(pool: PoolState, active: boolean): Sampler {
  // Another pool has another past.
  const made = useMemo(
    () => ({
      runs: new Runs(timelineSpan),
      freezes: [] as [number, number][],
      work: new Series(2, points),
      memory: new Series(2, points),
      rate: new Rate(),
    }),
    [pool],
  );
  const frames = useRef(new FrameTimes());
  const [stats, setStats] = useState<PoolStats>();
  const drawers = useRef(new Set<(now: number) => void>());
  const numbers = useRef(new Set<() => void>());
  const [onDraw] = useState(() => (draw: (now: number) => void) => {
    drawers.current.add(draw);
    return () => drawers.current.delete(draw);
  });
  const [onNumbers] = useState(() => (draw: () => void) => {
    numbers.current.add(draw);
    return () => numbers.current.delete(draw);
  });

  useEffect(() => {
    if (!active) return;
    if (pool.status !== 'ready') {
      setStats(undefined);
      return;
    }
    let due = 0;
    return onFrame((now, interval) => {
      const look = pool.pool.stats();
      frames.current.add(interval);
      made.runs.add(now, look);
      if (interval > stall) made.freezes.push([now - interval, now]);
      while ((made.freezes[0]?.[1] ?? now) < now - timelineSpan) made.freezes.shift();
      for (const draw of drawers.current) draw(now);
      if (now < due) return;
      due = now + period;
      const time = now / 1000;
      made.work.add(time, [made.rate.next(time, look.jobs.done), look.queue.length]);
      const memories = look.kernels.flatMap(({ memory }) => memory ?? []);
      const sum = (name: 'used' | 'peak') =>
        memories.length === 0 ? null : memories.reduce((total, memory) => total + memory[name], 0);
      made.memory.add(time, [sum('used'), sum('peak')]);
      setStats(look);
      for (const draw of numbers.current) draw();
    });
  }, [pool, active, made]);

  return { ...made, frames: frames.current, stats, onDraw, onNumbers };
}
