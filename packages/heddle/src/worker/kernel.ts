import { HeddleError } from '../errors.js';
import { MailboxReader } from '../mailbox.js';
import {
  parseToKernel,
  protocolVersion,
  type JobMessage,
  type SharedControl,
  type SharedPlaces,
  type ToKernel,
  type ToPage,
  type Versioned,
  type ViewMark,
} from '../protocol.js';
import { CancelledError, isFatal } from './memory.js';
import type { LoadOptions } from './module.js';
import { brokenMessage, describeError } from './report.js';
import { Sessions, type SessionKind } from './sessions.js';
import { Streams } from './streams.js';

/** The worker's end of its message channel. */
export interface KernelPort {
  post(message: unknown, transfer: Transferable[]): void;
  listen(receive: (value: unknown) => void): void;
  /**
   * Calls back once the event loop has done what waits in it. Absent where a kernel cannot have a mailbox: there
   * is no shared memory, or the page has no core of its own.
   */
  readonly later?: ((callback: () => void) => void) | undefined;
}

/** What an operation sees of the job that it runs. */
export interface JobContext {
  /** Whether the page has asked the job to end. */
  readonly cancelled: boolean;
  /** Tells the page how much is done, 0 to 1. */
  progress(fraction: number): void;
  /** Tells the page where it may watch and cancel the job through shared memory. */
  share(control: SharedControl): void;
}

/** A result and the objects in it that change their owner. */
export interface Outcome {
  readonly result: unknown;
  readonly transfer: Transferable[];
  /** Parts of the result that stay in the engine's memory until the page drops them. */
  readonly views?: readonly ViewMark[] | undefined;
}

/** Does one operation. */
export type Work = (input: unknown, job: JobContext) => Outcome | Promise<Outcome>;

/** An engine that is loaded; it runs one job at a time. */
export interface LoadedEngine {
  /** Most bytes that its memory can have. */
  readonly memoryMaximum: number;
  /** What the page may look at, where memory is shared with it. */
  readonly shared?: SharedPlaces | undefined;
  readonly operations: Readonly<Record<string, Work>>;
  readonly sessions?: Readonly<Record<string, SessionKind>> | undefined;
  /** Memory that the page fills; absent: the engine has none to share. */
  readonly buffers?: BufferStore | undefined;
  /** Results that it has left in its memory; absent: it leaves none. */
  readonly views?: { release(view: number): void } | undefined;
  /** Absent: there is nothing to be gained. */
  readonly rehearsal?: Rehearsal | undefined;
  /** Starts to record what the lanes do (`start`), or hands the record over as JSON. */
  readonly trace?: ((start: boolean) => Outcome) | undefined;
}

/**
 * Work of no use but that code which has run is compiled better. A kernel that has nothing else to do does it, step by
 * step, until its first job comes.
 */
export interface Rehearsal {
  readonly steps: number;
  /** A few milliseconds of it. */
  step(): Promise<void>;
}

/** Memory in an engine's heap that belongs to the page. */
export interface BufferStore {
  /** @throws HeddleError `out_of_memory` */
  allocate(buffer: number, size: number): { buffer: SharedArrayBuffer; address: number };
  release(buffer: number): void;
}

/** Loads an engine. */
export type EngineLoader = (options: LoadOptions) => Promise<LoadedEngine>;

/**
 * The common part of every kernel's worker: receives messages, loads engines and runs their operations.
 *
 * An error that an operation does not throw on purpose (a HeddleError) leaves the engine in an unknown
 * state, so it is reported as fatal and the page replaces the worker.
 */
export function serveKernel(
  port: KernelPort,
  loaders: Readonly<Record<string, EngineLoader>>,
): void {
  const mailbox = port.later === undefined ? undefined : new MailboxReader();
  const server = new KernelServer(port, loaders, mailbox);
  port.listen((value) => {
    server.receive(value);
  });
  server.post({ version: protocolVersion, type: 'ready', mailbox: mailbox?.buffer });
}

/** Tells the page that something broke outside of any job. */
export function reportBroken(port: KernelPort, error: unknown): void {
  port.post(brokenMessage(error), []);
}

/** How long a kernel has had nothing to do when it begins to rehearse, in milliseconds. */
const quietTime = 20;

class KernelServer {
  readonly #port: KernelPort;
  readonly #loaders: Readonly<Record<string, EngineLoader>>;
  readonly #mailbox: MailboxReader | undefined;
  readonly #engines = new Map<string, LoadedEngine>();
  readonly #sessions = new Sessions();
  readonly #streams = new Streams();
  readonly #cancelled = new Set<number>();
  readonly #jobs: JobMessage[] = [];
  readonly #dropped: (ToKernel & { type: 'drop' })[] = [];
  #running: JobMessage | undefined = undefined;
  #received = 0;
  #willLook = false;
  /** A step of a rehearsal runs. */
  #rehearsing = false;

  constructor(
    port: KernelPort,
    loaders: Readonly<Record<string, EngineLoader>>,
    mailbox: MailboxReader | undefined,
  ) {
    this.#port = port;
    this.#loaders = loaders;
    this.#mailbox = mailbox;
  }

  receive(value: unknown): void {
    ++this.#received;
    try {
      this.#handle(parseToKernel(value));
    } catch (error) {
      reportBroken(this.#port, error);
    }
  }

  post(message: Versioned<ToPage>, transfer: Transferable[] = []): void {
    this.#port.post(message, transfer);
  }

  isCancelled(job: number): boolean {
    return this.#cancelled.has(job);
  }

  #handle(message: ToKernel): void {
    switch (message.type) {
      case 'run':
        this.#jobs.push(...message.jobs);
        this.#pump();
        return;
      case 'cancel': {
        const { job } = message;
        const here = this.#running?.job === job || this.#jobs.some((next) => next.job === job);
        if (here) this.#cancelled.add(job);
        return;
      }
      case 'load':
        void this.#load(message);
        return;
      case 'slice':
        this.#streams.add(message);
        return;
      case 'drop':
        if (message.kind === 'stream') this.#streams.drop(message.target);
        else this.#dropped.push(message);
        this.#releaseDropped();
        return;
    }
  }

  async #load(message: ToKernel & { type: 'load' }): Promise<void> {
    const { engine } = message;
    try {
      const loader = Object.hasOwn(this.#loaders, engine) ? this.#loaders[engine] : undefined;
      if (loader === undefined) {
        throw new HeddleError('unavailable', `This kernel has no engine ${engine}.`);
      }
      const loaded = await loader(message);
      this.#engines.set(engine, loaded);
      const { memoryMaximum, shared } = loaded;
      this.post({ version: protocolVersion, type: 'loaded', engine, memoryMaximum, shared });
      if (loaded.rehearsal !== undefined) this.#rehearse(loaded.rehearsal, this.#received);
    } catch (thrown) {
      const error = { ...describeError(thrown), fatal: true };
      this.post({ version: protocolVersion, type: 'load-failed', engine, error });
    }
  }

  /** Goes through a rehearsal as long as nothing comes. `received`: how many messages had come when it began. */
  #rehearse(rehearsal: Rehearsal, received: number): void {
    let done = 0;
    const next = (): void => {
      if (this.#received !== received || done === rehearsal.steps) return;
      ++done;
      this.#rehearsing = true;
      rehearsal
        .step()
        .then(
          () => setTimeout(next),
          (error: unknown) => {
            // What is not fatal, such as too little memory, is for a job to say.
            if (isFatal(error)) reportBroken(this.#port, error);
          },
        )
        .finally(() => {
          this.#rehearsing = false;
          this.#pump();
        });
    };
    // Where a job waits for the engine, it is on its way now.
    setTimeout(next, quietTime);
  }

  /** Runs what waits, one job after the other; without a pause as long as nothing has to be waited for. */
  #pump(): void {
    while (this.#running === undefined && !this.#rehearsing) {
      const message = this.#jobs.shift();
      if (message === undefined) {
        this.#lookLater();
        return;
      }
      this.#running = message;
      const { job } = message;
      let outcome: Outcome | Promise<Outcome>;
      try {
        if (this.#cancelled.has(job)) throw new CancelledError();
        outcome = this.#start(message);
      } catch (error) {
        this.#fail(job, error);
        continue;
      }
      if (!(outcome instanceof Promise)) {
        this.#finish(job, outcome);
        continue;
      }
      outcome
        .then(
          (result) => {
            this.#finish(job, result);
          },
          (error: unknown) => {
            this.#fail(job, error);
          },
        )
        .then(() => {
          this.#pump();
        })
        .catch((error: unknown) => {
          reportBroken(this.#port, error);
        });
    }
  }

  /**
   * Looks into the mailbox once everything else has had its turn, so that whatever the operations have started
   * goes on between two jobs as it would without a mailbox.
   */
  #lookLater(): void {
    const mailbox = this.#mailbox;
    if (this.#willLook || mailbox?.worthLooking !== true) return;
    this.#willLook = true;
    this.#port.later?.(() => {
      this.#willLook = false;
      if (this.#running === undefined) this.#look(mailbox);
    });
  }

  #look(mailbox: MailboxReader): void {
    let value: unknown;
    try {
      value = mailbox.look(this.#received);
    } catch (error) {
      reportBroken(this.#port, error);
      return;
    }
    if (value !== undefined) this.receive(value);
  }

  #start(message: JobMessage): Outcome | Promise<Outcome> {
    const { job, engine, operation, action = 'run', target = 0 } = message;
    const input = this.#streams.resolve(message.input);
    const loaded = this.#engines.get(engine);
    const context = new Context(this, job);
    switch (action) {
      case 'run': {
        const operations = loaded?.operations ?? {};
        const work = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
        if (work === undefined) {
          throw new HeddleError(
            'unavailable',
            `This kernel has no operation ${engine}.${operation}.`,
          );
        }
        return work(input, context);
      }
      case 'allocate': {
        const size = Number.isSafeInteger(input) ? (input as number) : 0;
        return { result: loaded?.buffers?.allocate(target, size), transfer: [] };
      }
      case 'trace':
        return loaded?.trace?.(input === true) ?? { result: undefined, transfer: [] };
      default:
        return this.#sessions.perform(loaded?.sessions ?? {}, message, input, context);
    }
  }

  #finish(job: number, { result, transfer, views }: Outcome): void {
    try {
      this.post({ version: protocolVersion, type: 'done', job, result, views }, transfer);
    } catch (error) {
      this.#fail(job, error);
      return;
    }
    this.#forget(job);
  }

  #fail(job: number, error: unknown): void {
    this.#forget(job);
    this.post({ version: protocolVersion, type: 'failed', job, error: describeError(error) });
  }

  /** Releases what the page gave back; never under a job that may read it. */
  #releaseDropped(): void {
    if (this.#running !== undefined || this.#dropped.length === 0) return;
    for (const { kind, target } of this.#dropped.splice(0)) {
      for (const { buffers, views } of this.#engines.values()) {
        (kind === 'buffer' ? buffers : views)?.release(target);
      }
    }
  }

  #forget(job: number): void {
    this.#running = undefined;
    this.#releaseDropped();
    if (this.#cancelled.size > 0) this.#cancelled.delete(job);
  }
}

class Context implements JobContext {
  readonly #server: KernelServer;
  readonly #job: number;

  constructor(server: KernelServer, job: number) {
    this.#server = server;
    this.#job = job;
  }

  get cancelled(): boolean {
    return this.#server.isCancelled(this.#job);
  }

  progress(fraction: number): void {
    this.#server.post({ version: protocolVersion, type: 'progress', job: this.#job, fraction });
  }

  share(control: SharedControl): void {
    this.#server.post({ version: protocolVersion, type: 'control', job: this.#job, control });
  }
}
