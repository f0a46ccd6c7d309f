/** What it costs to write every row that differs, beside a summary of them. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeRow } from '../../harness.mjs';
import { lanesText, nativeContender, nativeName } from '../programs.mjs';

const lanesCounts = [1, 2];
/** As long as a summary takes, and this many times. */
const most = 1.2;
const linesName = (lanes) => `lines, ${lanesText(lanes)}`;

export function prepare(pair, quick) {
  const file = join(dirname(pair.left), 'differences.jsonl');
  return {
    truth: pair.truth,
    contenders: lanesCounts.flatMap((lanes) => [
      nativeContender(pair, lanes, quick),
      nativeContender(pair, lanes, quick, {
        name: linesName(lanes),
        output: ['--format', 'json', '--output', file],
        answer: () => countLines(readFileSync(file, 'utf8')),
        figures: () => ({}),
      }),
    ]),
    rows,
  };
}

/** Counts the rows that were written, and in changed ones the cells with two values. */
function countLines(text) {
  const counts = { added: 0, removed: 0, changed: 0, changedCells: 0 };
  for (const line of text.trimEnd().split('\n').slice(1)) {
    const { kind, cells } = JSON.parse(line);
    counts[kind]++;
    counts.changedCells += cells.filter((cell) => Array.isArray(cell)).length;
  }
  return counts;
}

function rows(times) {
  return lanesCounts.map((lanes) =>
    makeRow({
      name: `${nativeName(lanes)}, every differing row as JSON lines, whole process`,
      ours: times.get(linesName(lanes)).process,
      peer: `${most} of a summary`,
      peerValue: most * times.get(nativeName(lanes)).process,
      goal: 1,
    }),
  );
}
