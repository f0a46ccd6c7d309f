import { HeddleError, messageOf, type ErrorDetails } from './errors.js';
import type { Kernel } from './kernel.js';
import { operationName, type Operation, type Posted } from './operation.js';
import type { Action } from './protocol.js';
import { ageing, type Waiting } from './queue.js';

/** What can be said about one job. */
export interface RunOptions {
  /** Default 0; the higher goes first. Waiting for a second weighs as much as one level. */
  readonly priority?: number | undefined;
  /** Cancels the job; its promise then rejects at once with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Told how much of the job is done, from 0 to 1: more than before each time, and 1 just before the
   * result. Called about every 50 ms while the kernel computes. What it throws is reported
   * (reportError, in Node console.error) and does not touch the job.
   */
  readonly onProgress?: ((fraction: number) => void) | undefined;
  /**
   * Most milliseconds that the job may run, counted for each attempt from when its kernel begins with it;
   * loading the engine does not count. Then it rejects with the code `timeout`, and is not run again.
   */
  readonly timeout?: number | undefined;
  /** How often the job is run again after its kernel has failed; default: what the pool says. */
  readonly retries?: number | undefined;
  /**
   * Gives the input's buffers away instead of copying them: they are detached, and the job cannot be run
   * again when its kernel fails. Default false.
   */
  readonly transfer?: boolean | undefined;
}

/** A job that is not the plain run of an operation. */
export interface Errand {
  readonly action: Action;
  readonly target: number | undefined;
  readonly checkpoint?: Uint8Array | undefined;
}

/** How a job ended. */
export type Outcome = 'done' | 'failed' | 'cancelled' | 'timedOut';

/** Told when a job ends. */
export interface JobOwner {
  /** The job has ended, whoever ended it; called once. */
  settled(job: Job, outcome: Outcome): void;
  /** The job was ended by its signal: its kernel need not go on. */
  abandoned(job: Job): void;
}

/** One operation on one input, from the call of run() until its promise settles, which it does once. */
export class Job implements Waiting {
  readonly number: number;
  readonly operation: Operation<unknown, unknown>;
  readonly input: unknown;
  readonly priority: number;
  readonly queuedAt: number;
  readonly rank: number;
  readonly timeout: number | undefined;
  readonly move: boolean;
  readonly listens: boolean;
  readonly errand: Errand | undefined;
  /** The promise that run() returns. */
  readonly promise: Promise<unknown>;

  settled = false;
  /** Whether it is in a queue. */
  waiting = false;
  /** How often it may still be run again. */
  retries: number;
  /** How many times it was started. */
  attempts = 0;
  /** The kernel that has it. */
  kernel: Kernel | undefined = undefined;
  /** The kernel that must have it: where its session or its buffers live. */
  home: Kernel | undefined = undefined;
  /** What is to be posted, once it is encoded. */
  posted: Posted | undefined = undefined;

  readonly #owner: JobOwner;
  readonly #signal: AbortSignal | undefined;
  readonly #onProgress: ((fraction: number) => void) | undefined;
  #resolve!: (value: unknown) => void;
  #reject!: (reason: unknown) => void;
  #listener: (() => void) | undefined = undefined;
  #fraction = -1;

  constructor(
    owner: JobOwner,
    number: number,
    operation: Operation<unknown, unknown>,
    input: unknown,
    options: RunOptions,
    retries: number,
    timeout: number | undefined,
    errand?: Errand,
  ) {
    this.#owner = owner;
    this.number = number;
    this.operation = operation;
    this.input = input;
    this.priority = options.priority ?? 0;
    this.queuedAt = performance.now();
    this.rank = this.queuedAt - this.priority * ageing;
    this.retries = options.retries ?? retries;
    this.timeout = options.timeout ?? timeout;
    this.move = options.transfer ?? false;
    this.errand = errand;
    this.#signal = options.signal;
    this.#onProgress = options.onProgress;
    this.listens = options.onProgress !== undefined;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Rejects with the signal's reason when it is aborted, now or later. */
  listen(): void {
    const signal = this.#signal;
    if (signal === undefined) return;
    const abort = (): void => {
      if (!this.#settle('cancelled')) return;
      this.#reject(signal.reason);
      this.#owner.abandoned(this);
    };
    if (signal.aborted) {
      abort();
      return;
    }
    this.#listener = abort;
    signal.addEventListener('abort', abort, { once: true });
  }

  /** Hands on a report of progress, unless it is old. */
  progress(fraction: number): void {
    if (this.#onProgress === undefined || this.settled || fraction <= this.#fraction) return;
    this.#fraction = fraction;
    tell(this.#onProgress, fraction);
  }

  /** Ends the job with a result, unless it has ended. */
  resolve(result: unknown): void {
    this.progress(1);
    // The callback may have aborted the job.
    if (this.#settle('done')) this.#resolve(result);
  }

  /** Ends the job with an error, unless it has ended. */
  reject(error: HeddleError): void {
    if (this.#settle(error.code === 'timeout' ? 'timedOut' : 'failed')) this.#reject(error);
  }

  /** Ends the job with an error that says all that is known about the job. */
  fail(error: unknown, kernel: number | undefined): void {
    if (this.settled) return;
    const op = operationName(this.operation);
    const { attempts } = this;
    const details: ErrorDetails = { op, kernel, attempts };
    if (!(error instanceof HeddleError)) {
      this.reject(new HeddleError('internal', messageOf(error), { ...details, cause: error }));
      return;
    }
    const { code, message, input, line, byteOffset, cause } = error;
    this.reject(new HeddleError(code, message, { ...details, input, line, byteOffset, cause }));
  }

  #settle(outcome: Outcome): boolean {
    if (this.settled) return false;
    this.settled = true;
    this.#owner.settled(this, outcome);
    if (this.#listener !== undefined) this.#signal?.removeEventListener('abort', this.#listener);
    return true;
  }
}

/** Calls a progress callback; what it throws is reported and goes no further. */
export function tell(onProgress: RunOptions['onProgress'], fraction: number): void {
  try {
    onProgress?.(fraction);
  } catch (error) {
    report(error);
  }
}

function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else console.error('A progress callback threw:', error);
}
