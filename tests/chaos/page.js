// The chaos tests' page; the server of the test has the package under /heddle.
import { createPool, operationsOf, sessionsOf } from '/heddle/index.js';

import { runPlan } from './workload.js';

const openWorker = () =>
  new Worker(new URL('./kernel.browser.js', import.meta.url), { type: 'module' });

/**
 * A browser tells nobody that a worker was terminated. While it starts, half a minute passes before the pool takes
 * it for lost, so it may end only once it has said that it is ready and that it has loaded its engine.
 */
const whenFair = (worker, call) => {
  let messages = 0;
  worker.addEventListener('message', () => {
    if (++messages === 2) call();
  });
};

const host = { createPool, operationsOf, sessionsOf, openWorker, whenFair };
globalThis.runPlan = (plan) => runPlan(host, plan);

/** Makes a pool, runs a job on each of its kernels, and disposes of it, again and again. */
globalThis.cyclePools = async (rounds) => {
  const { work } = operationsOf();
  const charges = new Int32Array(new SharedArrayBuffer(4));
  for (let round = 0; round < rounds; ++round) {
    const pool = await createPool({ tier: 'workers', kernels: 2, worker: openWorker });
    await pool.warm(work);
    const jobs = [1, 2].map((rounds) => pool.run(work, { index: 0, rounds, charges }));
    await Promise.all(jobs);
    await pool.dispose();
  }
};
