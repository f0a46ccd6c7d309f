// defineKernel and sessions, on Node's real threads.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

import {
  createPool,
  operationsOf,
  sessionsOf,
  type Operation,
  type Pool,
  type PoolOptions,
  type Stateful,
} from 'heddle';
import { afterEach, describe, expect, it } from 'vitest';

import { protocolVersion } from '../src/protocol.js';
import { makeRandom } from './random.js';

type Steps = Readonly<Record<string, Operation<unknown, number>>>;

const ops = operationsOf<{ ops: Record<string, (input: unknown) => unknown> }>() as Readonly<
  Record<string, Operation<unknown, unknown>>
>;
const kinds = sessionsOf<object>() as unknown as Readonly<Record<string, Stateful<number, Steps>>>;
const named = <Value>(record: Readonly<Record<string, Value>>, name: string): Value => {
  const value = record[name];
  if (value === undefined) throw new Error(`There is no ${name}.`);
  return value;
};
const op = (name: string): Operation<unknown, unknown> => named(ops, name);

const pools: Pool[] = [];
async function open(options: PoolOptions = {}): Promise<Pool> {
  const worker = (): Worker => new Worker(new URL('./fixtures/own_kernel.mjs', import.meta.url));
  const pool = await createPool({ tier: 'workers', kernels: 2, worker, ...options });
  pools.push(pool);
  return pool;
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.dispose()));
});

describe('AKernelOfOnesOwn', () => {
  it('RunsItsOperations', async () => {
    const pool = await open();
    expect(await pool.run(op('double'), 21)).toBe(42);
    expect(await pool.run(op('later'), 'x')).toBe('x');
    const results: unknown[] = [];
    for await (const result of pool.map(op('double'), [1, 2, 3])) results.push(result);
    expect(results).toEqual([2, 4, 6]);
  });

  it('MovesWhatItNames', async () => {
    const result = await (await open()).run(op('make'), 1000);
    expect(result).toEqual(new Uint8Array(1000).fill(9));
  });

  it('ReportsProgress', async () => {
    const fractions: number[] = [];
    const pool = await open();
    await pool.run(op('report'), 3, { onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it('KeepsGoingAfterAnError', async () => {
    const pool = await open({ kernels: 1 });
    await expect(pool.run(op('refuse'), 1)).rejects.toMatchObject({
      code: 'operation_failed',
      message: 'not like that',
      op: 'own.refuse',
      kernel: 1,
      attempts: 1,
      cause: { name: 'TypeError', stack: expect.stringContaining('own_kernel.mjs') as unknown },
    });
    expect(await pool.run(op('double'), 1)).toBe(2);
    expect(pool.stats().kernels[0]?.restarts).toBe(0);
  });

  it.each(['trap', 'exit'])('IsReplacedAfter_%s', async (name) => {
    const pool = await open({ kernels: 1, retries: 0 });
    await expect(pool.run(op(name), 1)).rejects.toMatchObject({ code: 'kernel_failed' });
    expect(await pool.run(op('double'), 1)).toBe(2);
    expect(pool.stats().kernels[0]?.restarts).toBe(1);
  });

  it('AnswersSmallJobsInTurnWhateverTheyTake', async () => {
    const pool = await open({ tier: 'threads', kernels: 1 });
    for (let turn = 0; turn < 1000; ++turn) {
      expect(await pool.run(op('double'), turn)).toBe(2 * turn);
      if (turn % 10 === 0) expect(await pool.run(op('size'), new Uint8Array(turn))).toBe(turn);
      if (turn % 100 === 0) {
        const run = pool.run(op('wait'), 1, { timeout: 5 });
        await expect(run).rejects.toMatchObject({ code: 'timeout' });
      }
    }
    expect(pool.stats().kernels[0]?.restarts).toBe(0);
  });

  it('GetsItsTimersBetweenSmallJobs', async () => {
    const pool = await open({ tier: 'threads', kernels: 1 });
    await pool.run(op('startTimer'), undefined);
    let jobs = 0;
    while ((await pool.run(op('fired'), undefined)) !== true) expect(++jobs).toBeLessThan(100_000);
  });

  it('HearsThatItIsToEnd', async () => {
    const pool = await open({ kernels: 1 });
    const run = pool.run(op('wait'), 1, { timeout: 30 });
    await expect(run).rejects.toMatchObject({ code: 'timeout' });
    expect(await pool.run(op('double'), 1)).toBe(2);
    expect(pool.stats().kernels[0]?.restarts).toBe(0);
  });

  it('IsKilledWhenItDoesNotListen', async () => {
    const pool = await open({ kernels: 1 });
    const run = pool.run(op('spin'), 1, { timeout: 30 });
    await expect(run).rejects.toMatchObject({ code: 'timeout' });
    expect(await pool.run(op('double'), 1)).toBe(2);
    expect(pool.stats().kernels[0]?.restarts).toBe(1);
  });

  it('TakesLargeInputsInSlices', async () => {
    const pool = await open();
    const bytes = Uint8Array.from({ length: 5_000_001 }, (_, index) => index % 251);
    const sum = bytes.reduce((total, byte) => (total + byte) % 65_521, 0);
    expect(await pool.run(op('sum'), bytes)).toBe(sum);
    expect(await pool.run(op('sizes'), { left: bytes, right: bytes.subarray(1) })).toEqual([
      bytes.length,
      bytes.length - 1,
    ]);
    expect(bytes).toHaveLength(5_000_001);
  });

  it('TakesTransferredInputs', async () => {
    const pool = await open();
    const bytes = new Uint8Array(5_000_000);
    expect(await pool.run(op('size'), bytes, { transfer: true })).toBe(5_000_000);
    expect(bytes).toHaveLength(0);
  });
});

describe('ASession', () => {
  const counter = named(kinds, 'counter');
  const forgetful = named(kinds, 'forgetful');

  it('KeepsItsStateAndItsOrder', async () => {
    const pool = await open();
    const results = await Promise.all(
      [await pool.open(counter, 1), await pool.open(forgetful, 1)].map(async (session) => {
        const steps = [1, 2, 3].map((value) => session.run('add', value));
        return (await Promise.all(steps)).at(-1);
      }),
    );
    expect(results[0]).toBe(results[1]);
  });

  it.each([
    ['WithCheckpoints', counter],
    ['WithoutCheckpoints', forgetful],
  ])('%s_HasTheSameStateWithAndWithoutKills', async (_name, kind) => {
    const seed = 20_260_103;
    const walk = async (kills: boolean): Promise<number[]> => {
      const random = makeRandom(seed);
      const pool = await open();
      const session = await pool.open(kind, 5);
      const hashes: number[] = [];
      for (let step = 0; step < 100; ++step) {
        if (random(10) === 0 && kills) {
          const crash = session.run('crash', undefined, { retries: 0 });
          await expect(crash).rejects.toMatchObject({ code: 'kernel_failed' });
        }
        if (step % 7 === 0) await session.run('refuse', undefined).catch(() => undefined);
        hashes.push(await session.run('add', step));
      }
      await session.close();
      return hashes;
    };
    expect(await walk(true), `seed ${seed}`).toEqual(await walk(false));
  });

  it('ForgetsAStepThatWasCutShort', async () => {
    const pool = await open();
    const session = await pool.open(counter, 5);
    const before = await session.run('add', 1);
    const linger = session.run('linger', undefined, { timeout: 20 });
    await expect(linger).rejects.toMatchObject({ code: 'timeout' });
    const other = await pool.open(counter, 5);
    expect(await other.run('add', 1)).toBe(before);
    expect(await session.run('add', 2)).toBe(await other.run('add', 2));
  });

  it('RefusesStepsAfterItsEnd', async () => {
    const pool = await open();
    const session = await pool.open(counter, 5);
    await session.close();
    await expect(session.run('add', 1)).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  it('OfAKindThatIsNotThereRejects', async () => {
    const pool = await open();
    await expect(pool.open(named(kinds, 'nothing'), 1)).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});

it('TheExampleRuns', async () => {
  const folder = fileURLToPath(new URL('../../../examples/own-kernel/', import.meta.url));
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['main.mjs'], { cwd: folder, timeout: 15_000 });
  const lines = stdout.trim().split('\n');
  expect(lines).toHaveLength(9);
  expect(new Set(lines).size).toBe(9);
  expect(lines[0]).toMatch(/^[0-9a-f]{16}$/);
});

it('AKernelRefusesWhateverIsNoMessageAndGoesOn', async () => {
  const seed = 20_260_104;
  const random = makeRandom(seed);
  const worker = new Worker(new URL('./fixtures/own_kernel.mjs', import.meta.url));
  const said: { type?: unknown; job?: unknown; result?: unknown }[] = [];
  let wake = (): void => undefined;
  worker.on('message', (message: { type?: unknown }) => {
    said.push(message);
    wake();
  });
  const failed = new Promise<never>((_, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => {
      reject(new Error(`The kernel ended, seed ${seed}.`));
    });
  });
  failed.catch(() => undefined);
  const hear = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await Promise.race([new Promise<void>((go) => (wake = go)), failed]);
  };
  const job = { job: 1, engine: 'own', operation: 'double', input: 1 };
  const valid: Record<string, unknown>[] = [
    { type: 'run', jobs: [job] },
    { type: 'run', jobs: [{ ...job, action: 'step', target: 3 }] },
    { type: 'cancel', job: 1 },
    { type: 'slice', stream: 1, size: 4, offset: 0, bytes: new Uint8Array(2) },
    { type: 'drop', kind: 'buffer', target: 1 },
    { type: 'load', engine: 'nothing', build: 'script', lanes: 1, memory: { fixed: false } },
  ];
  const garbage: unknown[] = [
    ...[null, undefined, -1, 0.5, NaN, 2 ** 60, '', 'x'.repeat(100_000), 10n, new Date(0)],
    ...[[], {}, new Array(100), new Map(), new Uint8Array(1000), new SharedArrayBuffer(8)],
    JSON.parse('{"__proto__":{"polluted":1},"constructor":1}'),
  ];
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item;
  try {
    for (let round = 0; round < 2000; ++round) {
      const message: Record<string, unknown> = { version: protocolVersion, ...pick(valid) };
      const jobs = message['jobs'] as Record<string, unknown>[] | undefined;
      const target = jobs !== undefined && random(2) === 0 ? { ...jobs[0] } : message;
      target[pick(Object.keys(target))] = pick(garbage);
      if (target !== message) message['jobs'] = [target];
      worker.postMessage(random(20) === 0 ? pick(garbage) : message);
    }
    const load = { type: 'load', engine: 'own', build: 'script', lanes: 1 };
    worker.postMessage({ version: protocolVersion, ...load, memory: { fixed: false } });
    worker.postMessage({
      version: protocolVersion,
      type: 'run',
      jobs: [{ ...job, job: 77_777, input: 21 }],
    });
    await hear(() => said.some((message) => message.job === 77_777));
    expect(said.find((message) => message.job === 77_777)).toMatchObject({
      type: 'done',
      result: 42,
    });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(said.some(({ type }) => type === 'broken')).toBe(true);
  } finally {
    await worker.terminate();
  }
});
