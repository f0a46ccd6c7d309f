/** From two files that a user picks in Chromium to the counts on the page. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromiumProgram } from '../../chromium.mjs';
import { csvPair } from '../../csv_pair.mjs';
import { isInstalled, makeRow } from '../../harness.mjs';
import { contender } from '../programs.mjs';

const limit = 0.15;
const script = fileURLToPath(new URL('../page/main.mjs', import.meta.url));

/** The pair of this group has its own size. */
export function prepare(_, quick) {
  if (!existsSync(chromiumProgram) || !isInstalled('playwright-core')) {
    console.log(`${chromiumProgram} or playwright-core is not there; its rows are left out`);
    return { contenders: [] };
  }
  const { left, right, truth } = csvPair(quick ? 2000 : 100_000);
  return {
    truth,
    contenders: [
      contender('page', [process.execPath, script, left, right], {
        quick,
        figures: (stdout) => JSON.parse(stdout).figures,
      }),
    ],
    rows: (times) => rows(times.get('page'), truth),
  };
}

function rows({ first, cold }, truth) {
  const count = truth.rows.toLocaleString('en-US');
  const row = (name, ours, goal) =>
    makeRow({
      name: `${count} rows in Chromium, File to counts on the page, ${name}`,
      unit: 'ms',
      ours,
      peer: `limit of ${limit * 1000} ms`,
      peerValue: limit,
      goal,
    });
  return [
    row('kernel ready', first, 1),
    row('with the start of the pool, its module in the cache', cold, null),
  ];
}
