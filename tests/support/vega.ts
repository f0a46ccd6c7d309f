/** Real pairs: data sets that are in two versions of the npm package vega-datasets. */
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Papa from 'papaparse';
import type { Rows } from './reference.ts';

const resolve = createRequire(import.meta.url).resolve;
const folderOf = (alias: string) => join(dirname(resolve(`${alias}/package.json`)), 'data');
const before = folderOf('vega-datasets-1');
const after = folderOf('vega-datasets-2');

export interface RealPair {
  readonly left: string;
  readonly right: string;
}

/** Names of the CSV files that both versions have. */
export function realNames(): string[] {
  const csv = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.csv'));
  const later = new Set(csv(after));
  return csv(before).filter((name) => later.has(name));
}

export function realPair(name: string): RealPair {
  return { left: join(before, name), right: join(after, name) };
}

/** The table in a file, read by PapaParse. */
export function readIndependently(file: string): Rows {
  const { data, errors } = Papa.parse<string[]>(readFileSync(file, 'utf8'), {
    delimiter: ',',
    skipEmptyLines: true,
  });
  const [columns, ...rows] = data;
  if (columns === undefined || errors.length > 0) {
    throw new Error(`${file}: ${errors[0]?.message ?? 'there is no header'}`);
  }
  const wrong = rows.findIndex((row) => row.length !== columns.length);
  if (wrong >= 0) throw new Error(`${file}: row ${wrong + 1} is not as long as the header`);
  return { columns, rows };
}
