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
  /** Of left and of right. */
  readonly duplicateKeys: readonly number[];
  readonly duplicateRows: readonly number[];
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

  // First each row of right takes the first row of left that is free and has the same values, then the others
  // take the first one that is free and has the same key.
  const valuesOf = (table: Rows, row: number) =>
    JSON.stringify(shared.map((name) => cell(table, row, name)));
  const partnerOf = new Map<number, number>();
  const paired = new Set<number>();
  for (const identify of [valuesOf, keyOf]) {
    const free = new Map<string, number[]>();
    left.rows.forEach((_, row) => {
      if (partnerOf.has(row)) return;
      const id = identify(left, row);
      const list = free.get(id);
      if (list === undefined) free.set(id, [row]);
      else list.push(row);
    });
    right.rows.forEach((_, row) => {
      if (paired.has(row)) return;
      const partner = free.get(identify(right, row))?.shift();
      if (partner === undefined) return;
      partnerOf.set(partner, row);
      paired.add(row);
    });
  }
  const added = right.rows.map((_, row) => row).filter((row) => !paired.has(row));
  const duplicates = [left, right].map((table) => {
    const counts = new Map<string, number>();
    if (key.length === 0) return [];
    table.rows.forEach((_, row) => {
      const id = keyOf(table, row);
      counts.set(id, (counts.get(id) ?? 0) + 1);
    });
    return [...counts.values()].filter((count) => count > 1);
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
    duplicateKeys: duplicates.map((counts) => counts.length),
    duplicateRows: duplicates.map((counts) => counts.reduce((sum, count) => sum + count, 0)),
  };
}
