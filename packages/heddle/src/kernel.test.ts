import { afterEach, describe, expect, it, vi } from 'vitest';

import { echo, FakeHost, obedient, until, wait } from '../test/fake_host.js';
import { failed, make, withRunningJob } from '../test/fake_pool.js';
import { defer } from './deferred.js';
import { HeddleError } from './errors.js';
import type { HeapView } from './heap_view.js';
import type { Operation, Posted } from './operation.js';
import { protocolVersion } from './protocol.js';

const nowhere = {
  name: undefined,
  stack: undefined,
  input: undefined,
  line: undefined,
  byteOffset: undefined,
};

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('AFailure', () => {
  const ways: [string, (worker: FakeHost['workers'][number]) => void, RegExp][] = [
    [
      'AnError',
      (worker) => {
        worker.events.failure('boom', new Error('boom'));
      },
      /boom/,
    ],
    [
      'AnExit',
      (worker) => {
        worker.events.failure('It ended with the exit code 1.', undefined);
      },
      /exit code 1/,
    ],
    [
      'GarbageForAMessage',
      (worker) => {
        worker.events.message('garbage');
      },
      /not an object/,
    ],
    [
      'AnotherVersion',
      (worker) => {
        worker.events.message({ type: 'ready', version: 99 });
      },
      /different releases/,
    ],
    [
      'AnUnknownMessage',
      (worker) => {
        worker.events.message({ type: 'huh', version: protocolVersion });
      },
      /unknown type/,
    ],
    [
      'AnAnswerToAnotherJob',
      (worker) => {
        worker.say({ type: 'done', job: 77, result: 1 });
      },
      /job 77/,
    ],
    [
      'ProgressOutOfRange',
      (worker) => {
        worker.say({ type: 'progress', job: 1, fraction: 2 });
      },
      /fraction/,
    ],
    [
      'AnUnaskedLoad',
      (worker) => {
        worker.say({ type: 'loaded', engine: 'x', memoryMaximum: 1, shared: undefined });
      },
      /without being asked/,
    ],
    [
      'SomethingOutsideOfTheJob',
      (worker) => {
        worker.say({ type: 'broken', message: 'lost', stack: undefined });
      },
      /lost/,
    ],
  ];

  it.each(ways)('By_%s_RejectsTheJobAndReplacesTheKernel', async (_name, fail, message) => {
    const { pool, host, promise, worker } = await withRunningJob();
    const queued = pool.run(echo, 'next');
    fail(worker);
    await expect(promise).rejects.toEqual(failed('kernel_failed', message));
    await expect(promise).rejects.toMatchObject({ op: 'test.wait' });
    expect(await queued).toBe('next');
    expect(worker.closed).toBe(true);
    expect(host.workers).toHaveLength(2);
  });

  const place = { input: 'left', line: 4, byteOffset: 0 } as const;
  const posted = { ...place, name: undefined, stack: undefined };

  it('OfTheInputKeepsTheKernel', async () => {
    const { pool, host, promise, worker } = await withRunningJob();
    const error = { code: 'malformed_input', message: 'bad', ...posted, fatal: false } as const;
    worker.say({ type: 'failed', job: 1, error });
    await expect(promise).rejects.toBeInstanceOf(HeddleError);
    await expect(promise).rejects.toMatchObject({ code: 'malformed_input', ...place });
    await pool.run(echo, 1);
    expect(host.workers).toHaveLength(1);
  });

  it('ThatIsFatalReplacesTheKernel', async () => {
    const { pool, host, promise, worker } = await withRunningJob();
    const error = { code: 'out_of_memory', message: 'bad', ...posted, fatal: true } as const;
    worker.say({ type: 'failed', job: 1, error });
    await expect(promise).rejects.toMatchObject({ code: 'out_of_memory' });
    expect(worker.closed).toBe(true);
    await pool.run(echo, 1);
    expect(host.workers).toHaveLength(2);
  });

  it('OfAnIdleWorkerIsNoticedAndReplaced', async () => {
    const { pool, host } = make({ kernels: 1 });
    await pool.run(echo, 1);
    host.worker(0).events.failure('It ended with the exit code 0.', undefined);
    expect(await pool.run(echo, 2)).toBe(2);
    expect(host.workers).toHaveLength(2);
  });

  it('AfterTheResultCountsNoMore', async () => {
    const { promise, worker } = await withRunningJob();
    worker.say({ type: 'done', job: 1, result: 'result' });
    worker.events.failure('late', undefined);
    expect(await promise).toBe('result');
  });

  it('ToStartIsNotWaitedForForEver', async () => {
    vi.useFakeTimers();
    const { pool, host } = make({ retries: 0 }, new FakeHost(() => undefined));
    const promise = pool.run(echo, 1);
    const settled = expect(promise).rejects.toEqual(
      failed('kernel_failed', /did not start within 30 s/),
    );
    await vi.advanceTimersByTimeAsync(30_000);
    await settled;
    expect(host.worker(0).closed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ToLoadIsNotWaitedForForEver', async () => {
    vi.useFakeTimers();
    const { pool } = make(
      { retries: 0 },
      new FakeHost((worker, message) => {
        if (message === undefined) worker.say({ type: 'ready' });
      }),
    );
    const promise = pool.run(echo, 1);
    const settled = expect(promise).rejects.toEqual(
      failed('kernel_failed', /did not load.* within 60 s/),
    );
    await vi.advanceTimersByTimeAsync(60_000);
    await settled;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ToMakeAWorkerRejects', async () => {
    const host = new FakeHost();
    vi.spyOn(host, 'open').mockImplementationOnce(() => {
      throw new Error('SecurityError');
    });
    const { pool } = make({}, host);
    await expect(pool.run(echo, 1)).rejects.toEqual(
      failed('unavailable', /SecurityError.*worker-src/),
    );
    expect(await pool.run(echo, 2)).toBe(2);
  });

  it('ToCompileRejectsAndIsTriedAgain', async () => {
    const host = new FakeHost();
    vi.spyOn(host, 'compile').mockRejectedValueOnce(new Error('404'));
    const { pool } = make({}, host);
    await expect(pool.run(echo, 1)).rejects.toEqual(failed('unavailable', /test:threads.*404/));
    expect(await pool.run(echo, 2)).toBe(2);
  });

  it('ToLoadTheEngineRejectsAndReplacesTheKernel', async () => {
    let refuse = true;
    const host = new FakeHost((worker, message) => {
      if (message?.type !== 'load' || !refuse) {
        obedient(worker, message);
        return;
      }
      refuse = false;
      const error = { code: 'out_of_memory', message: 'none left', fatal: true } as const;
      const place = nowhere;
      worker.say({ type: 'load-failed', engine: 'test', error: { ...error, ...place } });
    });
    const { pool } = make({ kernels: 1 }, host);
    await expect(pool.run(echo, 1)).rejects.toMatchObject({ code: 'out_of_memory' });
    expect(await pool.run(echo, 2)).toBe(2);
    expect(host.workers).toHaveLength(2);
  });

  it('ToPostTheInputRejectsAndKeepsTheKernel', async () => {
    const { pool, host } = make({ kernels: 1 });
    await pool.run(echo, 0);
    await expect(pool.run(echo, () => 1)).rejects.toEqual(failed('invalid_argument', /posted/));
    expect(await pool.run(echo, 2)).toBe(2);
    expect(host.workers).toHaveLength(1);
  });

  it('ToEncodeStartsNoWorker', async () => {
    const { pool, host } = make();
    const picky: Operation<unknown, unknown> = {
      ...echo,
      encode() {
        throw new TypeError('not like that');
      },
    };
    await expect(pool.run(picky, 1)).rejects.toEqual(failed('invalid_argument', /not like that/));
    expect(host.workers).toHaveLength(0);
  });

  it('ToDecodeTheReplyReplacesTheKernel', async () => {
    const { pool, host } = make({ kernels: 1, retries: 0 });
    const strict: Operation<unknown, unknown> = {
      ...echo,
      decode() {
        throw new TypeError('no header');
      },
    };
    await expect(pool.run(strict, 1)).rejects.toEqual(
      failed('kernel_failed', /refused. no header/),
    );
    expect(host.worker(0).closed).toBe(true);
    expect(await pool.run(echo, 2)).toBe(2);
  });
});

describe('AViewInAResult', () => {
  const memory = new SharedArrayBuffer(8);
  const views = [{ view: 5, memory, address: 2, size: 4 }];

  it('IsGivenToTheOperationAndDroppedWithTheResult', async () => {
    const { pool, host } = make({ kernels: 1 });
    const viewing: Operation<unknown, readonly HeapView[]> = {
      ...wait,
      decode: (_reply, given) => given,
    };
    const promise = pool.run(viewing, 1);
    await until(() => host.workers[0]?.jobs.length === 1);
    const worker = host.worker(0);
    worker.say({ type: 'done', job: worker.jobs[0]?.job ?? 0, result: 0, views });
    const [view] = await promise;
    expect(view?.bytes.byteOffset).toBe(2);
    expect(worker.of('drop')).toEqual([]);
    view?.dispose();
    expect(worker.of('drop')).toEqual([{ type: 'drop', kind: 'view', target: 5 }]);
  });

  it('IsDroppedAtOnceWhenNobodyWaitsForIt', async () => {
    const { promise, abort, worker } = await withRunningJob('threads');
    abort.abort();
    await expect(promise).rejects.toMatchObject({ name: 'AbortError' });
    worker.say({ type: 'done', job: 1, result: 0, views });
    expect(worker.of('drop')).toEqual([{ type: 'drop', kind: 'view', target: 5 }]);
  });
});

describe('Cancelling', () => {
  it('BeforeTheStartDispatchesNothing', async () => {
    const { pool, host } = make();
    const reason = new Error('changed my mind');
    await expect(pool.run(echo, 1, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(host.workers).toHaveLength(0);
  });

  it('RejectsWithAnAbortErrorByDefault', async () => {
    const { promise, abort } = await withRunningJob();
    abort.abort();
    await expect(promise).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('InTheQueueTakesTheJobOut', async () => {
    const { pool, host, worker } = await withRunningJob();
    const abort = new AbortController();
    const promise = pool.run(echo, 'never', { signal: abort.signal });
    const behind = pool.run(echo, 'behind');
    abort.abort();
    await expect(promise).rejects.toMatchObject({ name: 'AbortError' });
    worker.say({ type: 'done', job: 1, result: 1 });
    expect(await behind).toBe('behind');
    expect(host.worker(0).jobs.map((job) => job.input)).toEqual(['input', 'behind']);
  });

  it('WhileTheWorkerStartsKeepsItForTheNextJob', async () => {
    let start: (() => void) | undefined;
    const host = new FakeHost((worker, message) => {
      if (message === undefined) {
        start = () => {
          obedient(worker, message);
        };
      } else obedient(worker, message);
    });
    const { pool } = make({ kernels: 1 }, host);
    const abort = new AbortController();
    const promise = pool.run(echo, 'never', { signal: abort.signal });
    promise.catch(() => undefined);
    await until(() => start !== undefined);
    abort.abort();
    const next = pool.run(echo, 'next');
    start?.();
    await expect(promise).rejects.toMatchObject({ name: 'AbortError' });
    expect(await next).toBe('next');
    expect(host.workers).toHaveLength(1);
    expect(host.worker(0).jobs.map((job) => job.input)).toEqual(['next']);
  });

  it('WhileAnInputIsReadStartsNoWorker', async () => {
    const { pool, host } = make();
    const abort = new AbortController();
    const read = defer<Posted>();
    const reading = { ...echo, encode: () => read.promise };
    const promise = pool.run(reading, 1, { signal: abort.signal });
    abort.abort();
    await expect(promise).rejects.toMatchObject({ name: 'AbortError' });
    read.resolve({ value: 1, transfer: [] });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(host.workers).toHaveLength(0);
  });

  it('WithoutSharedMemoryKillsTheWorkerAtOnce', async () => {
    const { pool, host, promise, abort, worker } = await withRunningJob('workers');
    abort.abort();
    expect(worker.closed).toBe(true);
    await expect(promise).rejects.toMatchObject({ name: 'AbortError' });
    expect(await pool.run(echo, 'next')).toBe('next');
    expect(host.workers).toHaveLength(2);
  });

  it('WithSharedMemoryAsksFirstAndKeepsTheKernel', async () => {
    const { pool, host, promise, abort, worker } = await withRunningJob('threads');
    const control = { buffer: new SharedArrayBuffer(64), address: 32, from: 0, to: 1 };
    worker.say({ type: 'control', job: 1, control });
    abort.abort();
    await expect(promise).rejects.toMatchObject({ name: 'AbortError' });
    expect(Atomics.load(new Int32Array(control.buffer), 8)).toBe(1);
    expect(worker.of('cancel')).toEqual([{ type: 'cancel', job: 1 }]);
    const place = nowhere;
    const error = { code: 'cancelled', message: 'cancelled', ...place, fatal: false } as const;
    worker.say({ type: 'failed', job: 1, error });
    expect(await pool.run(echo, 'next')).toBe('next');
    expect(host.workers).toHaveLength(1);
  });

  it('BeforeTheControlBlockIsKnownReachesIt', async () => {
    const { abort, worker } = await withRunningJob('threads');
    abort.abort();
    const control = { buffer: new SharedArrayBuffer(16), address: 0, from: 0, to: 1 };
    worker.say({ type: 'control', job: 1, control });
    expect(Atomics.load(new Int32Array(control.buffer), 0)).toBe(1);
  });

  it('WithSharedMemoryKillsAKernelThatDoesNotListen', async () => {
    vi.useFakeTimers();
    const { pool, host } = make({ kernels: 1 });
    const abort = new AbortController();
    const promise = pool.run(wait, 1, { signal: abort.signal });
    const settled = expect(promise).rejects.toMatchObject({ name: 'AbortError' });
    await vi.advanceTimersByTimeAsync(1);
    expect(host.worker(0).jobs).toHaveLength(1);
    const queued = pool.run(echo, 'next');
    abort.abort();
    await settled;
    await vi.advanceTimersByTimeAsync(249);
    expect(host.worker(0).closed).toBe(false);
    await vi.advanceTimersByTimeAsync(2);
    expect(host.worker(0).closed).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(await queued).toBe('next');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('AfterTheResultDoesNothing', async () => {
    const { host, promise, abort, worker } = await withRunningJob();
    worker.say({ type: 'done', job: 1, result: 'result' });
    expect(await promise).toBe('result');
    abort.abort();
    expect(worker.closed).toBe(false);
    expect(host.workers).toHaveLength(1);
  });

  it('LeavesNoListenerBehind', async () => {
    const { pool } = make();
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, 'addEventListener');
    const remove = vi.spyOn(signal, 'removeEventListener');
    await pool.run(echo, 1, { signal });
    await expect(pool.run(echo, () => 1, { signal })).rejects.toThrow();
    expect(add).toHaveBeenCalledTimes(2);
    expect(remove.mock.calls.map((call) => call[1])).toEqual(add.mock.calls.map((call) => call[1]));
  });
});

describe('Progress', () => {
  it('NeverFallsAndEndsWithOne', async () => {
    const { promise, onProgress, worker } = await withRunningJob();
    for (const fraction of [0, 0.5, 0.25, 0.5, 0.75]) {
      worker.say({ type: 'progress', job: 1, fraction });
    }
    worker.say({ type: 'done', job: 1, result: 1 });
    await promise;
    expect(onProgress.mock.calls.flat()).toEqual([0, 0.5, 0.75, 1]);
  });

  it('IsReadFromSharedMemory', async () => {
    const { promise, onProgress, worker } = await withRunningJob('threads');
    const buffer = new SharedArrayBuffer(32);
    const words = new Int32Array(buffer);
    worker.say({ type: 'control', job: 1, control: { buffer, address: 16, from: 0.2, to: 0.7 } });
    Atomics.store(words, 5, 1);
    Atomics.store(words, 6, 2);
    await until(() => onProgress.mock.calls.length > 0);
    expect(onProgress.mock.calls[0]?.[0]).toBeCloseTo(0.45);
    Atomics.store(words, 5, 9);
    await until(() => onProgress.mock.calls.length > 1);
    expect(onProgress.mock.calls[1]?.[0]).toBeCloseTo(0.7);
    worker.say({ type: 'done', job: 1, result: 1 });
    await promise;
    expect(onProgress).toHaveBeenLastCalledWith(1);
  });

  it('IsNotPolledForAJobWithoutAListener', async () => {
    vi.useFakeTimers();
    const { pool, host } = make();
    const promise = pool.run(wait, 1);
    await vi.advanceTimersByTimeAsync(1);
    const control = { buffer: new SharedArrayBuffer(16), address: 0, from: 0, to: 1 };
    host.worker(0).say({ type: 'control', job: 1, control });
    expect(vi.getTimerCount()).toBe(0);
    host.worker(0).say({ type: 'done', job: 1, result: 1 });
    await promise;
  });

  it('FromAThrowingCallbackIsReportedAndTheJobGoesOn', async () => {
    const report = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { pool } = make();
    const error = new Error('in the callback');
    const onProgress = (): never => {
      throw error;
    };
    expect(await pool.run(echo, 1, { onProgress })).toBe(1);
    expect(report).toHaveBeenCalledWith(expect.any(String), error);
  });

  it('StopsWhenTheJobIsCancelled', async () => {
    const { promise, onProgress, abort, worker } = await withRunningJob('threads');
    abort.abort();
    worker.say({ type: 'progress', job: 1, fraction: 0.5 });
    await expect(promise).rejects.toMatchObject({ name: 'AbortError' });
    expect(onProgress).not.toHaveBeenCalled();
  });
});

describe('Kill', () => {
  it('RunsTheJobAgainInAnotherWorker', async () => {
    const events: string[] = [];
    const { pool, host, promise, worker } = await withRunningJob('workers', {
      retries: 1,
      log: ({ event }) => events.push(event),
    });
    pool.kill(1);
    expect(worker.closed).toBe(true);
    await until(() => host.workers[1]?.jobs.length === 1);
    host.worker(1).say({ type: 'done', job: 1, result: 5 });
    expect(await promise).toBe(5);
    expect(pool.stats()).toMatchObject({
      jobs: { done: 1, failed: 0, retried: 1 },
      breaker: 'closed',
      kernels: [{ restarts: 1, lastFailure: undefined }],
    });
    expect(events).toContain('kernel-killed');
  });

  it('RejectsTheJobThatMayNotBeRunAgain', async () => {
    const { pool, promise } = await withRunningJob();
    pool.kill(1);
    await expect(promise).rejects.toEqual(failed('kernel_failed', /kernel 1 .*pool\.kill\(\)/));
  });

  it('NeverOpensTheBreaker', async () => {
    const { pool } = make({ tier: 'workers', kernels: 1 });
    for (let kills = 0; kills < 10; ++kills) {
      await pool.run(echo, kills);
      pool.kill(1);
    }
    expect(pool.stats().breaker).toBe('closed');
    expect(await pool.run(echo, 'last')).toBe('last');
  });

  it('DoesNothingWithoutAWorker', () => {
    const { pool } = make({ kernels: 2 });
    pool.kill(2);
    expect(pool.stats().kernels[1]).toMatchObject({ state: 'stopped', restarts: 0 });
  });

  it.each([0, 3, 1.5, NaN])('RefusesTheKernel_%s', (kernel) => {
    const { pool } = make({ kernels: 2 });
    expect(() => {
      pool.kill(kernel);
    }).toThrow(failed('invalid_argument', /kernel must be an integer from 1 to 2/));
  });
});
