import type { RunOptions } from './job.js';

/** What can be said about all jobs of one map(). */
export interface MapOptions extends RunOptions {
  /** Whether the results come in the order of the inputs (the default) or as the jobs end. */
  readonly ordered?: boolean | undefined;
  /** Most jobs at a time, waiting results counted: how many inputs are taken ahead. From 1. */
  readonly concurrency?: number | undefined;
}

/**
 * Runs one job for each input and yields the results.
 *
 * Inputs are taken only as results are taken. When the consumer stops early, or a job fails, the jobs that
 * still run are cancelled and the input's iterator is closed.
 *
 * run  starts one job.
 */
export async function* mapJobs<Input, Result>(
  inputs: Iterable<Input> | AsyncIterable<Input>,
  run: (input: Input, signal: AbortSignal) => Promise<Result>,
  { ordered = true, signal }: MapOptions,
  concurrency: number,
): AsyncGenerator<Result, void, undefined> {
  const stop = new AbortController();
  const onAbort = (): void => {
    stop.abort(signal?.reason);
  };
  signal?.throwIfAborted();
  signal?.addEventListener('abort', onAbort, { once: true });
  // Sets keep the order of insertion: that of the inputs, and that in which the jobs ended.
  const running = new Set<Promise<Result>>();
  const ended = new Set<Promise<Result>>();
  const start = (input: Input): void => {
    const result = run(input, stop.signal);
    running.add(result);
    // What fails does so where it is taken.
    result.then(
      () => ended.add(result),
      () => ended.add(result),
    );
  };
  const next = async (): Promise<Result> => {
    if (!ordered && ended.size === 0) await Promise.race(running).catch(() => undefined);
    const [first] = ordered ? running : ended;
    if (first === undefined) throw new Error('No job has ended.');
    running.delete(first);
    ended.delete(first);
    return first;
  };
  try {
    for await (const input of inputs) {
      start(input);
      if (running.size >= concurrency) yield await next();
    }
    while (running.size > 0) yield await next();
  } finally {
    signal?.removeEventListener('abort', onAbort);
    // Each job has a listener on the signal only while it runs.
    stop.abort();
  }
}
