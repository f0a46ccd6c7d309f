import { HeddleError } from './errors.js';
import type { Host } from './host.js';
import { Job, type RunOptions } from './job.js';
import { Kernel, type KernelSetup } from './kernel.js';
import { ModuleCache } from './modules.js';
import type { Operation } from './operation.js';
import type { Build } from './protocol.js';
import { chooseTier, type RefusedTier, type Tier, type TierReport } from './tier.js';
import { version } from './version.js';

export type { RunOptions } from './job.js';

/** Most lanes that a kernel gets without being told, and most kernels. */
const defaultLanesLimit = 16;
const defaultKernelsLimit = 4;
/** Most lanes that the C++ scheduler takes. */
const lanesLimit = 256;
/** More kernels than this are a mistake. */
const kernelsLimit = 256;
/** What the builds are linked for; a kernel may find that its host allows less. */
const linkedMemoryMaximum = 2 ** 31;

/** How to make a pool. */
export interface PoolOptions {
  /**
   * Most kernels, 1 to 256: how many jobs run at the same time. Default: 1 in the tier `threads`, where
   * one job uses all cores; otherwise the cores, at most 4. The tier `solo` has one.
   */
  readonly kernels?: number | undefined;
  /**
   * Lanes of each kernel, 1 to 256. Default in the tier `threads`: the cores divided by the kernels,
   * 1 to 16. Elsewhere a kernel has one lane, whatever is asked for; {@link Pool.info} says it.
   */
  readonly lanes?: number | undefined;
  /** Default `auto`: the highest that the host allows. */
  readonly tier?: 'auto' | Tier | undefined;
  /** The worker's script, where a bundler does not find the package's own (`dist/worker/`). */
  readonly workerUrl?: URL | string | undefined;
}

/** What a pool is made of. */
export interface PoolInfo {
  readonly tier: Tier;
  /** Why this tier and no higher one, in one sentence for people. */
  readonly reason: string;
  /** The higher tiers that the host does not allow. */
  readonly refused: readonly RefusedTier[];
  /** Logical processors of the host. */
  readonly cores: number;
  /** Most kernels that this pool has. */
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
 * Jobs start in the order in which they came, each on the kernel with the least to do. Every job
 * settles exactly once: with its result, with a {@link HeddleError}, or with its signal's reason. A
 * kernel that fails is replaced, and the queue goes on. The page never waits.
 */
export class Pool implements AsyncDisposable {
  readonly #report: TierReport;
  readonly #cores: number;
  readonly #lanes: number;
  readonly #kernels: readonly Kernel[];
  readonly #queue: Job[] = [];
  readonly #running = new Map<Job, Kernel>();
  #disposed: Promise<void> | undefined;

  /**
   * Use {@link createPool} instead.
   *
   * @throws HeddleError `invalid_argument`, `unavailable`
   */
  constructor(host: Host, options: PoolOptions) {
    const wanted = options.tier ?? 'auto';
    if (!['auto', 'threads', 'workers', 'script', 'solo'].includes(wanted)) {
      throw new HeddleError('invalid_argument', `There is no tier ${JSON.stringify(wanted)}.`);
    }
    const kernels = checkCount('kernels', options.kernels, kernelsLimit);
    const lanes = checkCount('lanes', options.lanes, lanesLimit);

    this.#report = chooseTier(host.facts, wanted);
    this.#cores = host.cores;
    const { tier } = this.#report;
    const threads = tier === 'threads';
    const count =
      tier === 'solo' ? 1 : (kernels ?? (threads ? 1 : Math.min(host.cores, defaultKernelsLimit)));
    const share = Math.max(1, Math.floor(host.cores / count));
    this.#lanes = threads ? (lanes ?? Math.min(share, defaultLanesLimit)) : 1;

    const build = chooseBuild(tier, host);
    const setup: KernelSetup = {
      host,
      build,
      lanes: this.#lanes,
      modules: new ModuleCache(host, build),
      workerUrl: options.workerUrl,
    };
    this.#kernels = Array.from({ length: count }, () => new Kernel(setup));
  }

  /** What this pool is made of, and why. */
  info(): PoolInfo {
    const known = this.#kernels.flatMap((kernel) => kernel.memoryMaximum ?? []);
    return {
      ...this.#report,
      cores: this.#cores,
      kernels: this.#kernels.length,
      lanes: this.#lanes,
      memoryMaximum: Math.min(linkedMemoryMaximum, ...known),
      version,
    };
  }

  /**
   * Runs one operation.
   *
   * operation  what to do, such as `table.diff`.
   * input      kept until the promise settles, not changed and never detached; the caller must not change it
   *            before that either.
   * @returns the result, which the caller owns.
   * @throws HeddleError, or the signal's reason when it is aborted.
   */
  run<Input, Result>(
    operation: Operation<Input, Result>,
    input: Input,
    options: RunOptions = {},
  ): Promise<Result> {
    const job = new Job(operation, input, options);
    if (this.#disposed !== undefined) job.reject(disposedError());
    else {
      job.listen(() => {
        this.#abandon(job);
      });
      if (!job.settled) {
        this.#queue.push(job);
        this.#dispatch();
      }
    }
    return job.promise as Promise<Result>;
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

  async #dispose(): Promise<void> {
    const error = disposedError();
    for (const job of [...this.#queue.splice(0), ...this.#running.keys()]) job.reject(error);
    await Promise.all(this.#kernels.map((kernel) => kernel.close(error)));
  }

  #dispatch(): void {
    for (;;) {
      const job = this.#queue[0];
      if (job === undefined || this.#disposed !== undefined) return;
      const kernel = this.#leastLoaded(job.operation.engine.name);
      if (kernel === undefined) return;
      this.#queue.shift();
      void this.#execute(job, kernel);
    }
  }

  /** An idle kernel: a warm one first, then the one that has run the fewest jobs. */
  #leastLoaded(engine: string): Kernel | undefined {
    let best: Kernel | undefined;
    for (const kernel of this.#kernels) {
      if (kernel.busy) continue;
      const warmer = Number(kernel.isWarm(engine)) - Number(best?.isWarm(engine) ?? false);
      if (best === undefined || warmer > 0 || (warmer === 0 && kernel.jobs < best.jobs))
        best = kernel;
    }
    return best;
  }

  async #execute(job: Job, kernel: Kernel): Promise<void> {
    this.#running.set(job, kernel);
    try {
      job.resolve(await kernel.run(job));
    } catch (error) {
      job.reject(error);
    } finally {
      this.#running.delete(job);
      this.#dispatch();
    }
  }

  #abandon(job: Job): void {
    const place = this.#queue.indexOf(job);
    if (place >= 0) this.#queue.splice(place, 1);
    this.#running.get(job)?.cancel();
  }
}

/** The compiled form of the engines that runs in a tier. */
function chooseBuild(tier: Tier, host: Host): Build {
  if (tier === 'threads') return 'threads';
  if (tier === 'script') return 'script';
  return host.facts.wasm === 'present' && host.facts.simd ? 'simd' : 'script';
}

function checkCount(name: string, value: number | undefined, limit: number): number | undefined {
  if (value === undefined) return undefined;
  if (!Number.isInteger(value) || value < 1 || value > limit) {
    throw new HeddleError(
      'invalid_argument',
      `${name} must be an integer from 1 to ${limit}, not ${value}.`,
    );
  }
  return value;
}

function disposedError(): HeddleError {
  return new HeddleError('disposed', 'The pool was disposed of: create another one.');
}
