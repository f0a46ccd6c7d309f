// From cancelling a job until the pool has answered the next one.
import { createPool } from 'heddle';
import { table } from 'heddle/table';
import { sleep, timed } from '../measure.mjs';
import { openWorkerpool } from './peers.mjs';
import { openPool, operations, quick, report, withPool } from './pools.mjs';

const rows = quick ? 200_000 : 1_000_000;
const header = 'id,name,value\n';
const large = Array.from({ length: rows }, (_, row) => `${row},name ${row},${row % 97}\n`);
const left = new TextEncoder().encode(header + large.join(''));
const right = new TextEncoder().encode(header + large.reverse().join(''));
const tiny = { left: 'id,n\n1,2\n', right: 'id,n\n1,3\n', key: ['id'] };

/** Starts `operation`, cancels it once its kernel works on it, and times the next job. */
async function cancel(pool, operation, input, next, after) {
  const abort = new AbortController();
  const run = pool.run(operation, input, { signal: abort.signal });
  const ended = run.then(
    () => {
      throw new Error(`The job ${operation.name} ended before it was cancelled.`);
    },
    (error) => {
      if (error.name !== 'AbortError') throw error;
    },
  );
  await after();
  const took = await timed(async () => {
    abort.abort();
    await next();
  });
  await ended;
  return took;
}

function restarts(pool) {
  return pool.stats().kernels.reduce((sum, kernel) => sum + kernel.restarts, 0);
}

function expectRestarts(pool, expected) {
  if (restarts(pool) !== expected) throw new Error(`${restarts(pool)} kernels were restarted.`);
}

/** Cancels a large comparison in the middle; the first one takes longer, as its memory is new. */
async function diff(tier, expected) {
  return withPool(await createPool({ tier, kernels: 1, lanes: 1 }), async (pool) => {
    const next = () => pool.run(table.diff, tiny);
    for (let warm = 0; warm < 3; warm++) await next();
    const input = { left, right, key: ['id'] };
    await pool.run(table.diff, input);
    const whole = await timed(() => pool.run(table.diff, input));
    const middle = () => sleep((whole / 2) * 1000);
    const took = await cancel(pool, table.diff, input, next, middle);
    expectRestarts(pool, expected);
    return took;
  });
}

async function own(operation, expected) {
  return withPool(await openPool({ kernels: 1 }), async (pool) => {
    const next = () => pool.run(operations.echo, 1);
    for (let warm = 0; warm < 100; warm++) await next();
    const took = await cancel(pool, operation, undefined, next, () => sleep(20));
    expectRestarts(pool, expected);
    return took;
  });
}

async function peer() {
  const pool = await openWorkerpool();
  if (pool === undefined) return {};
  for (let warm = 0; warm < 100; warm++) await pool.exec('echo', [1]);
  const run = pool.exec('spin', []);
  const ended = run.then(undefined, () => undefined);
  await sleep(20);
  const took = await timed(async () => {
    run.cancel();
    await pool.exec('echo', [1]);
  });
  await ended;
  await pool.terminate(true);
  return { workerpool: took };
}

report({
  'diff cooperative': await diff('threads', 0),
  'own cooperative': await own(operations.cooperate, 0),
  // This build cannot hear while it computes.
  'diff killed': await diff('workers', 1),
  'own killed': await own(operations.spin, 1),
  ...(await peer()),
});
