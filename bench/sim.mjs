/**
 * A tick of a living world: on one lane and on two, natively and as wasm in Node, from 12,000 to a million
 * entities; its steering against the same in JavaScript; its snapshot and hash; and what others do with as many.
 */
import { race } from './harness.mjs';
import * as growth from './sim/rows/growth.mjs';
import * as others from './sim/rows/others.mjs';
import * as state from './sim/rows/state.mjs';
import * as steering from './sim/rows/steering.mjs';
import * as ticks from './sim/rows/ticks.mjs';

export const title = 'sim: ticks of a world of many entities';

/** Groups of rows: `prepare` makes the programs and what is true of them, `rows` makes rows of their times. */
const groups = { ticks, growth, steering, state, others };

/** Names that `--only` takes. */
export const parts = Object.keys(groups);

/**
 * quick  small worlds and one short run each: shows that it works, not how fast.
 * only   one of `parts`; all of them by default.
 */
export async function run({ quick, only }) {
  const rows = [];
  for (const name of only === undefined ? parts : [only]) {
    const { contenders, truth, rows: rowsOf } = groups[name].prepare(quick);
    rows.push(...rowsOf(await race(contenders, truth)));
  }
  return rows;
}
