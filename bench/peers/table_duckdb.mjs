// DuckDB, native: node table_duckdb.mjs LEFT RIGHT KEY
import { DuckDBInstance } from '@duckdb/node-api';
import { columnsOf } from './columns.mjs';
import { compareQuery } from './duckdb_query.mjs';

const [left, right, key] = process.argv.slice(2);
const began = performance.now();
const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
const reader = await connection.runAndReadAll(compareQuery(left, right, key, columnsOf(left)));
const [counts] = reader.getRowObjectsJS();
console.log(JSON.stringify({ counts, seconds: (performance.now() - began) / 1000 }));
