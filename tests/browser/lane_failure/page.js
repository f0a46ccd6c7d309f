// Runs jobs in which lanes die, one after the other, and says how each of them ended.
import { createPool } from './heddle/dist/index.js';

const module = () => new URL('failing.threads.wasm', import.meta.url);
const fail = {
  engine: { name: 'test', modules: { threads: module, simd: module } },
  name: 'fail',
  encode: (input) => ({ value: input, transfer: [] }),
  decode: (reply) => reply,
};

/** @returns the outcomes, in order: the result, or the error's code, message and kernel. */
globalThis.runJobs = async (jobs) => {
  const pool = await createPool({
    tier: 'threads',
    kernels: 1,
    lanes: 2,
    retries: 0,
    workerUrl: new URL('worker.js', import.meta.url),
  });
  const outcomes = [];
  for (const job of jobs) {
    const outcome = await pool.run(fail, job).then(
      (result) => ({ result }),
      ({ code, message, kernel }) => ({ code, message, kernel }),
    );
    outcomes.push(outcome);
  }
  const restarts = pool.stats().kernels[0]?.restarts;
  await pool.dispose();
  return { outcomes, restarts };
};
