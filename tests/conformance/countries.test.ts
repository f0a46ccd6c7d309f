// A real file with semicolons: the same rows separated by other delimiters are no difference.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { programs, run } from '../support/programs.ts';

const packageFile = createRequire(import.meta.url).resolve('world-countries-1/package.json');
const countries = join(dirname(packageFile), 'dist', 'countries.csv');
const { data: rows } = Papa.parse<string[]>(readFileSync(countries, 'utf8'), {
  delimiter: ';',
  skipEmptyLines: true,
});

it.each([',', ';', '\t', '|'])('IsTheSameSeparatedBy_%j', async (delimiter) => {
  using folder = new TemporaryFolder();
  folder.write({ 'other.csv': Papa.unparse(rows, { delimiter, newline: '\n' }) });
  const args = ['table', 'diff', countries, folder.at('other.csv'), '--key', 'auto'];
  const { exit, stdout, stderr } = await run(programs().native, args);
  expect(stderr).toBe('heddle: --key name tells all rows apart, and pairs 248 of 248 and 248\n');
  expect(stdout).toMatch(
    /^added rows +0\nremoved rows +0\nchanged rows +0\n[^]*unchanged rows +248\n/,
  );
  expect(exit).toBe(0);
});
