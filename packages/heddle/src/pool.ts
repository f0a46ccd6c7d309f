import { Alarms } from './alarms.js';
import { homeOf, isBufferMark, PoolBuffer, type BufferMark, type HeapPlace } from './buffer.js';
import { Breaker } from './breaker.js';
import { Dispatcher } from './dispatcher.js';
import { HeddleError } from './errors.js';
import type { Host } from './host.js';
import type { RunOptions } from './job.js';
import type { KernelSetup } from './kernel.js';
import { Log } from './log.js';
import { mapJobs, type MapOptions } from './map.js';
import { ModuleCache } from './modules.js';
import type { Engine, Operation } from './operation.js';
import { checkInteger, checkOptions, checkTimeout, type PoolOptions } from './options.js';
import { PoolTrace } from './pool_trace.js';
import type { Build } from './protocol.js';
import { Session, type OpenOptions, type Stateful, type Steps } from './session.js';
import { collectStats, type PoolStats } from './stats.js';
import { chooseTier, type RefusedTier, type Tier, type TierReport } from './tier.js';
import { Tracer } from './trace.js';
import { version } from './version.js';

export type { RunOptions } from './job.js';
export type { PoolOptions } from './options.js';

/** Most lanes that a kernel gets without being told, and most kernels. */
const defaultLanesLimit = 16;
const defaultKernelsLimit = 4;
/** What the builds are linked for; a kernel may find that its host allows less. */
const linkedMemoryMaximum = 2 ** 31;

/** What a pool is made of. */
export interface PoolInfo {
  readonly tier: Tier;
  /** Why this tier and no higher one, in one sentence for people. */
  readonly reason: string;
  /** The higher tiers that the host does not allow. */
  readonly refused: readonly RefusedTier[];
  /** Logical processors of the host. */
  readonly cores: number;
  /** Most kernels that this pool has, the spare not counted. */
  readonly kernels: number;
  /** Lanes of each kernel. */
  readonly lanes: number;
  /** Most bytes of memory that an engine can have in one kernel; exact once a job has run. */
  readonly memoryMaximum: number;
  /** Version of this package. */
  readonly version: string;
}

/**
 * Kernels and a queue of jobs for them.
 *
 * Jobs start in the order of their priority and their time, each on the kernel with the least to do. Every
 * job settles exactly once: with its result, with a {@link HeddleError}, or with its signal's reason. A
 * kernel that fails is replaced, its jobs are run again, and the queue goes on. The page never waits.
 */
export class Pool implements AsyncDisposable {
  readonly #report: TierReport;
  readonly #cores: number;
  readonly #count: number;
  readonly #setup: KernelSetup;
  readonly #dispatcher: Dispatcher;
  readonly #retries: number;
  /** Records what the kernels and their lanes do; off until it is started. */
  readonly trace: PoolTrace;
  #buffers = 0;
  #disposed: Promise<void> | undefined;

  /**
   * Use {@link createPool} instead.
   *
   * @throws HeddleError `invalid_argument`, `unavailable`
   */
  constructor(host: Host, options: PoolOptions) {
    const checked = checkOptions(options);
    const { kernels, lanes, memory, assets } = checked;
    const shipped = assets === undefined ? undefined : new URL(host.workerFile, assets);
    this.#report = chooseTier(host.facts, checked.tier);
    this.#cores = host.cores;
    const { tier } = this.#report;
    const threads = tier === 'threads';
    this.#count =
      tier === 'solo' ? 1 : (kernels ?? (threads ? 1 : Math.min(host.cores, defaultKernelsLimit)));
    const share = Math.max(1, Math.floor(host.cores / this.#count));
    const build = chooseBuild(tier, host);
    this.#retries = checked.retries;
    const log = new Log(checked.log);
    this.#setup = {
      host,
      build,
      lanes: threads ? (lanes ?? Math.min(share, defaultLanesLimit)) : 1,
      memory,
      modules: new ModuleCache(host, build, assets),
      source: checked.source ?? shipped,
      alarms: new Alarms(),
      breaker: new Breaker(),
      log,
      tracer: new Tracer(),
    };
    this.#dispatcher = new Dispatcher(this.#setup, { ...checked, kernels: this.#count });
    this.trace = new PoolTrace(this.#dispatcher, this.#setup.tracer);
  }

  /** What this pool is made of, and why. */
  info(): PoolInfo {
    const known = this.#dispatcher.kernels.flatMap((kernel) => kernel.memoryMaximum ?? []);
    return {
      ...this.#report,
      cores: this.#cores,
      kernels: this.#count,
      lanes: this.#setup.lanes,
      memoryMaximum: Math.min(linkedMemoryMaximum, ...known),
      version,
    };
  }

  /** What the pool and each of its kernels does and has done. */
  stats(): PoolStats {
    return collectStats(this.#dispatcher, this.#setup.breaker);
  }

  /**
   * Runs one operation.
   *
   * operation  what to do, such as `table.diff`.
   * input      kept until the promise settles, not changed and never detached (unless `transfer` gives it
   *            away); the caller must not change it before that either.
   * @returns the result, which the caller owns.
   * @throws HeddleError, or the signal's reason when it is aborted.
   */
  run<Input, Result>(
    operation: Operation<Input, Result>,
    input: Input,
    options: RunOptions = noOptions,
  ): Promise<Result> {
    const problem = options === noOptions ? undefined : findProblem(options);
    if (problem !== undefined) return Promise.reject(problem);
    // A look at the input is taken only while there are buffers.
    const home = this.#buffers === 0 ? undefined : homeOf(input);
    return this.#dispatcher.submit(operation, input, options, home).promise as Promise<Result>;
  }

  /**
   * Runs one operation for each input, and yields the results in the order of the inputs, or with
   * `ordered: false` as they come. Inputs are taken as results are, so both may be endless. When the loop
   * over the results ends early, or a job fails, the jobs that still run are cancelled.
   *
   * inputs   an iterable or an async iterable.
   * options  those of run(), for each job; `concurrency` jobs at a time, by default four for each kernel.
   * @throws HeddleError, or the signal's reason, where the result is taken.
   */
  map<Input, Result>(
    operation: Operation<Input, Result>,
    inputs: Iterable<Input> | AsyncIterable<Input>,
    options: MapOptions = {},
  ): AsyncGenerator<Result, void, undefined> {
    const { concurrency = 4 * this.#count } = options;
    checkInteger('concurrency', concurrency, 1, Number.MAX_SAFE_INTEGER);
    const run = (input: Input, signal: AbortSignal): Promise<Result> =>
      this.run(operation, input, { ...options, signal });
    return mapJobs(inputs, run, options, concurrency);
  }

  /**
   * Memory that the page fills and jobs of the operation's engine read, in the tier `threads` in place and
   * without a copy. Give it as an input wherever bytes are taken.
   *
   * size  in bytes, from 0.
   * @throws HeddleError `out_of_memory`
   */
  async buffer(operation: Operation<never, unknown>, size: number): Promise<PoolBuffer> {
    checkInteger('size', size, 0, linkedMemoryMaximum);
    const memory = await this.#allocate(operation.engine, size);
    ++this.#buffers;
    return new PoolBuffer(size, memory, () => {
      --this.#buffers;
    });
  }

  /**
   * Opens a session: state that lives in one kernel from one job to the next, and outlives it.
   *
   * input    kept as a copy.
   * options  of the opening; when it is cut short, nothing is open.
   * @throws HeddleError, or the signal's reason when it is aborted.
   */
  async open<Input, Ops extends Steps>(
    kind: Stateful<Input, Ops>,
    input: Input,
    options: OpenOptions = noOptions,
  ): Promise<Session<Ops>> {
    const problem = findProblem(options);
    if (problem !== undefined) throw problem;
    const erased = kind as unknown as Stateful<unknown, Steps>;
    const { log } = this.#setup;
    const session = new Session<Ops>(this.#dispatcher, log, this.#retries, erased, input);
    await session.start(options);
    return session;
  }

  /**
   * Starts all kernels now, and loads the operation's engine; without an operation, the engines that were used
   * before.
   *
   * Resolves when all are ready.
   * @throws HeddleError
   */
  warm(operation?: Operation<never, unknown>): Promise<void> {
    return this.#dispatcher.warm(operation === undefined ? [] : [operation.engine]);
  }

  /**
   * Resolves when the queue takes a job again; at once when it does now. Another caller may have been quicker
   * then: where many wait, ask in a loop.
   */
  drain(): Promise<void> {
    return this.#dispatcher.drain();
  }

  /**
   * Ends the worker of one kernel at once, as a crash would: its memory is returned, its job is run again up to
   * its `retries`, its sessions go on from their checkpoints in the next worker, which starts with the next
   * job. Does nothing while the kernel has no worker. For tests and tools; a job is better cancelled.
   *
   * kernel  its number, from 1, as in {@link stats}.
   * @throws HeddleError `invalid_argument` when there is no such kernel.
   */
  kill(kernel: number): void {
    const { kernels } = this.#dispatcher;
    kernels[checkInteger('kernel', kernel, 1, kernels.length) - 1]?.kill();
  }

  /**
   * Ends all kernels and returns their memory; jobs that have not settled reject with the code
   * `disposed`. Resolves when all workers are gone. More calls do no more.
   */
  dispose(): Promise<void> {
    this.#disposed ??= this.#dispose();
    return this.#disposed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  async #allocate(
    engine: Engine,
    size: number,
  ): Promise<HeapPlace | ArrayBuffer | SharedArrayBuffer> {
    if (this.#report.tier !== 'threads') return new ArrayBuffer(size);
    if (engine.modules === undefined) return new SharedArrayBuffer(size);
    const kernel = this.#dispatcher.chooseHome();
    const target = ++buffers;
    const errand = { action: 'allocate', target } as const;
    const operation = allocation(engine, target, size);
    const { promise } = this.#dispatcher.submit(operation, size, noOptions, kernel, errand);
    return { kernel, mark: (await promise) as BufferMark, generation: kernel.generation };
  }

  async #dispose(): Promise<void> {
    await this.#dispatcher.close(
      new HeddleError('disposed', 'The pool was disposed of: create another one.'),
    );
    this.#setup.log.write('info', 'disposed', 'The pool was disposed of.');
  }
}

const noOptions: RunOptions = {};

/** Number of the latest buffer: unique in this page, so that a kernel knows its own. */
let buffers = 0;

/** What asks a kernel for a buffer. */
function allocation(
  engine: Engine,
  heddleBuffer: number,
  size: number,
): Operation<unknown, unknown> {
  return {
    engine,
    name: 'allocate',
    encode: (value) => ({ value, transfer: [] }),
    decode(reply) {
      const { buffer, address } = reply as { buffer: SharedArrayBuffer; address: number };
      const mark = { heddleBuffer, memory: buffer, address, size };
      if (!isBufferMark(mark)) throw new TypeError('The buffer is not in shared memory.');
      return mark;
    },
  };
}

/** What is wrong with the options of one job. */
function findProblem({ priority = 0, retries = 0, timeout }: RunOptions): HeddleError | undefined {
  try {
    if (!Number.isFinite(priority)) {
      throw new HeddleError('invalid_argument', `priority must be a number, not ${priority}.`);
    }
    checkInteger('retries', retries, 0, 1000);
    checkTimeout(timeout);
    return undefined;
  } catch (error) {
    if (error instanceof HeddleError) return error;
    throw error;
  }
}

/** The compiled form of the engines that runs in a tier. */
function chooseBuild(tier: Tier, host: Host): Build {
  if (tier === 'threads') return 'threads';
  if (tier === 'script') return 'script';
  return host.facts.wasm === 'present' && host.facts.simd ? 'simd' : 'script';
}
