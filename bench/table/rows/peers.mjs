/** Counts of two files: ours in every form, on one lane and two, against what users would pick instead. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isInstalled, makeRow } from '../../harness.mjs';
import { sqliteCommand, sqliteProgram } from '../../peers/table_sqlite.mjs';
import {
  contender,
  countsOf,
  lanesText,
  nativeContender,
  nativeName,
  packageContender,
  packageName,
  wasmContender,
  wasmName,
} from '../programs.mjs';

const { resolve } = createRequire(import.meta.url);
const lanesCounts = [1, 2];

/**
 * What users would pick. `runs`: those that take long run less often. `native`, `wasm`: times as long as ours on two
 * lanes that they are to take.
 */
const peers = [
  { peer: 'PapaParse + Map', module: 'papaparse', script: 'table_papaparse', native: 5, runs: 3 },
  { peer: 'uDSV + Map', module: 'udsv', script: 'table_udsv', wasm: 12, runs: 3 },
  { peer: 'polars', module: 'nodejs-polars', script: 'table_polars', native: 5 },
  { peer: 'DuckDB', module: '@duckdb/node-api', script: 'table_duckdb', native: 8 },
  {
    peer: 'DuckDB-wasm',
    module: '@duckdb/duckdb-wasm',
    script: 'table_duckdb_wasm',
    wasm: 12,
    runs: 3,
  },
  { peer: 'sqlite3', command: sqliteCommand, runs: 3 },
  { peer: 'daff', module: 'daff', command: daffCommand, answer: daffCounts, wasm: 60, runs: 2 },
];

/** daff's command line: each row that differs, without those around it. */
function daffCommand({ left, right }) {
  const program = resolve('daff').replace(/\/lib\/.*/, '/bin/daff.js');
  return [process.execPath, program, '--id', 'id', '--context', '0', left, right];
}

/** daff marks each row of its output in the first cell. */
function daffCounts(stdout) {
  const counts = { added: 0, removed: 0, changed: 0 };
  for (const [, mark] of stdout.matchAll(/^"?(\+\+\+|---|-+>)"?,/gm)) {
    if (mark === '+++') counts.added++;
    else if (mark === '---') counts.removed++;
    else counts.changed++;
  }
  return counts;
}

/** Those that are installed; says which are not. */
function present() {
  return peers.filter(({ peer, module }) => {
    const there = module === undefined ? peer !== 'sqlite3' || hasSqlite() : isInstalled(module);
    if (!there) console.log(`${module ?? sqliteProgram} is not installed; its rows are left out`);
    return there;
  });
}

const hasSqlite = () => existsSync(sqliteProgram);

function peerContender({ peer, script, command, runs, answer = countsOf }, pair, quick) {
  const file = fileURLToPath(new URL(`../../peers/${script}.mjs`, import.meta.url));
  const { left, right } = pair;
  return contender(peer, command?.(pair) ?? [process.execPath, file, left, right, 'id'], {
    quick,
    runs,
    answer,
  });
}

export function prepare(pair, quick) {
  const others = present();
  return {
    truth: pair.truth,
    contenders: [
      ...lanesCounts.flatMap((lanes) => [
        nativeContender(pair, lanes, quick),
        wasmContender(pair, lanes, quick),
        packageContender(pair, lanes, quick),
      ]),
      ...others.map((other) => peerContender(other, pair, quick)),
    ],
    rows: (times) => rows(times, others),
  };
}

function rows(times, others) {
  const found = [];
  const add = (name, ours, peer, peerValue, goal = null) => {
    found.push(makeRow({ name, ours, peer, peerValue, goal }));
  };
  for (const [nameOf, limits] of [
    [nativeName, { 1: 0.3, 2: 0.2 }],
    [wasmName, { 1: 0.5, 2: 0.3 }],
  ]) {
    for (const [lanes, limit] of Object.entries(limits)) {
      const name = nameOf(Number(lanes));
      const { process } = times.get(name);
      add(`${name}, whole process`, process, `limit of ${limit} s`, limit, 1);
    }
  }
  for (const nameOf of [nativeName, wasmName]) {
    const [one, two] = lanesCounts.map((lanes) => times.get(nameOf(lanes)));
    add(`${nameOf(2)}, whole process`, two.process, lanesText(1), one.process, 1.7);
    add(`${nameOf(2)}, the comparison alone`, two.job, lanesText(1), one.job);
  }
  for (const { peer, native, wasm } of others) {
    const { process } = times.get(peer);
    for (const [nameOf, goal] of [
      [nativeName, native],
      [wasmName, wasm],
    ]) {
      add(`${nameOf(2)}, whole process`, times.get(nameOf(2)).process, peer, process, goal);
    }
  }
  const parser = 'PapaParse + Map';
  if (times.has(parser)) {
    for (const lanes of lanesCounts) {
      const name = packageName(lanes);
      add(`${name}, whole process`, times.get(name).process, parser, times.get(parser).process);
    }
    const name = packageName(2);
    add(`${name}, files in memory`, times.get(name).job, parser, times.get(parser).job);
  }
  return found;
}
