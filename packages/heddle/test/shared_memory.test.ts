// heddle/shared as it is shipped, with its two ends on two threads.
import { Worker } from 'node:worker_threads';

import { SpscRing, TripleBuffer } from 'heddle/shared';
import { afterAll, beforeAll, expect, it } from 'vitest';

const worker = new Worker(new URL('./fixtures/shared_memory_worker.mjs', import.meta.url));
let failed: Promise<never>;
beforeAll(() => {
  failed = new Promise((_, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => {
      reject(new Error('The worker ended.'));
    });
  });
  failed.catch(() => undefined);
});
afterAll(() => worker.terminate());

/** Posts a task to the worker and awaits its answer. */
function ask(task: Readonly<Record<string, unknown>>): Promise<unknown> {
  const answer = new Promise((resolve) => {
    worker.once('message', resolve);
  });
  worker.postMessage(task);
  return Promise.race([answer, failed]);
}

/** Calls `step` until it says that it is done; throws when that takes too long. */
function repeat(step: () => boolean): void {
  const end = Date.now() + 15_000;
  for (let idle = 0; !step(); ++idle) {
    if (idle % 1024 === 0 && Date.now() > end) throw new Error('The other end is silent.');
  }
}

it.each([
  [2, 10_000],
  [64, 2_000_000],
  [4096, 5_000_000],
])('ARingOf_%i_LosesNothingBetweenTwoThreads', async (capacity, total) => {
  const type = Uint32Array;
  const buffer = new SharedArrayBuffer(SpscRing.byteLength(type, capacity));
  SpscRing.create({ buffer, type, capacity });
  // The positions pass 2^32 on the way.
  new Uint32Array(buffer).fill(-total / 2, 16, 17).fill(-total / 2, 32, 33);
  const ring = SpscRing.attach({ buffer, type });
  const answer = ask({ task: 'ring', buffer, bulk: capacity, total });
  const values = new Uint32Array(capacity);
  let next = 0;
  repeat(() => {
    const bulk = Math.min(1 + ((next * 7) % capacity), total - next);
    for (let i = 0; i < bulk; ++i) values[i] = next + i;
    next += ring.push(values, 0, bulk);
    return next === total;
  });
  expect(await answer).toEqual({ next: total, wrong: 0, left: 0 });
});

it('NoFrameIsTornBetweenTwoThreads', async () => {
  const frameSize = 128;
  const total = 1_000_000;
  const buffer = new SharedArrayBuffer(TripleBuffer.byteLength(frameSize));
  const frames = TripleBuffer.create({
    buffer,
    frameSize,
    view: (memory, offset, size) => new Uint32Array(memory, offset, size / 4),
  });
  const answer = ask({ task: 'frames', buffer, frameSize, total });
  for (let number = 1; number <= total; ++number) {
    frames.back().fill(number);
    frames.publish();
  }
  expect(await answer).toEqual({ last: total, torn: 0, backward: 0 });
});
