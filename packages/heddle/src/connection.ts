import { ControlWatch } from './control.js';
import { defer, type Deferred } from './deferred.js';
import { HeddleError, messageOf } from './errors.js';
import type { Host, Port } from './host.js';
import type { Posted } from './operation.js';
import {
  parseToPage,
  stamp,
  type Build,
  type PostedError,
  type ToKernel,
  type ToPage,
} from './protocol.js';

/** Most time that a worker may take to start, and to load an engine, in milliseconds. */
export const startTimeout = 30_000;
export const loadTimeout = 60_000;

/** A load of one engine. */
export interface LoadRequest {
  readonly engine: string;
  readonly build: Build;
  readonly module: WebAssembly.Module | undefined;
  readonly lanes: number;
}

/** A run of one operation. */
export interface RunRequest {
  readonly engine: string;
  readonly operation: string;
  readonly posted: Posted;
  readonly onProgress: ((fraction: number) => void) | undefined;
}

interface Running {
  readonly job: number;
  readonly request: RunRequest;
  readonly reply: Deferred<unknown>;
  watch: ControlWatch | undefined;
  cancelRequested: boolean;
}

/**
 * The page's end of one worker, for the whole life of that worker.
 *
 * Everything that can go wrong with it (error, exit, unreadable or malformed messages, silence at
 * the start) ends in {@link break}, which rejects whatever waits. So no wait outlives the worker.
 */
export class Connection {
  readonly #port: Port;
  readonly #ready = defer<undefined>();
  readonly #loads = new Map<string, Deferred<number>>();
  #running: Running | undefined;
  #jobs = 0;
  #broken: HeddleError | undefined;
  #closed: Promise<void> | undefined;

  /**
   * Starts the worker.
   *
   * @throws HeddleError `unavailable` when the host refuses to make one.
   */
  constructor(host: Host, workerUrl: URL | string | undefined) {
    try {
      this.#port = host.open(workerUrl, {
        message: (value) => {
          this.#receive(value);
        },
        failure: (message, cause) => {
          void this.break(failed(message, cause));
        },
      });
    } catch (cause) {
      throw new HeddleError(
        'unavailable',
        `A worker could not be made (${messageOf(cause)}): check the content policy's worker-src.`,
        { cause },
      );
    }
  }

  /** Why the worker is unusable; undefined while it is well. */
  get broken(): HeddleError | undefined {
    return this.#broken;
  }

  /** Whether a job was posted and has not been answered. */
  get running(): boolean {
    return this.#running !== undefined;
  }

  /** Whether the engine is loaded or being loaded. */
  has(engine: string): boolean {
    return this.#loads.has(engine);
  }

  /** Whether a process may not end while the worker lives. */
  keepAlive(alive: boolean): void {
    if (this.#broken === undefined) this.#port.keepAlive(alive);
  }

  /** Loads an engine, once; resolves to the most bytes that its memory can have. */
  async load(request: LoadRequest): Promise<number> {
    await this.#within(startTimeout, 'It did not start', this.#ready.promise);
    let load = this.#loads.get(request.engine);
    if (load === undefined) {
      load = defer();
      this.#loads.set(request.engine, load);
      this.#post({ type: 'load', ...request });
    }
    return this.#within(loadTimeout, `It did not load the engine ${request.engine}`, load.promise);
  }

  /** Runs one operation of a loaded engine; one at a time. */
  async run(request: RunRequest): Promise<unknown> {
    if (this.#broken !== undefined) throw this.#broken;
    const { engine, operation, posted } = request;
    const job = ++this.#jobs;
    const reply = defer<unknown>();
    try {
      const message = { type: 'run', job, engine, operation, input: posted.value } as const;
      this.#post(message, posted.transfer);
    } catch (cause) {
      throw new HeddleError(
        'invalid_argument',
        `The input cannot be posted to a worker (${messageOf(cause)}): was its buffer transferred before?`,
        { cause },
      );
    }
    this.#running = { job, request, reply, watch: undefined, cancelRequested: false };
    return reply.promise;
  }

  /** Asks the running job to end early, through shared memory and by a message. */
  requestCancel(): void {
    const running = this.#running;
    if (running === undefined || this.#broken !== undefined) return;
    running.cancelRequested = true;
    running.watch?.requestCancel();
    this.#post({ type: 'cancel', job: running.job });
  }

  /**
   * Ends the worker and rejects with `error` whatever waits for it. Only the first call counts.
   *
   * Resolves when the worker is gone.
   */
  break(error: HeddleError): Promise<void> {
    if (this.#closed !== undefined) return this.#closed;
    this.#broken = error;
    this.#closed = this.#port.close().catch(() => undefined);
    this.#ready.reject(error);
    for (const load of this.#loads.values()) load.reject(error);
    this.#finish()?.reply.reject(error);
    return this.#closed;
  }

  #post(message: ToKernel, transfer?: Transferable[]): void {
    this.#port.post(stamp(message), transfer);
  }

  async #within<Value>(limit: number, what: string, promise: Promise<Value>): Promise<Value> {
    const timer = setTimeout(() => {
      void this.break(failed(`${what} within ${limit / 1000} s.`, undefined));
    }, limit);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  #receive(value: unknown): void {
    if (this.#broken !== undefined) return;
    try {
      this.#handle(parseToPage(value));
    } catch (cause) {
      void this.break(failed(messageOf(cause), cause));
    }
  }

  #handle(message: ToPage): void {
    switch (message.type) {
      case 'ready':
        this.#ready.resolve(undefined);
        return;
      case 'loaded':
        this.#loading(message.engine).resolve(message.memoryMaximum);
        return;
      case 'load-failed': {
        const load = this.#loading(message.engine);
        this.#loads.delete(message.engine);
        load.reject(this.#unpost(message.error));
        return;
      }
      case 'control': {
        const running = this.#current(message.job);
        running.watch?.stop();
        running.watch = new ControlWatch(message.control, running.request.onProgress);
        // The request may have come before the block was known.
        if (running.cancelRequested) running.watch.requestCancel();
        return;
      }
      case 'progress':
        this.#current(message.job).request.onProgress?.(message.fraction);
        return;
      case 'done':
        this.#current(message.job);
        this.#finish()?.reply.resolve(message.result);
        return;
      case 'failed': {
        this.#current(message.job);
        this.#finish()?.reply.reject(this.#unpost(message.error));
        return;
      }
      case 'broken':
        void this.break(failed(message.message, undefined));
        return;
    }
  }

  #loading(engine: string): Deferred<number> {
    const load = this.#loads.get(engine);
    if (load === undefined) throw new Error(`It loaded the engine ${engine} without being asked.`);
    return load;
  }

  #current(job: number): Running {
    if (this.#running?.job !== job)
      throw new Error(`It answered the job ${job}, which does not run.`);
    return this.#running;
  }

  #finish(): Running | undefined {
    const running = this.#running;
    this.#running = undefined;
    running?.watch?.stop();
    return running;
  }

  #unpost(posted: PostedError): HeddleError {
    const { code, message, input, line, byteOffset } = posted;
    // Only the kernel that was asked to cancel says so, and then nobody waits for this error.
    const known = code === 'cancelled' ? 'internal' : code;
    const error = new HeddleError(known, message, { input, line, byteOffset });
    if (posted.fatal) void this.break(error);
    return error;
  }
}

function failed(message: string, cause: unknown): HeddleError {
  return new HeddleError('kernel_failed', `The kernel's worker failed. ${message}`, { cause });
}
