import { isBlob, unreadable, type Bytes } from '../bytes.js';
import { HeddleError } from '../errors.js';
import { nextTask } from '../slices.js';
import { readBlob } from './blobs.js';
import { bytesAsFile, type OpenFile } from './files.js';
import { CancelledError, formatBytes, type ModuleMemory, type Scratch } from './memory.js';
import type { HeapBytes } from './support.js';

/** Bytes that are read from Blobs at a time: large enough to be quick, small enough to end early. */
const sliceBytes = 2 ** 23;

/** An input in the engine's memory. */
export interface LoadedInput {
  readonly pointer: number;
  readonly size: number;
}

/** An input as a kernel gets it. */
export type InputBytes = Bytes | HeapBytes | OpenFile;

/** An input whose size is known. */
export interface MeasuredInput {
  readonly bytes: Exclude<InputBytes, string>;
  readonly size: number;
}

function isHeap(bytes: InputBytes): bytes is HeapBytes {
  return typeof bytes === 'object' && 'pointer' in bytes;
}

function isOpenFile(bytes: InputBytes): bytes is OpenFile {
  return typeof bytes === 'object' && 'read' in bytes;
}

/** Size of an input in bytes; a string is encoded to find out. */
export function measure(bytes: InputBytes): MeasuredInput {
  const source = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  if (isHeap(source) || isOpenFile(source)) return { bytes: source, size: source.size };
  return { bytes: source, size: isBlob(source) ? source.size : source.byteLength };
}

/** The first part of an input, at most `limit` bytes. */
export function shorten({ bytes, size }: MeasuredInput, limit: number): MeasuredInput {
  const first = Math.min(size, limit);
  if (isHeap(bytes)) return { bytes: { pointer: bytes.pointer, size: first }, size: first };
  if (isOpenFile(bytes)) return { bytes, size: first };
  return { bytes: bytes.slice(0, limit), size: first };
}

/**
 * Brings inputs into the engine's memory, all at once and each piece by piece, unless they are there. The first
 * failure ends them all, and nothing is written after it: the memory can be released.
 *
 * names    names of the inputs, for errors.
 * scratch  owns the memory.
 * step     called for each piece with the bytes that were read, before they are written; throws to end early.
 * @throws HeddleError `out_of_memory`, `io`
 */
export async function readInputs<const Names extends readonly string[]>(
  names: Names,
  inputs: { readonly [Name in keyof Names]: MeasuredInput },
  memory: ModuleMemory,
  scratch: Scratch,
  step: (read: number) => void,
): Promise<{ [Name in keyof Names]: LoadedInput }> {
  // However many are read at once, no more is held outside of the engine's memory than for one.
  const pieceBytes = Math.ceil(sliceBytes / names.length);
  let ended = false;
  const reads = inputs.map((input, index) =>
    readInput(names[index] ?? '', input, pieceBytes, memory, scratch, (read) => {
      if (ended) throw new CancelledError();
      if (read > 0) step(read);
    }),
  );
  try {
    return (await Promise.all(reads)) as { [Name in keyof Names]: LoadedInput };
  } catch (error) {
    ended = true;
    throw error;
  }
}

/** Brings one input into the engine's memory; the memory is allocated at once. `step(0)` asks whether to go on. */
async function readInput(
  name: string,
  { bytes, size }: MeasuredInput,
  pieceBytes: number,
  memory: ModuleMemory,
  scratch: Scratch,
  step: (read: number) => void,
): Promise<LoadedInput> {
  // It lies where the engine reads it: nothing is copied.
  if (isHeap(bytes)) {
    step(size);
    return bytes;
  }
  const pointer = scratch.allocate(size, `The input ${name}`, name);
  if (isOpenFile(bytes)) {
    for (let offset = 0; offset < size; offset += pieceBytes) {
      const length = Math.min(pieceBytes, size - offset);
      step(length);
      try {
        bytes.read(offset, new Uint8Array(memory.buffer, pointer + offset, length));
      } catch (cause) {
        throw unreadable(name, cause);
      }
      // So that what was posted meanwhile is heard.
      await nextTask();
    }
  } else if (isBlob(bytes)) {
    let untold = 0;
    await readBlob(name, bytes, pieceBytes, (offset, piece) => {
      untold += piece.length;
      const told = untold >= pieceBytes || offset + piece.length === size ? untold : 0;
      step(told);
      untold -= told;
      memory.write(pointer + offset, piece);
    });
  } else {
    step(size);
    memory.write(pointer, ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes));
  }
  return { pointer, size };
}

/**
 * An input as a file whose bytes come without waiting. A Blob that can only be waited for is read into JavaScript's memory
 * first, unless it is larger than the module's.
 *
 * openBlob  see HostFiles.
 * @throws HeddleError `io`, `out_of_memory`
 */
export async function openInput(
  name: string,
  { bytes }: MeasuredInput,
  memory: ModuleMemory,
  openBlob: ((blob: Blob) => OpenFile) | undefined,
): Promise<OpenFile> {
  if (isOpenFile(bytes)) return bytes;
  // A copy: the page may give its buffer back, and the module's memory is for others.
  if (isHeap(bytes)) return bytesAsFile(memory.copy(bytes.pointer, bytes.size));
  if (isBlob(bytes)) {
    if (openBlob !== undefined) return openBlob(bytes);
    if (bytes.size > memory.maximum) {
      throw new HeddleError(
        'out_of_memory',
        `The input ${name} (${formatBytes(bytes.size)}) does not fit into the kernel's memory, which can have ` +
          `${formatBytes(memory.maximum)} in all, and a Blob cannot be read piece by piece here: give the file by its path, file(path).`,
        { input: name },
      );
    }
    try {
      return bytesAsFile(new Uint8Array(await bytes.arrayBuffer()));
    } catch (cause) {
      throw unreadable(name, cause);
    }
  }
  if (!ArrayBuffer.isView(bytes)) return bytesAsFile(new Uint8Array(bytes));
  return bytesAsFile(bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice());
}
