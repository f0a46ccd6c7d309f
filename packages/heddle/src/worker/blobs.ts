/** Reading Blobs piece by piece. */
import { unreadable } from '../bytes.js';
import { HeddleError } from '../errors.js';

/** Is given a Blob's pieces in their order, each for the call only; throws to end early. */
export type TakePiece = (offset: number, piece: Uint8Array) => void;

/** The memory that a stream's pieces come in: what is used again costs no new pages, which cost more than the bytes. */
const bufferBytes = 2 ** 20;

/**
 * Reads a Blob to its end.
 *
 * name        for errors.
 * pieceBytes  most that is read at a time where the Blob is no stream of bytes.
 * @throws HeddleError `io`; or what `take` throws
 */
export async function readBlob(
  name: string,
  blob: Blob,
  pieceBytes: number,
  take: TakePiece,
): Promise<void> {
  let end = 0;
  const checked: TakePiece = (offset, piece) => {
    if (offset + piece.length > blob.size) throw changed(name, blob.size);
    take(offset, piece);
    end = offset + piece.length;
  };
  const reader = byteReader(blob);
  if (reader === undefined) await readSlices(name, blob, pieceBytes, checked);
  else await readStream(name, reader, checked);
  if (end !== blob.size) throw changed(name, end);
}

function changed(name: string, byteOffset: number): HeddleError {
  const text = `The input ${name} did not end where it should: was the file changed?`;
  return new HeddleError('io', text, { input: name, byteOffset });
}

/** Not every browser has Blobs that are read into memory of ours. */
function byteReader(blob: Blob): ReadableStreamBYOBReader | undefined {
  try {
    return blob.stream().getReader({ mode: 'byob' });
  } catch {
    return undefined;
  }
}

async function readStream(
  name: string,
  reader: ReadableStreamBYOBReader,
  take: TakePiece,
): Promise<void> {
  let buffer = new ArrayBuffer(bufferBytes);
  try {
    for (let offset = 0; ;) {
      const { value, done } = await reader.read(new Uint8Array(buffer)).catch((cause: unknown) => {
        throw unreadable(name, cause);
      });
      if (done) return;
      take(offset, value);
      offset += value.length;
      // The memory went with the call, and is back.
      buffer = value.buffer;
    }
  } catch (error) {
    // Nobody waits for the rest.
    reader.cancel().catch(() => undefined);
    throw error;
  }
}

async function readSlices(
  name: string,
  blob: Blob,
  pieceBytes: number,
  take: TakePiece,
): Promise<void> {
  for (let offset = 0; offset < blob.size;) {
    const wanted = Math.min(pieceBytes, blob.size - offset);
    const slice = blob.slice(offset, offset + wanted);
    const piece = await slice.arrayBuffer().catch((cause: unknown) => {
      throw unreadable(name, cause);
    });
    if (piece.byteLength !== wanted) throw changed(name, offset + piece.byteLength);
    take(offset, new Uint8Array(piece));
    offset += wanted;
  }
}
