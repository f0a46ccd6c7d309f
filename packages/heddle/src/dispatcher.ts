import type { Alarm } from './alarms.js';
import { Costs, smallJob } from './cost.js';
import { HeddleError } from './errors.js';
import { Job, type Errand, type JobOwner, type Outcome, type RunOptions } from './job.js';
import { Kernel, type KernelOwner, type KernelSetup } from './kernel.js';
import { operationName, type Engine, type Operation } from './operation.js';
import { batchLimit } from './protocol.js';
import { isBefore, JobQueue } from './queue.js';

/** Most expected work in one message, in milliseconds. */
const batchWork = 2;
/** Lowest priority of a job that a spare kernel takes. */
export const urgent = 1;

/** What a dispatcher is told by its pool's options. */
export interface DispatcherOptions {
  readonly kernels: number;
  readonly spare: number;
  readonly maxQueue: number;
  readonly retries: number;
  readonly timeout: number | undefined;
}

/**
 * Hands the jobs to the kernels: the queue, the choice of the kernel, the batches, and what happens to the
 * jobs of a kernel that failed.
 */
export class Dispatcher implements KernelOwner, JobOwner {
  readonly kernels: readonly Kernel[];
  readonly queue = new JobQueue<Job>();
  /** What became of the jobs so far. */
  readonly counts: Record<Outcome | 'retried', number> = {
    done: 0,
    failed: 0,
    cancelled: 0,
    timedOut: 0,
    retried: 0,
  };
  /** Engines that jobs have asked for. */
  readonly engines = new Map<string, Engine>();

  readonly #setup: KernelSetup;
  readonly #options: DispatcherOptions;
  readonly #costs = new Costs();
  #drained: (() => void)[] = [];
  #numbers = 0;
  #retry: Alarm | undefined = undefined;
  #disposed: HeddleError | undefined = undefined;

  constructor(setup: KernelSetup, options: DispatcherOptions) {
    this.#setup = setup;
    this.#options = options;
    this.kernels = Array.from(
      { length: options.kernels + options.spare },
      (_, index) => new Kernel(index + 1, index >= options.kernels, setup, this),
    );
  }

  /**
   * Takes a job in; it settles exactly once, whatever happens.
   *
   * home    the only kernel that may run it; absent: any.
   * errand  what it is when it is no plain run.
   */
  submit(
    operation: Operation<unknown, unknown>,
    input: unknown,
    options: RunOptions,
    home?: Kernel,
    errand?: Errand,
  ): Job {
    const { retries, timeout, maxQueue } = this.#options;
    const job = new Job(this, ++this.#numbers, operation, input, options, retries, timeout, errand);
    if (this.#disposed !== undefined) {
      job.reject(this.#disposed);
      return job;
    }
    job.home = home;
    job.listen();
    if (job.settled) return job;
    const kernel = home ?? this.#choose(job);
    if (kernel !== undefined && !kernel.busy && this.#mayUse(kernel)) {
      this.#begin(kernel, [job]);
    } else if (home === undefined && this.queue.length >= maxQueue) {
      job.fail(queueFull(maxQueue), undefined);
    } else {
      this.#enqueue(job);
      this.#awaitBreaker();
    }
    return job;
  }

  /** The kernel where a new session lives best: the one with the fewest. */
  chooseHome(): Kernel {
    const normal = this.kernels.filter((kernel) => !kernel.spare);
    return normal.reduce((best, kernel) => (kernel.residents < best.residents ? kernel : best));
  }

  /** Resolves when the queue takes a job; another caller may have been quicker. */
  drain(): Promise<void> {
    if (this.queue.length < this.#options.maxQueue) return Promise.resolve();
    return new Promise((resolve) => this.#drained.push(resolve));
  }

  /** Starts all kernels and loads engines on them; resolves when all are ready. @throws HeddleError */
  async warm(engines: readonly Engine[]): Promise<void> {
    if (this.#disposed !== undefined) throw this.#disposed;
    for (const engine of engines) this.engines.set(engine.name, engine);
    const all = [...this.engines.values()];
    await Promise.all(this.kernels.map((kernel) => kernel.warm(all, false)));
    this.#dispatch();
  }

  /** Ends everything: all jobs reject with `error`. Resolves when all workers are gone. */
  async close(error: HeddleError): Promise<void> {
    this.#disposed = error;
    for (const kernel of this.kernels) {
      for (const job of [...kernel.batch, ...kernel.pinned.clear()]) job.reject(error);
    }
    for (const job of this.queue.clear()) job.reject(error);
    this.#wakeDrained();
    await Promise.all(this.kernels.map((kernel) => kernel.close(error)));
    this.#setup.alarms.clear();
  }

  settled(job: Job, outcome: Outcome): void {
    ++this.counts[outcome];
    if (!job.waiting) return;
    job.waiting = false;
    (job.home?.pinned ?? this.queue).discard();
    this.#wakeDrained();
  }

  abandoned(job: Job): void {
    job.kernel?.interrupt(job);
  }

  answered(job: Job, took: number): void {
    if (job.errand === undefined) this.#costs.add(job.operation, took);
    const { breaker, log } = this.#setup;
    const wasClosed = breaker.state === 'closed';
    breaker.success();
    if (wasClosed) return;
    log.write('info', 'breaker-closed', 'Kernels answer again: workers start as usual.');
    this.#dispatch();
  }

  idle(kernel: Kernel): void {
    this.#serve(kernel);
  }

  failed(
    kernel: Kernel,
    error: HeddleError,
    hit: Job | undefined,
    rest: readonly Job[],
    killed: boolean,
  ): void {
    if (this.#disposed !== undefined) return;
    if (killed) this.#setup.breaker.undecided();
    else this.#count(kernel, error);
    // What is bound to the worker, a session's step for one, cannot run on the next one; it is not to blame for
    // the failure, whatever that was.
    const { code, message } = error;
    const gone =
      code === 'kernel_failed'
        ? error
        : new HeddleError('kernel_failed', message, { cause: error });
    for (const job of [...rest, ...kernel.pinned.clear()]) {
      job.waiting = false;
      if (job.errand === undefined) this.#requeue(job);
      else job.reject(gone);
    }
    if (hit !== undefined) this.#charge(hit, error, kernel);
    if (!killed) this.#moveRole(kernel);
    this.#dispatch();
  }

  /** Counts a failure of a kernel. */
  #count(kernel: Kernel, error: HeddleError): void {
    const { breaker, log } = this.#setup;
    log.write('error', 'kernel-failed', error.message, { kernel: kernel.number });
    const before = breaker.state;
    breaker.failure(performance.now());
    if (breaker.state !== 'open' || before === 'open') return;
    const wait = Math.round(breaker.remaining(performance.now()));
    log.write('warn', 'breaker-opened', `Kernels keep failing: no worker starts for ${wait} ms.`);
  }

  /** Blames a job for the failure of its kernel: runs it again, or ends it. */
  #charge(job: Job, error: HeddleError, kernel: Kernel): void {
    const again = error.code === 'kernel_failed' && job.errand === undefined;
    if (!again || job.retries < 1) {
      job.fail(error, kernel.number);
      return;
    }
    if (job.move) {
      const message = `${error.message} The job could not be run again, as its input was transferred: run it without transfer.`;
      job.fail(new HeddleError(error.code, message, { cause: error.cause }), kernel.number);
      return;
    }
    --job.retries;
    ++this.counts.retried;
    this.#setup.log.write('warn', 'job-retried', `The job is run again. ${error.message}`, {
      kernel: kernel.number,
      job: job.number,
      operation: operationName(job.operation),
    });
    this.#requeue(job);
  }

  /** A ready spare takes the place of a kernel that failed, which becomes the spare. */
  #moveRole(kernel: Kernel): void {
    if (kernel.spare) return;
    const spare = this.kernels.find((other) => other.spare && other.state !== 'stopped');
    if (spare === undefined) return;
    spare.spare = false;
    kernel.spare = true;
    const message = `The spare kernel ${spare.number} takes the place of the kernel ${kernel.number}.`;
    this.#setup.log.write('info', 'role-moved', message, { kernel: spare.number });
  }

  #enqueue(job: Job): void {
    job.waiting = true;
    (job.home?.pinned ?? this.queue).push(job);
  }

  /** Puts a job back at its old place. */
  #requeue(job: Job): void {
    job.kernel = undefined;
    job.home = undefined;
    job.posted = undefined;
    this.#enqueue(job);
  }

  #dispatch(): void {
    if (this.#disposed !== undefined) return;
    for (const kernel of this.kernels) if (kernel.pinned.length > 0) this.#serve(kernel);
    for (;;) {
      const job = this.queue.peek();
      const kernel = job === undefined ? undefined : this.#choose(job);
      if (kernel === undefined) break;
      this.#serve(kernel);
    }
    for (const kernel of this.kernels) {
      if (!kernel.spare) continue;
      this.#serve(kernel);
      this.#warmSpare(kernel);
    }
    this.#awaitBreaker();
  }

  /** Gives an idle kernel the next thing to do, if there is any. */
  #serve(kernel: Kernel): void {
    if (kernel.busy || this.#disposed !== undefined || !this.#mayUse(kernel)) return;
    const pinned = kernel.pinned.peek();
    const free = kernel.spare ? this.#findUrgent() : this.queue.peek();
    if (pinned !== undefined && (free === undefined || isBefore(pinned, free))) {
      kernel.pinned.pop();
      this.#begin(kernel, [pinned]);
    } else if (free !== undefined) {
      this.queue.remove(free);
      this.#begin(kernel, kernel.spare ? [free] : this.#makeBatch(kernel, free));
    }
  }

  #findUrgent(): Job | undefined {
    return this.queue.find((job) => job.priority >= urgent);
  }

  /** The job, and small ones behind it as long as they keep no other kernel from work. */
  #makeBatch(kernel: Kernel, first: Job): Job[] {
    const batch = [first];
    if (this.queue.length === 0 || !this.#isSmall(kernel, first)) return batch;
    let work = this.#costs.of(first.operation);
    let surplus = this.queue.length;
    for (const other of this.kernels) if (other !== kernel && !other.busy) --surplus;
    for (; surplus > 0 && batch.length < batchLimit; --surplus) {
      const job = this.queue.peek();
      if (job === undefined || !this.#isSmall(kernel, job)) break;
      work += this.#costs.of(job.operation);
      if (work > batchWork) break;
      this.queue.pop();
      batch.push(job);
    }
    return batch;
  }

  #isSmall(kernel: Kernel, job: Job): boolean {
    const { operation, move } = job;
    return !move && this.#costs.of(operation) < smallJob && kernel.isWarm(operation.engine.name);
  }

  #begin(kernel: Kernel, batch: readonly Job[]): void {
    for (const job of batch) {
      job.waiting = false;
      const { engine } = job.operation;
      if (!this.engines.has(engine.name)) this.#meet(engine);
    }
    kernel.begin(batch);
    if (this.#drained.length > 0) this.#wakeDrained();
  }

  /** An engine is used for the first time. */
  #meet(engine: Engine): void {
    this.engines.set(engine.name, engine);
    for (const kernel of this.kernels) if (kernel.spare) this.#warmSpare(kernel);
  }

  /** Keeps a spare kernel started, with all engines, unless kernels keep failing. */
  #warmSpare(kernel: Kernel): void {
    if (this.#setup.breaker.state !== 'closed' || this.engines.size === 0) return;
    const cold = [...this.engines.values()].filter(({ name }) => !kernel.isWarm(name));
    // A failure is counted where it is noticed; the next dispatch tries again.
    if (cold.length > 0) kernel.warm(cold, true).catch(() => undefined);
  }

  /** An idle kernel: a warm one first, then the one that has run the fewest jobs. */
  #choose(job: Job): Kernel | undefined {
    const engine = job.operation.engine.name;
    let best: Kernel | undefined;
    let bestWarm = false;
    let spare: Kernel | undefined;
    for (const kernel of this.kernels) {
      if (kernel.busy || !this.#mayUse(kernel)) continue;
      if (kernel.spare) {
        spare ??= kernel;
        continue;
      }
      const warm = kernel.isWarm(engine);
      const better = warm === bestWarm ? best === undefined || kernel.jobs < best.jobs : warm;
      if (!better) continue;
      best = kernel;
      bestWarm = warm;
    }
    return best ?? (job.priority >= urgent ? spare : undefined);
  }

  /** Whether the kernel has a worker, or may start one. */
  #mayUse(kernel: Kernel): boolean {
    if (kernel.live) return true;
    const { breaker } = this.#setup;
    return breaker.state === 'closed' || breaker.allows(performance.now());
  }

  /** Comes back when a worker may start again, if jobs wait for that. */
  #awaitBreaker(): void {
    const { breaker, alarms } = this.#setup;
    if (breaker.state !== 'open' || this.#retry !== undefined) return;
    const waits = this.queue.length > 0 || this.kernels.some(({ pinned }) => pinned.length > 0);
    if (!waits) return;
    this.#retry = alarms.after(breaker.remaining(performance.now()), () => {
      this.#retry = undefined;
      this.#dispatch();
    });
  }

  #wakeDrained(): void {
    const room = this.queue.length < this.#options.maxQueue;
    if (!room && this.#disposed === undefined) return;
    const drained = this.#drained;
    this.#drained = [];
    for (const wake of drained) wake();
  }
}

function queueFull(limit: number): HeddleError {
  return new HeddleError(
    'queue_full',
    `${limit} jobs wait already: await pool.drain() before the next one, or raise maxQueue.`,
  );
}
