// Large results that stay in the heap of the kernel that made them, with the table engine as it is shipped.

import { createPool, type Pool } from 'heddle';
import { table, type TableDiff } from 'heddle/table';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { requireBuilds } from './built.js';
import { collect } from './collect.js';

/** Two tables without a row in common. */
function makeStrangers(rows: number): { left: string; right: string } {
  const text = (name: string): string => {
    const lines = Array.from({ length: rows }, (_, row) => `${row},${name} of row ${row}`);
    return `id,text\n${lines.join('\n')}\n`;
  };
  return { left: text('left'), right: text('right') };
}

const pair = makeStrangers(20_000);
const least = 2 * 20_000 * 40;

let pool: Pool;
const compare = (): Promise<TableDiff> => pool.run(table.diff, pair);
const used = (): number => pool.stats().kernels[0]?.memory?.used ?? 0;

/** What is dropped is released before the next job. */
async function usedAfterAJob(): Promise<number> {
  await pool.run(table.columns, { file: 'a\n' });
  return used();
}

beforeAll(requireBuilds);
beforeEach(async () => {
  // One lane: each lane keeps the memory that it works in, from the first time that it takes part.
  pool = await createPool({ tier: 'threads', kernels: 1, lanes: 1 });
});
afterEach(() => pool.dispose());

describe('ALargeDiff', () => {
  it('IsWhatTheOtherTiersCopy', async () => {
    const diff = await compare();
    const other = await createPool({ tier: 'workers', kernels: 1 });
    const expected = await other.run(table.diff, pair);
    await other.dispose();
    expect(diff.length).toBe(40_000);
    expect(await (await diff.toBlob()).text()).toBe(await (await expected.toBlob()).text());
    expect(diff.slice(12_345, 3)).toEqual(expected.slice(12_345, 3));
    expect(diff.kindAt(7)).toBe(expected.kindAt(7));
  });

  it('StaysInTheKernelUntilItIsDisposedOf', async () => {
    await compare().then((diff) => {
      diff.dispose();
    });
    const before = await usedAfterAJob();
    const diff = await compare();
    expect(used() - before).toBeGreaterThan(least);
    diff.dispose();
    expect(await usedAfterAJob()).toBe(before);
    expect(diff.length).toBe(40_000);
    for (const read of [() => diff.at(0), () => diff.kindAt(0), () => [...diff]]) {
      expect(read).toThrow(/disposed/);
    }
    await expect(diff.toBlob()).rejects.toThrow(/disposed/);
  });

  it('IsReleasedWhenNobodyCanReachIt', async () => {
    (await compare()).dispose();
    const before = await usedAfterAJob();
    const held = await compare();
    for (let round = 0; round < 4; ++round) await compare();
    const single = least + before;
    await expect
      .poll(
        async () => {
          collect();
          return await usedAfterAJob();
        },
        { timeout: 20_000 },
      )
      .toBeLessThan(2 * single);
    expect(held.at(0).kind).toBe('removed');
  });

  it('OutlivesItsKernel', async () => {
    const diff = await compare();
    const text = await (await diff.toBlob()).text();
    const broken = {
      ...table.columns,
      decode: (): never => {
        throw new Error('no');
      },
    };
    await expect(pool.run(broken, { file: 'a\n' }, { retries: 0 })).rejects.toThrow(/refused/);
    await (await compare()).toBlob();
    expect(pool.stats().kernels[0]?.restarts).toBe(1);
    expect(await (await diff.toBlob()).text()).toBe(text);
    await pool.dispose();
    expect(await (await diff.toBlob()).text()).toBe(text);
  });

  it('ThatComesTooLateIsReleased', async () => {
    (await compare()).dispose();
    const before = await usedAfterAJob();
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const abort = new AbortController();
      const job = pool.run(table.diff, pair, {
        signal: abort.signal,
        onProgress: (fraction) => {
          if (fraction >= share) abort.abort();
        },
      });
      await job.then(
        (diff) => {
          diff.dispose();
        },
        () => undefined,
      );
    }
    expect(await usedAfterAJob()).toBe(before);
    expect(pool.stats().kernels[0]?.restarts).toBe(0);
  });
});

it('ResultsTakeNoMoreThanAQuarterOfTheMemory', async () => {
  await pool.dispose();
  pool = await createPool({ tier: 'threads', kernels: 1, memory: { maximum: 2 ** 26 } });
  const diffs: TableDiff[] = [];
  for (let round = 0; round < 30; ++round) diffs.push(await compare());
  expect(await usedAfterAJob()).toBeLessThan(2 ** 25);
  const texts = await Promise.all(diffs.map(async (diff) => (await diff.toBlob()).text()));
  expect(new Set(texts).size).toBe(1);
});
