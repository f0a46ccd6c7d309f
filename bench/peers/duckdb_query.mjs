/**
 * How a user of SQL compares two files: a full join by the key. The answer is one row: added, removed, changed,
 * changedCells.
 *
 * columns  names of all columns.
 */
export function compareQuery(left, right, key, columns) {
  const name = (column) => `"${column.replaceAll('"', '""')}"`;
  const read = (file) =>
    `read_csv('${file.replaceAll("'", "''")}', all_varchar = true, header = true, nullstr = '\\N')`;
  const id = name(key);
  const cells = columns
    .filter((column) => column !== key)
    .map((column) => `(l.${name(column)} IS DISTINCT FROM r.${name(column)})::INTEGER`)
    .join(' + ');
  return `
    WITH joined AS (
      SELECT l.${id} AS before, r.${id} AS after,
        CASE WHEN l.${id} IS NOT NULL AND r.${id} IS NOT NULL THEN ${cells} ELSE 0 END AS cells
      FROM ${read(left)} l FULL JOIN ${read(right)} r ON l.${id} = r.${id}
    )
    SELECT count(*) FILTER (before IS NULL)::INTEGER AS added,
      count(*) FILTER (after IS NULL)::INTEGER AS removed,
      count(*) FILTER (cells > 0)::INTEGER AS changed,
      sum(cells)::INTEGER AS "changedCells"
    FROM joined`;
}
