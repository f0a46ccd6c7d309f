import { PoolBuffer, type BufferMark } from './buffer.js';
import { DiskFile, type DiskFileMark } from './disk_file.js';
import { HeddleError, messageOf } from './errors.js';
import { sliceLimit } from './protocol.js';
import { nextTask, setAside, type Slice, type StreamMark } from './slices.js';

/**
 * An input's bytes. Nothing here is ever detached or changed.
 *
 * - `Blob` (so `File` too) goes to the kernel by reference and is read there: the way to choose for
 *   anything large.
 * - `ArrayBuffer` and `Uint8Array` are copied.
 * - `string` is encoded as UTF-8 in the kernel, a long one while it is made a `Blob`, piece by piece.
 */
export type Bytes = Blob | ArrayBuffer | Uint8Array | string;

/** {@link Bytes}, memory that the pool gave, or in Node a file by its path. */
export type InputBytes = Bytes | PoolBuffer | DiskFile;

/** Tells whether `value` is a {@link Bytes}, made in this realm or in another. */
export function isBytes(value: unknown): value is Bytes {
  if (typeof value === 'string') return true;
  // The tag, not instanceof: an input may come from another window or from Node's own modules.
  const tag = Object.prototype.toString.call(value);
  return (
    tag === '[object Blob]' ||
    tag === '[object File]' ||
    tag === '[object ArrayBuffer]' ||
    tag === '[object Uint8Array]'
  );
}

/** Tells whether `bytes` is a `Blob`. */
export function isBlob(bytes: Bytes): bytes is Blob {
  const tag = Object.prototype.toString.call(bytes);
  return tag === '[object Blob]' || tag === '[object File]';
}

/** A message body's inputs while they are made ready to be posted. */
export class Packer {
  /** Buffers that may be moved instead of copied. */
  readonly transfer: Transferable[] = [];
  /** Inputs that are too large to be posted in one go. */
  readonly slices: Slice[] = [];
  readonly #move: boolean;

  /** move  whether the caller gives its buffers away. */
  constructor(move: boolean) {
    this.#move = move;
  }

  /** Makes bytes that are there ready; what cannot be moved and is large goes in slices. */
  pack(bytes: ArrayBuffer | Uint8Array): ArrayBuffer | Uint8Array | StreamMark {
    const view = ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes);
    const { buffer } = view;
    // Shared memory is posted by reference, whatever its size.
    if (!isArrayBuffer(buffer)) return bytes;
    if (this.#move) {
      if (!this.transfer.includes(buffer)) this.transfer.push(buffer);
      return bytes;
    }
    if (view.byteLength > sliceLimit) return setAside(view, this.slices);
    if (view.byteLength === buffer.byteLength) return bytes;
    // Posting a view copies all of the buffer behind it; copy the part that is meant.
    const copy = new Uint8Array(view);
    this.transfer.push(copy.buffer);
    return copy;
  }

  /**
   * Makes an input ready.
   *
   * name  name of the input, for the error.
   * @throws HeddleError `invalid_argument` when `bytes` is something else; `io` when it cannot be read.
   */
  async add(name: string, bytes: unknown): Promise<Bytes | StreamMark | BufferMark | DiskFileMark> {
    if (bytes instanceof PoolBuffer) return bytes.mark ?? this.pack(bytes.bytes);
    if (bytes instanceof DiskFile) return bytes.mark;
    if (!isBytes(bytes)) {
      throw new HeddleError(
        'invalid_argument',
        `The input ${name} must be a Blob, an ArrayBuffer, a Uint8Array, a string, or in Node what file() gives.`,
        { input: name },
      );
    }
    if (typeof bytes === 'string') return bytes.length > pieceLength ? inPieces(bytes) : bytes;
    if (!isBlob(bytes)) return this.pack(bytes);
    if (isCloneable(bytes)) return bytes;
    const copy = await readBlob(name, bytes);
    this.transfer.push(copy);
    return copy;
  }
}

/** Most UTF-16 units of a text that is posted in one go. */
const pieceLength = 2 ** 20;

/** A text as a Blob: to clone a long text would hold the page up, and to clone a Blob costs nothing. */
async function inPieces(text: string): Promise<Blob> {
  const pieces: Blob[] = [];
  for (let begin = 0; begin < text.length;) {
    if (begin > 0) await nextTask();
    let end = begin + pieceLength;
    // The two halves of one character stay together.
    if ((text.codePointAt(end - 1) ?? 0) > 0xffff) --end;
    pieces.push(new Blob([text.slice(begin, end)]));
    begin = end;
  }
  return new Blob(pieces);
}

function isArrayBuffer(buffer: ArrayBufferLike): buffer is ArrayBuffer {
  return Object.prototype.toString.call(buffer) === '[object ArrayBuffer]';
}

/** Node cannot post the Blobs of its own openAsBlob(); all others cost nothing to clone. */
function isCloneable(blob: Blob): boolean {
  try {
    structuredClone(blob);
    return true;
  } catch {
    return false;
  }
}

/** @throws HeddleError `io` */
async function readBlob(name: string, blob: Blob): Promise<ArrayBuffer> {
  try {
    return await blob.arrayBuffer();
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

/** The error for an input whose bytes do not come. */
export function unreadable(name: string, cause: unknown): HeddleError {
  return new HeddleError(
    'io',
    `The input ${name} could not be read (${messageOf(cause)}): was the file changed or moved?`,
    { input: name, cause },
  );
}
