import { useEffect } from 'react';
import type { Pool } from 'heddle';
import { table } from 'heddle/table';
import { describeProblem, fixesOf } from './problem.ts';
import { dialectOf, type Reading } from './reading.ts';
import type { HeaderAction, Slot } from './slot.ts';

/** Reads the header of a file that has just been placed. */
export function useHeader(
  pool: Pool | undefined,
  slot: Slot,
  reading: Reading,
  dispatch: (action: HeaderAction) => void,
): void {
  useEffect(() => {
    if (pool === undefined || slot.status !== 'reading') return;
    const { file } = slot;
    const controller = new AbortController();
    const { signal } = controller;
    pool.run(table.columns, { file: file.data, ...dialectOf(reading) }, { signal }).then(
      (columns) => {
        if (!signal.aborted) dispatch({ type: 'columnsRead', file, columns });
      },
      (error: unknown) => {
        if (signal.aborted) return;
        const problem = describeProblem(error);
        dispatch({ type: 'readFailed', file, problem, fixes: fixesOf(error) });
      },
    );
    return () => {
      controller.abort();
    };
  }, [pool, slot, reading, dispatch]);
}
