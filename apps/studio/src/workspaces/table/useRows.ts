import { useEffect, useMemo, useState } from 'react';
import type { KernelDiff } from 'heddle/table';
import { filterOf, knownCount, type Wanted } from './filter.ts';
import { WindowedRows } from './rowSource.ts';

/** What is listed: rows, and what was asked for to have them. */
export interface Listed {
  readonly wanted: Wanted;
  readonly rows: WindowedRows;
}

export interface Rows {
  /** Those that are shown; while others are looked for, those from before. */
  readonly listed: Listed;
  /** How far the search is, 0 to 1; undefined when it has ended. */
  readonly progress: number | undefined;
  /** Why a search failed. */
  readonly error: unknown;
}

function listOf(diff: KernelDiff, wanted: Wanted, count: number): Listed {
  const filter = filterOf(wanted, diff.columns) ?? {};
  const rows = new WindowedRows(count, (begin, end, signal) =>
    diff.rows(begin, end, { ...filter, signal, bothValues: true }),
  );
  return { wanted, rows };
}

/** The wanted rows of a diff. */
export function useRows(diff: KernelDiff, wanted: Wanted): Rows {
  const known = useMemo(() => {
    const count = filterOf(wanted, diff.columns) === undefined ? 0 : knownCount(wanted, diff);
    return count === undefined ? undefined : listOf(diff, wanted, count);
  }, [diff, wanted]);
  const [found, setFound] = useState<{ diff: KernelDiff; listed: Listed }>();
  const [search, setSearch] = useState<{ wanted: Wanted; progress: number; error?: unknown }>();
  useEffect(() => {
    if (known !== undefined) {
      setFound({ diff, listed: known });
      return;
    }
    const controller = new AbortController();
    const { signal } = controller;
    const onProgress = (progress: number) => {
      if (!signal.aborted) setSearch({ wanted, progress });
    };
    onProgress(0);
    diff.count(filterOf(wanted, diff.columns), { signal, onProgress }).then(
      (count) => {
        if (!signal.aborted) setFound({ diff, listed: listOf(diff, wanted, count) });
      },
      (error: unknown) => {
        if (!signal.aborted) setSearch({ wanted, progress: 1, error });
      },
    );
    return () => {
      controller.abort();
    };
  }, [diff, wanted, known]);
  const all = useMemo(
    () => listOf(diff, { kind: 'all', column: undefined, text: '' }, diff.length),
    [diff],
  );
  const before = found?.diff === diff ? found.listed : all;
  const listed = known ?? before;
  const done = listed.wanted === wanted;
  const current = search?.wanted === wanted ? search : undefined;
  return {
    listed,
    progress: done ? undefined : (current?.progress ?? 0),
    error: done ? undefined : current?.error,
  };
}
