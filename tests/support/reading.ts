/** Whether the engine reads certain rows from a CSV file, whoever says which those are. */
import { HeddleError, type Pool } from 'heddle';
import { table, type Dialect } from 'heddle/table';

/** The rows with every field in quotes: there is just one way to read them. */
function quoted(rows: readonly (readonly string[])[], { delimiter = ',', quote }: Dialect): string {
  const mark = quote ?? '"';
  const field = (value: string) =>
    quote === null ? value : `${mark}${value.replaceAll(mark, mark + mark)}${mark}`;
  return rows.map((row) => `${row.map(field).join(delimiter)}\n`).join('');
}

/** Rows as the policy `keep` makes them: all as long as the longest. */
export function padded(rows: readonly (readonly string[])[]): string[][] {
  const width = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array<string>(width - row.length).fill('')]);
}

/**
 * Whether the engine finds these rows in the file, and no others.
 *
 * rows  all as long as the first; when the dialect has a header, that comes first.
 */
export async function readsAs(
  pool: Pool,
  file: string,
  rows: readonly (readonly string[])[],
  dialect: Dialect,
): Promise<boolean> {
  const right = quoted(rows, dialect);
  const diff = await pool.run(table.diff, { left: file, right, key: 'position', ...dialect });
  const { leftRows, rightRows, onlyLeft, onlyRight, columns } = diff;
  const count = rows.length - (dialect.header === false ? 0 : 1);
  return (
    diff.length + onlyLeft.length + onlyRight.length === 0 &&
    leftRows === count &&
    rightRows === count &&
    columns.length === rows[0]?.length
  );
}

/** The same, or undefined when the engine refuses the file as malformed. */
export async function readsAsOrRefuses(
  ...args: Parameters<typeof readsAs>
): Promise<boolean | undefined> {
  try {
    return await readsAs(...args);
  } catch (error) {
    if (error instanceof HeddleError && error.code === 'malformed_input') return undefined;
    throw error;
  }
}
