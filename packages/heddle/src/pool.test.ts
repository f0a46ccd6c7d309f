import { afterEach, describe, expect, it, vi } from 'vitest';

import { echo, FakeHost, obedient, operation, until } from '../test/fake_host.js';
import { failed, make, withRunningJob } from '../test/fake_pool.js';
import { defer } from './deferred.js';
import { HeddleError } from './errors.js';
import type { Posted } from './operation.js';
import type { PoolOptions } from './pool.js';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('Options', () => {
  const cases: [PoolOptions, kernels: number, lanes: number][] = [
    [{}, 1, 8],
    [{ kernels: 2 }, 2, 4],
    [{ kernels: 20 }, 20, 1],
    [{ lanes: 3 }, 1, 3],
    [{ tier: 'workers' }, 4, 1],
    [{ tier: 'workers', lanes: 6, kernels: 2 }, 2, 1],
    [{ tier: 'script' }, 4, 1],
    [{ tier: 'solo', kernels: 5, lanes: 5 }, 1, 1],
  ];
  it.each(cases)('OnEightCores_%j_Make_%i_KernelsOf_%i_Lanes', (options, kernels, lanes) => {
    const { pool } = make(options, new FakeHost(obedient, {}, 8));
    expect(pool.info()).toMatchObject({ kernels, lanes, cores: 8 });
  });

  it('CapTheDefaultLanes', () => {
    expect(make({}, new FakeHost(obedient, {}, 128)).pool.info().lanes).toBe(16);
  });

  it.each([0, -1, 1.5, NaN, 257])('RefuseTheCount_%s', (count) => {
    expect(() => make({ kernels: count })).toThrow(failed('invalid_argument', /kernels/));
    expect(() => make({ lanes: count })).toThrow(failed('invalid_argument', /lanes/));
  });

  it.each(['https://cdn.test/heddle', new URL('https://cdn.test/heddle/')])(
    'TakeWorkerAndModulesFromTheFolder_%s',
    async (assetsUrl) => {
      const { pool, host } = make({ assetsUrl });
      await pool.run(echo, 1);
      expect(String(host.sources[0])).toBe('https://cdn.test/heddle/worker.js');
      expect(host.compiled).toEqual(['https://cdn.test/heddle/wasm/test.threads.wasm']);
    },
  );

  it('TakeTheNamedWorkerBesideAFolder', async () => {
    const { pool, host } = make({ assetsUrl: 'https://cdn.test/', workerUrl: 'mine.js' });
    await pool.run(echo, 1);
    expect(host.sources).toEqual(['mine.js']);
  });

  it('RefuseAFolderWithoutAnAddress', () => {
    expect(() => make({ assetsUrl: '//' })).toThrow(failed('invalid_argument', /assetsUrl/));
  });

  it('RefuseUnknownTiers', () => {
    expect(() => make({ tier: 'fast' as 'threads' })).toThrow(failed('invalid_argument', /"fast"/));
  });

  it('RefuseATierThatTheHostLacks', () => {
    const host = new FakeHost(obedient, { isolated: false });
    expect(() => make({ tier: 'threads' }, host)).toThrow(failed('unavailable', /isolated/));
  });

  it.each([
    ['threads', 'threads'],
    ['workers', 'simd'],
    ['script', 'script'],
    ['solo', 'simd'],
  ] as const)('InTheTier_%s_LoadTheBuild_%s', async (tier, build) => {
    const { pool, host } = make({ tier });
    await pool.run(echo, 1);
    expect(host.worker(0).of('load')).toEqual([
      expect.objectContaining({ engine: 'test', build, lanes: pool.info().lanes }),
    ]);
    expect(host.compiled).toEqual(build === 'script' ? [] : [`test:${build}`]);
  });

  it('InTheTierSoloWithoutWebAssemblyLoadTheScriptBuild', async () => {
    const { pool, host } = make({ tier: 'solo' }, new FakeHost(obedient, { wasm: 'blocked' }));
    await pool.run(echo, 1);
    expect(host.worker(0).of('load')[0]?.build).toBe('script');
  });
});

describe('Dispatch', () => {
  it('StartsNoWorkerBeforeTheFirstJob', async () => {
    const { pool, host } = make();
    expect(host.workers).toHaveLength(0);
    expect(await pool.run(echo, { deep: [1] })).toEqual({ deep: [1] });
    expect(host.workers).toHaveLength(1);
    expect(pool.info().memoryMaximum).toBe(2 ** 30);
  });

  it('CompilesAndLoadsOnceForManyJobs', async () => {
    const { pool, host } = make({ tier: 'workers', kernels: 3 });
    await Promise.all(Array.from({ length: 12 }, (_, index) => pool.run(echo, index)));
    expect(host.workers).toHaveLength(3);
    expect(host.compiled).toHaveLength(1);
    for (const worker of host.workers) expect(worker.of('load')).toHaveLength(1);
  });

  it('StartsJobsInTheirOrder', async () => {
    const { pool, host } = make({ kernels: 1 });
    const results = await Promise.all([1, 2, 3, 4].map((input) => pool.run(echo, input)));
    expect(results).toEqual([1, 2, 3, 4]);
    expect(host.worker(0).jobs.map((job) => job.input)).toEqual([1, 2, 3, 4]);
  });

  it('PrefersAWarmKernel', async () => {
    const { pool, host } = make({ tier: 'workers', kernels: 4 });
    for (let job = 0; job < 5; ++job) await pool.run(echo, job);
    expect(host.workers).toHaveLength(1);
  });

  it('KeepsTheProcessAliveOnlyWhileAJobRuns', async () => {
    const { pool, host, abort, worker } = await withRunningJob('threads');
    expect(worker.alive).toBe(true);
    worker.say({ type: 'done', job: 1, result: 1 });
    await until(() => !worker.alive);
    abort.abort();
    expect(host.workers).toHaveLength(1);
    await pool.run(echo, 1);
    expect(worker.alive).toBe(false);
  });
});

describe('Dispose', () => {
  it('RejectsRunningAndQueuedJobsAndEndsTheWorkers', async () => {
    const { pool, promise, worker } = await withRunningJob();
    const queued = pool.run(echo, 1);
    const settled = Promise.allSettled([promise, queued]);
    await pool.dispose();
    expect(worker.closed).toBe(true);
    for (const outcome of await settled) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'disposed' } });
    }
  });

  it('WhileTheWorkerStartsRejectsTheJob', async () => {
    const { pool, host } = make({}, new FakeHost(() => undefined));
    const promise = pool.run(echo, 1);
    const settled = expect(promise).rejects.toMatchObject({ code: 'disposed' });
    await until(() => host.workers.length === 1);
    await pool.dispose();
    await settled;
    expect(host.worker(0).closed).toBe(true);
  });

  it('WhileAnInputIsReadStartsNoWorker', async () => {
    const { pool, host } = make();
    const read = defer<Posted>();
    const promise = pool.run({ ...echo, encode: () => read.promise }, 1);
    const settled = expect(promise).rejects.toMatchObject({ code: 'disposed' });
    await pool.dispose();
    read.resolve({ value: 1, transfer: [] });
    await settled;
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(host.workers).toHaveLength(0);
  });

  it('RefusesJobsAfterwards', async () => {
    const { pool, host } = make();
    await pool.dispose();
    await expect(pool.run(echo, 1)).rejects.toEqual(failed('disposed', /create another/));
    expect(host.workers).toHaveLength(0);
  });

  it('CanBeCalledTwiceAndByUsing', async () => {
    const { pool } = make();
    expect(pool.dispose()).toBe(pool.dispose());
    const { pool: other, host } = make();
    {
      await using held = other;
      await held.run(echo, 1);
    }
    expect(host.worker(0).closed).toBe(true);
  });

  it('ResolvesOnlyWhenTheWorkersAreGone', async () => {
    const { pool, worker } = await withRunningJob();
    let gone: (() => void) | undefined;
    vi.spyOn(worker, 'close').mockReturnValue(new Promise((resolve) => (gone = resolve)));
    const done = vi.fn();
    void pool.dispose().then(done);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(done).not.toHaveBeenCalled();
    gone?.();
    await until(() => done.mock.calls.length === 1);
  });
});

it('SettlesEveryJobOnceWhateverHappens', async () => {
  const seed = 7;
  let state = seed;
  const random = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % limit;
  };
  const host = new FakeHost((worker, message) => {
    if (message?.type !== 'run') {
      obedient(worker, message);
      return;
    }
    for (const { job, input } of message.jobs) {
      const fates = [
        () => {
          worker.say({ type: 'done', job, result: input });
        },
        () => {
          worker.events.failure('chaos', undefined);
        },
        () => {
          worker.events.message({});
        },
        () => {
          setTimeout(() => {
            worker.events.failure('later', undefined);
          }, random(5));
        },
        () => {
          worker.say({ type: 'done', job, result: input });
          worker.events.failure('after', undefined);
        },
      ];
      fates[random(fates.length)]?.();
    }
  });
  const { pool } = make({ tier: 'workers', kernels: 3 }, host);
  let settled = 0;
  const jobs = Array.from({ length: 300 }, (_, index) => {
    const abort = new AbortController();
    if (random(4) === 0)
      setTimeout(() => {
        abort.abort();
      }, random(20));
    return pool.run(operation('echo'), index, { signal: abort.signal }).then(
      (result) => {
        ++settled;
        return result;
      },
      (error: unknown) => {
        ++settled;
        return error;
      },
    );
  });
  const results = await Promise.all(jobs);
  expect(settled, `seed ${seed}`).toBe(300);
  results.forEach((result, index) => {
    const fine =
      result === index || result instanceof HeddleError || (result as Error).name === 'AbortError';
    expect(fine, `seed ${seed}, job ${index}`).toBe(true);
  });
  await pool.dispose();
  expect(host.workers.every((worker) => worker.closed)).toBe(true);
});
