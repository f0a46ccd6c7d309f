// Runs a plan of jobs and deaths, the same in Node and in a browser, and reports what became of each job.
import { answer, mix } from './definition.js';

/** Most jobs that wait: less than the plan has, so that the queue is full most of the time. */
const maxQueue = 500;
/** After this long without a sign of life a kernel is lost, in milliseconds. */
const silence = 300;
/** So many that no job is lost to bad luck. */
const retries = 1000;

/**
 * Runs the plan (plan.ts) in a pool of its own.
 *
 * host  the functions of heddle; `openWorker`, which starts the kernel's worker; and `whenFair`, which calls back
 *       when a worker may be terminated from outside.
 * @returns plain data that can be posted.
 */
export async function runPlan(host, plan) {
  const { createPool, operationsOf, sessionsOf, openWorker, whenFair } = host;
  const living = new Set();
  const targets = new Set();
  const failures = {};
  let started = 0;
  const worker = () => {
    const made = openWorker();
    const terminate = made.terminate.bind(made);
    // The pool calls it for every worker, also for one that died by itself.
    made.terminate = () => {
      living.delete(made);
      targets.delete(made);
      return terminate();
    };
    living.add(made);
    whenFair(made, () => targets.add(made));
    ++started;
    return made;
  };
  const log = ({ event }) => (failures[event] = (failures[event] ?? 0) + 1);
  const { kernels } = plan;
  const pool = await createPool({ tier: 'workers', kernels, worker, maxQueue, retries, log });

  const began = performance.now();
  const jobs = new Jobs(pool, operationsOf, plan.jobs);
  const chains = plan.chains.map((chain) => runChain(pool, sessionsOf, chain));
  let due = 0;
  for (let index = 0; index < plan.jobs.length; ++index) {
    while (pool.stats().queue.length >= maxQueue) await pool.drain();
    jobs.submit(index);
    for (const abort of plan.jobs[index].aborts ?? []) jobs.abort(abort);
    due += plan.jobs[index].terminations ?? 0;
    for (; due > 0 && targets.size > 0; --due) [...targets][index % targets.size].terminate();
    if (index % 16 === 0) await nextTask();
  }
  const outcomes = await jobs.outcomes();
  const hashes = await Promise.all(chains);
  const milliseconds = performance.now() - began;
  const stats = pool.stats();
  await pool.dispose();
  return {
    outcomes,
    hashes,
    milliseconds,
    started,
    living: living.size,
    events: failures,
    jobs: stats.jobs,
    queue: stats.queue.length,
  };
}

/** The plan's jobs on their way, and what became of each. */
class Jobs {
  #pool;
  #plan;
  #operations;
  #charges;
  #aborts = new Map();
  #settled = [];
  #outcomes;

  constructor(pool, operationsOf, plan) {
    this.#pool = pool;
    this.#plan = plan;
    this.#outcomes = plan.map(() => ({ settled: 0, decoded: 0, late: 0 }));
    this.#charges = makeCharges(plan);
    const { work, refuse, ask, stall } = operationsOf();
    const decode = (reply) => {
      ++this.#outcomes[reply.index].decoded;
      return reply;
    };
    // The one that stalls has a time-out instead.
    this.#operations = {
      work: { ...work, decode, silence },
      refuse: { ...refuse, silence },
      ask: { ...ask, silence },
      stall,
    };
  }

  submit(index) {
    const { operation, size, priority, timeout, aborted, ...rest } = this.#plan[index];
    const outcome = this.#outcomes[index];
    const bytes = size === undefined ? undefined : new Uint8Array(size);
    const input = { index, ...rest, bytes, charges: this.#charges };
    const abort = aborted ? new AbortController() : undefined;
    if (aborted) this.#aborts.set(index, abort);
    const onProgress = () => {
      if (outcome.settled > 0) ++outcome.late;
    };
    const options = { priority, timeout, signal: abort?.signal, onProgress };
    const settle = (name, value) => {
      ++outcome.settled;
      outcome.name = name;
      outcome.value = value;
      this.#aborts.delete(index);
    };
    const run = this.#pool.run(this.#operations[operation], input, options);
    this.#settled.push(
      run.then(
        (reply) => settle(reply.answer === answer(input) ? 'right' : 'wrong', reply.index),
        (error) => settle(error.name === 'HeddleError' ? error.code : error.name, error.message),
      ),
    );
  }

  abort(index) {
    this.#aborts.get(index)?.abort();
  }

  async outcomes() {
    await Promise.all(this.#settled);
    return this.#outcomes;
  }
}

/** A session that takes one step after the other, some of them deadly; its last hash, and what it must be. */
async function runChain(pool, sessionsOf, steps) {
  const { chain } = sessionsOf();
  const watched = { ...chain.opening, silence };
  const kind = {
    ...chain,
    opening: watched,
    steps: { add: { ...chain.steps.add, silence } },
    checkpointEvery: 8,
  };
  const charges = makeCharges(steps);
  const session = await pool.open(kind, 1);
  let [hash, truth] = [1, 1];
  for (const [index, { value, fate }] of steps.entries()) {
    hash = await session.run('add', { index, value, fate, charges });
    truth = mix(truth, value);
  }
  await session.close();
  return { hash, truth };
}

/** How often each of them is still to die, shared with the kernels, which forget. */
function makeCharges(plan) {
  const charges = new Int32Array(new SharedArrayBuffer(4 * plan.length));
  plan.forEach(({ fate }, index) => (charges[index] = fate === undefined ? 0 : 1));
  return charges;
}

function nextTask() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
