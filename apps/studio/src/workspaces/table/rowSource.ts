/** Where the table's rows come from: a few at a time, whatever there are. */
import type { Difference, TableDiff } from 'heddle/table';
import type { Listing } from './filter.ts';

export interface RowSource {
  /** How many rows are there so far. */
  readonly count: number;
  /** One of them; undefined while it is on its way. */
  at(row: number): Difference | undefined;
}

/** The differences that are listed, or all of them. */
export function rowsOf(diff: TableDiff, listing: Listing | undefined, count: number): RowSource {
  return {
    count,
    at: (row) => {
      if (row < 0 || row >= count) return undefined;
      return diff.at(listing === undefined ? row : (listing.indices[row] ?? 0));
    },
  };
}
