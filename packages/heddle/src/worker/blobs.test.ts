import { describe, expect, it } from 'vitest';

import { CancelledError } from './memory.js';
import { readBlob } from './blobs.js';

/** A Blob of a browser that has its bytes as a stream of bytes, in chunks of the test's. */
class StreamedBlob {
  readonly size: number;
  cancelled = false;
  /** The memory that pieces came in. */
  readonly buffers = new Set<number>();
  readonly #chunks: (Uint8Array | Error)[];

  constructor(chunks: (Uint8Array | Error)[], size: number) {
    this.#chunks = chunks;
    this.size = size;
  }

  stream(): ReadableStream {
    return new ReadableStream({
      type: 'bytes',
      pull: (controller) => {
        const view = controller.byobRequest?.view as Uint8Array | undefined;
        const chunk = this.#chunks.shift();
        if (chunk instanceof Error) {
          controller.error(chunk);
        } else if (chunk === undefined) {
          controller.close();
          controller.byobRequest?.respond(0);
        } else if (view !== undefined) {
          this.buffers.add(view.buffer.byteLength);
          view.set(chunk);
          controller.byobRequest?.respond(chunk.length);
        }
      },
      cancel: () => {
        this.cancelled = true;
      },
    });
  }

  get blob(): Blob {
    return this as unknown as Blob;
  }
}

const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

/** What comes of a Blob, put together. */
async function readAll(blob: Blob, pieceBytes = 100): Promise<Uint8Array> {
  const all = new Uint8Array(blob.size);
  await readBlob('left', blob, pieceBytes, (offset, piece) => {
    all.set(piece, offset);
  });
  return all;
}

describe('readBlob', () => {
  it('TakesAStreamIntoTheSameMemoryAgainAndAgain', async () => {
    const chunks = [bytes.slice(0, 1), bytes.slice(1, 600), bytes.slice(600)];
    const streamed = new StreamedBlob(chunks, bytes.length);
    expect(await readAll(streamed.blob)).toEqual(bytes);
    expect([...streamed.buffers]).toEqual([2 ** 20]);
  });

  it('TakesTheHostsOwnBlobs', async () => {
    expect(await readAll(new Blob([bytes, bytes]))).toEqual(new Uint8Array([...bytes, ...bytes]));
    expect(await readAll(new Blob([]))).toEqual(new Uint8Array());
  });

  it('TakesSlicesOfWhatIsNoStreamOfBytes', async () => {
    const asked: number[] = [];
    const whole = new Blob([bytes]);
    const sliced = {
      size: bytes.length,
      slice: (begin: number, end: number) => {
        asked.push(end - begin);
        return whole.slice(begin, end);
      },
      stream: () => new ReadableStream(),
    };
    expect(await readAll(sliced as unknown as Blob, 300)).toEqual(bytes);
    expect(asked).toEqual([300, 300, 300, 100]);
  });

  it('SaysThatItEndedWhereItShouldNot', async () => {
    const short = new StreamedBlob([bytes.slice(0, 400)], bytes.length);
    await expect(readAll(short.blob)).rejects.toMatchObject({
      code: 'io',
      input: 'left',
      byteOffset: 400,
    });
    const long = new StreamedBlob([bytes.slice(0, 10), bytes.slice(0, 10)], 15);
    await expect(readAll(long.blob)).rejects.toMatchObject({ code: 'io', byteOffset: 15 });
    expect(long.cancelled).toBe(true);
  });

  it('SaysWhyItCannotBeRead', async () => {
    const gone = new StreamedBlob([bytes.slice(0, 400), new Error('gone')], bytes.length);
    await expect(readAll(gone.blob)).rejects.toMatchObject({
      code: 'io',
      input: 'left',
      message: expect.stringContaining('gone') as unknown,
    });
  });

  it('EndsWhenWhoeverTakesItEnds', async () => {
    const streamed = new StreamedBlob([bytes.slice(0, 400), bytes.slice(400)], bytes.length);
    let taken = 0;
    const work = readBlob('left', streamed.blob, 100, () => {
      ++taken;
      throw new CancelledError();
    });
    await expect(work).rejects.toBeInstanceOf(CancelledError);
    expect([taken, streamed.cancelled]).toEqual([1, true]);
  });
});
