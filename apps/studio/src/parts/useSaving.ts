import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from './ProblemNote.tsx';

export interface Saving {
  /** From 0 to 1; undefined while nothing is written. */
  readonly progress: number | undefined;
  readonly problem: Problem | undefined;
  /** Begins anew; what was being written is given up. */
  readonly start: (work: Work) => void;
  readonly cancel: () => void;
}

type Work = (signal: AbortSignal, onProgress: (progress: number) => void) => Promise<void>;

/**
 * Something that is written for the person to keep: how far it is, what went wrong, and the way out.
 *
 * of        what it is written from: with another one, what is being written is given up.
 * describe  says what went wrong.
 */
export function useSaving(of: object, describe: (error: unknown) => Problem): Saving {
  const [progress, setProgress] = useState<number>();
  const [problem, setProblem] = useState<Problem>();
  const running = useRef<AbortController | undefined>(undefined);
  const cancel = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setProgress(undefined);
  }, []);
  useEffect(() => {
    setProblem(undefined);
    return cancel;
  }, [of, cancel]);

  const start = (work: Work) => {
    cancel();
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    setProblem(undefined);
    setProgress(0);
    work(signal, (done) => {
      if (!signal.aborted) setProgress(done);
    }).then(
      () => {
        if (!signal.aborted) setProgress(undefined);
      },
      (error: unknown) => {
        if (signal.aborted) return;
        setProgress(undefined);
        setProblem(describe(error));
      },
    );
  };
  return { progress, problem, start, cancel };
}
