import { useCallback, useEffect, useRef, useState } from 'react';
import { messageOf } from '../../parts/messageOf.ts';
import type { PoolState } from '../../shell/usePool.ts';
import { hashOf, runWork } from './work.ts';

/** One comparison whose result was hashed. */
export interface CheckRun {
  readonly id: number;
  /** How the pool was made: "Threads, 1 × 8 lanes". */
  readonly tier: string;
  readonly kernels: number;
  readonly lanes: number;
  readonly hash: string;
  /** From the call until the result, the hash not counted. */
  readonly seconds: number;
  readonly differences: number;
}

export interface Check {
  /** Newest first. */
  readonly runs: readonly CheckRun[];
  /** From 0 to 1 while one is on its way. */
  readonly progress: number | undefined;
  readonly problem: string | undefined;
  readonly start: () => void;
  readonly cancel: () => void;
}

/** Most runs that are remembered. */
const limit = 8;

/** Runs the same comparison on every pool that comes, once by itself, and keeps the hashes. */
export function useCheck(pool: PoolState): Check {
  const [runs, setRuns] = useState<readonly CheckRun[]>([]);
  const [progress, setProgress] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const controller = useRef<AbortController>(undefined);

  const start = useCallback(() => {
    if (pool.status !== 'ready') return;
    controller.current?.abort();
    const current = new AbortController();
    const { signal } = current;
    controller.current = current;
    setProgress(0);
    setProblem(undefined);
    const run = async () => {
      const began = performance.now();
      const diff = await runWork(pool.pool, {
        signal,
        onProgress: (fraction) => {
          if (!signal.aborted) setProgress(fraction);
        },
      });
      const seconds = (performance.now() - began) / 1000;
      const hash = await hashOf(diff).finally(() => {
        // The counts stay.
        diff.dispose();
      });
      const { tier, kernels, lanes } = pool.info;
      if (signal.aborted) return;
      setRuns((before) => [
        {
          id: (before[0]?.id ?? 0) + 1,
          tier,
          kernels,
          lanes,
          hash,
          seconds,
          differences: diff.length,
        },
        ...before.slice(0, limit - 1),
      ]);
      setProgress(undefined);
    };
    run().catch((error: unknown) => {
      if (signal.aborted) return;
      setProgress(undefined);
      setProblem(messageOf(error));
    });
  }, [pool]);

  const cancel = useCallback(() => {
    controller.current?.abort();
    setProgress(undefined);
  }, []);

  useEffect(() => {
    start();
    return cancel;
  }, [start, cancel]);

  return { runs, progress, problem, start, cancel };
}
