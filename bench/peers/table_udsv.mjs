// uDSV and a Map: node table_udsv.mjs LEFT RIGHT KEY
import { readFileSync } from 'node:fs';
import { inferSchema, initParser } from 'udsv';
import { compareRows } from './compare_rows.mjs';

const [left, right, key] = process.argv.slice(2);
const texts = [left, right].map((file) => readFileSync(file, 'utf8'));
const began = performance.now();
const [before, after] = texts.map((text) => initParser(inferSchema(text)).stringObjs(text));
const counts = compareRows(before, after, key);
console.log(JSON.stringify({ counts, seconds: (performance.now() - began) / 1000 }));
