import type { Dispatcher } from './dispatcher.js';
import { HeddleError, messageOf } from './errors.js';
import type { Errand, Job, RunOptions } from './job.js';
import type { Kernel } from './kernel.js';
import type { Log } from './log.js';
import type { Operation } from './operation.js';

/** Jobs between two checkpoints unless the description says otherwise. */
const checkpointEvery = 32;
/** Most steps, and most bytes of their inputs, that are kept to be done again. */
const stepsLimit = 10_000;
const bytesLimit = 2 ** 26;

/** What the steps of a session are: operations by name. */
export type Steps = Readonly<Record<string, Operation<never, unknown>>>;

type InputOf<Step> = Step extends Operation<infer Input, unknown> ? Input : never;
type ResultOf<Step> = Step extends Operation<never, infer Result> ? Result : never;

/**
 * An engine with state, for {@link Pool.open}. Steps must be deterministic: the same opening and the same
 * steps lead to the same state, in every kernel.
 */
export interface Stateful<Input, Ops extends Steps> {
  /** Names the kind of session, and makes its input ready. */
  readonly opening: Operation<Input, unknown>;
  readonly steps: Ops;
  /** Steps after which the state is asked for, from 1. Default 32. */
  readonly checkpointEvery?: number | undefined;
  /**
   * For how many steps one of this name and input counts, from 0. One that counts for 0 only looks at the
   * state: it is not kept to be done again. Default: each counts for 1.
   */
  readonly weight?: ((name: string, input: unknown) => number) | undefined;
}

/** What can be said about one step. Its input is kept, so it cannot be transferred. */
export type StepOptions = Omit<RunOptions, 'transfer'>;

/** What can be said about the opening of a session. */
export type OpenOptions = Pick<RunOptions, 'signal' | 'onProgress' | 'priority' | 'timeout'>;

interface Place {
  readonly kernel: Kernel;
  readonly target: number;
  generation: number;
}

interface Entry {
  readonly operation: Operation<unknown, unknown>;
  readonly input: unknown;
  /** For how many steps it counts. */
  readonly weight: number;
}

let sessions = 0;

/**
 * State that lives in one kernel and outlives it.
 *
 * The page keeps the last checkpoint and the steps since. When the kernel is gone, or a step was cut short, the
 * next step first opens the session on another kernel from the checkpoint and does those steps again.
 */
export class Session<Ops extends Steps> implements AsyncDisposable {
  readonly #dispatcher: Dispatcher;
  readonly #log: Log;
  readonly #retries: number;
  readonly #kind: Stateful<unknown, Steps>;
  readonly #opening: Entry;
  readonly #every: number;
  #checkpoint: Uint8Array | undefined;
  #entries: Entry[] = [];
  #weight = 0;
  #bytes = 0;
  #complete = true;
  #saves = true;
  #place: Place | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | undefined;

  /** Use {@link Pool.open} instead. */
  constructor(
    dispatcher: Dispatcher,
    log: Log,
    retries: number,
    kind: Stateful<unknown, Steps>,
    input: unknown,
  ) {
    this.#dispatcher = dispatcher;
    this.#log = log;
    this.#retries = retries;
    this.#kind = kind;
    this.#every = kind.checkpointEvery ?? checkpointEvery;
    this.#opening = { operation: kind.opening, input: keep(input), weight: 0 };
  }

  /** Number of the kernel where the session lives; undefined while it lives nowhere. */
  get kernel(): number | undefined {
    return this.#place?.kernel.number;
  }

  /** Opens the session; called once. @throws HeddleError, or the signal's reason when it is aborted. */
  start(options: OpenOptions = {}): Promise<void> {
    const opened = this.#settle(options);
    this.#last = opened.catch(() => undefined);
    return opened;
  }

  /**
   * Does one step. Steps are done in the order of the calls, one after the other. One that is cancelled, or
   * takes too long, has no effect on the state; a cancelled one rejects at once, even while it waits for others.
   *
   * @throws HeddleError, or the signal's reason when it is aborted.
   */
  run<Name extends keyof Ops & string>(
    name: Name,
    input: InputOf<Ops[Name]>,
    options: StepOptions = {},
  ): Promise<ResultOf<Ops[Name]>> {
    if (this.#closed !== undefined) return Promise.reject(closedError());
    const operation = this.#kind.steps[name] as Operation<unknown, unknown> | undefined;
    if (operation === undefined) {
      return Promise.reject(
        new HeddleError('invalid_argument', `The session has no operation ${name}.`),
      );
    }
    const { signal } = options;
    const step = async (): Promise<unknown> => {
      signal?.throwIfAborted();
      const weight = this.#kind.weight?.(name, input) ?? 1;
      return this.#step({ operation, input: keep(input), weight }, options);
    };
    const result = this.#last.then(step);
    // The next step waits for the checkpoint too; its failure shows in that step.
    this.#last = result.then(
      () => this.#save(),
      () => undefined,
    );
    const first = signal === undefined ? result : orAborted(result, signal);
    return first as Promise<ResultOf<Ops[Name]>>;
  }

  /** Ends the session after the steps that were asked for, and releases its state. More calls do no more. */
  close(): Promise<void> {
    this.#closed ??= this.#last.then(() => this.#leave());
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #step(entry: Entry, options: StepOptions): Promise<unknown> {
    for (let left = options.retries ?? this.#retries; ;) {
      await this.#settle();
      const job = this.#ask(entry, 'step', options);
      try {
        const result = await job.promise;
        this.#record(entry);
        return result;
      } catch (error) {
        const cut = options.signal?.aborted === true || isCode(error, 'timeout');
        if (!this.#lost()) {
          // A step that was cut short may have changed a part of the state: the next one starts afresh.
          if (cut) await this.#leave();
          else this.#record(entry);
          throw error;
        }
        this.#forget();
        // A job that was not begun is not to blame.
        if (cut || (job.attempts > 0 && left-- < 1)) throw error;
      }
    }
  }

  /** Makes the session live in some kernel, with the state that it should have. */
  async #settle(options: OpenOptions = {}): Promise<void> {
    for (let left = this.#retries; this.#place === undefined || this.#lost();) {
      this.#forget();
      if (!this.#complete) {
        throw new HeddleError(
          'kernel_failed',
          'The kernel of the session is gone and its state is lost: give the session a checkpoint.',
        );
      }
      try {
        await this.#open(options);
      } catch (error) {
        if (options.signal?.aborted === true || isCode(error, 'timeout')) await this.#abandon();
        this.#forget();
        if (!isCode(error, 'kernel_failed')) throw error;
        // A job that was not begun is not to blame.
        if (error.attempts !== undefined && left-- < 1) throw error;
      }
    }
  }

  async #open(options: OpenOptions): Promise<void> {
    const kernel = this.#dispatcher.chooseHome();
    const place = { kernel, target: ++sessions, generation: 0 };
    this.#place = place;
    ++kernel.residents;
    await this.#ask(this.#opening, 'open', options, this.#checkpoint).promise;
    place.generation = kernel.generation;
    for (const entry of this.#entries) {
      // A step that failed fails again, and leaves the same state.
      await this.#ask(entry, 'step', {}).promise.catch((error: unknown) => {
        if (this.#lost()) throw error;
      });
    }
    if (this.#entries.length === 0 && this.#checkpoint === undefined) return;
    const message = `A session goes on in the kernel ${kernel.number}, after ${this.#entries.length} steps.`;
    this.#log.write('info', 'session-restored', message, { kernel: kernel.number });
  }

  /** Asks for a checkpoint when it is time. */
  async #save(): Promise<void> {
    const due = this.#weight >= this.#every || this.#bytes > bytesLimit;
    if (!due || this.#lost()) return;
    if (this.#saves) {
      try {
        const bytes = await this.#ask(this.#opening, 'checkpoint', {}).promise;
        if (bytes instanceof Uint8Array) {
          this.#checkpoint = bytes;
          this.#clear();
          return;
        }
        this.#saves = false;
      } catch {
        // The steps are kept, and the next one asks again.
      }
    }
    if (this.#entries.length < stepsLimit && this.#bytes <= bytesLimit) return;
    this.#complete = false;
    this.#clear();
  }

  /** Forgets the steps that need not be done again. */
  #clear(): void {
    this.#entries = [];
    this.#weight = 0;
    this.#bytes = 0;
  }

  #ask(entry: Entry, action: Errand['action'], options: RunOptions, checkpoint?: Uint8Array): Job {
    const place = this.#place;
    if (place === undefined) throw closedError();
    const errand: Errand = { action, target: place.target, checkpoint };
    // Open, checkpoint and close are answered with what they are, whatever the opening's reply looks like.
    const operation =
      action === 'step'
        ? entry.operation
        : { ...entry.operation, decode: (reply: unknown) => reply };
    const needsInput = action === 'step' || action === 'open';
    const bare = needsInput ? operation : { ...operation, encode: encodeNothing };
    return this.#dispatcher.submit(bare, entry.input, options, place.kernel, errand);
  }

  #record(entry: Entry): void {
    if (!this.#complete || entry.weight === 0) return;
    this.#entries.push(entry);
    this.#weight += entry.weight;
    this.#bytes += sizeOf(entry.input);
  }

  /** Whether the worker in which the session lived is gone. */
  #lost(): boolean {
    const place = this.#place;
    if (place === undefined) return true;
    return !place.kernel.live || place.kernel.generation !== place.generation;
  }

  async #leave(): Promise<void> {
    if (!this.#lost()) await this.#ask(this.#opening, 'close', {}).promise.catch(() => undefined);
    this.#forget();
  }

  /** Closes what may be open after all: the opening may have been done when it was cut short. */
  async #abandon(): Promise<void> {
    if (this.#place === undefined) return;
    this.#place.generation = this.#place.kernel.generation;
    await this.#leave();
  }

  #forget(): void {
    if (this.#place !== undefined) --this.#place.kernel.residents;
    this.#place = undefined;
  }
}

const encodeNothing = (): { value: undefined; transfer: Transferable[] } => ({
  value: undefined,
  transfer: [],
});

/** A copy for the time when the step is done again. @throws HeddleError `invalid_argument` */
function keep(input: unknown): unknown {
  if (typeof input !== 'object' && typeof input !== 'function') return input;
  try {
    return structuredClone(input);
  } catch (cause) {
    throw new HeddleError(
      'invalid_argument',
      `The input of a session cannot be copied (${messageOf(cause)}).`,
      { cause },
    );
  }
}

/** Bytes of an input, as far as they are in buffers. */
function sizeOf(input: unknown): number {
  if (typeof input === 'string') return input.length;
  if (typeof input !== 'object' || input === null) return 0;
  if (ArrayBuffer.isView(input) || input instanceof ArrayBuffer) return input.byteLength;
  return Object.values(input).reduce<number>((size, value) => size + sizeOf(value), 0);
}

/** The promise, or the signal's reason where that comes first. */
export function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    void promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}

function isCode(error: unknown, code: HeddleError['code']): error is HeddleError {
  return error instanceof HeddleError && error.code === code;
}

function closedError(): HeddleError {
  return new HeddleError('invalid_argument', 'The session is closed: open another one.');
}
