/**
 * What a comparison must find, computed the plain way: maps, arrays and strings, nothing of ours. The
 * engine is held against it.
 */
import type { Cell, Difference } from 'heddle/table';

export interface Rows {
  readonly columns: readonly string[];
  /** Each as long as `columns`. */
  readonly rows: readonly (readonly string[])[];
}

export interface Expected {
  readonly columns: readonly string[];
  readonly key: readonly string[];
  readonly onlyLeft: readonly string[];
  readonly onlyRight: readonly string[];
  readonly differences: readonly Difference[];
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly changedCells: number;
  readonly unchanged: number;
}

/** key  none: whole rows, that is all columns that both have. */
export function compare(left: Rows, right: Rows, key: readonly string[]): Expected {
  const onlyLeft = left.columns.filter((name) => !right.columns.includes(name));
  const onlyRight = right.columns.filter((name) => !left.columns.includes(name));
  const columns = [...right.columns, ...onlyLeft];
  const shared = right.columns.filter((name) => left.columns.includes(name));
  const effectiveKey = key.length > 0 ? key : shared;

  const cell = (table: Rows, row: number, name: string): string | null => {
    const column = table.columns.indexOf(name);
    return column < 0 ? null : (table.rows[row]?.[column] ?? null);
  };
  const keyOf = (table: Rows, row: number) =>
    JSON.stringify(effectiveKey.map((name) => cell(table, row, name)));

  // Rows of left by key, in order of appearance; a row of right takes the first that is left.
  const waiting = new Map<string, number[]>();
  left.rows.forEach((_, row) => {
    const id = keyOf(left, row);
    const list = waiting.get(id);
    if (list === undefined) waiting.set(id, [row]);
    else list.push(row);
  });
  const partnerOf = new Map<number, number>();
  const added: number[] = [];
  right.rows.forEach((_, row) => {
    const partner = waiting.get(keyOf(right, row))?.shift();
    if (partner === undefined) added.push(row);
    else partnerOf.set(partner, row);
  });

  const found: { at: number; side: 0 | 1; difference: Difference }[] = added.map((row) => ({
    at: row,
    side: 1,
    difference: {
      kind: 'added',
      right: row + 1,
      cells: columns.map((name) => cell(right, row, name)),
    },
  }));
  let changed = 0;
  let changedCells = 0;
  left.rows.forEach((_, row) => {
    const partner = partnerOf.get(row);
    if (partner === undefined) {
      const cells = columns.map((name) => cell(left, row, name));
      found.push({ at: row, side: 0, difference: { kind: 'removed', left: row + 1, cells } });
      return;
    }
    let changes = 0;
    const cells = columns.map((name): Cell => {
      const before = cell(left, row, name);
      const after = cell(right, partner, name);
      if (before === null || after === null) return after ?? before;
      if (before === after) return after;
      ++changes;
      return [before, after];
    });
    if (changes === 0) return;
    ++changed;
    changedCells += changes;
    found.push({
      at: row,
      side: 0,
      difference: { kind: 'changed', left: row + 1, right: partner + 1, cells },
    });
  });
  found.sort((a, b) => a.at - b.at || a.side - b.side);

  const removed = left.rows.length - partnerOf.size;
  return {
    columns,
    key,
    onlyLeft,
    onlyRight,
    differences: found.map(({ difference }) => difference),
    added: added.length,
    removed,
    changed,
    changedCells,
    unchanged: left.rows.length - removed - changed,
  };
}
