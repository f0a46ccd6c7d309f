// Lanes that die of a real trap, in a module that is built for these tests only.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { createPool, type LogRecord, type Pool } from 'heddle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { operation } from './fake_host.js';

const workerUrl = new URL('./fixtures/failing_lane_worker.mjs', import.meta.url);
const module = new URL('../../../build/wasm-threads/abi/failing.threads.wasm', import.meta.url);
const modules = { threads: () => module, simd: () => module };
const fail = { ...operation('fail'), engine: { name: 'test', modules } };
const well = { lane: 0, how: 0 };
const trap = { lane: 1, how: 1 };

describe('ALaneThatDies', () => {
  const log: LogRecord[] = [];
  let pool: Pool;
  beforeAll(async () => {
    const path = fileURLToPath(module);
    if (!existsSync(module)) throw new Error(`There is no ${path}: run ./dev build wasm-threads.`);
    pool = await createPool({
      tier: 'threads',
      kernels: 1,
      lanes: 2,
      workerUrl,
      log: (record) => log.push(record),
    });
  });
  afterAll(() => pool.dispose());

  it.each([
    ['trap', 1, /The kernel's lane 1 failed: .*unreachable/],
    ['stray access', 2, /The kernel's lane 1 failed: .*memory access out of bounds/],
    ['abort', 3, /The kernel's lane 1 failed: .*[Aa]bort/],
  ])('FailsItsJobAtOnceAfter_%s', async (_name, how, message) => {
    expect(await pool.run(fail, well)).toBe('well');
    const began = performance.now();
    await expect(pool.run(fail, { lane: 1, how }, { retries: 0 })).rejects.toMatchObject({
      code: 'kernel_failed',
      kernel: 1,
      message: expect.stringMatching(message) as unknown,
    });
    expect(performance.now() - began).toBeLessThan(5000);
    expect(await pool.run(fail, well)).toBe('well');
  });

  it('HasItsJobRunAgainOnANewKernel', async () => {
    const restarts = pool.stats().kernels[0]?.restarts ?? 0;
    const attempt = expect(pool.run(fail, trap, { retries: 2 })).rejects;
    await attempt.toMatchObject({ code: 'kernel_failed', attempts: 3 });
    expect(pool.stats().jobs.retried).toBe(2);
    expect(await pool.run(fail, well)).toBe('well');
    expect(pool.stats().kernels[0]?.restarts).toBe(restarts + 3);
    expect(log.filter(({ event }) => event === 'job-retried')).toHaveLength(2);
  });

  it('IsSeenAlsoWhereItIsTheKernelsOwnThread', async () => {
    const job = pool.run(fail, { lane: 0, how: 1 }, { retries: 0 });
    await expect(job).rejects.toMatchObject({
      code: 'kernel_failed',
      message: expect.stringMatching(/crashed. unreachable/) as unknown,
    });
  });
});
