// Files that do not fit into a kernel's memory, or are not to: read piece by piece, in Node.
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { createPool, file, type InputBytes, type Pool, type PoolOptions, type Tier } from 'heddle';
import { createDiff, table, type DiffFilter, type Format } from 'heddle/table';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { requireBuilds } from './built.js';
import { makePair } from './csv.js';

const key = ['id'];
// 2 x 20 MB, in rows that are so long that the hashes of all of them take little.
const texts = (() => {
  const { left, right } = makePair(80_000);
  const long = (text: string): string => text.replaceAll('täxt', `täxt${'.'.repeat(200)}`);
  return { left: long(left), right: long(right) };
})();
const memoryLimit = 2 ** 24;

const folder = mkdtempSync(join(tmpdir(), 'heddle-large-'));
const pathOf = (name: string): string => join(folder, name);
function write(name: string, text: string): string {
  writeFileSync(pathOf(name), text);
  return pathOf(name);
}
const paths = { left: write('left.csv', texts.left), right: write('right.csv', texts.right) };
const files = { left: file(paths.left), right: file(pathToFileURL(paths.right)), key };
afterAll(() => {
  rmSync(folder, { recursive: true });
});

beforeAll(requireBuilds);

const pools: Pool[] = [];
async function open(options: PoolOptions = {}): Promise<Pool> {
  const pool = await createPool({ kernels: 1, ...options });
  pools.push(pool);
  return pool;
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.dispose()));
});

const tiers: Tier[] = ['threads', 'workers', 'script'];

describe.each(tiers)('FilesByTheirPath_%s', (tier) => {
  it('AreInputsLikeOthersWhereTheyFit', async () => {
    const pool = await open({ tier });
    const small = {
      left: write('small.csv', 'id,n\n1,a\n'),
      right: write('other.csv', 'id,n\n1,b\n'),
    };
    const input = { left: file(small.left), right: file(small.right), key };
    expect((await pool.run(table.diff, input)).changed).toBe(1);
    expect(await pool.run(table.columns, { file: input.left })).toEqual(['id', 'n']);
    const patch = await pool.run(table.write, { ...input, format: 'patch' });
    const after = await pool.run(table.patch, { left: input.left, patch });
    expect(await after.text()).toBe('id,n\n1,b\n');
    const merged = await pool.run(table.merge, {
      base: input.left,
      left: input.left,
      right: input.right,
      key,
    });
    expect(merged.conflictCount).toBe(0);
  });

  it('AreComparedPieceByPieceWithTheSameDifferences', { timeout: 120_000 }, async () => {
    const pool = await open({ tier });
    const whole = await pool.run(table.diff, { ...files });
    await using diff = await createDiff(pool, { ...files, memoryLimit });
    for (const fact of ['added', 'removed', 'changed', 'unchanged', 'changedCells'] as const) {
      expect(diff[fact]).toBe(whole[fact]);
    }
    expect(diff.length).toBe(whole.length);
    expect(diff.columns).toEqual(whole.columns);
    expect(diff.dialects).toEqual(whole.dialects);
    for (const begin of [0, 17, 12_345, whole.length - 300]) {
      expect(await diff.rows(begin, begin + 300)).toEqual(whole.slice(begin, 300));
    }
    expect(await diff.rows(1000, 9000)).toEqual(whole.slice(1000, 8000));
    expect(await diff.rows(5, 5)).toEqual([]);
  });
});

describe('ALargeDiff', () => {
  it('TellsOfFiltersWhatASmallOneTells', { timeout: 60_000 }, async () => {
    const pool = await open();
    await using small = await createDiff(pool, files);
    await using large = await createDiff(pool, { ...files, memoryLimit });
    const filters: DiffFilter[] = [
      { only: ['added'] },
      { only: ['removed', 'changed'] },
      { only: ['changed'], changedIn: ['name'] },
      { text: 'CHANGED 12' },
      { text: 'quoted', textIn: ['text'], columns: ['name'] },
      { text: 'nowhere' },
    ];
    for (const filter of filters) {
      const count = await small.count(filter);
      expect(await large.count(filter)).toBe(count);
      const range = [Math.floor(count / 3), Math.min(count, Math.floor(count / 3) + 200)] as const;
      const expected = await small.rows(...range, filter);
      expect(await large.rows(...range, filter)).toEqual(expected);
      const compact = { ...filter, changedCells: true } as const;
      expect(await large.rows(...range, compact)).toEqual(await small.rows(...range, compact));
      expect(await large.next(777, filter)).toBe(await small.next(777, filter));
    }
    expect(await large.changesByColumn()).toEqual(await small.changesByColumn());
    const only = { only: ['changed'], text: '7' } as const;
    expect(await large.changesByColumn(only)).toEqual(await small.changesByColumn(only));
  });

  it('WritesTheSameTexts', { timeout: 60_000 }, async () => {
    const pool = await open();
    await using large = await createDiff(pool, { ...files, memoryLimit });
    const formats: Format[] = ['json', 'csv', 'html'];
    for (const format of formats) {
      const options = {
        format,
        only: ['added', 'changed'],
        changedCells: format === 'csv',
      } as const;
      const expected = await (await pool.run(table.write, { ...files, ...options })).text();
      expect((await (await large.write(options)).text()) === expected).toBe(true);
      const alone = await pool.run(table.write, { ...files, ...options, memoryLimit });
      expect((await alone.text()) === expected).toBe(true);
    }
    const whole = await pool.run(table.diff, files);
    const pieces = await pool.run(table.diff, { ...files, memoryLimit });
    expect((await (await pieces.toBlob()).text()) === (await (await whole.toBlob()).text())).toBe(
      true,
    );
  });

  it('IsMadeWhereTheFilesDoNotFitIntoTheKernel', { timeout: 60_000 }, async () => {
    const expected = await (await open()).run(table.diff, files);
    const pool = await open({ memory: { maximum: 2 ** 25 } });
    const blob = (text: string): Blob => new Blob([text]);
    const inputs: [InputBytes, InputBytes][] = [
      [files.left, files.right],
      [blob(texts.left), texts.right],
      [new TextEncoder().encode(texts.left), files.right],
    ];
    for (const [left, right] of inputs) {
      await using diff = await createDiff(pool, { left, right, key });
      expect(diff.changedCells).toBe(expected.changedCells);
      expect(await diff.rows(4000, 4050)).toEqual(expected.slice(4000, 50));
    }
    expect(pool.stats().kernels[0]?.memory?.peak).toBeLessThan(2 ** 25);
    expect(pool.stats().kernels[0]?.restarts).toBe(0);
  });

  it('IsMadeOfABufferOfThePool', { timeout: 60_000 }, async () => {
    const pool = await open();
    const bytes = new TextEncoder().encode(texts.left);
    const left = await pool.buffer(table.diff, bytes.length);
    left.bytes.set(bytes);
    await using diff = await createDiff(pool, { ...files, left, memoryLimit });
    const expected = await diff.rows(0, 50);
    left.dispose();
    (await pool.buffer(table.diff, bytes.length)).bytes.fill(65);
    expect(await diff.rows(0, 50)).toEqual(expected);
  });

  it('GoesOnInAnotherKernel', { timeout: 60_000 }, async () => {
    const pool = await open();
    await using diff = await createDiff(pool, { ...files, memoryLimit });
    const expected = await diff.rows(500, 520);
    pool.kill(1);
    expect(await diff.rows(500, 520)).toEqual(expected);
    pool.kill(1);
    expect(await diff.next(0, 'added')).toBeGreaterThan(0);
  });

  it('EndsWhenItIsAsked', { timeout: 60_000 }, async () => {
    const pool = await open({ tier: 'threads' });
    const reason = new Error('enough');
    const controller = new AbortController();
    const cut = createDiff(
      pool,
      { ...files, memoryLimit },
      {
        signal: controller.signal,
        onProgress: (fraction) => {
          if (fraction > 0.2) controller.abort(reason);
        },
      },
    );
    await expect(cut).rejects.toBe(reason);
    await using diff = await createDiff(pool, { ...files, memoryLimit });
    const search = new AbortController();
    const count = diff.count({ text: 'nowhere' }, { signal: search.signal });
    search.abort(reason);
    await expect(count).rejects.toBe(reason);
    expect(await diff.count({ only: ['added'] })).toBe(diff.added);
    expect(pool.stats().kernels[0]?.restarts).toBe(0);
  });

  it('TellsHowFarItIs', { timeout: 60_000 }, async () => {
    const pool = await open();
    const told: number[] = [];
    const onProgress = (fraction: number): void => void told.push(fraction);
    await using diff = await createDiff(pool, { ...files, memoryLimit }, { onProgress });
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    told.length = 0;
    await diff.write({ format: 'json' }, { onProgress });
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-1)).toBe(1);
  });

  it('GivesBackItsMemory', { timeout: 60_000 }, async () => {
    const pool = await open({ lanes: 1 });
    let used = 0;
    for (let round = 0; round < 3; ++round) {
      const diff = await createDiff(pool, { ...files, memoryLimit });
      for (let n = 0; n < 6; ++n) await diff.count({ text: `changed 1${n}` });
      await diff.dispose();
      const now = pool.stats().kernels[0]?.memory?.used ?? -1;
      if (round > 0) expect(now).toBeLessThanOrEqual(used);
      used = now;
    }
  });
});

describe('WhatCannotBeDone', () => {
  it('NamesTheFileThatHasBecomeShorter', { timeout: 60_000 }, async () => {
    const pool = await open();
    const right = write('shrinks.csv', texts.right);
    await using diff = await createDiff(pool, { ...files, right: file(right), memoryLimit });
    truncateSync(right, 1000);
    const io = {
      code: 'io',
      input: 'right',
      message: expect.stringMatching(/right could not be read .*shorter/) as unknown,
    };
    await expect(diff.rows(5000, 5010)).rejects.toMatchObject(io);
    await expect(diff.write({ format: 'csv' })).rejects.toMatchObject(io);
    // What does not need the file is still to be had, and the kernel is as well as before.
    expect(await diff.count({ only: ['added'] })).toBe(diff.added);
    expect(pool.stats().kernels[0]?.restarts).toBe(0);
  });

  it('SaysThatAFileIsNotThere', async () => {
    const pool = await open();
    const left = file(pathOf('nowhere.csv'));
    for (const limit of [undefined, memoryLimit]) {
      await expect(createDiff(pool, { ...files, left, memoryLimit: limit })).rejects.toMatchObject({
        code: 'io',
        input: 'left',
        message: expect.stringMatching(/no such file/) as unknown,
      });
    }
    await expect(createDiff(pool, { ...files, left: file(folder) })).rejects.toMatchObject({
      code: 'io',
      input: 'left',
    });
    expect(() => file('')).toThrow(/path or a URL/);
    expect(() => file(new URL('https://example.com/a.csv'))).toThrow(/path or a URL/);
  });

  it('SaysHowMuchMemoryWouldDo', { timeout: 60_000 }, async () => {
    const pool = await open();
    const narrow = Array.from({ length: 1_500_000 }, (_, row) => `${row}\n`).join('');
    const left = file(write('narrow.csv', `id\n${narrow}`));
    const input = { left, right: left, key, memoryLimit };
    await expect(createDiff(pool, input)).rejects.toMatchObject({
      code: 'out_of_memory',
      message: expect.stringMatching(
        /17 MB of memory that are allowed; about \d\d MB would do/,
      ) as unknown,
    });
    await expect(createDiff(pool, { ...files, memoryLimit: 1000 })).rejects.toMatchObject({
      code: 'out_of_memory',
      message: expect.stringMatching(/needs at least 17 MB/) as unknown,
    });
  });

  it('SaysWhatNeedsTheWholeFiles', { timeout: 60_000 }, async () => {
    const pool = await open();
    const refused = (message: RegExp): unknown =>
      expect.objectContaining({
        code: 'invalid_argument',
        message: expect.stringMatching(message) as unknown,
      });
    const large = { ...files, memoryLimit };
    const open_ = (input: object): Promise<unknown> => createDiff(pool, { ...large, ...input });
    await expect(open_({ key: 'auto' })).rejects.toEqual(
      refused(/both files in memory.*name the key/),
    );
    await expect(open_({ renames: true })).rejects.toEqual(refused(/renamed columns/));
    await expect(open_({ key: undefined, similar: 0.5 })).rejects.toEqual(refused(/similar rows/));
    await expect(open_({ lenient: true })).rejects.toEqual(refused(/leniently/));
    const utf16 = Buffer.from(`\ufeff${texts.left}`, 'utf16le');
    await expect(open_({ left: utf16 })).rejects.toEqual(refused(/UTF-16/));
    await expect(pool.run(table.write, { ...large, format: 'patch' })).rejects.toEqual(
      refused(/patch/),
    );
    await using diff = await createDiff(pool, large);
    await expect(diff.write({ format: 'tdiff' })).rejects.toEqual(refused(/tdiff/));
    for (const wrong of [0, -1, NaN, '16M']) {
      await expect(open_({ memoryLimit: wrong })).rejects.toEqual(refused(/memoryLimit must be/));
    }
  });

  it('SaysThatAFileIsNotWhatItWas', { timeout: 60_000 }, async () => {
    const pool = await open();
    const right = write('grows.csv', texts.right);
    await using diff = await createDiff(pool, { ...files, right: file(right), memoryLimit });
    appendFileSync(right, '999999999,x,y,1\n');
    pool.kill(1);
    await expect(diff.rows(0, 1)).rejects.toMatchObject({
      code: 'io',
      message: expect.stringMatching(/were they changed/) as unknown,
    });
  });
});
