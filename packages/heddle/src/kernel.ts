import type { Alarms } from './alarms.js';
import type { Breaker } from './breaker.js';
import { Connection, type ConnectionOwner, type JobReply, type LoadedInfo } from './connection.js';
import { HeddleError, messageOf } from './errors.js';
import { HeapView } from './heap_view.js';
import type { Host, WorkerSource } from './host.js';
import type { Job } from './job.js';
import { JobWatch, type WatchOwner } from './job_watch.js';
import type { Log } from './log.js';
import type { ModuleCache } from './modules.js';
import type { Engine } from './operation.js';
import { encodeAll, malformedReply, toMessage, transfers } from './posting.js';
import type { Build, MemoryLimits, ViewMark } from './protocol.js';
import { JobQueue } from './queue.js';
import type { Tracer } from './trace.js';

/** What all kernels of a pool have in common. */
export interface KernelSetup {
  readonly host: Host;
  readonly build: Build;
  readonly lanes: number;
  readonly memory: MemoryLimits;
  readonly modules: ModuleCache;
  readonly source: WorkerSource;
  readonly alarms: Alarms;
  readonly breaker: Breaker;
  readonly log: Log;
  readonly tracer: Tracer;
}

/** Who hands jobs to kernels. */
export interface KernelOwner {
  /** A job was answered, well or not, `took` milliseconds after its kernel began with it. */
  answered(job: Job, took: number): void;
  /** The kernel has nothing to do. */
  idle(kernel: Kernel): void;
  /**
   * The kernel's worker is gone.
   *
   * hit      the job to blame, if any.
   * rest     jobs that the kernel had beside it and that nothing can be blamed on.
   * killed   whether the pool itself ended the worker.
   */
  failed(
    kernel: Kernel,
    error: HeddleError,
    hit: Job | undefined,
    rest: readonly Job[],
    killed: boolean,
  ): void;
}

/** `stopped -> starting -> idle -> processing -> stopped`. */
export type KernelState = 'stopped' | 'starting' | 'idle' | 'processing';

const nothing: readonly Job[] = [];
const noViews: readonly HeapView[] = [];

/**
 * The page's side of one kernel: a place for one worker, which runs one batch of jobs at a time.
 *
 * The worker starts with the first job. When it fails or is killed, the next job starts another one; so
 * a kernel itself never fails.
 */
export class Kernel implements ConnectionOwner, WatchOwner {
  /** From 1. */
  readonly number: number;
  /** A spare kernel takes only urgent jobs. */
  spare: boolean;
  /** Jobs that only this kernel may run. */
  readonly pinned = new JobQueue<Job>();
  /** Jobs that were started. */
  jobs = 0;
  /** Workers that were started. */
  starts = 0;
  /** Milliseconds in which it had a job. */
  busyTime = 0;
  lastFailure: string | undefined = undefined;
  /** Sessions that live in it. */
  residents = 0;

  readonly #setup: KernelSetup;
  readonly #owner: KernelOwner;
  readonly #watch: JobWatch;
  readonly #closing = new Set<Promise<void>>();
  #connection: Connection | undefined = undefined;
  #closed = false;
  #killed = false;
  #memoryMaximum: number | undefined = undefined;

  #batch: readonly Job[] = nothing;
  #head = 0;
  #posted = false;
  #began = 0;

  constructor(number: number, spare: boolean, setup: KernelSetup, owner: KernelOwner) {
    this.number = number;
    this.spare = spare;
    this.#setup = setup;
    this.#owner = owner;
    this.#watch = new JobWatch(setup.alarms, this);
  }

  /** Whether it has jobs. */
  get busy(): boolean {
    return this.#batch !== nothing;
  }

  /** Whether its worker lives. */
  get live(): boolean {
    return this.#connection !== undefined;
  }

  /** The jobs that it has. */
  get batch(): readonly Job[] {
    return this.#batch;
  }

  get state(): KernelState {
    if (this.#connection?.started !== true) return this.live ? 'starting' : 'stopped';
    return this.busy ? 'processing' : 'idle';
  }

  /** Which worker it has: another number for each. */
  get generation(): number {
    return this.starts;
  }

  /** Engines that are loaded. */
  get engines(): ReadonlyMap<string, LoadedInfo> {
    return this.#connection?.loaded ?? new Map<string, LoadedInfo>();
  }

  /** Messages that the present worker has sent. */
  get messages(): number {
    return this.#connection?.messages ?? 0;
  }

  /** Most bytes that the engine's memory can have; undefined before one was loaded. */
  get memoryMaximum(): number | undefined {
    return this.#memoryMaximum;
  }

  /** Whether the engine is loaded, so that a job of it starts at once. */
  isWarm(engine: string): boolean {
    return this.#connection?.loaded.has(engine) === true;
  }

  /** Runs jobs, one after the other; only while not {@link busy}. */
  begin(batch: readonly Job[]): void {
    this.#batch = batch;
    this.#head = 0;
    this.#posted = false;
    this.#began = performance.now();
    let ready = this.#connection?.started === true;
    for (const job of batch) {
      job.kernel = this;
      ++job.attempts;
      ++this.jobs;
      ready &&= this.isWarm(job.operation.engine.name);
    }
    const pending = encodeAll(batch);
    if (ready && pending === undefined) this.#post();
    else void this.#prepare(batch, pending ?? []);
  }

  /**
   * Ends a job that has settled early. A kernel that can hear is asked to end it, and killed when it does
   * not within 250 ms; a worker that computes without shared memory cannot hear and is killed at once.
   */
  interrupt(job: Job): void {
    const connection = this.#connection;
    // What is not posted yet is left out when it would be.
    if (connection === undefined || !this.#posted) return;
    if (this.#batch[this.#head] !== job) {
      if (this.#batch.includes(job)) connection.cancel(job.number);
      return;
    }
    const hears = this.#setup.build === 'threads' || job.operation.engine.modules === undefined;
    // The jobs of a batch are so short that this one ends by itself.
    if (!hears && this.#batch.length === 1) {
      this.deaf(job);
      return;
    }
    if (this.#watch.askToEnd()) connection.cancel(job.number);
  }

  /** Starts the worker and loads engines, without a job. @throws HeddleError */
  async warm(engines: Iterable<Engine>, background: boolean): Promise<void> {
    const connection = this.#connect();
    if (background && !this.busy) connection.keepAlive(false);
    await this.#bringUp(connection, engines);
    if (!this.busy) connection.keepAlive(false);
  }

  /** Lets the worker forget a buffer, if it is still the one that had it. */
  dropBuffer(generation: number, buffer: number): void {
    if (generation === this.generation) this.#connection?.drop('buffer', buffer);
  }

  /** Ends the worker as a failure would, without blame; nothing while there is none. */
  kill(): void {
    if (!this.live) return;
    const message = `The kernel ${this.number} was ended by pool.kill().`;
    this.#killed = true;
    this.#setup.log.write('info', 'kernel-killed', message, { kernel: this.number });
    this.lost(new HeddleError('kernel_failed', message));
  }

  /** Ends the worker for good. Resolves when it is gone. */
  async close(error: HeddleError): Promise<void> {
    this.#closed = true;
    this.#killed = true;
    void this.#connection?.break(error);
    this.#watch.stop();
    await Promise.all(this.#closing);
  }

  reply(message: JobReply): void {
    const job = this.#batch[this.#head];
    if (!this.#posted || job?.number !== message.job) {
      throw new Error(`It answered the job ${message.job}, which does not run.`);
    }
    switch (message.type) {
      case 'done': {
        const views = this.#views(message.views);
        if (job.settled) for (const view of views) view.dispose();
        else {
          let result: unknown;
          try {
            result = job.operation.decode(message.result, views);
          } catch (cause) {
            void this.#connection?.break(malformedReply(cause));
            return;
          }
          job.resolve(result);
        }
        this.#answered(job, 'done');
        return;
      }
      case 'failed': {
        const error = this.#connection?.receive(message.error);
        // That has ended all that ran; the same job may even run here again by now.
        if (message.error.fatal) return;
        job.fail(error, this.number);
        this.#answered(job, message.error.code);
        return;
      }
      case 'progress':
        job.progress(message.fraction);
        return;
      case 'control':
        this.#watch.look(message.control);
        return;
    }
  }

  /** What a result has left in the heap of the worker. */
  #views(marks: readonly ViewMark[] | undefined): readonly HeapView[] {
    const connection = this.#connection;
    if (marks === undefined || connection === undefined) return noViews;
    return marks.map(
      (mark) => new HeapView(mark, connection.drop.bind(connection, 'view', mark.view)),
    );
  }

  late(job: Job, timeout: number): void {
    const message = `The job took longer than its time-out of ${timeout} ms: allow more, or give it less to do.`;
    job.fail(new HeddleError('timeout', message), this.number);
    const about = { kernel: this.number, job: job.number };
    this.#setup.log.write('warn', 'job-timed-out', message, about);
    this.interrupt(job);
  }

  deaf(job: Job): void {
    this.#killed = true;
    const message = `The kernel ${this.number} was ended together with a job that did not end by itself.`;
    this.#setup.log.write('info', 'job-killed', message, { kernel: this.number, job: job.number });
    this.lost(new HeddleError('kernel_failed', message));
  }

  lost(error: HeddleError): void {
    void this.#connection?.break(error);
  }

  broke(error: HeddleError): void {
    const connection = this.#connection;
    const batch = this.#batch;
    const head = batch[this.#head];
    const live = batch.slice(this.#head).filter((job) => !job.settled);
    const killed = this.#killed;
    if (head !== undefined) this.#trace(head, killed ? 'killed' : 'kernel_failed');
    this.#connection = undefined;
    this.#killed = false;
    this.#finish();
    if (connection !== undefined) this.#retire(connection.break(error));
    if (!killed) this.lastFailure = error.message;
    const hit = live[0] === head ? live.shift() : undefined;
    for (const job of live) --job.attempts;
    this.#owner.failed(this, error, hit, live, killed);
  }

  /** The long way to a post: inputs are read, the worker starts, the engine is loaded. */
  async #prepare(batch: readonly Job[], pending: readonly Promise<void>[]): Promise<void> {
    const dropped = (): boolean => this.#batch !== batch;
    const unwanted = (): boolean => dropped() || batch.every((job) => job.settled);
    try {
      if (pending.length > 0) await Promise.all(pending);
      if (dropped() || this.#closed) return;
      if (!unwanted()) {
        const connection = this.#connect();
        connection.keepAlive(true);
        await this.#bringUp(connection, new Set(batch.map((job) => job.operation.engine)));
        for (const job of batch) {
          const slices = job.posted?.slices;
          if (slices !== undefined) await connection.stream(slices, () => !job.settled);
        }
      }
    } catch (error) {
      if (dropped()) return;
      for (const job of batch) job.fail(error, this.number);
    }
    if (dropped()) return;
    this.#began = performance.now();
    this.#post();
  }

  #connect(): Connection {
    if (this.#connection !== undefined) return this.#connection;
    const { host, source, build, alarms, breaker, log } = this.#setup;
    ++this.starts;
    breaker.started();
    try {
      this.#connection = new Connection(host, source, this, alarms, build === 'threads');
    } catch (error) {
      breaker.failure(performance.now());
      throw error;
    }
    log.write('info', 'worker-started', `The kernel ${this.number} starts a worker.`, {
      kernel: this.number,
    });
    return this.#connection;
  }

  /** Waits until the worker runs and has loaded the engines. */
  async #bringUp(connection: Connection, engines: Iterable<Engine>): Promise<void> {
    const started = this.#start(connection);
    const loads = [...engines].map(async (engine) => {
      if (connection.loaded.has(engine.name)) return;
      // Our own worker listens from its first line on: its modules are fetched while it starts. A
      // user's may wait for something before it listens.
      if (engine.modules === undefined) await started;
      await this.#load(connection, engine);
    });
    await Promise.all([started, ...loads]);
  }

  async #start(connection: Connection): Promise<void> {
    if (connection.started) return;
    const began = performance.now();
    await connection.start();
    this.#setup.tracer.span(this.number, 'start worker', began, performance.now());
  }

  async #load(connection: Connection, engine: Engine): Promise<void> {
    const { build, lanes, memory, modules, log, tracer } = this.#setup;
    const began = performance.now();
    const module = await modules.get(engine);
    const request = { engine: engine.name, build, module, lanes, memory };
    const { memoryMaximum } = await connection.load(request);
    this.#memoryMaximum = memoryMaximum;
    tracer.span(this.number, `load ${engine.name}`, began, performance.now());
    const message = `The kernel ${this.number} has loaded the engine ${engine.name}.`;
    log.write('debug', 'engine-loaded', message, { kernel: this.number });
  }

  /** Posts the jobs that are still wanted; ends the batch when there are none. */
  #post(): void {
    const batch = this.#batch.some((job) => job.settled)
      ? this.#batch.filter((job) => !job.settled)
      : this.#batch;
    const connection = this.#connection;
    if (connection === undefined || batch.length === 0) {
      this.#end();
      return;
    }
    this.#batch = batch;
    connection.keepAlive(true);
    try {
      connection.run(batch.map(toMessage), transfers(batch));
    } catch (cause) {
      this.#postEach(connection, cause);
      return;
    }
    this.#posted = true;
    this.#startHead();
  }

  /** One of the jobs cannot be posted: each goes alone, so that only that one fails. */
  #postEach(connection: Connection, cause: unknown): void {
    const batch = this.#batch;
    const posted = batch.filter((job) => {
      try {
        if (batch.length === 1) throw cause;
        connection.run([toMessage(job)], transfers([job]));
        return true;
      } catch (error) {
        const message = `The input cannot be posted to a worker (${messageOf(error)}): was its buffer transferred before?`;
        job.fail(new HeddleError('invalid_argument', message, { cause: error }), this.number);
        return false;
      }
    });
    if (posted.length === 0) {
      this.#end();
      return;
    }
    this.#batch = posted;
    this.#posted = true;
    this.#startHead();
  }

  #startHead(): void {
    const job = this.#batch[this.#head];
    const connection = this.#connection;
    if (job === undefined || connection === undefined) return;
    this.#watch.start(job, connection);
    // Aborted while another job of the batch ran: the kernel has been told already.
    if (job.settled) this.interrupt(job);
  }

  #answered(job: Job, outcome: string): void {
    const took = performance.now() - this.#began;
    this.#trace(job, outcome);
    this.#watch.stop();
    this.#owner.answered(job, took);
    // What is answered may have been cut short by a callback that disposed of the pool.
    if (this.#batch[this.#head] !== job) return;
    this.busyTime += took;
    this.#began += took;
    if (++this.#head < this.#batch.length) this.#startHead();
    else this.#end();
  }

  #trace(job: Job, outcome: string): void {
    const { tracer } = this.#setup;
    if (tracer.enabled) tracer.job(this.number, job, this.#began, performance.now(), outcome);
  }

  /** The batch is done. */
  #end(): void {
    this.#finish();
    this.#owner.idle(this);
    if (!this.busy) this.#connection?.keepAlive(false);
  }

  #finish(): void {
    this.#watch.stop();
    this.#batch = nothing;
    this.#head = 0;
    this.#posted = false;
  }

  #retire(gone: Promise<void>): void {
    const closed = gone.finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }
}
