// The twin of core/include/heddle/core/triple_buffer.h over the same bytes;
// docs/guide/shared-memory.md describes them. Imports nothing, so that an audio worklet's module can
// import this file by itself.

/** Where a triple buffer lies and how its frames are seen. */
export interface TripleBufferPlace<View> {
  /** Memory that both ends share; a `SharedArrayBuffer`, or any other when both are on one thread. */
  readonly buffer: ArrayBufferLike;
  /** First byte of the triple buffer, a multiple of 64. Default 0. */
  readonly byteOffset?: number;
  /** Bytes of a frame. */
  readonly frameSize: number;
  /**
   * Makes what `back` and `front` return, once for each of the three frames, which begin at a multiple
   * of 64: `(buffer, offset, size) => new Float32Array(buffer, offset, size / 4)`, for example.
   */
  readonly view: (buffer: ArrayBufferLike, byteOffset: number, byteLength: number) => View;
}

const magic = 0x49525448;
const version = 1;
const headerBytes = 256;
const maxFrameSize = 2 ** 30;
const fresh = 4;

// Places in the header, in 32-bit words.
const magicWord = 0;
const versionWord = 1;
const frameSizeWord = 2;
const strideWord = 3;
const middleWord = 16;
const backWord = 32;
const frontWord = 48;

function invalid(message: string): Error {
  // The code of a HeddleError; its class is not imported here.
  return Object.assign(new RangeError(message), { code: 'invalid_argument' });
}

function strideOf(frameSize: number): number {
  return Math.ceil(frameSize / 64) * 64;
}

/** The 32-bit words from `byteOffset` on, when at least `size` bytes are there. */
function wordsOf(buffer: ArrayBufferLike, byteOffset: number, size: number): Uint32Array {
  if (!Number.isInteger(byteOffset) || byteOffset < 0 || byteOffset % 64 !== 0) {
    throw invalid(
      `A triple buffer begins at byte ${byteOffset}; it must begin at a multiple of 64.`,
    );
  }
  const there = Math.max(0, buffer.byteLength - byteOffset);
  if (there < size) {
    throw invalid(
      `The triple buffer takes ${size} bytes, but there are ${there}; give it that many.`,
    );
  }
  return new Uint32Array(buffer, byteOffset, headerBytes / 4);
}

/**
 * One end of a mailbox for whole frames from one writer to one reader over shared memory, where the
 * other end may be JavaScript or C++: the reader always gets the latest complete frame, older ones are
 * overwritten unread, and neither end ever waits. Each end has an object of its own: the writer calls
 * `back` and `publish`, the reader `update` and `front`. Only making an object allocates.
 */
export class TripleBuffer<View> {
  readonly #words: Uint32Array;
  readonly #frames: readonly [View, View, View];

  /** Bytes of a triple buffer for frames of `frameSize` bytes. */
  static byteLength(frameSize: number): number {
    return headerBytes + 3 * strideOf(frameSize);
  }

  /**
   * Makes a triple buffer of zeroed frames, before the other end attaches. Throws a `RangeError` whose
   * `code` is `invalid_argument`; the memory is then untouched.
   */
  static create<View>(place: TripleBufferPlace<View>): TripleBuffer<View> {
    const { buffer, byteOffset = 0, frameSize } = place;
    if (!Number.isInteger(frameSize) || frameSize < 1 || frameSize > maxFrameSize) {
      throw invalid(
        `The triple buffer's frames have ${frameSize} bytes; they must have 1 to 2^30.`,
      );
    }
    const size = TripleBuffer.byteLength(frameSize);
    const words = wordsOf(buffer, byteOffset, size);
    new Uint8Array(buffer, byteOffset, size).fill(0);
    words[magicWord] = magic;
    words[versionWord] = version;
    words[frameSizeWord] = frameSize;
    words[strideWord] = strideOf(frameSize);
    words[backWord] = 0;
    words[middleWord] = 1;
    words[frontWord] = 2;
    return new TripleBuffer(words, place);
  }

  /**
   * An end of the triple buffer that was made there, by `create` or by C++. Throws a `RangeError` whose
   * `code` is `invalid_argument` when there is none with such frames, or one that is not whole.
   */
  static attach<View>(place: TripleBufferPlace<View>): TripleBuffer<View> {
    const { buffer, byteOffset = 0, frameSize } = place;
    const words = wordsOf(buffer, byteOffset, headerBytes);
    if (words[magicWord] !== magic) {
      throw invalid('The memory holds no triple buffer; create one there first.');
    }
    if (words[versionWord] !== version) {
      throw invalid(
        `The triple buffer's layout has version ${words[versionWord]}, this package reads version ` +
          `${version}; use one version of heddle on both ends.`,
      );
    }
    if (words[frameSizeWord] !== frameSize || words[strideWord] !== strideOf(frameSize)) {
      throw invalid(
        `The triple buffer's frames have ${words[frameSizeWord]} bytes, not ${frameSize}; attach ` +
          'with the size it was made for.',
      );
    }
    // The other end's index may be changing, so that only `middle` can be looked at here.
    if (Atomics.load(words, middleWord) % fresh > 2) {
      throw invalid(
        'The triple buffer names a fourth frame; its memory was overwritten, create it anew.',
      );
    }
    wordsOf(buffer, byteOffset, TripleBuffer.byteLength(frameSize));
    return new TripleBuffer(words, place);
  }

  private constructor(words: Uint32Array, { frameSize, view }: TripleBufferPlace<View>) {
    this.#words = words;
    const frame = (index: number): View =>
      view(words.buffer, words.byteOffset + headerBytes + index * strideOf(frameSize), frameSize);
    this.#frames = [frame(0), frame(1), frame(2)];
  }

  /**
   * Writer: the frame to write. It holds an older frame, not always the last one; write all of it. Valid
   * until `publish`.
   */
  back(): View {
    return this.#frame(backWord);
  }

  /** Writer: makes the frame the latest one; `back` is another one from now on. */
  publish(): void {
    const words = this.#words;
    // Atomic, so the frame is written before the reader can get it.
    const old = Atomics.exchange(words, middleWord, (words[backWord] ?? 0) | fresh);
    words[backWord] = old & 3;
  }

  /**
   * Reader: takes the latest frame, if one was published since the last call; false when there is none,
   * and `front` stays the same frame.
   */
  update(): boolean {
    const words = this.#words;
    if ((Atomics.load(words, middleWord) & fresh) === 0) return false;
    // Atomic, so the former front was read before the writer can get it.
    words[frontWord] = Atomics.exchange(words, middleWord, words[frontWord] ?? 0) & 3;
    return true;
  }

  /** Reader: the frame that the last `update` took; zeros before the first one. Valid until the next. */
  front(): View {
    return this.#frame(frontWord);
  }

  #frame(word: number): View {
    switch (this.#words[word]) {
      case 0:
        return this.#frames[0];
      case 1:
        return this.#frames[1];
      default:
        return this.#frames[2];
    }
  }
}
