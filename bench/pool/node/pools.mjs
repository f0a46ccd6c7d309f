/** Pools for the benchmarks in Node. */
import { Worker } from 'node:worker_threads';
import { createPool, operationsOf } from 'heddle';

/** The operations of definition.mjs. */
export const operations = operationsOf();

/** A pool of our benchmark's own kernels. */
export function openPool(options) {
  return createPool({
    tier: 'workers',
    worker: () => new Worker(new URL('../kernel.mjs', import.meta.url)),
    ...options,
  });
}

/** Gives a pool to `work` and disposes of it afterwards. */
export async function withPool(pool, work) {
  try {
    return await work(pool);
  } finally {
    await pool.dispose();
  }
}

/** Whether a short run is wanted that only shows that it works. */
export const quick = process.argv.includes('--quick');

/** Tells the harness: `figures` in seconds; it got here, so every answer was right. */
export function report(figures) {
  console.log(JSON.stringify({ right: true, figures }));
}
