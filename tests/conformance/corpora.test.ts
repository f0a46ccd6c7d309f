// Other people's cases of reading CSV: the engine reads what they say, or the difference has a reason.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Pool } from 'heddle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { papaparseCases, type ReadingCase } from '../support/papaparse_cases.ts';
import { Random, testSeed } from '../support/random.ts';
import { padded, readsAs, readsAsOrRefuses } from '../support/reading.ts';
import { disposeAll, makePools, poolOf, type Pools } from '../support/tiers.ts';

let pools: Pools;
let pool: Pool;
beforeAll(async () => {
  pools = await makePools();
  pool = poolOf(pools, 'threads, 2 lanes');
});
afterAll(() => disposeAll(pools));

describe('CsvSpectrum', () => {
  const folder = dirname(createRequire(import.meta.url).resolve('csv-spectrum/package.json'));
  const names = readdirSync(join(folder, 'csvs')).map((file) => basename(file, '.csv'));

  it('IsComplete', () => {
    expect(names).toHaveLength(12);
  });

  /** The file, and its rows as the corpus tells them. */
  function load(name: string) {
    const file = readFileSync(join(folder, 'csvs', `${name}.csv`), 'utf8');
    const json = JSON.parse(readFileSync(join(folder, 'json', `${name}.json`), 'utf8')) as unknown;
    const objects = (Array.isArray(json) ? json : [json]) as Record<string, string>[];
    const rows = [Object.keys(objects[0] ?? {}), ...objects.map((one) => Object.values(one))];
    return { file, rows };
  }

  const forbidden = 'location_coordinates';
  it.each(names.filter((name) => name !== forbidden))('%s', async (name) => {
    const { file, rows } = load(name);
    for (const one of pools.values()) expect(await readsAs(one, file, rows, {})).toBe(true);
    expect(await readsAs(pool, file, rows, { lenient: true })).toBe(true);
  });

  it(`${forbidden}_HasQuotesThatRfc4180Forbids`, async () => {
    const { file, rows } = load(forbidden);
    // The JSON has another telephone number than the CSV.
    const changed = file.replace('2095257564', '1234567890');
    expect(await readsAsOrRefuses(pool, changed, rows, {})).toBeUndefined();
    expect(await readsAs(pool, changed, rows, { lenient: true })).toBe(true);
  });
});

/** Where PapaParse reads something else, and why the engine does not. */
const closesLater =
  'PapaParse takes a quote for a closing one only before a delimiter or a line end; the engine, as Python, always';
const dropsBlanks = 'PapaParse drops blanks behind a closing quote; to the engine they are text';
const papaparseExceptions: Readonly<Record<string, string>> = {
  'Quoted field has invalid trailing quote after delimiter with a valid closer': closesLater,
  'Quoted field has invalid trailing quote after delimiter': closesLater,
  'Quoted field has invalid trailing quote before delimiter': closesLater,
  'Quoted field has invalid trailing quote after new line': closesLater,
  'Quoted fields with spaces between closing quote and next delimiter': dropsBlanks,
  'Quoted fields with spaces between closing quote and next new line': dropsBlanks,
  'Quoted fields with spaces after closing quote': dropsBlanks,
  'Quoted fields with spaces between closing quote and next delimiter and contains delimiter':
    dropsBlanks,
  'Quoted fields with spaces between closing quote and newline and contains newline': dropsBlanks,
};

describe('PapaParse', () => {
  const all = [...papaparseCases()];
  const cases = all.filter((one): one is [string, ReadingCase] => typeof one[1] !== 'string');

  it('IsNotLeftOutForNothing', () => {
    expect(all.length).toBeGreaterThan(150);
    expect(cases.length).toBeGreaterThan(95);
    const names = cases.map(([, { name }]) => name);
    for (const exception of Object.keys(papaparseExceptions)) expect(names).toContain(exception);
  });

  it.each(cases)('%s', async (_name, { name, input, rows, ...options }) => {
    const dialect = { ...options, lenient: true, ragged: 'keep' } as const;
    const wanted = padded(rows);
    const differs = Object.hasOwn(papaparseExceptions, name);
    expect(await readsAs(pool, input, wanted, dialect)).toBe(!differs);
    // Read strictly it is the same, or refused.
    const strict = await readsAsOrRefuses(pool, input, wanted, options);
    expect(strict ?? !differs).toBe(!differs);
  });
});

describe("Python's csv", () => {
  /** What it reads from each text, which has no lone CR: that is a line end to Python only. */
  function readByPython(texts: readonly string[]): string[][][] {
    const program =
      'import csv, io, json, sys\n' +
      'texts = json.load(sys.stdin)\n' +
      'json.dump([list(csv.reader(io.StringIO(text, newline=""))) for text in texts], sys.stdout)';
    const input = JSON.stringify(texts);
    const out = execFileSync('python3', ['-c', program], { input, maxBuffer: 2 ** 28 });
    return JSON.parse(out.toString()) as string[][][];
  }

  it('ReadsForbiddenQuotesTheSame', async () => {
    const seed = testSeed();
    const random = new Random(seed);
    const pieces = ['"', '"', '""', ',', ',', '\n', '\r\n', 'a', 'b ', ' ', "'", 'é'];
    const texts = Array.from({ length: 3000 }, () =>
      Array.from({ length: 1 + random.below(30) }, () => random.pick(pieces)).join(''),
    );
    const read = readByPython(texts);
    for (const [index, text] of texts.entries()) {
      const found = read[index] ?? [];
      const wide = found.some((row) => row.length > 1);
      // To Python a blank line is a row without a field.
      const rows = found
        .filter((row, at) => row.length > 0 || !wide || at === 0)
        .map((row) => (row.length === 0 ? [''] : row));
      const dialect = {
        header: false,
        delimiter: ',',
        quote: '"',
        lenient: true,
        ragged: 'keep',
      } as const;
      const same = await readsAs(pool, text, padded(rows), dialect);
      expect(same, `seed ${seed}, text ${index}: ${JSON.stringify(text)}`).toBe(true);
    }
  });
});
