// The page's side: hashes many pieces on all kernels, then one stream piece by piece.
import { Worker } from 'node:worker_threads';

import { createPool, operationsOf, sessionsOf } from 'heddle';

const { hash } = operationsOf();
const { stream } = sessionsOf();

const pool = await createPool({
  tier: 'workers',
  kernels: 2,
  worker: () => new Worker(new URL('./kernel.mjs', import.meta.url)),
});
try {
  const pieces = Array.from({ length: 8 }, (_, index) => new Uint8Array(1 << 20).fill(index));
  for await (const digest of pool.map(hash, pieces)) console.log(digest);

  const session = await pool.open(stream, undefined);
  for (const piece of pieces) await session.run('update', piece);
  console.log('all', await session.run('digest', undefined));
} finally {
  await pool.dispose();
}
