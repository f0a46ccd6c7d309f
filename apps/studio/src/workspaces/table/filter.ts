/** Which differences the table lists. */
import type { Difference } from 'heddle/table';
import type { Cell } from './cells.ts';

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

/** The part of a TableDiff that filtering needs. */
export interface Differences {
  readonly length: number;
  kindAt(index: number): Kind;
  at(index: number): Pick<Difference, 'cells'>;
}

/** Tells which differences are wanted; it decodes those whose cells matter only. */
export function matcher(diff: Differences, wanted: Wanted): (index: number) => boolean {
  const { kind, column } = wanted;
  const ofKind = (index: number) => kind === 'all' || diff.kindAt(index) === kind;
  if (!isSearch(wanted)) return ofKind;
  const text = wanted.text.toLowerCase();
  const has = (value: string) => value.toLowerCase().includes(text);
  const matches = (cell: Cell | undefined) => {
    if (cell === null || cell === undefined) return false;
    if (typeof cell === 'string') return text !== '' && has(cell);
    return text === '' || has(cell[0]) || has(cell[1]);
  };
  return (index) => {
    if (!ofKind(index)) return false;
    const { cells } = diff.at(index);
    return column === undefined ? cells.some(matches) : matches(cells[column]);
  };
}

/** Longest stretch of work before the page gets a turn, in milliseconds. */
const stretch = 4;
/** Differences looked at between two looks at the clock. */
const block = 128;

/** Time between two parts that are shown, in milliseconds. */
const reportEvery = 100;

/** Lets the page draw and handle input; unlike a timer, not throttled to 4 ms a turn. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** The wanted differences, while they are being found. */
export interface Listing {
  /** Their indices, in order; those behind `found` mean nothing. */
  readonly indices: Uint32Array;
  /** How many of them are known yet. */
  readonly found: number;
  /** Whether that is all of them. */
  readonly complete: boolean;
}

/**
 * Lists the differences that match, a part at a time.
 * length  how many there are to look at.
 * most    how many can match, at most.
 * onPart  called after each part, the last time with all of them.
 * Gives the page a turn at least every 4 ms; ends early when `signal` is aborted.
 */
export async function listMatches(
  length: number,
  matches: (index: number) => boolean,
  most: number,
  onPart: (listing: Listing) => void,
  signal?: AbortSignal,
): Promise<void> {
  const indices = new Uint32Array(most);
  let found = 0;
  let deadline = performance.now() + stretch;
  let report = performance.now() + reportEvery;
  for (let start = 0; start < length && found < most; start += block) {
    const end = Math.min(start + block, length);
    for (let i = start; i < end; i++) {
      if (matches(i)) indices[found++] = i;
    }
    const now = performance.now();
    if (now < deadline) continue;
    if (now >= report) {
      onPart({ indices, found, complete: false });
      report = now + reportEvery;
    }
    await nextTurn();
    if (signal?.aborted === true) return;
    deadline = performance.now() + stretch;
  }
  onPart({ indices, found, complete: true });
}

/** Changed cells of each column, as far as the differences were looked at. */
export interface ColumnCounts {
  readonly changed: Uint32Array;
  readonly complete: boolean;
}

/**
 * Counts the changed cells of each column, a part at a time, as listMatches lists.
 * onPart  called after each part, the last time with all of them.
 */
export async function countByColumn(
  diff: Differences,
  columns: number,
  onPart: (counts: ColumnCounts) => void,
  signal?: AbortSignal,
): Promise<void> {
  const changed = new Uint32Array(columns);
  let deadline = performance.now() + stretch;
  let report = performance.now() + reportEvery;
  for (let start = 0; start < diff.length; start += block) {
    const end = Math.min(start + block, diff.length);
    for (let i = start; i < end; i++) {
      if (diff.kindAt(i) !== 'changed') continue;
      diff.at(i).cells.forEach((cell, column) => {
        if (Array.isArray(cell)) changed[column] = (changed[column] ?? 0) + 1;
      });
    }
    const now = performance.now();
    if (now < deadline) continue;
    if (now >= report) {
      onPart({ changed: changed.slice(), complete: false });
      report = now + reportEvery;
    }
    await nextTurn();
    if (signal?.aborted === true) return;
    deadline = performance.now() + stretch;
  }
  onPart({ changed, complete: true });
}
