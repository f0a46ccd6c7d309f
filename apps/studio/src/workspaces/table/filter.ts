/** Which differences the table lists. */
import type { DiffFacts, Difference, DiffFilter } from 'heddle/table';

export type Kind = Difference['kind'];
export type Filter = 'all' | Kind;

/** What the table lists: differences of one kind, changed in one column, with a text in a cell. */
export interface Wanted {
  readonly kind: Filter;
  /** Place of a column in `diff.columns`; the text is looked for in it, without one it must have changed. */
  readonly column: number | undefined;
  /** Looked for in either case; empty for any. */
  readonly text: string;
}

/** Whether the table lists more than a kind, so that nobody knows how many there are before the end. */
export function isSearch({ column, text }: Wanted): boolean {
  return column !== undefined || text !== '';
}

/** As the engine takes it; undefined: no difference can be meant. */
export function filterOf(
  { kind, column, text }: Wanted,
  columns: readonly string[],
): DiffFilter | undefined {
  const name = column === undefined ? undefined : columns[column];
  const only = kind === 'all' ? {} : { only: [kind] };
  if (text !== '') return { ...only, text, ...(name === undefined ? {} : { textIn: [name] }) };
  if (name === undefined) return only;
  // What changed in a column: rows that are new or gone have not changed.
  return kind === 'all' || kind === 'changed'
    ? { only: ['changed'], changedIn: [name] }
    : undefined;
}

/** How many differences are listed, where that is known beforehand. */
export function knownCount(
  wanted: Wanted,
  facts: Pick<DiffFacts, 'length' | Kind>,
): number | undefined {
  if (isSearch(wanted)) return undefined;
  return wanted.kind === 'all' ? facts.length : facts[wanted.kind];
}
