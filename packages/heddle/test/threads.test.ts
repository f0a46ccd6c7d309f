// The pool on Node's real threads, with an engine that does all that a worker can do wrong.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { createPool, type Pool } from 'heddle';
import { table } from 'heddle/table';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { collect } from './collect.js';
import { makePair } from './csv.js';
import { operation } from './fake_host.js';

const workerUrl = new URL('./fixtures/misbehaving_worker.mjs', import.meta.url);
const echo = operation('echo');

describe('OnRealThreads', () => {
  let pool: Pool;
  beforeAll(async () => {
    pool = await createPool({ tier: 'script', kernels: 1, workerUrl });
  });
  afterAll(() => pool.dispose());

  const failures: [name: string, message: RegExp][] = [
    ['trap', /crashed. unreachable/],
    ['exit', /exit code 3/],
    ['crash', /outside of the job/],
    ['reject', /nobody listens/],
    ['garbage', /not an object/],
    ['unclonable', /could not be cloned/],
  ];
  it.each(failures)('AJobEndedBy_%s_RejectsAndTheNextOneRuns', async (name, message) => {
    const bad = pool.run(operation(name), undefined);
    const good = pool.run(echo, name);
    await expect(bad).rejects.toMatchObject({
      code: 'kernel_failed',
      op: `test.${name}`,
      message: expect.stringMatching(message) as unknown,
    });
    expect(await good).toBe(name);
  });

  it('AJobThatNeverEndsCanBeCancelled', async () => {
    const spinning = pool.run(operation('spin'), undefined, { signal: AbortSignal.timeout(50) });
    await expect(spinning).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await pool.run(echo, 'next')).toBe('next');
  });

  it('AnUnknownOperationRejectsAndKeepsTheKernel', async () => {
    await expect(pool.run(operation('toString'), 1)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await pool.run(echo, 'next')).toBe('next');
  });

  it('TheCallersBytesStayItsOwn', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    expect(await pool.run(echo, bytes)).toEqual(bytes);
    expect(bytes).toHaveLength(3);
  });

  it('DisposeEndsAJobThatNeverEnds', async () => {
    const other = await createPool({ tier: 'script', kernels: 2, workerUrl });
    const spinning = other.run(operation('spin'), undefined);
    const settled = expect(spinning).rejects.toMatchObject({ code: 'disposed' });
    await other.run(echo, 1);
    await other.dispose();
    await settled;
  });

  it('AWorkerScriptThatIsNotThereRejects', async () => {
    const nowhere = new URL('./fixtures/nowhere.mjs', import.meta.url);
    const other = await createPool({ tier: 'script', workerUrl: nowhere });
    await expect(other.run(echo, 1)).rejects.toMatchObject({
      code: 'kernel_failed',
      message: expect.stringMatching(/nowhere\.mjs/) as unknown,
    });
    await other.dispose();
  });
});

describe('AProcess', () => {
  const run = promisify(execFile);
  const start = (script: string): Promise<{ stdout: string }> =>
    run(process.execPath, ['--input-type=module', '-e', script], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      timeout: 15_000,
    });
  const preamble = `
    import { createPool } from './dist/index.node.js';
    const workerUrl = ${JSON.stringify(workerUrl.href)};
    const pool = await createPool({ tier: 'script', workerUrl: new URL(workerUrl) });
    const operation = (name) => ({ engine: { name: 'test' }, name,
      encode: (value) => ({ value, transfer: [] }), decode: (reply) => reply });`;

  it('EndsByItselfWhenThePoolIsIdle', async () => {
    const script = `${preamble} console.log(await pool.run(operation('echo'), 'done'));`;
    expect((await start(script)).stdout).toBe('done\n');
  });

  it('LivesUntilItsJobsHaveSettled', async () => {
    const script = `${preamble}
      pool.run(operation('echo'), 'late').then((text) => console.log(text));`;
    expect((await start(script)).stdout).toBe('late\n');
  });

  it('EndsAfterAKernelHasFailed', async () => {
    const script = `${preamble}
      await pool.run(operation('trap')).catch((error) => console.log(error.code));`;
    expect((await start(script)).stdout).toBe('kernel_failed\n');
  });
});

it('FiftyPoolsLeaveNothingBehind', async () => {
  const count = (kind: string): number =>
    process.getActiveResourcesInfo().filter((name) => name === kind).length;
  const cycle = async (round: number): Promise<void> => {
    const options = { tier: 'script', workerUrl, spare: 1, kernels: 2, timeout: 10_000 } as const;
    const pool = await createPool(options);
    expect(await pool.run(echo, round)).toBe(round);
    if (round % 10 === 0) await pool.run(operation('trap'), 0).catch(() => undefined);
    await pool.dispose();
  };
  await cycle(0);
  const listeners = process.listenerCount('exit');
  const ports = count('MessagePort');
  const timers = count('Timeout');
  for (let round = 0; round < 50; ++round) await cycle(round);
  expect(count('MessagePort')).toBeLessThanOrEqual(ports);
  expect(count('Timeout')).toBeLessThanOrEqual(timers);
  const threads = process.getActiveResourcesInfo().filter((name) => name.includes('Worker'));
  // Vitest itself may run in a worker; none of ours is left.
  expect(threads.length).toBeLessThanOrEqual(1);
  expect(process.listenerCount('exit')).toBe(listeners);
});

it('FiftyPoolsGiveTheirMemoryBack', async () => {
  const pair = makePair(1000);
  const cycle = async (): Promise<void> => {
    const pool = await createPool({ kernels: 1, lanes: 2 });
    const { changed } = await pool.run(table.diff, { ...pair, key: ['id'] });
    expect(changed).toBeGreaterThan(0);
    await pool.dispose();
  };
  for (let round = 0; round < 10; ++round) await cycle();
  // What only waits to be collected is not kept.
  collect();
  const before = process.memoryUsage.rss();
  for (let round = 0; round < 50; ++round) await cycle();
  collect();
  // One that is kept holds the 16 MiB that a module starts with, of which it has touched two or more.
  expect((process.memoryUsage.rss() - before) / 2 ** 20).toBeLessThan(50);
}, 120_000);
