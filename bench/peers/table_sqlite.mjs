import { columnsOf } from './columns.mjs';

/** The shell of SQLite, which Debian has. */
export const sqliteProgram = '/usr/bin/sqlite3';

const key = 'id';

/**
 * How a user of SQLite's shell compares two files by the column id: both become tables in memory, with an index. The
 * answer is a list of one row: added, removed, changed, changedCells.
 */
export function sqliteCommand({ left, right }) {
  const name = (column) => `"${column.replaceAll('"', '""')}"`;
  const id = name(key);
  const cells = columnsOf(left)
    .filter((column) => column !== key)
    .map((column) => `(l.${name(column)} IS NOT r.${name(column)})`)
    .join(' + ');
  const missing = (one, other) =>
    `(SELECT count(*) FROM ${one} WHERE ${id} NOT IN (SELECT ${id} FROM ${other}))`;
  return [
    ...[sqliteProgram, ':memory:', '.mode csv'],
    ...[`.import ${quote(left)} l`, `.import ${quote(right)} r`, '.mode json'],
    ...[`CREATE INDEX left_key ON l(${id})`, `CREATE INDEX right_key ON r(${id})`],
    `SELECT ${missing('r', 'l')} AS added, ${missing('l', 'r')} AS removed,
      sum(cells > 0) AS changed, sum(cells) AS changedCells
    FROM (SELECT ${cells} AS cells FROM l JOIN r ON l.${id} = r.${id})`,
  ];
}

/** A file's name as the shell's own commands take it. */
const quote = (path) => `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
