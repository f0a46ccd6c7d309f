/**
 * The differences of two large CSV files: ours natively, as WebAssembly in Node and in a page, against what users
 * would pick instead; and what lanes, outputs, the order of rows, rules and memory do to it.
 */
import { statSync } from 'node:fs';
import { csvPair } from './csv_pair.mjs';
import { race } from './harness.mjs';
import * as memory from './table/rows/memory.mjs';
import * as order from './table/rows/order.mjs';
import * as output from './table/rows/output.mjs';
import * as page from './table/rows/page.mjs';
import * as peers from './table/rows/peers.mjs';
import * as rules from './table/rows/rules.mjs';

export const title = 'table: compare two CSV files by the column id';

/** Groups of rows: `prepare` makes the programs and what is true of them, `rows` makes rows of their times. */
const groups = { peers, output, order, rules, memory, page };

/** Names that `--only` takes. */
export const parts = Object.keys(groups);

/**
 * quick  a small pair and one run each: shows that it works, not how fast.
 * only   one of `parts`; all of them by default.
 */
export async function run({ quick, only }) {
  const pair = csvPair(quick ? 20_000 : 1_000_000);
  const megabytes = (statSync(pair.left).size + statSync(pair.right).size) / 1e6;
  console.log(`${pair.truth.rows} rows of 8 columns, ${megabytes.toFixed(1)} MB in two files`);
  const rows = [];
  for (const name of only === undefined ? parts : [only]) {
    const { contenders, truth, rows: rowsOf } = groups[name].prepare(pair, quick);
    // A group without programs has said why.
    if (contenders.length > 0) rows.push(...rowsOf(await race(contenders, truth)));
  }
  return rows;
}
