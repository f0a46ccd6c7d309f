import { useEffect, useState } from 'react';
import type { TableDiff } from 'heddle/table';
import { isSearch, listMatches, matcher, type Listing, type Wanted } from './filter.ts';

interface Listed {
  readonly diff: TableDiff;
  readonly wanted: Wanted;
  readonly listing: Listing;
}

/** The wanted differences; undefined for all, or before the first are found. */
export function useListing(diff: TableDiff, wanted: Wanted): Listing | undefined {
  const [listed, setListed] = useState<Listed>();
  useEffect(() => {
    if (wanted.kind === 'all' && !isSearch(wanted)) return;
    const controller = new AbortController();
    const show = (listing: Listing) => {
      setListed({ diff, wanted, listing });
    };
    const most = wanted.kind === 'all' ? diff.length : diff[wanted.kind];
    void listMatches(diff.length, matcher(diff, wanted), most, show, controller.signal);
    return () => {
      controller.abort();
    };
  }, [diff, wanted]);
  return listed?.diff === diff && listed.wanted === wanted ? listed.listing : undefined;
}
