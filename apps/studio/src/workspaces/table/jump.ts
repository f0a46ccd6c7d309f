/** From one change to the next, in reading order. */
import type { Row } from './cells.ts';

export interface Place {
  readonly row: number;
  readonly column: number;
}

/** The columns of a row at which a jump stops: its changed cells; the first one where all of it is new or gone. */
export function stopsOf({ kind, cells }: Row, only: number | undefined): number[] {
  if (kind !== 'changed') return [only ?? 0];
  return cells.flatMap((cell, column) =>
    Array.isArray(cell) && (only === undefined || only === column) ? [column] : [],
  );
}

/** The part of a WindowedRows that a jump needs. */
export interface Fetch {
  readonly count: number;
  fetch(row: number): Promise<Row | undefined>;
}

/** Most rows that are looked at for one jump: each row that is listed has a change, but for those with a text. */
const reach = 10_000;

/**
 * The next change after `from`, or with -1 the one before it; undefined behind the last.
 * from  undefined: from the top, or from the end.
 * only  a column: changes of others are passed over.
 */
export async function findChange(
  source: Fetch,
  from: Place | undefined,
  direction: 1 | -1,
  only?: number,
): Promise<Place | undefined> {
  let row = from?.row ?? (direction === 1 ? 0 : source.count - 1);
  for (let looked = 0; looked < reach; ++looked, row += direction) {
    const difference = await source.fetch(row);
    if (difference === undefined) return undefined;
    const stops = stopsOf(difference, only);
    const current = row;
    const after = (column: number) =>
      current !== from?.row || (column - from.column) * direction > 0;
    const column = direction === 1 ? stops.find(after) : stops.findLast(after);
    if (column !== undefined) return { row, column };
  }
  return undefined;
}
