/** The pool's benchmarks in a page: functions that return seconds by name. */
import { createPool, operationsOf } from '/heddle/dist/index.js';
import { table } from '/heddle/dist/table/index.js';
import { raceBytes } from '../bytes.mjs';
import { makeEcho, raceTrips, timed } from '../measure.mjs';

const operations = operationsOf();
const worker = () => new Worker(new URL('kernel.mjs', import.meta.url), { type: 'module' });

/** Gives `work` a pool of one of our kernels and a bare echo. */
async function withBoth(work) {
  const bare = new Worker(new URL('echo.mjs', import.meta.url), { type: 'module' });
  const echo = makeEcho(bare, (listener) => {
    bare.onmessage = ({ data }) => listener(data);
  });
  const pool = await createPool({ tier: 'threads', kernels: 1, worker });
  try {
    return await work(pool, echo);
  } finally {
    await pool.dispose();
    bare.terminate();
  }
}

/** A small job there and back, against bare messages. */
export async function trips(quick) {
  return withBoth(async (pool, bare) => {
    const ours = (value) => pool.run(operations.echo, value);
    const found = await raceTrips({ bare, ours }, quick ? 1 : 50);
    return {
      'bare p50': found.bare.p50,
      'bare p99': found.bare.p99,
      'ours p50': found.ours.p50,
      'ours p99': found.ours.p99,
    };
  });
}

export const bytes = (quick) => withBoth((pool, echo) => raceBytes(pool, operations, echo, quick));

/** Until `kernels` kernels have the table engine, and how long its pool then takes to end. */
async function warm(kernels) {
  const pool = await createPool({ tier: 'threads', kernels, lanes: 1 });
  const took = await timed(() => pool.warm(table.diff));
  await pool.dispose();
  return took;
}

/** Eight kernels at once; in a page that has loaded nothing before, and again. */
export async function ready() {
  const cold = await warm(8);
  return { cold, cached: await warm(8) };
}

/** Eight kernels one after the other, each with a module of its own. */
export async function sequential() {
  const all = async () => {
    let sum = 0;
    for (let kernel = 0; kernel < 8; kernel++) sum += await warm(1);
    return sum;
  };
  const cold = await all();
  return { cold, cached: await all() };
}
