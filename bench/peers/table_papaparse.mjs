// PapaParse and a Map: node table_papaparse.mjs LEFT RIGHT KEY
import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { compareRows } from './compare_rows.mjs';

const [left, right, key] = process.argv.slice(2);
const texts = [left, right].map((file) => readFileSync(file, 'utf8'));
const began = performance.now();
const [before, after] = texts.map(
  (text) => Papa.parse(text, { header: true, skipEmptyLines: true }).data,
);
const counts = compareRows(before, after, key);
console.log(JSON.stringify({ counts, seconds: (performance.now() - began) / 1000 }));
