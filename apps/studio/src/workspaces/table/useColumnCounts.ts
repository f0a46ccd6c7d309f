import { useEffect, useState } from 'react';
import type { TableDiff } from 'heddle/table';
import { countByColumn, type ColumnCounts } from './filter.ts';

/** The changed cells of each column of a diff; undefined before the first are counted. */
export function useColumnCounts(diff: TableDiff): ColumnCounts | undefined {
  const [counted, setCounted] = useState<{ diff: TableDiff; counts: ColumnCounts }>();
  useEffect(() => {
    if (diff.changed === 0) return;
    const controller = new AbortController();
    const show = (counts: ColumnCounts) => {
      setCounted({ diff, counts });
    };
    countByColumn(diff, diff.columns.length, show, controller.signal).catch(() => {
      // The diff was disposed of: another one is in view.
    });
    return () => {
      controller.abort();
    };
  }, [diff]);
  return counted?.diff === diff ? counted.counts : undefined;
}
