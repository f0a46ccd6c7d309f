// Memory of a kernel that has its engine and nothing to do: the process with nine of them less that with one.
import { createPool } from 'heddle';
import { table } from 'heddle/table';
import { sleep } from '../measure.mjs';
import { report } from './pools.mjs';

/** Resident bytes of a process, once they no longer change. */
async function settle() {
  let before = Infinity;
  for (let look = 0; look < 20; look++) {
    globalThis.gc();
    const { rss } = process.memoryUsage();
    if (Math.abs(rss - before) < 1e5) return rss;
    before = rss;
    await sleep(100);
  }
  return before;
}

const few = await createPool({ tier: 'threads', kernels: 1, lanes: 1 });
await few.warm(table.diff);
const before = await settle();
const many = await createPool({ tier: 'threads', kernels: 8, lanes: 1 });
await many.warm(table.diff);
const after = await settle();
report({ megabytes: (after - before) / 8 / 1e6 });
await Promise.all([few.dispose(), many.dispose()]);
