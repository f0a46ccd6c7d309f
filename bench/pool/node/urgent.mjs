// An urgent job behind a thousand others: how long it waits for its turn, for its kernel, and with a spare.
import { openPool, operations, quick, report, withPool } from './pools.mjs';

const behind = quick ? 50 : 1000;
/** About a millisecond each, so that they do not travel in batches. */
const rounds = 800_000;
const now = () => performance.timeOrigin + performance.now();

/** Seconds from the call to the start of the last job, and from the end of the job before it to its start. */
async function measure(options, priority) {
  return withPool(await openPool({ kernels: 1, ...options }), async (pool) => {
    const run = (settings) => pool.run(operations.timed, rounds, settings);
    await pool.warm(operations.timed);
    // Both kernels have run the job before: the urgent one goes to the spare where there is one.
    for (let job = 0; job < 4; job++) await Promise.all([run(), run({ priority: 100 })]);
    const others = Array.from({ length: behind }, () => run());
    const called = now();
    const last = run({ priority });
    const spans = await Promise.all(others);
    const { began } = await last;
    const ends = spans.map(({ ended }) => ended).filter((end) => end <= began);
    return { wait: (began - called) / 1000, start: (began - Math.max(called, ...ends)) / 1000 };
  });
}

// One of priority 10 would overtake those that waited less than 10 s.
const urgent = await measure({}, 100);
const fifo = await measure({}, 0);
const spare = await measure({ spare: 1 }, 100);
report({
  'urgent wait': urgent.wait,
  'urgent start': urgent.start,
  'fifo wait': fifo.wait,
  'spare wait': spare.wait,
});
