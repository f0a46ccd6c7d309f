import { isBlob, unreadable, type Bytes } from '../bytes.js';
import { HeddleError } from '../errors.js';
import type { ModuleMemory, Scratch } from './memory.js';

/** Bytes that are read from a Blob at a time: large enough to be quick, small enough to end early. */
const sliceBytes = 2 ** 23;

/** An input in the engine's memory. */
export interface LoadedInput {
  readonly pointer: number;
  readonly size: number;
}

/** Size of an input in bytes; a string is encoded to find out. */
export function measure(bytes: Bytes): { bytes: Exclude<Bytes, string>; size: number } {
  const source = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  return { bytes: source, size: isBlob(source) ? source.size : source.byteLength };
}

/**
 * Brings an input into the engine's memory, piece by piece.
 *
 * name     name of the input, for errors.
 * scratch  owns the memory.
 * step     called after each piece with the bytes that were read; throws to end early.
 * @throws HeddleError `out_of_memory`, `io`
 */
export async function readInput(
  name: string,
  input: { readonly bytes: Exclude<Bytes, string>; readonly size: number },
  memory: ModuleMemory,
  scratch: Scratch,
  step: (read: number) => void,
): Promise<LoadedInput> {
  const { bytes, size } = input;
  const pointer = scratch.allocate(size, `The input ${name}`, name);
  if (isBlob(bytes)) {
    await readBlob(name, bytes, (offset, piece) => {
      memory.write(pointer + offset, piece);
      step(piece.byteLength);
    });
  } else {
    memory.write(pointer, ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes));
    step(size);
  }
  return { pointer, size };
}

async function readBlob(
  name: string,
  blob: Blob,
  take: (offset: number, piece: Uint8Array) => void,
): Promise<void> {
  const read = (offset: number): Promise<ArrayBuffer> | undefined => {
    if (offset >= blob.size) return undefined;
    const slice = blob.slice(offset, offset + sliceBytes).arrayBuffer();
    // It is awaited later; until then a failure is not unhandled.
    slice.catch(() => undefined);
    return slice;
  };
  let next = read(0);
  for (let offset = 0; next !== undefined;) {
    const piece = await next.catch((cause: unknown) => {
      throw unreadable(name, cause);
    });
    const wanted = Math.min(sliceBytes, blob.size - offset);
    if (piece.byteLength !== wanted) {
      throw new HeddleError('io', `The input ${name} ended early: was the file changed?`, {
        input: name,
        byteOffset: offset + piece.byteLength,
      });
    }
    // The next piece is read while this one is copied.
    next = read(offset + sliceBytes);
    take(offset, new Uint8Array(piece));
    offset += sliceBytes;
  }
}
