// Buffers, memory limits, figures and traces, with the table engine as it is shipped.
import { createPool, type Pool, type PoolOptions } from 'heddle';
import { table } from 'heddle/table';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { requireBuilds } from './built.js';
import { makePair } from './csv.js';

beforeAll(requireBuilds);

const pools: Pool[] = [];
async function open(options: PoolOptions = {}): Promise<Pool> {
  const pool = await createPool(options);
  pools.push(pool);
  return pool;
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.dispose()));
});

const pair = makePair(2000);
const key = ['id'];
const encoder = new TextEncoder();

describe('ABuffer', () => {
  it.each(['threads', 'workers', 'script'] as const)(
    'InTheTier_%s_IsAnInputLikeAnyOther',
    async (tier) => {
      const pool = await open({ tier });
      const text = encoder.encode(pair.left);
      const left = await pool.buffer(table.diff, text.length);
      left.bytes.set(text);
      const expected = await pool.run(table.diff, { ...pair, key });
      const diff = await pool.run(table.diff, { left, right: pair.right, key });
      expect(diff.changed).toBe(expected.changed);
      expect(await pool.run(table.columns, { file: left })).toEqual([
        'id',
        'name',
        'text',
        'dropped',
      ]);
      left.dispose();
      expect(() => left.bytes).toThrow(/disposed/);
      expect((await pool.run(table.diff, { ...pair, key })).length).toBe(expected.length);
    },
  );

  it('OutlivesItsKernel', async () => {
    const pool = await open({ kernels: 1 });
    const text = encoder.encode(pair.left);
    const left = await pool.buffer(table.diff, text.length);
    left.bytes.set(text);
    const broken = {
      ...table.columns,
      decode: (): never => {
        throw new Error('no');
      },
    };
    await expect(pool.run(broken, { file: 'a\n1\n' }, { retries: 0 })).rejects.toThrow(/refused/);
    const diff = await pool.run(table.diff, { left, right: pair.right, key });
    expect(diff.length).toBe((await pool.run(table.diff, { ...pair, key })).length);
    expect(pool.stats().kernels[0]?.restarts).toBe(1);
  });

  it('ThatDoesNotFitRejects', async () => {
    const pool = await open({ memory: { maximum: 2 ** 26 } });
    await expect(pool.buffer(table.diff, 2 ** 27)).rejects.toMatchObject({ code: 'out_of_memory' });
    await expect(pool.buffer(table.diff, -1)).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  it('ReturnsItsMemory', async () => {
    const pool = await open({ kernels: 1, memory: { maximum: 2 ** 26 } });
    for (let round = 0; round < 50; ++round) {
      using buffer = await pool.buffer(table.diff, 2 ** 24);
      buffer.bytes[0] = round;
    }
    expect((await pool.run(table.diff, { ...pair, key })).length).toBeGreaterThan(0);
  });
});

describe('Memory', () => {
  it('IsNoMoreThanAsked', async () => {
    const pool = await open({ memory: { maximum: 2 ** 28 } });
    await pool.run(table.diff, { ...pair, key });
    expect(pool.info().memoryMaximum).toBe(2 ** 28);
    expect(pool.stats().kernels[0]?.memory?.limit).toBe(2 ** 28);
  });

  it.each(['threads', 'workers'] as const)('EndsWhereAsked_%s', async (tier) => {
    const pool = await open({ tier, kernels: 1, memory: { maximum: 2 ** 25 } });
    const left = new Uint8Array(2 ** 25).fill(0x61);
    await expect(pool.run(table.diff, { left, right: left, key })).rejects.toMatchObject({
      code: 'out_of_memory',
    });
    expect((await pool.run(table.diff, { ...pair, key })).length).toBeGreaterThan(0);
  });

  it('CanBeFixed', async () => {
    const pool = await open({ memory: { maximum: 2 ** 26, fixed: true } });
    await pool.run(table.diff, { ...pair, key });
    const buffer = await pool.buffer(table.diff, 64);
    expect(buffer.bytes.buffer.byteLength).toBe(2 ** 26);
  });

  it.each([{ fixed: true }, { maximum: 1 }, { maximum: 2 ** 32 }, { maximum: 2 ** 26 + 1 }])(
    'RefusesTheOptions_%j',
    async (memory) => {
      await expect(createPool({ memory })).rejects.toMatchObject({ code: 'invalid_argument' });
    },
  );

  it('IsShownForEachKernel', async () => {
    const pool = await open({ kernels: 1, lanes: 2 });
    await pool.run(table.diff, { ...pair, key });
    const [kernel] = pool.stats().kernels;
    expect(kernel?.lanes).toHaveLength(2);
    expect(kernel?.memory?.peak).toBeGreaterThan(pair.left.length);
    expect(kernel?.memory?.used).toBeLessThanOrEqual(kernel?.memory?.peak ?? 0);
  });
});

describe('ATrace', () => {
  it('HasARowForTheJobsAndForEachLane', async () => {
    const pool = await open({ kernels: 1, lanes: 2 });
    await pool.warm(table.diff);
    await pool.trace.start();
    const before = (performance.timeOrigin + performance.now()) * 1000;
    await pool.run(table.diff, { ...makePair(100_000), key });
    const after = (performance.timeOrigin + performance.now()) * 1000;
    const trace = await pool.trace.stop();
    const spans = trace.traceEvents.filter(({ ph }) => ph === 'X');
    const jobs = spans.filter(({ tid, name }) => tid === 0 && name === 'table.diff');
    expect(jobs).toHaveLength(1);
    expect(jobs[0]?.args).toEqual({
      job: expect.any(Number) as unknown,
      attempt: 1,
      outcome: 'done',
    });
    expect(new Set(spans.map(({ tid }) => tid))).toEqual(new Set([0, 1, 2]));
    for (const { ts = 0, dur = 0, tid } of spans) {
      if (tid === 0) continue;
      expect(ts).toBeGreaterThan(before - 1000);
      expect(ts + dur).toBeLessThan(after + 1000);
    }
    const rows = trace.traceEvents.filter(({ name }) => name === 'thread_name');
    expect(rows.map(({ args }) => args?.['name'])).toEqual(['jobs', 'lane 0', 'lane 1']);
  });

  it('ShowsTheStartOfAWorkerAndTheLoadOfAnEngine', async () => {
    const pool = await open({ tier: 'workers', kernels: 1 });
    await pool.trace.start();
    await pool.warm(table.diff);
    const { traceEvents } = await pool.trace.stop();
    const spans = traceEvents.filter(({ ph }) => ph === 'X').map(({ name }) => name);
    expect(spans).toEqual(expect.arrayContaining(['start worker', 'load table']));
  });

  it('IsEmptyAfterItWasStopped', async () => {
    const pool = await open({ tier: 'workers', kernels: 1 });
    await pool.trace.start();
    await pool.trace.stop();
    await pool.run(table.columns, { file: 'a\n' });
    const { traceEvents } = await pool.trace.stop();
    expect(traceEvents.filter(({ name }) => name === 'table.columns')).toEqual([]);
  });
});
