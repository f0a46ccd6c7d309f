import { HeddleError } from '../errors.js';
import type { ToKernel } from '../protocol.js';
import { streamOf } from '../slices.js';

interface Stream {
  readonly bytes: Uint8Array<ArrayBuffer>;
  received: number;
}

/** Large inputs that come piece by piece, before the jobs that name them. */
export class Streams {
  readonly #streams = new Map<number, Stream>();

  /**
   * Takes a piece; pieces come in their order.
   *
   * @throws Error when a piece is missing; RangeError when there is no memory for the input.
   */
  add({ stream, size, offset, bytes }: ToKernel & { type: 'slice' }): void {
    let entry = this.#streams.get(stream);
    if (entry === undefined) {
      entry = { bytes: new Uint8Array(size), received: 0 };
      this.#streams.set(stream, entry);
    }
    if (entry.received !== offset || entry.bytes.length !== size) {
      throw new Error(`A piece of the stream ${stream} is missing.`);
    }
    entry.bytes.set(bytes, offset);
    entry.received += bytes.length;
  }

  drop(stream: number): void {
    this.#streams.delete(stream);
  }

  /**
   * The input with its streams put in: the input itself may be one, and the values of its fields.
   *
   * @throws HeddleError `internal` when a stream is not complete.
   */
  resolve(input: unknown): unknown {
    if (typeof input !== 'object' || input === null || ArrayBuffer.isView(input)) return input;
    const stream = streamOf(input);
    if (stream !== undefined) return this.#take(stream);
    for (const [name, value] of Object.entries(input)) {
      const part = streamOf(value);
      if (part !== undefined) (input as Record<string, unknown>)[name] = this.#take(part);
    }
    return input;
  }

  #take(stream: number): Uint8Array {
    const entry = this.#streams.get(stream);
    this.#streams.delete(stream);
    if (entry !== undefined && entry.received === entry.bytes.length) return entry.bytes;
    throw new HeddleError('internal', `The stream ${stream} of a large input is not complete.`);
  }
}
