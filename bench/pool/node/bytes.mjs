// 50 MB to a kernel and back.
import { Worker } from 'node:worker_threads';
import { raceBytes } from '../bytes.mjs';
import { makeEcho } from '../measure.mjs';
import { openPool, operations, quick, report, withPool } from './pools.mjs';

const bare = new Worker(new URL('echo.mjs', import.meta.url));
const echo = makeEcho(bare, (listener) => bare.on('message', listener));
await withPool(await openPool({ tier: 'threads', kernels: 1 }), async (pool) => {
  report(await raceBytes(pool, operations, echo, quick));
});
await bare.terminate();
