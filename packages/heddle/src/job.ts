import { defer } from './deferred.js';
import type { Task } from './kernel.js';
import type { Operation } from './operation.js';

/** What can be said about one job. */
export interface RunOptions {
  /** Cancels the job; its promise then rejects at once with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Told how much of the job is done, from 0 to 1: more than before each time, and 1 just before the
   * result. Called about every 50 ms while the kernel computes. What it throws is reported
   * (reportError, in Node console.error) and does not touch the job.
   */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** One operation on one input, from the call of run() until its promise settles, which it does once. */
export class Job implements Task {
  readonly operation: Operation<unknown, unknown>;
  readonly input: unknown;
  readonly onProgress: ((fraction: number) => void) | undefined;

  readonly #outcome = defer<unknown>();
  readonly #signal: AbortSignal | undefined;
  #listener: (() => void) | undefined;
  #settled = false;
  #fraction = -1;

  constructor(operation: Operation<unknown, unknown>, input: unknown, options: RunOptions) {
    this.operation = operation;
    this.input = input;
    this.#signal = options.signal;
    const listener = options.onProgress;
    if (listener !== undefined) {
      this.onProgress = (fraction) => {
        if (this.#settled || fraction <= this.#fraction) return;
        this.#fraction = fraction;
        try {
          listener(fraction);
        } catch (error) {
          report(error);
        }
      };
    }
  }

  /** The promise that run() returns. */
  get promise(): Promise<unknown> {
    return this.#outcome.promise;
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** Rejects with the signal's reason when it is aborted, now or later, and then calls `onAbort`. */
  listen(onAbort: () => void): void {
    const signal = this.#signal;
    if (signal === undefined) return;
    const abort = (): void => {
      this.reject(signal.reason);
      onAbort();
    };
    if (signal.aborted) {
      abort();
      return;
    }
    this.#listener = abort;
    signal.addEventListener('abort', abort, { once: true });
  }

  /** Ends the job with a result, unless it has ended. */
  resolve(result: unknown): void {
    if (this.#settled) return;
    this.onProgress?.(1);
    // The callback may have aborted the job.
    if (this.#settle()) this.#outcome.resolve(result);
  }

  /** Ends the job with an error, unless it has ended. */
  reject(reason: unknown): void {
    if (this.#settle()) this.#outcome.reject(reason);
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    if (this.#listener !== undefined) this.#signal?.removeEventListener('abort', this.#listener);
    return true;
  }
}

function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else console.error('A progress callback threw:', error);
}
