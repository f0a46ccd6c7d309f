import type { Alarms } from './alarms.js';
import { readLanes, type LaneStats } from './control.js';
import { defer, type Deferred } from './deferred.js';
import { HeddleError, messageOf } from './errors.js';
import type { Host, Port, WorkerSource } from './host.js';
import { MailboxWriter } from './mailbox.js';
import {
  parseToPage,
  protocolVersion,
  stamp,
  type Build,
  type Dropped,
  type JobMessage,
  type MemoryLimits,
  type PostedError,
  type SharedPlaces,
  type ToKernel,
  type ToPage,
  type Versioned,
} from './protocol.js';
import { eachSlice, type Slices } from './slices.js';

/** Most time that a worker may take to start, and to load an engine, in milliseconds. */
export const startTimeout = 30_000;
export const loadTimeout = 60_000;

/** A load of one engine. */
export interface LoadRequest {
  readonly engine: string;
  readonly build: Build;
  readonly module: WebAssembly.Module | undefined;
  readonly lanes: number;
  readonly memory: MemoryLimits;
}

/** What is known of an engine that is loaded. */
export interface LoadedInfo {
  readonly memoryMaximum: number;
  readonly shared: SharedPlaces | undefined;
}

/** What a kernel says about a job. */
export type JobReply = Extract<ToPage, { readonly job: number }>;

/** Who holds a {@link Connection}. */
export interface ConnectionOwner {
  /** @throws when the job is not the one that runs; the worker is then taken for broken. */
  reply(message: JobReply): void;
  /** The worker is unusable; called once, and nothing afterwards. */
  broke(error: HeddleError): void;
}

/**
 * The page's end of one worker, for the whole life of that worker.
 *
 * Everything that can go wrong with it (error, exit, unreadable or malformed messages, silence at
 * the start) ends in {@link break}, which rejects whatever waits. So no wait outlives the worker.
 */
export class Connection {
  readonly #owner: ConnectionOwner;
  readonly #alarms: Alarms;
  readonly #shares: boolean;
  readonly #port: Port;
  readonly #ready = defer<undefined>();
  readonly #loads = new Map<string, Deferred<LoadedInfo>>();
  readonly #loaded = new Map<string, LoadedInfo>();
  #started = false;
  #alive = true;
  #messages = 0;
  #posts = 0;
  #mailbox: MailboxWriter | undefined;
  #broken: HeddleError | undefined;
  #closed: Promise<void> | undefined;

  /**
   * Starts the worker.
   *
   * shares  whether the tier shares memory with its workers.
   * @throws HeddleError `unavailable` when the host refuses to make one.
   */
  constructor(
    host: Host,
    source: WorkerSource,
    owner: ConnectionOwner,
    alarms: Alarms,
    shares: boolean,
  ) {
    this.#owner = owner;
    this.#alarms = alarms;
    this.#shares = shares;
    try {
      this.#port = host.open(source, {
        message: (value) => {
          this.#receive(value);
        },
        failure: (message, cause) => {
          void this.break(workerFailed(message, cause));
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

  /** Whether the worker's script runs. */
  get started(): boolean {
    return this.#started;
  }

  /** The engines that are loaded. */
  get loaded(): ReadonlyMap<string, LoadedInfo> {
    return this.#loaded;
  }

  /** Whether the page sees memory of the worker's engines. */
  get sharesMemory(): boolean {
    for (const { shared } of this.#loaded.values()) if (shared !== undefined) return true;
    return false;
  }

  /** The lanes of all engines, as far as the page sees them. */
  lanes(): LaneStats[] {
    return [...this.#loaded.values()].flatMap(({ shared }) =>
      shared === undefined ? [] : readLanes(shared),
    );
  }

  /** Messages that came from the worker: each is a sign of life. */
  get messages(): number {
    return this.#messages;
  }

  /** Whether a process may not end while the worker lives. */
  keepAlive(alive: boolean): void {
    if (alive === this.#alive || this.#broken !== undefined) return;
    this.#alive = alive;
    this.#port.keepAlive(alive);
  }

  /** Waits until the worker's script runs. */
  start(): Promise<undefined> {
    return this.#within(startTimeout, 'It did not start', this.#ready.promise);
  }

  /** Loads an engine, once. Before {@link start} only where the worker's script listens from its first line on. */
  load(request: LoadRequest): Promise<LoadedInfo> {
    // Nothing would ever settle a load that is asked of a worker that is gone.
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    let load = this.#loads.get(request.engine);
    if (load === undefined) {
      load = defer();
      this.#loads.set(request.engine, load);
      this.#post(stamp({ type: 'load', ...request }));
    }
    return this.#within(loadTimeout, `It did not load the engine ${request.engine}`, load.promise);
  }

  /**
   * Posts jobs, or puts them into the mailbox.
   *
   * @throws when an input cannot be cloned; nothing was posted then.
   */
  run(jobs: readonly JobMessage[], transfer: Transferable[]): void {
    if (transfer.length === 0 && this.#mailbox?.put(jobs) === true) return;
    this.#post({ version: protocolVersion, type: 'run', jobs }, transfer);
  }

  /** Asks a job to end early. */
  cancel(job: number): void {
    this.#post({ version: protocolVersion, type: 'cancel', job });
  }

  /** Lets the kernel forget something. */
  drop(kind: Dropped, target: number): void {
    this.#post({ version: protocolVersion, type: 'drop', kind, target });
  }

  /** Posts large inputs piece by piece; ends early, and has them forgotten, once `wanted` is false. */
  async stream(slices: Slices, wanted: () => boolean): Promise<void> {
    const goesOn = (): boolean => this.#broken === undefined && wanted();
    for (const slice of slices) {
      const { stream } = slice;
      const size = slice.bytes.length;
      await eachSlice(slice, (bytes, offset) => {
        if (!goesOn()) return false;
        const message = { version: protocolVersion, type: 'slice', stream, size, offset } as const;
        this.#post({ ...message, bytes }, [bytes.buffer]);
        return true;
      });
    }
    if (goesOn() || this.#broken !== undefined) return;
    for (const { stream } of slices) this.drop('stream', stream);
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
    this.#owner.broke(error);
    return this.#closed;
  }

  /** The error that a kernel has posted; ends the worker when it says that it is broken. */
  receive(posted: PostedError): HeddleError {
    const { code, message, input, line, byteOffset } = posted;
    // Only the kernel that was asked to cancel says so, and then nobody waits for this error.
    const known = code === 'cancelled' ? 'internal' : code;
    const details = { input, line, byteOffset, cause: rebuild(posted) };
    const error = new HeddleError(known, message, details);
    if (posted.fatal) void this.break(error);
    return error;
  }

  #post(message: Versioned<ToKernel>, transfer: Transferable[] = []): void {
    if (this.#broken !== undefined) return;
    this.#port.post(message, transfer);
    ++this.#posts;
    this.#mailbox?.posted();
  }

  async #within<Value>(limit: number, what: string, promise: Promise<Value>): Promise<Value> {
    const alarm = this.#alarms.after(limit, () => {
      void this.break(workerFailed(`${what} within ${limit / 1000} s.`, undefined));
    });
    try {
      return await promise;
    } finally {
      this.#alarms.cancel(alarm);
    }
  }

  #receive(value: unknown): void {
    if (this.#broken !== undefined) return;
    ++this.#messages;
    try {
      this.#handle(parseToPage(value));
    } catch (cause) {
      void this.break(workerFailed(messageOf(cause), cause));
    }
  }

  #handle(message: ToPage): void {
    switch (message.type) {
      case 'done':
      case 'failed':
      case 'progress':
      case 'control':
        this.#owner.reply(message);
        return;
      case 'ready':
        if (this.#shares && message.mailbox !== undefined) {
          this.#mailbox = new MailboxWriter(message.mailbox, this.#posts);
        }
        this.#started = true;
        this.#ready.resolve(undefined);
        return;
      case 'loaded': {
        const { engine, memoryMaximum, shared } = message;
        const load = this.#loading(engine);
        const info = { memoryMaximum, shared };
        this.#loaded.set(engine, info);
        load.resolve(info);
        return;
      }
      case 'load-failed': {
        const load = this.#loading(message.engine);
        this.#loads.delete(message.engine);
        load.reject(this.receive(message.error));
        return;
      }
      case 'broken': {
        const { message: text, stack } = message;
        const cause = stack === undefined ? undefined : withStack(new Error(text), stack);
        void this.break(workerFailed(text, cause));
        return;
      }
    }
  }

  #loading(engine: string): Deferred<LoadedInfo> {
    const load = this.#loads.get(engine);
    if (load === undefined) throw new Error(`It loaded the engine ${engine} without being asked.`);
    return load;
  }
}

/** The error for a worker that cannot be used any more. */
export function workerFailed(message: string, cause: unknown): HeddleError {
  return new HeddleError('kernel_failed', `The kernel's worker failed. ${message}`, { cause });
}

/** The error underneath as the worker saw it; undefined when it said nothing of it. */
function rebuild({ name, message, stack }: PostedError): Error | undefined {
  if (stack === undefined) return undefined;
  const error = withStack(new Error(message), stack);
  if (name !== undefined) error.name = name;
  return error;
}

function withStack(error: Error, stack: string): Error {
  error.stack = stack;
  return error;
}
