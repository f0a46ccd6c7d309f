import { expect, vi } from 'vitest';

import { Pool, type PoolOptions } from '../src/pool.js';
import { FakeHost, until, wait } from './fake_host.js';

/** A pool on a fake host. */
export function make(
  options: PoolOptions = {},
  host = new FakeHost(),
): { pool: Pool; host: FakeHost } {
  return { pool: new Pool(host, options), host };
}

/** A pool with one kernel that retries nothing, on which a job runs that is answered by nobody. */
export async function withRunningJob(
  tier: 'threads' | 'workers' = 'workers',
  options: PoolOptions = {},
) {
  const { pool, host } = make({ tier, kernels: 1, retries: 0, ...options });
  const abort = new AbortController();
  const onProgress = vi.fn();
  const promise = pool.run(wait, 'input', { signal: abort.signal, onProgress });
  promise.catch(() => undefined);
  await until(() => host.workers[0]?.jobs.length === 1);
  return { pool, host, promise, abort, onProgress, worker: host.worker(0), job: 1 };
}

/** Matches a HeddleError. */
export const failed = (code: string, message: RegExp): unknown =>
  expect.objectContaining({
    name: 'HeddleError',
    code,
    message: expect.stringMatching(message) as unknown,
  });
