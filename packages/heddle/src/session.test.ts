import { describe, expect, it } from 'vitest';

import { FakeHost, operation, until, type FakeWorker, type Respond } from '../test/fake_host.js';
import { make } from '../test/fake_pool.js';
import type { Stateful } from './session.js';

const step = operation('step');
const kind: Stateful<unknown, { step: typeof step }> = {
  opening: operation('state'),
  steps: { step },
  checkpointEvery: 10,
  weight: (_name, input) => input as number,
};

/** Starts, loads, and answers whatever is asked; a checkpoint is one byte. */
const keeper: Respond = (worker, message) => {
  if (message === undefined) worker.say({ type: 'ready' });
  else if (message.type === 'load') {
    const { engine } = message;
    worker.say({ type: 'loaded', engine, memoryMaximum: 2 ** 30, shared: undefined });
  } else if (message.type === 'run') {
    for (const { job, action } of message.jobs) {
      const result = action === 'checkpoint' ? new Uint8Array(1) : undefined;
      worker.say({ type: 'done', job, result });
    }
  }
};

const actions = ({ jobs }: FakeWorker): (string | undefined)[] => jobs.map(({ action }) => action);

describe('StepsOfDifferentWeight', () => {
  it('AreCountedTowardsTheCheckpoint', async () => {
    const { pool, host } = make({ kernels: 1 }, new FakeHost(keeper));
    const session = await pool.open(kind, 0);
    for (const weight of [4, 5, 1, 10, 9]) await session.run('step', weight);
    await session.close();
    expect(actions(host.worker(0))).toEqual([
      'open',
      ...['step', 'step', 'step', 'checkpoint'],
      ...['step', 'checkpoint'],
      ...['step', 'close'],
    ]);
    await pool.dispose();
  });

  it('AreNotDoneAgainWhenTheyOnlyLook', async () => {
    const { pool, host } = make({ kernels: 1 }, new FakeHost(keeper));
    const session = await pool.open(kind, 0);
    for (const weight of [1, 0, 2, 0]) await session.run('step', weight);
    host.worker(0).events.failure('It is gone.', undefined);
    await session.run('step', 0);
    expect(host.worker(1).jobs.map(({ action, input }) => [action, input])).toEqual([
      ['open', 0],
      ['step', 1],
      ['step', 2],
      ['step', 0],
    ]);
    await pool.dispose();
  });
});

describe('AStepThatWaits', () => {
  it('RejectsAtOnceWhenItIsAborted', async () => {
    const silent: Respond = (worker, message) => {
      const waits = message?.type === 'run' && message.jobs.some(({ action }) => action === 'step');
      if (!waits) keeper(worker, message);
    };
    const { pool, host } = make({ kernels: 1 }, new FakeHost(silent));
    const session = await pool.open(kind, 0);
    const first = session.run('step', 1);
    const controller = new AbortController();
    const reason = new Error('enough');
    const second = session.run('step', 2, { signal: controller.signal });
    controller.abort(reason);
    await expect(second).rejects.toBe(reason);

    const { jobs } = host.worker(0);
    expect(jobs.map(({ action }) => action)).toEqual(['open', 'step']);
    host.respond = keeper;
    host.worker(0).say({ type: 'done', job: jobs[1]?.job ?? 0, result: undefined });
    await first;
    await session.run('step', 3);
    expect(host.worker(0).jobs.map(({ input }) => input)).toEqual([0, 1, 3]);
    await pool.dispose();
  });

  it('IsNeverBegunWhenItsSignalIsAbortedBefore', async () => {
    const { pool, host } = make({ kernels: 1 }, new FakeHost(keeper));
    const session = await pool.open(kind, 0);
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(session.run('step', 1, { signal })).rejects.toThrow('too late');
    await session.close();
    expect(actions(host.worker(0))).toEqual(['open', 'close']);
    await pool.dispose();
  });
});

describe('AnOpening', () => {
  it('TellsItsProgress', async () => {
    const { pool, host } = make(
      { kernels: 1 },
      new FakeHost((worker, message) => {
        if (message?.type === 'run') {
          const [job = 0] = message.jobs.map((one) => one.job);
          worker.say({ type: 'progress', job, fraction: 0.5 });
        }
        keeper(worker, message);
      }),
    );
    const told: number[] = [];
    await pool.open(kind, 0, { onProgress: (fraction) => told.push(fraction) });
    expect(told).toEqual([0.5, 1]);
    expect(actions(host.worker(0))).toEqual(['open']);
    await pool.dispose();
  });

  it('ThatIsAbortedLeavesNothingOpen', async () => {
    const silent: Respond = (worker, message) => {
      const opens = message?.type === 'run' && message.jobs.some(({ action }) => action === 'open');
      if (!opens) keeper(worker, message);
    };
    const { pool, host } = make({ kernels: 1, tier: 'threads' }, new FakeHost(silent));
    const controller = new AbortController();
    const reason = new Error('enough');
    const opening = pool.open(kind, 0, { signal: controller.signal });
    await until(() => host.workers[0]?.jobs.length === 1);
    controller.abort(reason);
    // The opening was done all the same: it is closed again.
    host.worker(0).say({ type: 'done', job: host.worker(0).jobs[0]?.job ?? 0, result: undefined });
    await expect(opening).rejects.toBe(reason);
    expect(actions(host.worker(0))).toEqual(['open', 'close']);
    expect(host.worker(0).jobs[1]?.target).toBe(host.worker(0).jobs[0]?.target);
    await pool.dispose();
  });

  it('RefusesOptionsThatDoNotFit', async () => {
    const { pool } = make({ kernels: 1 }, new FakeHost(keeper));
    await expect(pool.open(kind, 0, { timeout: -1 })).rejects.toMatchObject({
      code: 'invalid_argument',
    });
    await pool.dispose();
  });
});
