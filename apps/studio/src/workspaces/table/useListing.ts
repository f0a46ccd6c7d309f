import { useEffect, useState } from 'react';
import type { TableDiff } from 'heddle/table';
import { listKind, type Filter, type Listing } from './filter.ts';

interface Listed {
  readonly diff: TableDiff;
  readonly filter: Filter;
  readonly listing: Listing;
}

/** The differences that `filter` lets through; undefined for all, or before the first are found. */
export function useListing(diff: TableDiff, filter: Filter): Listing | undefined {
  const [listed, setListed] = useState<Listed>();
  useEffect(() => {
    if (filter === 'all') return;
    const controller = new AbortController();
    const kinds = { length: diff.length, kindAt: (index: number) => diff.kindAt(index) };
    const show = (listing: Listing) => {
      setListed({ diff, filter, listing });
    };
    void listKind(kinds, filter, diff[filter], show, controller.signal);
    return () => {
      controller.abort();
    };
  }, [diff, filter]);
  return listed?.diff === diff && listed.filter === filter ? listed.listing : undefined;
}
