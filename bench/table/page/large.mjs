/** Compares the files of an input in a page with a small memory: as bench/ours/table_large.mjs. */
import { createPool } from '/heddle/dist/index.js';
import { createDiff, table } from '/heddle/dist/table/index.js';

export async function compareLarge(maximum) {
  const [left, right] = document.querySelector('input').files;
  const pool = await createPool({ kernels: 1, tier: 'threads', memory: { maximum } });
  await pool.warm(table.diff);
  const began = performance.now();
  const diff = await createDiff(pool, { left, right, key: ['id'] });
  const seconds = (performance.now() - began) / 1000;
  const middle = diff.length >> 1;
  const asked = performance.now();
  await diff.rows(middle, middle + 100);
  const rows = (performance.now() - asked) / 1000;
  const { added, removed, changed, changedCells } = diff;
  const memory = (await pool.buffer(table.diff, 64)).bytes.buffer.byteLength;
  await pool.dispose();
  return {
    counts: { added, removed, changed, changedCells },
    figures: { seconds, rows, memory },
  };
}
