// Two hundred jobs of about 10 ms on one kernel and on two, turn by turn.
import { compute } from '../definition.mjs';
import { timed } from '../measure.mjs';
import { openPool, operations, quick, report } from './pools.mjs';

const jobs = quick ? 10 : 200;
const trial = 5_000_000;
compute(trial);
const seconds = await timed(() => compute(trial));
const rounds = Math.round((trial * 0.01) / seconds);
const expected = compute(rounds);

const pools = await Promise.all([1, 2].map((kernels) => openPool({ kernels })));
const times = [];
for (const pool of pools) {
  const run = () => pool.run(operations.compute, rounds);
  await pool.warm(operations.compute);
  await Promise.all([run(), run(), run(), run()]);
}
for (const pool of pools) {
  const inputs = Array.from({ length: jobs }, () => rounds);
  const took = await timed(async () => {
    for (const answer of await Promise.all(
      inputs.map((input) => pool.run(operations.compute, input)),
    )) {
      if (answer !== expected) throw new Error(`It gave ${answer} instead of ${expected}.`);
    }
  });
  times.push(took);
}
report({ '1 kernel': times[0], '2 kernels': times[1] });
await Promise.all(pools.map((pool) => pool.dispose()));
