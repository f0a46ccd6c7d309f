import { HeddleError } from './errors.js';
import type { Kernel } from './kernel.js';

/** What stands in a message for a buffer in a kernel's heap. */
export interface BufferMark {
  /** Number of the buffer, unique in this page. */
  readonly heddleBuffer: number;
  /** The heap, so that another kernel can copy from it. */
  readonly memory: SharedArrayBuffer;
  readonly address: number;
  readonly size: number;
}

/** Whether `value` stands for a buffer in a kernel's heap. */
export function isBufferMark(value: unknown): value is BufferMark {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'heddleBuffer')) {
    return false;
  }
  const { heddleBuffer, memory, address, size } = value as BufferMark;
  return (
    typeof SharedArrayBuffer !== 'undefined' &&
    memory instanceof SharedArrayBuffer &&
    Number.isSafeInteger(heddleBuffer) &&
    Number.isSafeInteger(address) &&
    Number.isSafeInteger(size) &&
    address >= 0 &&
    size >= 0 &&
    address + size <= memory.byteLength
  );
}

/** Where a buffer lies in the heap of a kernel. */
export interface HeapPlace {
  readonly kernel: Kernel;
  readonly generation: number;
  readonly mark: BufferMark;
}

/**
 * Memory that the page fills and a job reads.
 *
 * In the tier `threads` it lies in a kernel's own heap: a job that has it for an input goes to that kernel and
 * copies nothing. In the other tiers it is ordinary memory that is posted like any other.
 */
export class PoolBuffer implements Disposable {
  /** In bytes. */
  readonly size: number;
  readonly #place: HeapPlace | undefined;
  readonly #own: ArrayBuffer | SharedArrayBuffer | undefined;
  readonly #onDispose: () => void;
  #disposed = false;

  /** Use {@link Pool.buffer} instead. */
  constructor(
    size: number,
    memory: HeapPlace | ArrayBuffer | SharedArrayBuffer,
    onDispose: () => void,
  ) {
    this.size = size;
    const heap = 'mark' in memory;
    this.#place = heap ? memory : undefined;
    this.#own = heap ? undefined : memory;
    this.#onDispose = onDispose;
  }

  /**
   * The memory, viewed anew each time. Do not write while a job reads it, and do not keep it beyond
   * {@link dispose}: the memory then belongs to others.
   *
   * @throws HeddleError `invalid_argument` after dispose().
   */
  get bytes(): Uint8Array {
    this.#check();
    if (this.#place === undefined) return new Uint8Array(this.#own ?? new ArrayBuffer(0));
    const { memory, address, size } = this.#place.mark;
    return new Uint8Array(memory, address, size);
  }

  /** What is posted for it; undefined when it is not in a kernel's heap. */
  get mark(): BufferMark | undefined {
    this.#check();
    return this.#place?.mark;
  }

  /** The kernel that reads it in place, while that lives. */
  get home(): Kernel | undefined {
    if (this.#place === undefined || this.#disposed) return undefined;
    const { kernel, generation } = this.#place;
    return kernel.live && kernel.generation === generation ? kernel : undefined;
  }

  /** Gives the memory back, once the kernel has ended the job that it runs. More calls do no more. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    if (this.#place !== undefined) {
      const { kernel, generation, mark } = this.#place;
      kernel.dropBuffer(generation, mark.heddleBuffer);
    }
    this.#onDispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #check(): void {
    if (this.#disposed) {
      throw new HeddleError('invalid_argument', 'The buffer was disposed of: make another one.');
    }
  }
}

/** The kernel of the first buffer in an input, or in a field of it. */
export function homeOf(input: unknown): Kernel | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  if (input instanceof PoolBuffer) return input.home;
  // The values of large bytes would take seconds to list.
  const prototype: unknown = Object.getPrototypeOf(input);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  for (const value of Object.values(input)) {
    if (value instanceof PoolBuffer && value.home !== undefined) return value.home;
  }
  return undefined;
}
