// DuckDB as WebAssembly: node table_duckdb_wasm.mjs LEFT RIGHT KEY
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { columnsOf } from './columns.mjs';
import { compareQuery } from './duckdb_query.mjs';

const require = createRequire(import.meta.url);
const duckdb = require('@duckdb/duckdb-wasm/blocking');
const dist = dirname(require.resolve('@duckdb/duckdb-wasm/blocking'));
const bundle = (name) => ({
  mainModule: join(dist, `duckdb-${name}.wasm`),
  mainWorker: join(dist, `duckdb-node-${name}.worker.cjs`),
});

const [left, right, key] = process.argv.slice(2);
const began = performance.now();
const bundles = { mvp: bundle('mvp'), eh: bundle('eh') };
const database = await duckdb.createDuckDB(bundles, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
await database.instantiate(() => undefined);
database.registerFileBuffer('left.csv', readFileSync(left));
database.registerFileBuffer('right.csv', readFileSync(right));
const query = compareQuery('left.csv', 'right.csv', key, columnsOf(left));
const counts = database.connect().query(query).get(0).toJSON();
console.log(JSON.stringify({ counts, seconds: (performance.now() - began) / 1000 }));
