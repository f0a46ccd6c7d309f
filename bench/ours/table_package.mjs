// The package in Node: node table_package.mjs LEFT RIGHT KEY LANES
import { readFileSync } from 'node:fs';
import { createPool } from '../../packages/heddle/dist/index.node.js';
import { table } from '../../packages/heddle/dist/table/index.js';

const [left, right, key, lanes] = process.argv.slice(2);
const input = { left: readFileSync(left), right: readFileSync(right), key: [key] };
const pool = await createPool({ kernels: 1, lanes: Number(lanes) });
const began = performance.now();
const diff = await pool.run(table.diff, input);
const seconds = (performance.now() - began) / 1000;
const { added, removed, changed, changedCells } = diff;
console.log(JSON.stringify({ counts: { added, removed, changed, changedCells }, seconds }));
await pool.dispose();
