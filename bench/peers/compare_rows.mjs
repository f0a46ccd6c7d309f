/**
 * Compares two tables as a user of a CSV parser does: a Map from the key, then cell by cell.
 *
 * left, right  arrays of objects, one property for each column.
 */
export function compareRows(left, right, key) {
  const byKey = new Map(left.map((row) => [row[key], row]));
  const columns = Object.keys(left[0]).filter((name) => name !== key);
  const counts = { added: 0, removed: 0, changed: 0, changedCells: 0 };
  for (const row of right) {
    const before = byKey.get(row[key]);
    if (before === undefined) {
      counts.added++;
      continue;
    }
    byKey.delete(row[key]);
    const cells = columns.filter((name) => before[name] !== row[name]).length;
    if (cells > 0) counts.changed++;
    counts.changedCells += cells;
  }
  counts.removed = byKey.size;
  return counts;
}
