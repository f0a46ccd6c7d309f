// Two hundred jobs of about 10 ms on one kernel and on two, turn by turn.
import { compute } from '../definition.mjs';
import { timed } from '../measure.mjs';
import { openPool, operations, quick, report } from './pools.mjs';

const turns = quick ? 1 : 5;
const jobs = quick ? 10 : 40;
const trial = 5_000_000;
compute(trial);
const seconds = await timed(() => compute(trial));
const rounds = Math.round((trial * 0.01) / seconds);
const expected = compute(rounds);

const pools = await Promise.all([1, 2].map((kernels) => openPool({ kernels })));
const times = [0, 0];
for (const pool of pools) {
  const run = () => pool.run(operations.compute, rounds);
  await pool.warm(operations.compute);
  await Promise.all([run(), run(), run(), run()]);
}

/** Seconds until all jobs are done. */
async function measure(pool) {
  return timed(async () => {
    const runs = Array.from({ length: jobs }, () => pool.run(operations.compute, rounds));
    for (const answer of await Promise.all(runs)) {
      if (answer !== expected) throw new Error(`It gave ${answer} instead of ${expected}.`);
    }
  });
}

for (let turn = 0; turn < turns; turn++) {
  for (const [index, pool] of pools.entries()) times[index] += await measure(pool);
}
report({ '1 kernel': times[0], '2 kernels': times[1] });
await Promise.all(pools.map((pool) => pool.dispose()));
