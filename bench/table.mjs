/** Diff of two large CSV files: ours in every form against what users would pick instead. */
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { csvPair } from './csv_pair.mjs';
import { isInstalled, makeRow, race } from './harness.mjs';

export const title = 'table: compare two CSV files by the column id';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { resolve } = createRequire(import.meta.url);

const countsOf = (stdout) => {
  const { counts, added, removed, changed, changedCells } = JSON.parse(stdout);
  return counts ?? { added, removed, changed, changedCells };
};

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

const ours = (lanes) => [`native, ${lanes}`, `wasm in Node, ${lanes}`, `package in Node, ${lanes}`];

function contenders({ left, right }, quick) {
  const runs = quick ? 1 : 5;
  const node = process.execPath;
  const script = (file, ...args) => [node, here(file), left, right, 'id', ...args];
  const program =
    (...command) =>
    (lanes) => [
      ...command,
      ...['table', 'diff', left, right, '--key', 'id', '--json', '--threads', lanes],
    ];
  const native = program(here('../build/native-release/heddle'));
  const wasm = program(node, here('../packages/heddle/bin/heddle.js'));
  const list = ['1', '2'].flatMap((lanes) => {
    const [nativeName, wasmName, packageName] = ours(lanes === '1' ? '1 lane' : '2 lanes');
    return [
      { name: nativeName, command: native(lanes), runs, answer: countsOf },
      { name: wasmName, command: wasm(lanes), runs, answer: countsOf },
      {
        name: packageName,
        command: script('ours/table_package.mjs', lanes),
        runs,
        answer: countsOf,
      },
    ];
  });
  const peers = [
    {
      name: 'PapaParse + Map',
      module: 'papaparse',
      command: () => script('peers/table_papaparse.mjs'),
      runs,
      answer: countsOf,
    },
    {
      name: 'uDSV + Map',
      module: 'udsv',
      command: () => script('peers/table_udsv.mjs'),
      runs,
      answer: countsOf,
    },
    {
      name: 'polars',
      module: 'nodejs-polars',
      command: () => script('peers/table_polars.mjs'),
      runs,
      answer: countsOf,
    },
    {
      name: 'DuckDB',
      module: '@duckdb/node-api',
      command: () => script('peers/table_duckdb.mjs'),
      runs,
      answer: countsOf,
    },
    {
      name: 'DuckDB-wasm',
      module: '@duckdb/duckdb-wasm',
      command: () => script('peers/table_duckdb_wasm.mjs'),
      // It takes so long that three runs have to do.
      runs: quick ? 1 : 3,
      answer: countsOf,
    },
    {
      name: 'daff',
      module: 'daff',
      command: () => [node, daffProgram(), '--id', 'id', '--context', '0', left, right],
      // It takes so long that two runs have to do.
      runs: quick ? 1 : 2,
      answer: daffCounts,
    },
  ];
  for (const { module, command, ...peer } of peers) {
    if (!quick || isInstalled(module)) list.push({ ...peer, command: command() });
  }
  return list;
}

const daffProgram = () => resolve('daff').replace(/\/lib\/.*/, '/bin/daff.js');

/** quick  a small pair and one run each: shows that it works, not how fast. */
export async function run({ quick }) {
  const pair = csvPair(quick ? 20_000 : 1_000_000);
  const megabytes = (statSync(pair.left).size + statSync(pair.right).size) / 1e6;
  console.log(`${pair.truth.rows} rows of 8 columns, ${megabytes.toFixed(1)} MB in two files`);

  const times = await race(contenders(pair, quick), pair.truth);
  const rows = [];
  const add = (name, mine, peer, part = 'process', goal = null) => {
    const [one, other] = [times.get(mine)?.[part], times.get(peer)?.[part]];
    if (one === undefined || other === undefined) return;
    rows.push(makeRow({ name, ours: one, peer, peerValue: other, goal }));
  };
  for (const lanes of ['1 lane', '2 lanes']) {
    for (const name of ours(lanes)) {
      const goal = name === 'native, 2 lanes' ? 5 : null;
      add(`${name}, whole process`, name, 'PapaParse + Map', 'process', goal);
    }
  }
  const job = 'package in Node, 2 lanes';
  add('package in Node, 2 lanes, files in memory', job, 'PapaParse + Map', 'job');
  const goals = {
    polars: { native: 5 },
    DuckDB: { native: 8 },
    'DuckDB-wasm': { wasm: 12 },
    'uDSV + Map': { wasm: 12 },
    daff: { wasm: 60 },
  };
  for (const [peer, { native = null, wasm = null }] of Object.entries(goals)) {
    add('native, 2 lanes, whole process', 'native, 2 lanes', peer, 'process', native);
    add('wasm in Node, 2 lanes, whole process', 'wasm in Node, 2 lanes', peer, 'process', wasm);
  }
  return rows;
}
