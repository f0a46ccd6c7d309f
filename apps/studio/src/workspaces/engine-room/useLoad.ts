import { useCallback, useEffect, useState } from 'react';
import { HeddleError } from 'heddle';
import { messageOf } from '../../parts/messageOf.ts';
import type { PoolState } from '../../shell/usePool.ts';
import { runWork } from './work.ts';

export interface Load {
  readonly on: boolean;
  readonly problem: string | undefined;
  readonly toggle: () => void;
}

/** Jobs that are kept going for each kernel, so that one always waits. */
const perKernel = 2;

/** Comparisons without end, while it is switched on; it goes on with the next pool. */
export function useLoad(pool: PoolState): Load {
  const [on, setOn] = useState(false);
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    if (!on || pool.status !== 'ready') return;
    const controller = new AbortController();
    const { signal } = controller;
    const ended = () => signal.aborted;
    setProblem(undefined);
    const keepGoing = async () => {
      while (!ended()) {
        try {
          const diff = await runWork(pool.pool, { signal });
          diff.dispose();
        } catch (error) {
          if (ended()) return;
          setProblem(messageOf(error));
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
  return { on, problem, toggle };
}
