import { HeddleError, type ErrorCode } from '../errors.js';
import { codes, heddleBytes, heddleError } from '../generated/common.js';
import type { ModuleRuntime } from './module.js';

/** Functions that every engine's module exports for its memory. */
export interface MemoryExports {
  _heddle_memory_allocate(size: number): number;
  _heddle_memory_release(memory: number): void;
  _heddle_bytes_release(bytes: number): void;
}

/** Where a field lies in a struct, as in the generated layouts. */
export interface Field {
  readonly offset: number;
  readonly type: 'u32' | 'i32' | 'f64' | 'pointer' | 'cstring';
}

/** A job ended because it was asked to. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

/** Whether an error leaves the engine in an unknown state (a trap, an abort), so that it must go. */
export function isFatal(error: unknown): boolean {
  if (error instanceof HeddleError || error instanceof CancelledError) return false;
  return !isAllocationFailure(error);
}

/** Whether JavaScript could not get a buffer; the engine is then as well as before. */
export function isAllocationFailure(error: unknown): error is RangeError {
  return error instanceof RangeError && /alloc|length/i.test(error.message);
}

/** Shows a number of bytes to people. */
export function formatBytes(bytes: number): string {
  if (bytes < 1e6) return `${bytes} bytes`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

/**
 * An engine's memory. It may grow during any call into the module, which makes views of it stale; so
 * every access here makes its view anew, and none is handed out.
 */
export class ModuleMemory {
  /** Most bytes that it can have. */
  readonly maximum: number;
  readonly #module: MemoryExports & ModuleRuntime;

  constructor(module: MemoryExports & ModuleRuntime, maximum: number) {
    this.#module = module;
    this.maximum = maximum;
  }

  /** The buffer as it is now. */
  get buffer(): ArrayBufferLike {
    return this.#module.wasmMemory.buffer;
  }

  /** Memory for `size` bytes, or 0 when there is none. Released by the caller. */
  allocate(size: number): number {
    // A size is 32 bits wide there: a larger one would wrap around.
    if (size > this.maximum) return 0;
    return this.#module._heddle_memory_allocate(Math.max(size, 1)) >>> 0;
  }

  release(pointer: number): void {
    this.#module._heddle_memory_release(pointer);
  }

  /** Frees what a struct heddle_bytes holds; the struct itself stays. */
  releaseBytes(pointer: number): void {
    this.#module._heddle_bytes_release(pointer);
  }

  write(pointer: number, bytes: Uint8Array): void {
    new Uint8Array(this.buffer).set(bytes, pointer);
  }

  clear(pointer: number, size: number): void {
    new Uint8Array(this.buffer).fill(0, pointer, pointer + size);
  }

  /** A copy of its own of `size` bytes. */
  copy(pointer: number, size: number): Uint8Array<ArrayBuffer> {
    const result = new Uint8Array(size);
    result.set(new Uint8Array(this.buffer, pointer, size));
    return result;
  }

  /** A number in a struct at `pointer`. */
  read(pointer: number, field: Field): number {
    const view = new DataView(this.buffer);
    const place = pointer + field.offset;
    if (field.type === 'f64') return view.getFloat64(place, true);
    return field.type === 'i32' ? view.getInt32(place, true) : view.getUint32(place, true);
  }

  /** Sets a number in a struct at `pointer`. */
  store(pointer: number, field: Field, value: number): void {
    const view = new DataView(this.buffer);
    const place = pointer + field.offset;
    if (field.type === 'f64') view.setFloat64(place, value, true);
    else if (field.type === 'i32') view.setInt32(place, value, true);
    else view.setUint32(place, value, true);
  }

  /** A copy of what a struct heddle_bytes holds. */
  copyBytes(pointer: number): Uint8Array<ArrayBuffer> {
    const { data, size } = heddleBytes.fields;
    return this.copy(this.read(pointer, data), this.read(pointer, size));
  }

  /**
   * The error in a struct heddle_error, ready to be thrown.
   *
   * inputs  names of the call's inputs, in the order of the C function.
   */
  error(pointer: number, inputs: readonly string[]): HeddleError | CancelledError {
    const { fields } = heddleError;
    const name = (codes as Record<number, string>)[this.read(pointer, fields.code)];
    if (name === 'cancelled') return new CancelledError();
    const text = this.copy(
      pointer + fields.message.offset,
      heddleError.size - fields.message.offset,
    );
    const end = text.indexOf(0);
    const line = this.read(pointer, fields.line);
    const byteOffset = this.read(pointer, fields.byteOffset);
    const code: ErrorCode = name === undefined || name === 'ok' ? 'internal' : (name as ErrorCode);
    return new HeddleError(code, new TextDecoder().decode(end < 0 ? text : text.subarray(0, end)), {
      input: inputs[this.read(pointer, fields.input)],
      line: line >= 1 ? line : undefined,
      byteOffset: byteOffset >= 0 ? byteOffset : undefined,
    });
  }
}

/** What one job holds in an engine's memory; all of it is released at the end, the latest first. */
export class Scratch {
  readonly #memory: ModuleMemory;
  readonly #releases: (() => void)[] = [];

  constructor(memory: ModuleMemory) {
    this.#memory = memory;
  }

  /**
   * Memory for `size` bytes until {@link release}.
   *
   * what  what it is for, such as `The input left`.
   * @throws HeddleError `out_of_memory`
   */
  allocate(size: number, what: string, input?: string): number {
    const pointer = this.#memory.allocate(size);
    if (pointer === 0) {
      throw new HeddleError(
        'out_of_memory',
        `${what} (${formatBytes(size)}) does not fit into the kernel's memory, which can have ` +
          `${formatBytes(this.#memory.maximum)} in all: use smaller inputs or the native program.`,
        { input },
      );
    }
    this.add(() => {
      this.#memory.release(pointer);
    });
    return pointer;
  }

  /** Memory for a struct, all zero. */
  struct(layout: { readonly size: number }): number {
    const pointer = this.allocate(layout.size, 'A small struct');
    this.#memory.clear(pointer, layout.size);
    return pointer;
  }

  /** Something else to be released, before everything that is there already. */
  add(release: () => void): void {
    this.#releases.push(release);
  }

  release(): void {
    for (const release of this.#releases.splice(0).reverse()) release();
  }
}

/**
 * Runs `work` with a scratch that is released whatever happens; except after a trap, when touching the
 * engine again could hang, and it goes with all its memory anyway.
 */
export async function withScratch<Result>(
  memory: ModuleMemory,
  work: (scratch: Scratch) => Promise<Result>,
): Promise<Result> {
  const scratch = new Scratch(memory);
  try {
    const result = await work(scratch);
    scratch.release();
    return result;
  } catch (error) {
    if (!isFatal(error)) scratch.release();
    throw error;
  }
}

/** {@link withScratch} for work that does not wait. */
export function withScratchNow<Result>(
  memory: ModuleMemory,
  work: (scratch: Scratch) => Result,
): Result {
  const scratch = new Scratch(memory);
  try {
    const result = work(scratch);
    scratch.release();
    return result;
  } catch (error) {
    if (!isFatal(error)) scratch.release();
    throw error;
  }
}
