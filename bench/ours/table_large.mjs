// Files by their path in a small memory: node table_large.mjs LEFT RIGHT MAXIMUM, with most bytes of the kernel's memory.
import { createPool, file } from '../../packages/heddle/dist/index.node.js';
import { createDiff, table } from '../../packages/heddle/dist/table/index.js';

const [left, right, maximum] = process.argv.slice(2);
const pool = await createPool({
  kernels: 1,
  tier: 'threads',
  memory: { maximum: Number(maximum) },
});
await pool.warm(table.diff);
const began = performance.now();
const diff = await createDiff(pool, { left: file(left), right: file(right), key: ['id'] });
const seconds = (performance.now() - began) / 1000;
const middle = diff.length >> 1;
const asked = performance.now();
await diff.rows(middle, middle + 100);
const rows = (performance.now() - asked) / 1000;
const { added, removed, changed, changedCells } = diff;
// A buffer lies in the module's memory, which never shrinks.
const memory = (await pool.buffer(table.diff, 64)).bytes.buffer.byteLength;
console.log(
  JSON.stringify({
    counts: { added, removed, changed, changedCells },
    figures: { seconds, rows, memory },
  }),
);
await pool.dispose();
