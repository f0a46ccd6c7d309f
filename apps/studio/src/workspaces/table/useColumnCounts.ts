import { useEffect, useState } from 'react';
import type { ColumnChanges, KernelDiff } from 'heddle/table';

/** The changed cells of each column of a diff; undefined before they are counted. */
export function useColumnCounts(diff: KernelDiff): readonly ColumnChanges[] | undefined {
  const [counted, setCounted] = useState<{ diff: KernelDiff; counts: readonly ColumnChanges[] }>();
  useEffect(() => {
    if (diff.changed === 0) return;
    const controller = new AbortController();
    const { signal } = controller;
    diff.changesByColumn({}, { signal }).then(
      (counts) => {
        if (!signal.aborted) setCounted({ diff, counts });
      },
      () => {
        // The rows say what is wrong with the diff.
      },
    );
    return () => {
      controller.abort();
    };
  }, [diff]);
  return counted?.diff === diff ? counted.counts : undefined;
}
