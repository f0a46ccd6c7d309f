import { describe, expect, it, vi } from 'vitest';

import { echo, FakeHost, obedient, until } from '../test/fake_host.js';
import { failed, make } from '../test/fake_pool.js';

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** A host whose workers answer `count` jobs at once, the one with the largest input first. */
function backwards(count: number): FakeHost {
  const held: { input: number; answer: () => void }[] = [];
  return new FakeHost((worker, message) => {
    if (message?.type !== 'run') {
      obedient(worker, message);
      return;
    }
    for (const { job, input } of message.jobs) {
      const answer = (): void => {
        worker.say({ type: 'done', job, result: input });
      };
      held.push({ input: input as number, answer });
    }
    held.sort((a, b) => b.input - a.input);
    if (held.length === count) for (const { answer } of held.splice(0)) answer();
  });
}

describe('Map', () => {
  it('YieldsInTheOrderOfTheInputs', async () => {
    const { pool } = make({ tier: 'workers', kernels: 3 }, backwards(3));
    expect(await collect(pool.map(echo, [1, 2, 3]))).toEqual([1, 2, 3]);
  });

  it('YieldsAsTheJobsEndWhenTold', async () => {
    const { pool } = make({ tier: 'workers', kernels: 3 }, backwards(3));
    const results = await collect(pool.map(echo, [1, 2, 3], { ordered: false }));
    expect(results).toEqual([3, 2, 1]);
  });

  it('TakesInputsOnlyAsResultsAreTaken', async () => {
    let taken = 0;
    function* endless(): Generator<number> {
      for (;;) yield taken++;
    }
    const { pool } = make({ tier: 'workers', kernels: 2 });
    const results = pool.map(echo, endless(), { concurrency: 3 });
    expect((await results.next()).value).toBe(0);
    expect((await results.next()).value).toBe(1);
    expect(taken).toBe(4);
    await results.return();
  });

  it('TakesAsyncInputs', async () => {
    async function* inputs(): AsyncGenerator<string> {
      yield await Promise.resolve('a');
      yield await Promise.resolve('b');
    }
    expect(await collect(make().pool.map(echo, inputs()))).toEqual(['a', 'b']);
  });

  it('CancelsTheRestWhenTheLoopEndsEarly', async () => {
    const { pool, host } = make({ tier: 'workers', kernels: 1 });
    const close = vi.fn();
    function* inputs(): Generator<number> {
      try {
        for (let input = 0; ; ++input) yield input;
      } finally {
        close();
      }
    }
    for await (const result of pool.map(echo, inputs(), { concurrency: 8 })) {
      expect(result).toBe(0);
      break;
    }
    expect(close).toHaveBeenCalledOnce();
    await until(() => pool.stats().queue.length === 0);
    expect(pool.stats().jobs.cancelled + host.worker(0).jobs.length).toBeGreaterThanOrEqual(8);
  });

  it('ThrowsTheFirstErrorAndCancelsTheRest', async () => {
    const { pool } = make({ tier: 'workers', kernels: 1 });
    const results = pool.map(echo, [1, () => 1, 3, 4]);
    await expect(collect(results)).rejects.toEqual(failed('invalid_argument', /posted/));
    expect(pool.stats().queue.length).toBe(0);
  });

  it('EndsWithTheSignalsReason', async () => {
    const { pool } = make({ tier: 'workers', kernels: 1 });
    const abort = new AbortController();
    const results = pool.map(echo, [1, 2, 3], { signal: abort.signal, concurrency: 1 });
    await results.next();
    const reason = new Error('enough');
    abort.abort(reason);
    await expect(collect(results)).rejects.toBe(reason);
  });

  it.each([0, 1.5, NaN])('RefusesTheConcurrency_%s', (concurrency) => {
    expect(() => make().pool.map(echo, [], { concurrency })).toThrow(
      failed('invalid_argument', /concurrency/),
    );
  });
});
