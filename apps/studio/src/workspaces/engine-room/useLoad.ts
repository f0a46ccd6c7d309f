import { useCallback, useEffect, useRef, useState } from 'react';
import { HeddleError } from 'heddle';
import type { PoolState } from '../../shell/usePool.ts';
import { runWork } from './work.ts';

/** What the load has come to; the object changes in place and is read when numbers are drawn. */
export interface LoadCounts {
  done: number;
  failed: number;
}

export interface Load {
  readonly on: boolean;
  readonly counts: Readonly<LoadCounts>;
  readonly problem: string | undefined;
  readonly toggle: () => void;
}

/** Jobs that are kept going for each kernel, so that one always waits. */
const perKernel = 2;

/** Comparisons without end, while it is switched on; it goes on with the next pool. */
export function useLoad(pool: PoolState): Load {
  const [on, setOn] = useState(false);
  const [problem, setProblem] = useState<string>();
  const counts = useRef<LoadCounts>({ done: 0, failed: 0 });

  useEffect(() => {
    if (!on || pool.status !== 'ready') return;
    const controller = new AbortController();
    const { signal } = controller;
    setProblem(undefined);
    const keepGoing = async () => {
      while (!signal.aborted) {
        try {
          await runWork(pool.pool, { signal });
          ++counts.current.done;
        } catch (error) {
          if (signal.aborted) return;
          ++counts.current.failed;
          setProblem(error instanceof Error ? error.message : String(error));
          // A kernel that was killed twice takes its job with it; all else would go on failing.
          if (error instanceof HeddleError && error.code === 'kernel_failed') continue;
          setOn(false);
          return;
        }
      }
    };
    for (let i = 0; i < perKernel * pool.info.kernels; ++i) void keepGoing();
    return () => {
      controller.abort();
    };
  }, [on, pool]);

  const toggle = useCallback(() => {
    setOn((before) => !before);
  }, []);
  return { on, counts: counts.current, problem, toggle };
}
