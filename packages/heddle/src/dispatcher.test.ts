import { afterEach, describe, expect, it, vi } from 'vitest';

import {
  echo,
  FakeHost,
  obedient,
  operation,
  until,
  wait,
  type FakeWorker,
} from '../test/fake_host.js';
import { failed, make, withRunningJob } from '../test/fake_pool.js';
import { defer } from './deferred.js';
import { HeddleError } from './errors.js';
import type { LogRecord } from './log.js';
import type { ToKernel } from './protocol.js';

afterEach(() => {
  vi.useRealTimers();
});

const fail = (worker: FakeWorker): void => {
  worker.events.failure('boom', undefined);
};
const inputs = (worker: FakeWorker): unknown[] => worker.jobs.map((job) => job.input);

describe('Priorities', () => {
  it('DecideWhoGoesFirst', async () => {
    const { pool, worker } = await withRunningJob();
    const jobs = [0, 5, -1, 5].map((priority, index) =>
      pool.run(echo, `${priority} ${index}`, { priority }),
    );
    worker.say({ type: 'done', job: 1, result: 1 });
    await Promise.all(jobs);
    expect(inputs(worker)).toEqual(['input', '5 1', '5 3', '0 0', '-1 2']);
  });

  it.each([NaN, Infinity])('Refuse_%s', async (priority) => {
    const { pool } = make();
    await expect(pool.run(echo, 1, { priority })).rejects.toEqual(
      failed('invalid_argument', /priority/),
    );
  });
});

describe('AFullQueue', () => {
  it('RefusesAndNamesDrain', async () => {
    const { pool } = await withRunningJob('workers', { maxQueue: 2 });
    const waiting = [pool.run(echo, 1), pool.run(echo, 2)];
    for (const job of waiting) job.catch(() => undefined);
    await expect(pool.run(echo, 3)).rejects.toEqual(failed('queue_full', /pool\.drain\(\)/));
    await pool.dispose();
  });

  it('DrainsWhenAPlaceIsFree', async () => {
    const { pool, worker } = await withRunningJob('workers', { maxQueue: 1 });
    await pool.drain();
    const abort = new AbortController();
    const first = pool.run(echo, 1, { signal: abort.signal });
    const drained = vi.fn();
    const draining = pool.drain().then(drained);
    first.catch(() => undefined);
    await Promise.resolve();
    expect(drained).not.toHaveBeenCalled();
    abort.abort();
    await draining;
    const second = pool.run(echo, 2);
    const again = pool.drain();
    worker.say({ type: 'done', job: 1, result: 1 });
    expect(await second).toBe(2);
    await again;
  });
});

describe('AJobWhoseKernelFailed', () => {
  it('IsRunAgainOnceByDefault', async () => {
    const { pool, host, promise, worker } = await withRunningJob('workers', { retries: undefined });
    fail(worker);
    await until(() => host.workers[1]?.jobs.length === 1);
    expect(inputs(host.worker(1))).toEqual(['input']);
    fail(host.worker(1));
    await expect(promise).rejects.toMatchObject({
      code: 'kernel_failed',
      kernel: 1,
      attempts: 2,
      op: 'test.wait',
    });
    expect(pool.stats().jobs).toMatchObject({ retried: 1, failed: 1 });
  });

  it('GoesBeforeThoseThatCameLater', async () => {
    const { pool, host, worker } = await withRunningJob('workers', { retries: 1 });
    const later = pool.run(echo, 'later');
    fail(worker);
    await until(() => host.workers[1]?.jobs.length === 1);
    host.worker(1).say({ type: 'done', job: 1, result: 1 });
    await later;
    expect(inputs(host.worker(1))).toEqual(['input', 'later']);
  });

  it('IsRunAgainInTheSamePlaceAfterATrap', async () => {
    const { host, promise, worker } = await withRunningJob('workers', { retries: 1 });
    const nowhere = { name: undefined, stack: undefined, input: undefined };
    const error = { code: 'kernel_failed', message: 'trap', ...nowhere } as const;
    const place = { line: undefined, byteOffset: undefined };
    worker.say({ type: 'failed', job: 1, error: { ...error, ...place, fatal: true } });
    await until(() => host.workers[1]?.jobs.length === 1);
    host.worker(1).say({ type: 'done', job: 1, result: 5 });
    expect(await promise).toBe(5);
  });

  it('IsNotRunAgainWhenItsInputWasTransferred', async () => {
    const { pool, host } = make({ tier: 'workers', kernels: 1, retries: 3 });
    const promise = pool.run(wait, 1, { transfer: true });
    promise.catch(() => undefined);
    await until(() => host.workers[0]?.jobs.length === 1);
    fail(host.worker(0));
    await expect(promise).rejects.toEqual(failed('kernel_failed', /input was transferred/));
  });

  it('CarriesTheWorkersOwnStack', async () => {
    const { promise, worker } = await withRunningJob();
    const error = {
      code: 'malformed_input',
      message: 'bad',
      name: 'TypeError',
      stack: 'TypeError: bad\n    at worker.js:1',
      input: undefined,
      line: undefined,
      byteOffset: undefined,
      fatal: false,
    } as const;
    worker.say({ type: 'failed', job: 1, error });
    const cause: unknown = await promise.catch((reason: unknown) => (reason as Error).cause);
    expect(cause).toMatchObject({ name: 'TypeError', stack: error.stack });
  });
});

describe('ATimeout', () => {
  it('EndsTheJobAndItsKernelWithoutARetry', async () => {
    vi.useFakeTimers();
    const { pool, host } = make({ tier: 'workers', kernels: 1, retries: 5 });
    const promise = pool.run(wait, 1, { timeout: 100 });
    const settled = expect(promise).rejects.toEqual(failed('timeout', /100 ms/));
    await vi.advanceTimersByTimeAsync(99);
    expect(host.worker(0).closed).toBe(false);
    await vi.advanceTimersByTimeAsync(2);
    await settled;
    expect(host.worker(0).closed).toBe(true);
    expect(pool.stats().jobs).toMatchObject({ timedOut: 1, retried: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('DoesNotCountTheLoadOfTheEngine', async () => {
    vi.useFakeTimers();
    const { pool, host } = make(
      { tier: 'workers', kernels: 1, timeout: 50 },
      new FakeHost(() => undefined),
    );
    const promise = pool.run(echo, 1);
    await vi.advanceTimersByTimeAsync(1000);
    host.respond = obedient;
    obedient(host.worker(0), undefined);
    for (const load of host.worker(0).of('load')) obedient(host.worker(0), load);
    await vi.advanceTimersByTimeAsync(10);
    expect(await promise).toBe(1);
  });

  it('AsksBeforeItKillsWithSharedMemory', async () => {
    vi.useFakeTimers();
    const { pool, host } = make({ kernels: 1 });
    const promise = pool.run(wait, 1, { timeout: 10 });
    const settled = expect(promise).rejects.toMatchObject({ code: 'timeout' });
    await vi.advanceTimersByTimeAsync(11);
    await settled;
    expect(host.worker(0).of('cancel')).toHaveLength(1);
    expect(host.worker(0).closed).toBe(false);
    await vi.advanceTimersByTimeAsync(250);
    expect(host.worker(0).closed).toBe(true);
  });
});

describe('AHeartbeat', () => {
  const watched = { ...wait, silence: 1000 };

  it('ThatStopsEndsTheKernel', async () => {
    vi.useFakeTimers();
    const { pool, host } = make({ kernels: 1, retries: 0 });
    const promise = pool.run(watched, 1);
    const settled = expect(promise).rejects.toEqual(
      failed('kernel_failed', /sign of life for 1 s/),
    );
    await vi.advanceTimersByTimeAsync(1500);
    await settled;
    expect(host.worker(0).closed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('IsProgress', async () => {
    vi.useFakeTimers();
    const { pool, host } = make({ kernels: 1, retries: 0 });
    const promise = pool.run(watched, 1);
    await vi.advanceTimersByTimeAsync(5);
    for (let step = 1; step <= 10; ++step) {
      await vi.advanceTimersByTimeAsync(900);
      host.worker(0).say({ type: 'progress', job: 1, fraction: step / 20 });
    }
    host.worker(0).say({ type: 'done', job: 1, result: 'well' });
    expect(await promise).toBe('well');
  });

  it('NamesTheLaneThatIsStuckAndCountsBeats', async () => {
    vi.useFakeTimers();
    const buffer = new SharedArrayBuffer(256);
    const words = new Int32Array(buffer);
    const shared = { buffer, laneStatus: 64, lanes: 2, memoryStatus: undefined };
    const host = new FakeHost((worker, message) => {
      if (message?.type !== 'load') obedient(worker, message);
      else worker.say({ type: 'loaded', engine: 'test', memoryMaximum: 1, shared });
    });
    const { pool } = make({ kernels: 1, lanes: 2, retries: 0 }, host);
    const promise = pool.run(watched, 1);
    const settled = expect(promise).rejects.toThrow(/lane 1 is working/);
    await vi.advanceTimersByTimeAsync(5);
    for (let step = 0; step < 5; ++step) {
      Atomics.add(words, 32, 1);
      await vi.advanceTimersByTimeAsync(900);
    }
    expect(host.worker(0).closed).toBe(false);
    Atomics.store(words, 33, 1);
    expect(pool.stats().kernels[0]?.lanes[1]).toEqual({ beats: 5, activity: 'working' });
    await vi.advanceTimersByTimeAsync(1500);
    await settled;
  });

  it('IsNotMissedWhileThePageSlept', async () => {
    vi.useFakeTimers();
    const { pool, host } = make({ kernels: 1, retries: 0 });
    const promise = pool.run(watched, 1);
    promise.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(5);
    const now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 60_000);
    await vi.advanceTimersByTimeAsync(250);
    clock.mockRestore();
    expect(host.worker(0).closed).toBe(false);
    await pool.dispose();
  });
});

describe('Batches', () => {
  /** A kernel that knows from 20 runs that the operation is small, and is busy now. */
  async function withSmallOperation() {
    const { pool, host } = make({ tier: 'workers', kernels: 1 });
    for (let count = 0; count < 20; ++count) await pool.run(echo, count);
    const worker = host.worker(0);
    host.respond = (self, message) => {
      if (message?.type !== 'run') obedient(self, message);
    };
    const blocker = pool.run(echo, 'blocker');
    const before = worker.of('run').length;
    return { pool, host, worker, blocker, before };
  }
  const answerAll = (
    worker: FakeWorker,
    message: (ToKernel & { type: 'run' }) | undefined,
  ): void => {
    for (const { job, input } of message?.jobs ?? [])
      worker.say({ type: 'done', job, result: input });
  };

  it('PutSmallJobsIntoOneMessage', async () => {
    const { pool, worker, blocker, before } = await withSmallOperation();
    const jobs = Array.from({ length: 40 }, (_, index) => pool.run(echo, index));
    answerAll(worker, worker.of('run')[before - 1]);
    await blocker;
    const batch = worker.of('run')[before];
    expect(batch?.jobs.length).toBeGreaterThan(1);
    expect(batch?.jobs.length).toBeLessThanOrEqual(32);
    for (let next = before; worker.of('run').length > next; ++next) {
      answerAll(worker, worker.of('run')[next]);
    }
    expect(await Promise.all(jobs)).toEqual(Array.from({ length: 40 }, (_, index) => index));
  });

  it('ThatAreHitChargeOnlyTheFirstUnansweredJob', async () => {
    const { pool, host, worker, blocker, before } = await withSmallOperation();
    const results = Array.from({ length: 8 }, (_, index) => pool.run(echo, index, { retries: 0 }));
    answerAll(worker, worker.of('run')[before - 1]);
    await blocker;
    const batch = worker.of('run')[before];
    const first = batch?.jobs[0];
    expect(batch?.jobs.length).toBeGreaterThan(2);
    host.respond = obedient;
    worker.say({ type: 'done', job: first?.job ?? 0, result: first?.input });
    fail(worker);
    const outcomes = await Promise.allSettled(results);
    expect(outcomes.map(({ status }) => status)).toEqual(
      Array.from({ length: 8 }, (_, index) => (index === 1 ? 'rejected' : 'fulfilled')),
    );
  });

  it('LeaveNoIdleKernelWithoutWork', async () => {
    const { pool, host } = make({ tier: 'workers', kernels: 2 });
    await pool.warm(echo);
    for (let count = 0; count < 20; ++count) await pool.run(echo, count);
    const before = host.workers.map((worker) => worker.of('run').length);
    await Promise.all([pool.run(echo, 1), pool.run(echo, 2)]);
    expect(host.workers.map((worker) => worker.of('run').length)).toEqual(
      before.map((count) => count + 1),
    );
  });

  it('AreNotMadeOfLargeJobs', async () => {
    const { pool, worker } = await withRunningJob();
    const jobs = [1, 2, 3].map((input) => pool.run(operation('echo'), input));
    worker.say({ type: 'done', job: 1, result: 1 });
    await Promise.all(jobs);
    expect(worker.of('run')).toHaveLength(4);
  });
});

describe('TheBreaker', () => {
  it('StopsACrashLoopAndNothingWaitsForEver', async () => {
    const host = new FakeHost((worker, message) => {
      if (message?.type === 'run') fail(worker);
      else obedient(worker, message);
    });
    const log: LogRecord[] = [];
    const { pool } = make({ tier: 'workers', kernels: 2, log: (record) => log.push(record) }, host);
    const jobs = Array.from({ length: 4 }, (_, index) => pool.run(echo, index));
    const outcomes = Promise.allSettled(jobs);
    await until(() => pool.stats().breaker === 'open');
    expect(host.workers.length).toBeLessThanOrEqual(6);
    for (const outcome of await outcomes) expect(outcome.status).toBe('rejected');
    expect(log.map(({ event }) => event)).toContain('breaker-opened');
    host.respond = obedient;
    expect(await pool.run(echo, 'well')).toBe('well');
    expect(pool.stats().breaker).toBe('closed');
    expect(log.map(({ event }) => event)).toContain('breaker-closed');
    await pool.dispose();
  });
});

describe('TheSpare', () => {
  async function withSpare() {
    const { pool, host } = make({ tier: 'workers', kernels: 1, spare: 1 });
    await pool.warm(echo);
    expect(host.workers).toHaveLength(2);
    const blocker = pool.run(wait, 'blocker');
    blocker.catch(() => undefined);
    await until(() => host.worker(0).jobs.length === 1);
    return { pool, host, blocker };
  }

  it('TakesOnlyUrgentJobsWhileTheOthersAreBusy', async () => {
    const { pool, host } = await withSpare();
    const normal = pool.run(echo, 'normal');
    expect(await pool.run(echo, 'urgent', { priority: 1 })).toBe('urgent');
    expect(inputs(host.worker(1))).toEqual(['urgent']);
    host.worker(0).say({ type: 'done', job: 1, result: 1 });
    expect(await normal).toBe('normal');
    expect(inputs(host.worker(0))).toEqual(['blocker', 'normal']);
  });

  it('TakesThePlaceOfAKernelThatFailed', async () => {
    const { pool, host } = await withSpare();
    fail(host.worker(0));
    await until(() => host.worker(1).jobs.length === 1);
    expect(pool.stats().kernels.map(({ role }) => role)).toEqual(['spare', 'normal']);
    await until(() => host.workers[2]?.of('load').length === 1);
    expect(pool.info().kernels).toBe(1);
    await pool.dispose();
  });

  it('IsWarmedWhenTheFirstEngineIsUsed', async () => {
    const { pool, host } = make({ tier: 'workers', kernels: 1, spare: 1 });
    expect(host.workers).toHaveLength(0);
    await pool.run(echo, 1);
    await until(() => pool.stats().kernels[1]?.engines.length === 1);
    expect(host.workers).toHaveLength(2);
    expect(host.workers.every((worker) => !worker.alive)).toBe(true);
  });
});

describe('Warm', () => {
  it('StartsAllKernelsAndLoadsTheEngine', async () => {
    const { pool, host } = make({ tier: 'workers', kernels: 3 });
    await pool.warm(echo);
    expect(host.workers).toHaveLength(3);
    expect(host.compiled).toHaveLength(1);
    expect(pool.stats().kernels.map(({ state }) => state)).toEqual(['idle', 'idle', 'idle']);
    await pool.run(echo, 1);
    expect(host.workers).toHaveLength(3);
  });

  it('RejectsWhenAKernelDoesNotStart', async () => {
    const { pool } = make({ tier: 'workers', kernels: 1 }, new FakeHost(fail));
    await expect(pool.warm(echo)).rejects.toBeInstanceOf(HeddleError);
  });
});

describe('Warm', () => {
  it('AsksForTheEngineBeforeTheWorkerHasSpoken', async () => {
    const { pool, host } = make({ tier: 'workers', kernels: 1 }, new FakeHost(() => undefined));
    const warm = pool.warm(echo);
    await until(() => host.workers[0]?.of('load').length === 1);
    host.respond = obedient;
    obedient(host.worker(0), undefined);
    for (const load of host.worker(0).of('load')) obedient(host.worker(0), load);
    await warm;
  });

  it('WaitsForAWorkerOfTheUsersOwn', async () => {
    const own = { ...echo, engine: { name: 'own' } };
    const { pool, host } = make({ tier: 'workers', kernels: 1 }, new FakeHost(() => undefined));
    const warm = pool.warm(own);
    await until(() => host.workers.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(host.worker(0).of('load')).toEqual([]);
    host.respond = obedient;
    obedient(host.worker(0), undefined);
    await warm;
  });

  it('RejectsWhenTheWorkerFailsWhileTheModuleIsCompiled', async () => {
    const host = new FakeHost();
    const compiled = defer<WebAssembly.Module>();
    vi.spyOn(host, 'compile').mockReturnValue(compiled.promise);
    const { pool } = make({ tier: 'workers', kernels: 1 }, host);
    const warm = pool.warm(echo);
    const settled = expect(warm).rejects.toMatchObject({ code: 'kernel_failed' });
    await until(() => pool.stats().kernels[0]?.state === 'idle');
    fail(host.worker(0));
    compiled.resolve(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
    await settled;
  });
});

describe('Stats', () => {
  it('CountWhatBecameOfTheJobs', async () => {
    const { pool, promise, abort, worker } = await withRunningJob();
    const queued = pool.run(echo, 1);
    expect(pool.stats().queue.length).toBe(1);
    expect(pool.stats().kernels[0]).toMatchObject({
      state: 'processing',
      engines: ['test'],
      jobs: 1,
    });
    abort.abort();
    await expect(promise).rejects.toThrow();
    expect(await queued).toBe(1);
    expect(worker.closed).toBe(true);
    expect(pool.stats()).toMatchObject({
      queue: { length: 0, oldest: 0 },
      jobs: { done: 1, cancelled: 1, failed: 0 },
      kernels: [{ restarts: 1 }],
    });
  });

  it('SurviveALogThatThrows', async () => {
    const log = (): void => {
      throw new Error('full disk');
    };
    const { pool } = make({ log });
    expect(await pool.run(echo, 1)).toBe(1);
  });
});
