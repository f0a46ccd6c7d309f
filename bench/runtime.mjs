/**
 * What it costs to run in parallel, to pass data between threads and to trace: ours natively, as wasm
 * and as JavaScript in Node, and what one would use otherwise.
 */
import { race } from './harness.mjs';
import * as frame from './runtime/rows/frame.mjs';
import * as parallel from './runtime/rows/parallel.mjs';
import * as ring from './runtime/rows/ring.mjs';
import * as trace from './runtime/rows/trace.mjs';

export const title = 'runtime: running in parallel, passing data between threads, tracing';

/** Groups of rows: `contenders` runs the programs, `rows` makes rows of their times. */
const groups = { parallel, ring, frame, trace };

/** Names that `--only` takes. */
export const parts = Object.keys(groups);

/**
 * quick  one short run each: shows that it works, not how fast.
 * only   one of `parts`; all of them by default.
 */
export async function run({ quick, only }) {
  const rows = [];
  for (const name of only === undefined ? parts : [only]) {
    const group = groups[name];
    rows.push(...group.rows(await race(group.contenders(quick), { right: true })));
  }
  return rows;
}
