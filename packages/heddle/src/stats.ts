import type { Breaker, BreakerState } from './breaker.js';
import { readLanes, readMemory, type LaneStats, type MemoryStats } from './control.js';
import type { Dispatcher } from './dispatcher.js';
import type { Kernel, KernelState } from './kernel.js';

/** What a pool does and has done. */
export interface PoolStats {
  readonly queue: {
    /** Jobs that wait. */
    readonly length: number;
    /** How long the job has waited that waits longest, in milliseconds; 0 when none waits. */
    readonly oldest: number;
  };
  readonly jobs: {
    readonly done: number;
    readonly failed: number;
    readonly cancelled: number;
    readonly timedOut: number;
    /** Attempts that were made because a kernel had failed. */
    readonly retried: number;
  };
  readonly breaker: BreakerState;
  readonly kernels: readonly KernelStats[];
}

/** What one kernel does and has done. */
export interface KernelStats {
  /** From 1. */
  readonly kernel: number;
  readonly role: 'normal' | 'spare';
  readonly state: KernelState;
  /** Names of the engines that are loaded. */
  readonly engines: readonly string[];
  /** Jobs that were started. */
  readonly jobs: number;
  /** Workers that were started after the first. */
  readonly restarts: number;
  /** Milliseconds in which jobs ran. */
  readonly busy: number;
  /** Messages from the present worker. */
  readonly messages: number;
  /** Memory of its engines; undefined where it is not shared with the page. */
  readonly memory: MemoryStats | undefined;
  /** Its lanes; none where their state is not shared with the page. */
  readonly lanes: readonly LaneStats[];
  /** Message of the last failure of a worker. */
  readonly lastFailure: string | undefined;
}

/** Looks at all of a pool; O(jobs that wait). */
export function collectStats(dispatcher: Dispatcher, breaker: Breaker): PoolStats {
  const { queue, counts, kernels } = dispatcher;
  const oldest = queue.reduce(Infinity, (least, job) => Math.min(least, job.queuedAt));
  return {
    queue: {
      length: queue.length,
      oldest: oldest === Infinity ? 0 : performance.now() - oldest,
    },
    jobs: { ...counts },
    breaker: breaker.state,
    kernels: kernels.map(kernelStats),
  };
}

function kernelStats(kernel: Kernel): KernelStats {
  const places = [...kernel.engines.values()].flatMap(({ shared }) => shared ?? []);
  const memories = places.flatMap((place) => readMemory(place) ?? []);
  const sum = (name: keyof MemoryStats): number =>
    memories.reduce((total, memory) => total + memory[name], 0);
  return {
    kernel: kernel.number,
    role: kernel.spare ? 'spare' : 'normal',
    state: kernel.state,
    engines: [...kernel.engines.keys()],
    jobs: kernel.jobs,
    restarts: Math.max(0, kernel.starts - 1),
    busy: kernel.busyTime,
    messages: kernel.messages,
    memory:
      memories.length === 0
        ? undefined
        : { used: sum('used'), peak: sum('peak'), limit: sum('limit') },
    lanes: places.flatMap(readLanes),
    lastFailure: kernel.lastFailure,
  };
}
