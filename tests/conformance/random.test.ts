// Random tables: every tier and lane count finds what the plain reference finds, with the same bytes.
import { HeddleError, type Pool } from 'heddle';
import { table } from 'heddle/table';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random, testSeed } from '../support/random.ts';
import { damaged, edited, randomTable, writeCsv } from '../support/random_csv.ts';
import { compare, type Expected } from '../support/reference.ts';
import { readCsv } from '../support/strict_csv.ts';
import { disposeAll, makePools, type Pools } from '../support/tiers.ts';

const seed = testSeed();
let pools: Pools;

beforeAll(async () => {
  console.log(`HEDDLE_TEST_SEED=${seed}`);
  pools = await makePools();
});
afterAll(() => disposeAll(pools));

interface Input {
  readonly left: Uint8Array;
  readonly right: Uint8Array;
  readonly key: readonly string[];
}

/** The JSON Lines of a comparison, or the error in the words that people see. */
async function outcome(pool: Pool, input: Input): Promise<string> {
  try {
    // Names and values have tabs in them, which must not be taken for the delimiter.
    const diff = await pool.run(table.diff, { ...input, delimiter: ',' });
    const { added, removed, changed, unchanged, changedCells, duplicateKeys, duplicateRows } = diff;
    const duplicates = { duplicateKeys, duplicateRows };
    const counts = JSON.stringify({
      ...{ added, removed, changed, unchanged, changedCells },
      ...duplicates,
    });
    return `${counts}\n${await (await diff.toBlob()).text()}`;
  } catch (error) {
    if (!(error instanceof HeddleError)) throw error;
    const { code, message, input: side, line, byteOffset } = error;
    return JSON.stringify({ code, message, input: side, line, byteOffset });
  }
}

/** The outcome, which must be the same in all pools. */
async function agreed(input: Input, what: string): Promise<string> {
  const outcomes = await Promise.all(
    [...pools].map(async ([name, pool]) => ({ name, text: await outcome(pool, input) })),
  );
  const first = outcomes[0]?.text ?? '';
  for (const { name, text } of outcomes) expect(text, `${what}, ${name}`).toBe(first);
  return first;
}

function parsed(text: string): unknown[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

function asLines(expected: Expected): unknown[] {
  const { columns, key, onlyLeft, onlyRight, differences, ...counts } = expected;
  return [counts, { kind: 'header', columns, key, onlyLeft, onlyRight }, ...differences];
}

function randomCase(random: Random, rows: number) {
  const left = randomTable(random, rows);
  const right = edited(random, left);
  const shared = random.shuffle(left.columns.filter((name) => right.columns.includes(name)));
  const key = shared.slice(0, random.below(Math.min(3, shared.length + 1)));
  return { left, right, key };
}

async function checkPairs(count: number, rows: number): Promise<void> {
  for (let number = 0; number < count; ++number) {
    const random = new Random(seed + number * 1_000_003 + rows);
    const { left, right, key } = randomCase(random, rows);
    const bytes = { left: writeCsv(random, left), right: writeCsv(random, right) };
    const what = `seed ${seed}, pair ${number} of at most ${rows} rows`;
    const text = await agreed({ ...bytes, key }, what);
    expect(parsed(text), what).toEqual(asLines(compare(left, right, key)));
  }
}

// A block that one lane reads has 64 KiB, so that the larger ones span many of them.
it.each([
  [500, 12],
  [60, 400],
  [10, 8000],
])('FindsWhatThePlainReferenceFinds_%i_PairsOf_%i_Rows', checkPairs);

it.each([
  [600, 12],
  [60, 8000],
])('SaysWhereAFileIsMalformed_%i_FilesOf_%i_Rows', async (count, rows) => {
  let malformed = 0;
  for (let number = 0; number < count; ++number) {
    const random = new Random(seed + number * 1_000_003 + rows + 1);
    const original = randomTable(random, rows);
    const sound = writeCsv(random, original);
    const bytes = damaged(random, sound);
    const what = `seed ${seed}, file ${number} of at most ${rows} rows`;
    const reading = readCsv(bytes);
    if (!reading.ok) ++malformed;
    // Headers are compared before rows are read, so the other file needs the same one.
    const side = reading.columns.join() === original.columns.join() ? 'right' : 'left';
    const input = { left: side === 'right' ? sound : bytes, right: bytes, key: [] };
    const text = await agreed(input, what);
    const first = parsed(text)[0];
    if (reading.ok) expect(first, what).not.toHaveProperty('line');
    else {
      expect(first, what).toMatchObject({
        code: 'malformed_input',
        input: side,
        ...reading.error,
      });
    }
  }
  expect(malformed).toBeGreaterThan(count / 4);
});
