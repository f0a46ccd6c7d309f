/** The memory of the native program above the files, which it maps; and files that are larger than memory. */
import { statSync } from 'node:fs';
import { platform } from 'node:os';
import { fileURLToPath } from 'node:url';
import { makeRow } from '../../harness.mjs';
import { contender, lanesText, nativeCommand } from '../programs.mjs';
import { largeContenders, largeRows } from './large.mjs';

const lanesCounts = [1, 2];
const limit = 48;
const script = fileURLToPath(new URL('../node/peak.mjs', import.meta.url));

export function prepare(pair, quick) {
  if (platform() !== 'linux') {
    console.log('the memory of a process is read from /proc; its rows are left out');
    return { contenders: [] };
  }
  return {
    truth: pair.truth,
    contenders: [
      ...lanesCounts.map((lanes) =>
        contender(
          lanesText(lanes),
          [process.execPath, script, ...nativeCommand(pair, lanes, { output: ['--json'] })],
          { quick, figures: (stdout) => ({ peak: JSON.parse(stdout).peak }) },
        ),
      ),
      ...largeContenders(quick),
    ],
    rows: (times) => [...rows(times, pair), ...largeRows(times, quick)],
  };
}

function rows(times, { left, right, truth }) {
  const files = statSync(left).size + statSync(right).size;
  const count = truth.rows + truth.rightRows;
  return lanesCounts.map((lanes) => {
    const above = times.get(lanesText(lanes)).peak - files;
    return makeRow({
      name: `native, ${lanesText(lanes)}, peak memory above the files, of a row`,
      unit: 'B',
      ours: above / count,
      peer: `limit of ${limit} B`,
      peerValue: limit,
      goal: 1,
      note: `${(above / 1e6).toFixed(1)} MB, program included, of the ${count} rows of both files`,
    });
  });
}
