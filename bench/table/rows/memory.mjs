/**
 * The memory of the native program: above the files, which it maps; and of sorted files, above the program itself; and
 * files that are larger than memory.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeRow } from '../../harness.mjs';
import { contender, lanesText, nativeCommand, nativeContender, nativeName } from '../programs.mjs';
import { largeContenders, largeRows } from './large.mjs';

const lanesCounts = [1, 2];
/** Bytes of a row. */
const limit = 48;
/** Megabytes. */
const sortedLimit = 16;
const script = fileURLToPath(new URL('../node/peak.mjs', import.meta.url));
const summary = ['--json'];
/** The keys of the generated files ascend as numbers. */
const sorted = ['--sorted', 'numeric'];

const sortedName = (lanes) => `native, sorted, ${lanesText(lanes)}`;
const peakName = (name) => `${name}, peak`;
const linesName = (lanes) => `${sortedName(lanes)}, every row as JSON lines`;

const peakCommand = (files, lanes, options) => [
  process.execPath,
  script,
  ...nativeCommand(files, lanes, options),
];
const peakOf = (stdout) => JSON.parse(stdout).peak;

export function prepare(pair, quick) {
  if (platform() !== 'linux') {
    console.log('the memory of a process is read from /proc; its rows are left out');
    return { contenders: [] };
  }
  const peak = (name, files, lanes, options, more = {}) =>
    contender(peakName(name), peakCommand(files, lanes, options), {
      quick,
      figures: (stdout) => ({ peak: peakOf(stdout) }),
      ...more,
    });
  // All rows that both of these have differ.
  const differing = { left: pair.left, right: pair.respelled };
  const file = join(dirname(pair.left), 'every-row.jsonl');
  const lines = [...sorted, '--format', 'json', '--output', file];
  return {
    truth: pair.truth,
    contenders: [
      ...lanesCounts.flatMap((lanes) => [
        peak(nativeName(lanes), pair, lanes, { output: summary }),
        peak(sortedName(lanes), pair, lanes, { output: [...summary, ...sorted] }),
        peak(
          linesName(lanes),
          differing,
          lanes,
          { output: lines },
          { answer: () => countIn(file) },
        ),
        nativeContender(pair, lanes, quick),
        nativeContender(pair, lanes, quick, { name: sortedName(lanes), rules: sorted }),
      ]),
      ...largeContenders(quick),
    ],
    rows: (times) => [
      ...aboveFiles(times, pair),
      ...aboveProgram(times, pair),
      ...largeRows(times, quick),
    ],
  };
}

/** Rows of each kind in a file of JSON lines, which may be longer than a string can be. */
function countIn(file) {
  const bytes = readFileSync(file);
  const count = (kind) => {
    const line = `\n{"kind":"${kind}"`;
    let found = 0;
    for (let at = bytes.indexOf(line); at >= 0; at = bytes.indexOf(line, at + 1)) found++;
    return found;
  };
  return { added: count('added'), removed: count('removed') };
}

function aboveFiles(times, { left, right, truth }) {
  const files = statSync(left).size + statSync(right).size;
  const count = truth.rows + truth.rightRows;
  return lanesCounts.map((lanes) => {
    const above = times.get(peakName(nativeName(lanes))).peak - files;
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

function aboveProgram(times, { left, right }) {
  const megabytes = ((statSync(left).size + statSync(right).size) / 1e6).toFixed(0);
  return lanesCounts.flatMap((lanes) => {
    const program = programPeak(dirname(left), lanes);
    const memory = (name, what) =>
      makeRow({
        name: `${name}, peak memory above the program`,
        unit: 'MB',
        ours: (times.get(peakName(name)).peak - program) / 1e6,
        peer: `limit of ${sortedLimit} MB`,
        peerValue: sortedLimit,
        goal: 1,
        note: `${what}; the program alone takes ${(program / 1e6).toFixed(1)} MB`,
      });
    return [
      memory(sortedName(lanes), `a summary of ${megabytes} MB in two files`),
      memory(linesName(lanes), 'all of whose rows differ'),
      makeRow({
        name: `${sortedName(lanes)}, whole process`,
        ours: times.get(sortedName(lanes)).process,
        peer: nativeName(lanes),
        peerValue: times.get(nativeName(lanes)).process,
      }),
    ];
  });
}

/** What the program takes for files without rows. */
function programPeak(folder, lanes) {
  const at = join(folder, 'no-rows');
  mkdirSync(at, { recursive: true });
  const files = { left: join(at, 'left.csv'), right: join(at, 'right.csv') };
  for (const file of Object.values(files)) writeFileSync(file, 'id,code\n');
  const [program, ...args] = peakCommand(files, lanes, { output: [...summary, ...sorted] });
  // It ends so soon that nobody may have looked in time.
  const peaks = Array.from({ length: 9 }, () => {
    const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
    return status === 0 ? peakOf(stdout) : 0;
  });
  const peak = Math.max(...peaks);
  if (peak === 0) throw new Error('the memory of the program was never seen');
  return peak;
}
