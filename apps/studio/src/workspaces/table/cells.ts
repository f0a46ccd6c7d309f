/** How cells are shown: text on one line, widths from a sample of the rows. */
import type { BothValues, DiffFacts, FullDifference } from 'heddle/table';
import type { Side } from './problem.ts';

/** Names of the columns that rows have cells for, and which of them one file only has. */
export type Names = Pick<DiffFacts, 'columns' | 'onlyLeft' | 'onlyRight'>;

/** A row that differs, with all that both files say of it. */
export type Row = FullDifference;
export type Cell = Row['cells'][number];

/** Whether a cell is the same, or not compared, but written differently. */
export function isAlike(cell: Cell): cell is BothValues {
  return cell !== null && typeof cell === 'object' && !Array.isArray(cell);
}

/** What a file has in a cell; null: it has no such column. */
export function valueIn(cell: Cell, side: Side): string | null {
  if (cell === null || typeof cell === 'string') return cell;
  const [left, right] = isAlike(cell) ? [cell.left, cell.right] : cell;
  return side === 'left' ? left : right;
}

/** What a cell is, for its looks. */
export function stateOf(cell: Cell): 'missing' | 'alike' | 'changed' | undefined {
  if (cell === null) return 'missing';
  if (isAlike(cell)) return 'alike';
  return typeof cell === 'string' ? undefined : 'changed';
}

/** Why a value is no difference though left writes another one. */
export function alikeReason(ignored: boolean): string {
  return ignored ? 'not compared' : 'the same by its rule';
}

export interface ColumnLayout {
  /** Room for the text, in characters. */
  readonly characters: number;
  /** Room that all of the sampled text would take, at most `longest` characters. */
  readonly natural: number;
  /** Every sampled value is a number: align to the right, so that digits line up. */
  readonly numeric: boolean;
}

const narrowest = 6;
const widest = 34;
/** Longest text put into the page for one cell; the reading line shows the rest. */
const longest = 300;
const number = /^[+-]?(\d[\d,_ ]*)?(\.\d+)?([eE][+-]?\d+)?%?$/;

/** Control characters as visible symbols, so that a cell stays on one line. */
export function oneLine(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut.replace(/\r\n|[\n\r\t]/g, (found) => (found === '\t' ? '⇥' : '↵'));
}

/** Like oneLine, with the spaces at both ends as dots: in a change they are what matters. */
export function oneLineMarked(text: string): string {
  return oneLine(text).replace(/^ +| +$/g, (spaces) => '·'.repeat(spaces.length));
}

/**
 * Layout of each column from its name and a sample of rows; the same for the whole list, so that
 * nothing moves sideways while scrolling.
 * marks  room that marks beside a column's name take, in characters.
 * apart  whether the two values of a change stand in cells of their own.
 */
export function layoutColumns(
  names: readonly string[],
  marks: ReadonlyMap<string, number>,
  sample: readonly Row[],
  apart = false,
): ColumnLayout[] {
  return names.map((name, column) => {
    let characters = name.length + (marks.get(name) ?? 0);
    let numbers = 0;
    let others = 0;
    for (const { cells } of sample) {
      const cell = cells[column];
      if (cell === null || cell === undefined) continue;
      const changed = Array.isArray(cell);
      const alike = isAlike(cell);
      const texts = changed
        ? cell
        : !alike
          ? [cell]
          : apart
            ? [cell.left, cell.right]
            : [cell.right];
      // A pair has a gap, and room inside each value's mark; what is alike has a sign behind it.
      let length = apart ? (changed ? 1 : 0) : changed ? 4 : alike ? 2 : 0;
      for (const text of texts) {
        const own = changed ? Math.max(text.length, 5) : text.length;
        length = apart ? Math.max(length, own + 1) : length + own;
        if (text === '') continue;
        if (number.test(text)) numbers++;
        else others++;
      }
      characters = Math.max(characters, length);
    }
    return {
      characters: Math.min(Math.max(characters, narrowest), widest),
      natural: Math.min(Math.max(characters, narrowest), longest),
      numeric: numbers > 0 && others === 0,
    };
  });
}

/** `layout` with the characters left over in `available` given to the columns that were cut. */
export function fillWidth(layout: readonly ColumnLayout[], available: number): ColumnLayout[] {
  const sum = (pick: (column: ColumnLayout) => number) =>
    layout.reduce((total, column) => total + pick(column), 0);
  const spare = available - sum((column) => column.characters);
  const wanted = sum((column) => column.natural - column.characters);
  if (spare <= 0 || wanted === 0) return [...layout];
  const share = Math.min(1, spare / wanted);
  return layout.map((column) => ({
    ...column,
    characters: column.characters + Math.floor((column.natural - column.characters) * share),
  }));
}
