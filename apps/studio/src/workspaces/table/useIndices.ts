import { useEffect, useState } from 'react';
import type { TableDiff } from 'heddle/table';
import { indicesOf, type Filter } from './filter.ts';

interface Listed {
  readonly diff: TableDiff;
  readonly filter: Filter;
  readonly indices: Uint32Array;
}

/**
 * The differences that `filter` lets through; undefined when that is all of them, or while they
 * are being found.
 */
export function useIndices(diff: TableDiff, filter: Filter): Uint32Array | undefined {
  const [listed, setListed] = useState<Listed>();
  useEffect(() => {
    if (filter === 'all') return;
    const controller = new AbortController();
    const kinds = { length: diff.length, kindAt: (index: number) => diff.at(index).kind };
    indicesOf(kinds, filter, diff[filter], controller.signal).then(
      (indices) => {
        setListed({ diff, filter, indices });
      },
      // Only aborting ends it early.
      () => undefined,
    );
    return () => {
      controller.abort();
    };
  }, [diff, filter]);
  return listed?.diff === diff && listed.filter === filter ? listed.indices : undefined;
}
