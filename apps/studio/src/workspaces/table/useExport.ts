import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../parts/ProblemNote.tsx';
import { saveFile } from '../../parts/saveFile.ts';
import { fileName, formatOptionsOf, type ExportOptions } from './export.ts';
import { describeProblem } from './problem.ts';
import type { Result } from './state.ts';

export interface Export {
  /** Undefined while nothing is written. */
  readonly progress: number | undefined;
  readonly problem: Problem | undefined;
  readonly start: (options: ExportOptions) => void;
  readonly cancel: () => void;
}

/** Writes a result in a format and hands it to the person. */
export function useExport(result: Result): Export {
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
  }, [result, cancel]);

  const start = (options: ExportOptions) => {
    cancel();
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    setProblem(undefined);
    setProgress(0);
    const { diff, request } = result;
    const writing = diff.write(formatOptionsOf(options), {
      signal,
      onProgress: (done) => {
        if (!signal.aborted) setProgress(done);
      },
    });
    writing.then(
      (text) => {
        if (signal.aborted) return;
        setProgress(undefined);
        saveFile(text, fileName(options.format, request));
      },
      (error: unknown) => {
        if (signal.aborted) return;
        setProgress(undefined);
        setProblem(describeProblem(error));
      },
    );
  };
  return { progress, problem, start, cancel };
}
