/** Files that are larger than the memory that WebAssembly is given, from their place on the disk. */
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromiumProgram } from '../../chromium.mjs';
import { plainPair } from '../../csv_pair.mjs';
import { isInstalled, makeRow } from '../../harness.mjs';
import { contender, nativeCommand } from '../programs.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const hosts = {
  Node: at('../../ours/table_large.mjs'),
  Chromium: at('../page/large_main.mjs'),
};
const native = 'native in pieces';

/** What to compare: 2 x 1 GB within 512 MB, or little that is in proportion. */
function input(quick) {
  const rows = quick ? 200_000 : 11_000_000;
  return { pair: plainPair(rows), maximum: quick ? 2 ** 25 : 2 ** 29 };
}

export function largeContenders(quick) {
  const { pair, maximum } = input(quick);
  const { left, right, truth } = pair;
  const options = { quick, runs: 3 };
  const limited = ['--json', '--memory-limit', `${maximum}`];
  const made = [
    contender(native, nativeCommand(pair, 2, { output: limited }), {
      ...options,
      figures: (stdout) => ({ seconds: JSON.parse(stdout).seconds }),
    }),
  ];
  for (const [host, script] of Object.entries(hosts)) {
    if (host === 'Chromium' && !(existsSync(chromiumProgram) && isInstalled('playwright-core'))) {
      console.log(`${chromiumProgram} or playwright-core is not there; its rows are left out`);
      continue;
    }
    const command = [process.execPath, script, left, right, `${maximum}`];
    made.push(
      contender(host, command, {
        ...options,
        figures: (stdout) => JSON.parse(stdout).figures,
      }),
    );
  }
  return made.map((one) => ({ ...one, truth }));
}

export function largeRows(times, quick) {
  const { pair, maximum } = input(quick);
  const gigabytes = (statSync(pair.left).size / 1e9).toFixed(quick ? 2 : 1);
  const rows = [];
  for (const host of Object.keys(hosts)) {
    const took = times.get(host);
    if (took === undefined) continue;
    const name = (what) => `2 x ${gigabytes} GB, createDiff in ${host}, ${what}`;
    rows.push(
      makeRow({
        name: name('memory of the module'),
        unit: 'MB',
        ours: took.memory / 1e6,
        peer: `limit of ${maximum / 2 ** 20} MiB`,
        peerValue: maximum / 1e6,
        goal: 1,
      }),
      makeRow({
        name: name('2 lanes'),
        ours: took.seconds,
        peer: `native, 2 lanes, as much memory`,
        peerValue: times.get(native).seconds,
      }),
      makeRow({
        name: name('100 rows from the middle'),
        unit: 'ms',
        ours: took.rows,
        peer: 'limit of 100 ms',
        peerValue: 0.1,
      }),
    );
  }
  return rows;
}
