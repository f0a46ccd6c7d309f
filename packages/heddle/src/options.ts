import { HeddleError } from './errors.js';
import type { WorkerSource } from './host.js';
import type { LogListener } from './log.js';
import { lanesLimit } from './protocol.js';
import type { Tier } from './tier.js';

/** More kernels than this are a mistake. */
const kernelsLimit = 256;
const tiers = ['auto', 'threads', 'workers', 'script', 'solo'];
/** The least memory that an engine can start with, in bytes, and the most that wasm can address. */
const smallestMemory = 2 ** 24;
const largestMemory = 2 ** 31;
/** WebAssembly counts its memory in these. */
const pageBytes = 65_536;

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
  /**
   * Folder with copies of the package's `dist` and `wasm`, for bundlers that do not follow
   * `new URL(…, import.meta.url)`: the worker and the modules come from there. A string may be relative to
   * the page.
   */
  readonly assetsUrl?: URL | string | undefined;
  /**
   * Makes the worker: for a kernel of one's own, see defineKernel. A function, so that bundlers see
   * `new Worker(new URL('./my_kernel.js', import.meta.url), { type: 'module' })` as it is. In Node it
   * returns a Worker of `node:worker_threads`.
   */
  readonly worker?: (() => unknown) | undefined;
  /** Kernels beside the others, kept warm for jobs of priority 1 and above: 0 (the default) or 1. */
  readonly spare?: number | undefined;
  /** Most jobs that wait, from 1, or Infinity. Default 10,000. */
  readonly maxQueue?: number | undefined;
  /** How often a job is run again after its kernel has failed, from 0. Default 1. */
  readonly retries?: number | undefined;
  /** Most milliseconds that one attempt of a job may run. Default: no limit. */
  readonly timeout?: number | undefined;
  /** Memory of each engine in each kernel. */
  readonly memory?: MemoryOptions | undefined;
  /** Told what happens in the pool; what it throws is dropped. */
  readonly log?: LogListener | undefined;
}

/** How much memory an engine gets in one kernel. */
export interface MemoryOptions {
  /**
   * Most bytes, 16 MB to 2 GB, a multiple of 64 KB; the tier `script` keeps to no less than 2 GB. Default: the most
   * of 2 GB, 1 GB, 512 MB and 256 MB that the host allows.
   */
  readonly maximum?: number | undefined;
  /**
   * Takes all of `maximum` (then required) at the start, so that the memory never grows. Only in the tier
   * `threads`, where growth makes every access from JavaScript slower. Default false; in Node it is always so, as
   * what is not used takes no memory there.
   */
  readonly fixed?: boolean | undefined;
}

/** The options, checked and with the defaults that do not depend on the host. */
export interface CheckedOptions {
  readonly kernels: number | undefined;
  readonly lanes: number | undefined;
  readonly tier: 'auto' | Tier;
  readonly source: WorkerSource;
  /** Ends with a slash. */
  readonly assets: URL | undefined;
  readonly spare: number;
  readonly maxQueue: number;
  readonly retries: number;
  readonly timeout: number | undefined;
  readonly memory: { readonly maximum: number | undefined; readonly fixed: boolean };
  readonly log: LogListener | undefined;
}

/** @throws HeddleError `invalid_argument` for an option out of its range. */
export function checkOptions(options: PoolOptions): CheckedOptions {
  const { tier = 'auto', worker, workerUrl, maxQueue = 10_000, retries = 1, spare = 0 } = options;
  if (!tiers.includes(tier)) throw invalid(`There is no tier ${JSON.stringify(tier)}.`);
  if (worker !== undefined && workerUrl !== undefined) {
    throw invalid('worker and workerUrl exclude each other: give one of them.');
  }
  if (maxQueue !== Infinity) checkInteger('maxQueue', maxQueue, 1, Number.MAX_SAFE_INTEGER);
  return {
    kernels: optional(options.kernels, (value) => checkInteger('kernels', value, 1, kernelsLimit)),
    lanes: optional(options.lanes, (value) => checkInteger('lanes', value, 1, lanesLimit)),
    tier,
    source: worker ?? workerUrl,
    assets: checkFolder(options.assetsUrl),
    spare: checkInteger('spare', spare, 0, 1),
    maxQueue,
    retries: checkInteger('retries', retries, 0, 1000),
    timeout: checkTimeout(options.timeout),
    memory: checkMemory(options.memory ?? {}),
    log: options.log,
  };
}

/** @throws HeddleError `invalid_argument` */
export function checkTimeout(value: number | undefined): number | undefined {
  if (value === undefined || value === Infinity) return undefined;
  if (!(value > 0))
    throw invalid(`timeout must be a number of milliseconds above 0, not ${value}.`);
  return value;
}

/** @throws HeddleError `invalid_argument` */
export function checkInteger(name: string, value: number, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw invalid(`${name} must be an integer from ${least} to ${most}, not ${value}.`);
  }
  return value;
}

/** The address of a folder, from which others can be derived. */
function checkFolder(folder: URL | string | undefined): URL | undefined {
  if (folder === undefined) return undefined;
  try {
    const url = new URL(folder, (globalThis as { location?: Location }).location?.href);
    if (!url.pathname.endsWith('/')) url.pathname += '/';
    return url;
  } catch {
    throw invalid(`assetsUrl is no address (${String(folder)}): give an absolute one.`);
  }
}

function checkMemory({ maximum, fixed = false }: MemoryOptions): CheckedOptions['memory'] {
  if (fixed && maximum === undefined) {
    throw invalid('memory.fixed takes all memory at the start: say how much with memory.maximum.');
  }
  if (maximum !== undefined) {
    checkInteger('memory.maximum', maximum, smallestMemory, largestMemory);
    if (maximum % pageBytes !== 0) {
      throw invalid(`memory.maximum must be a multiple of ${pageBytes}, not ${maximum}.`);
    }
  }
  return { maximum, fixed };
}

function optional(value: number | undefined, check: (value: number) => number): number | undefined {
  return value === undefined ? undefined : check(value);
}

function invalid(message: string): HeddleError {
  return new HeddleError('invalid_argument', message);
}
