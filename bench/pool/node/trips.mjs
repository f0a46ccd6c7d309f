// A small job there and back: bare messages, ours, and the peers, turn by turn.
import { Worker } from 'node:worker_threads';
import { makeEcho, raceTrips } from '../measure.mjs';
import { openPiscina, openWorkerpool } from './peers.mjs';
import { openPool, operations, quick, report } from './pools.mjs';

const bare = new Worker(new URL('echo.mjs', import.meta.url));
const ours = await openPool({ kernels: 1 });
const workerpool = await openWorkerpool();
const piscina = await openPiscina();
const ways = {
  bare: makeEcho(bare, (listener) => bare.on('message', listener)),
  ours: (value) => ours.run(operations.echo, value),
  ...(workerpool && { workerpool: (value) => workerpool.exec('echo', [value]) }),
  ...(piscina && { piscina: (value) => piscina.run(value) }),
};
const trips = await raceTrips(ways, quick ? 1 : 100);
report(
  Object.fromEntries(
    Object.entries(trips).flatMap(([name, { p50, p99 }]) => [
      [`${name} p50`, p50],
      [`${name} p99`, p99],
    ]),
  ),
);
await Promise.all([ours.dispose(), bare.terminate(), workerpool?.terminate(), piscina?.destroy()]);
