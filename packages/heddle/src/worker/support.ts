import type { BufferMark } from '../buffer.js';
import { HeddleError } from '../errors.js';
import { abiVersion, heddleBytes, heddleError } from '../generated/common.js';
import type { SharedPlaces, ViewMark } from '../protocol.js';
import type { BufferStore, Outcome } from './kernel.js';
import { ModuleMemory, Scratch, withScratchNow, type MemoryExports } from './memory.js';
import type { ModuleRuntime } from './module.js';

/** Most records of each lane in a trace. */
const recordsPerLane = 16_384;

/** Functions that every engine's module exports for its scheduler. */
export interface SchedulerExports extends MemoryExports {
  _heddle_memory_status_get(): number;
  _heddle_memory_limit_set(bytes: number): void;
  _heddle_scheduler_create(lanes: number, error: number): number;
  _heddle_scheduler_lane_status(scheduler: number): number;
  _heddle_scheduler_trace_start(scheduler: number, recordsPerLane: number, error: number): number;
  _heddle_scheduler_trace_write(scheduler: number, out: number, error: number): number;
  _heddle_scheduler_trace_stop(scheduler: number): void;
}

/**
 * An engine's memory.
 *
 * maximum  most bytes that it can have: the engine measures its memory pressure by it.
 */
export function openMemory(
  module: SchedulerExports & ModuleRuntime,
  maximum: number,
): ModuleMemory {
  module._heddle_memory_limit_set(maximum);
  return new ModuleMemory(module, maximum);
}

/** @throws HeddleError `unavailable` when the module is of another release than this package. */
export function checkVersion(module: { _heddle_abi_version(): number }, engine: string): void {
  const version = module._heddle_abi_version();
  if (version === abiVersion) return;
  throw new HeddleError(
    'unavailable',
    `The ${engine} module has the ABI version ${version}, not ${abiVersion}: build the package again.`,
  );
}

/**
 * Makes an engine's scheduler.
 *
 * @throws HeddleError `unavailable` when the lanes cannot be started.
 */
export function makeScheduler(
  module: SchedulerExports,
  memory: ModuleMemory,
  lanes: number,
): number {
  return withScratchNow(memory, (scratch) => {
    const error = scratch.struct(heddleError);
    const made = module._heddle_scheduler_create(lanes, error) >>> 0;
    if (made === 0) throw memory.error(error, []);
    return made;
  });
}

/** Where the page may look at an engine; undefined where memory is not shared. */
export function sharedPlaces(
  module: SchedulerExports,
  memory: ModuleMemory,
  scheduler: number,
  lanes: number,
): SharedPlaces | undefined {
  const { buffer } = memory;
  if (typeof SharedArrayBuffer === 'undefined' || !(buffer instanceof SharedArrayBuffer)) {
    return undefined;
  }
  return {
    buffer,
    lanes,
    laneStatus: module._heddle_scheduler_lane_status(scheduler) >>> 0,
    memoryStatus: module._heddle_memory_status_get() >>> 0,
  };
}

/** Starts to record what the lanes do, or hands the record over and stops. */
export function traceLanes(
  module: SchedulerExports,
  memory: ModuleMemory,
  scheduler: number,
  start: boolean,
): Outcome {
  return withScratchNow(memory, (scratch) => {
    const error = scratch.struct(heddleError);
    if (start) {
      const status = module._heddle_scheduler_trace_start(scheduler, recordsPerLane, error);
      if (status !== 0) throw memory.error(error, []);
      return { result: undefined, transfer: [] };
    }
    const out = scratch.struct(heddleBytes);
    const status = module._heddle_scheduler_trace_write(scheduler, out, error);
    if (status !== 0) throw memory.error(error, []);
    const text = new TextDecoder().decode(memory.copyBytes(out));
    memory.releaseBytes(out);
    module._heddle_scheduler_trace_stop(scheduler);
    return { result: text, transfer: [] };
  });
}

/** Bytes that lie in the engine's memory already. */
export interface HeapBytes {
  readonly pointer: number;
  readonly size: number;
}

/** The page's buffers in an engine's heap. */
export class HeapBuffers implements BufferStore {
  readonly #memory: ModuleMemory;
  readonly #buffers = new Map<number, HeapBytes>();

  constructor(memory: ModuleMemory) {
    this.#memory = memory;
  }

  allocate(id: number, size: number): { buffer: SharedArrayBuffer; address: number } {
    const pointer = this.#memory.allocate(size);
    const { buffer } = this.#memory;
    if (pointer === 0 || !(buffer instanceof SharedArrayBuffer)) {
      throw new HeddleError(
        'out_of_memory',
        `A buffer of ${size} bytes does not fit into the kernel's memory: dispose of others first.`,
      );
    }
    this.#buffers.set(id, { pointer, size });
    return { buffer, address: pointer };
  }

  release(id: number): void {
    const held = this.#buffers.get(id);
    if (held === undefined) return;
    this.#buffers.delete(id);
    this.#memory.release(held.pointer);
  }

  /** Where a buffer lies in this heap; otherwise its bytes in the heap of another kernel. */
  find({ heddleBuffer, memory, address, size }: BufferMark): HeapBytes | Uint8Array {
    return this.#buffers.get(heddleBuffer) ?? new Uint8Array(memory, address, size);
  }
}

/** Least size of a view in bytes: to copy less costs less than to keep it and to be told of its end. */
const viewBytes = 2 ** 16;
/** What share of an engine's memory the page may keep: the rest stays for the jobs that follow. */
const viewShare = 1 / 4;

let views = 0;

/** Results that the page reads in an engine's heap. */
export class HeapViews {
  readonly #memory: ModuleMemory;
  /** A struct heddle_bytes, to release by. */
  readonly #struct: number;
  /** The structs of what is lent, by the number of the view. */
  readonly #lent = new Map<number, { readonly struct: Uint8Array; readonly size: number }>();
  #size = 0;

  constructor(memory: ModuleMemory) {
    this.#memory = memory;
    this.#struct = new Scratch(memory).struct(heddleBytes);
  }

  /**
   * Lends the page what the struct heddle_bytes at `out` holds, and clears the struct.
   *
   * Returns undefined, and leaves the struct as it is, for what is better copied: little, memory that is not
   * shared, or more than the page may keep.
   */
  lend(out: number): ViewMark | undefined {
    const memory = this.#memory;
    const { buffer } = memory;
    const { data, size: length } = heddleBytes.fields;
    const [address, size] = [memory.read(out, data), memory.read(out, length)];
    const shared = typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
    if (!shared || size < viewBytes || this.#size + size > memory.maximum * viewShare) {
      return undefined;
    }
    const view = ++views;
    this.#lent.set(view, { struct: memory.copy(out, heddleBytes.size), size });
    this.#size += size;
    memory.clear(out, heddleBytes.size);
    return { view, memory: buffer, address, size };
  }

  release(view: number): void {
    const lent = this.#lent.get(view);
    if (lent === undefined) return;
    this.#lent.delete(view);
    this.#size -= lent.size;
    this.#memory.write(this.#struct, lent.struct);
    this.#memory.releaseBytes(this.#struct);
  }
}
