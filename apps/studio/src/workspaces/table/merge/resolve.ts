/** Makes the merged table with its conflicts decided: a patch to the one that the engine wrote. */
import type { Pool, RunOptions } from 'heddle';
import { table, type Dialect } from 'heddle/table';
import { dropsRow, type Choice, type Headers } from './choices.ts';
import { markOf, type Conflict } from './conflicts.ts';
import type { Merged } from './state.ts';

/** How the engine writes a merged table, so that nothing has to be guessed. */
const written: Dialect = { delimiter: ',', quote: '"' };

function field(value: string): string {
  return /[",\r\n]/.test(value) || value === '' ? `"${value.replaceAll('"', '""')}"` : value;
}

const record = (values: readonly (string | number)[]) =>
  `${values.map((value) => field(String(value))).join()}\n`;

function valueOf(conflict: Conflict, choice: Choice): string {
  return choice.take === 'own' ? choice.text : (conflict[choice.take] ?? '');
}

interface Edit {
  readonly gone: boolean;
  /** Place of the column, counted from 1, then the value before and after. */
  readonly cells: (string | number)[];
}

/** What becomes of the rows that have a decided conflict, by their number. */
export function editsOf(
  conflicts: readonly Conflict[],
  made: ReadonlyMap<number, Choice>,
  columns: readonly string[],
  headers: Headers,
): Map<number, Edit> {
  const edits = new Map<number, Edit>();
  conflicts.forEach((conflict, i) => {
    const choice = made.get(i);
    if (choice === undefined) return;
    const before = edits.get(conflict.row) ?? { gone: false, cells: [] };
    if (dropsRow(conflict, choice, headers)) {
      edits.set(conflict.row, { gone: true, cells: [] });
      return;
    }
    const place = columns.indexOf(conflict.column);
    const [old, value] = [markOf(conflict), valueOf(conflict, choice)];
    const cells = place < 0 || old === value ? [] : [place + 1, old, value];
    edits.set(conflict.row, { ...before, cells: [...before.cells, ...cells] });
  });
  return edits;
}

/**
 * The patch, as table.patch takes it.
 * rows      of the merged table.
 * valuesOf  all values of a row that goes: the patch names them.
 */
export function patchOf(
  columns: readonly string[],
  rows: number,
  edits: ReadonlyMap<number, Edit>,
  valuesOf: (row: number) => readonly string[],
): Blob {
  const order = [...edits].sort(([a], [b]) => a - b);
  const gone = order.filter(([, edit]) => edit.gone).map(([row]) => row);
  const lines = [
    'heddle table patch,1\n',
    record(['left', rows, ...columns]),
    record(['right', rows - gone.length, ...columns]),
    record(['from', ...columns.map((_name, i) => i + 1)]),
    ...gone.map((row) => record(['-', row, ...valuesOf(row)])),
  ];
  let next = 1;
  const keepUpTo = (row: number) => {
    if (row > next) lines.push(record(['=', next, row - next]));
    next = row + 1;
  };
  for (const [row, { gone: leaves, cells }] of order) {
    if (!leaves && cells.length === 0) continue;
    keepUpTo(row);
    if (!leaves) lines.push(record(['~', row, ...cells]));
  }
  keepUpTo(rows + 1);
  return new Blob(lines, { type: 'text/csv' });
}

/**
 * What the columns of a merged table without a header are called in its conflicts: their numbers, but for those that
 * a side has dropped.
 */
export function numbersOf({ base, left, right }: Headers, count: number): string[] {
  const numbers: string[] = [];
  for (let next = 1; numbers.length < count; ++next) {
    const name = String(next);
    if (!base.includes(name) || (left.includes(name) && right.includes(name))) numbers.push(name);
  }
  return numbers;
}

/** The merged table with what was chosen; conflicts that are open keep their marks. */
export async function resolve(
  pool: Pool,
  { table: text, rows, named, conflicts, headers }: Merged,
  made: ReadonlyMap<number, Choice>,
  { signal, onProgress }: Pick<RunOptions, 'signal' | 'onProgress'> = {},
): Promise<Blob> {
  if (made.size === 0) return text;
  const first = { file: text, ...written, header: named };
  const names = await pool.run(table.columns, first, { signal });
  const columns = named ? names : numbersOf(headers, names.length);
  // With a line of names a table without one is like any other; it is taken off again.
  const head = named ? '' : record(columns);
  const left = new Blob([head, text]);
  const edits = editsOf(conflicts, made, columns, headers);
  const goes = [...edits.values()].some(({ gone }) => gone);
  const halves = (first: boolean) => (progress: number) => {
    onProgress?.(!goes ? progress : first ? progress / 2 : (1 + progress) / 2);
  };
  // All rows, as those that a table with no row has not: the way to the values of some.
  using all = goes
    ? await pool.run(
        table.diff,
        { left, right: record(columns), ...written },
        { signal, onProgress: halves(true) },
      )
    : undefined;
  const valuesOf = (row: number) =>
    all?.at(row - 1).cells.map((cell) => (typeof cell === 'string' ? cell : '')) ?? [];
  const patch = patchOf(columns, rows, edits, valuesOf);
  const resolved = await pool.run(
    table.patch,
    { left, patch, ...written },
    { signal, onProgress: halves(false) },
  );
  return resolved.slice(head.length, resolved.size, resolved.type);
}
