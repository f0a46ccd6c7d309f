// The twin of core/include/heddle/core/spsc_ring.h over the same bytes; docs/guide/shared-memory.md
// describes them. Imports nothing, so that an audio worklet's module can import this file by itself.

/** The typed arrays that a ring's elements are made of. */
export type RingArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;

/** The constructor of such an array. */
export interface RingArrayType<A extends RingArray> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): A;
}

/** Where a ring lies and what its elements are. */
export interface SpscRingPlace<A extends RingArray> {
  /** Memory that both ends share; a `SharedArrayBuffer`, or any other when both are on one thread. */
  readonly buffer: ArrayBufferLike;
  /** First byte of the ring, a multiple of 64. Default 0. */
  readonly byteOffset?: number;
  /** `Float32Array`, for example. */
  readonly type: RingArrayType<A>;
  /** Numbers that make one element, such as the channels of an audio frame. Default 1. */
  readonly components?: number;
}

const magic = 0x474e5248;
const version = 1;
const headerBytes = 192;
const maxCapacity = 2 ** 31;
// What pop() may copy at once, in elements: an audio worklet's quantum, or more in a ring so large that
// it would have too many blocks.
const blockElements = 128;
const maxBlocks = 1024;

// Places in the header, in 32-bit words.
const magicWord = 0;
const versionWord = 1;
const elementSizeWord = 2;
const capacityWord = 3;
const writeWord = 16;
const droppedWord = 17;
const readWord = 32;
const underrunWord = 33;

function invalid(message: string): Error {
  // The code of a HeddleError; its class is not imported here.
  return Object.assign(new RangeError(message), { code: 'invalid_argument' });
}

function isCapacity(value: number): boolean {
  return (
    Number.isInteger(value) &&
    value >= 1 &&
    value <= maxCapacity &&
    Number.isInteger(Math.log2(value))
  );
}

/** The 32-bit words from `byteOffset` on, when at least `size` bytes are there. */
function wordsOf(buffer: ArrayBufferLike, byteOffset: number, size: number): Uint32Array {
  if (!Number.isInteger(byteOffset) || byteOffset < 0 || byteOffset % 64 !== 0) {
    throw invalid(`A ring begins at byte ${byteOffset}; it must begin at a multiple of 64.`);
  }
  const there = Math.max(0, buffer.byteLength - byteOffset);
  if (there < size) {
    throw invalid(`The ring takes ${size} bytes, but there are ${there}; give it that many.`);
  }
  return new Uint32Array(buffer, byteOffset, headerBytes / 4);
}

/**
 * One end of a wait-free queue from one producer to one consumer over shared memory, where the other
 * end may be JavaScript or C++. Nothing here waits, and only making an object allocates, so that both
 * ends may live on a page, in a worker or in an audio worklet. Each end has an object of its own: the
 * producer calls `push`, `availableToWrite` and `countDropped`, the consumer `pop`, `availableToRead`
 * and `countUnderrun`. An end that moves to another object is attached anew there, and the former
 * object is used no more. Pushing a whole array and popping whole blocks of 128 elements is fastest.
 */
export class SpscRing<A extends RingArray = Float32Array> {
  /** Elements that the ring holds at most. */
  readonly capacity: number;
  /** Numbers that make one element. */
  readonly components: number;
  readonly #words: Uint32Array;
  readonly #values: A;
  // Views of the ring's whole blocks, because only a whole view can be copied at once and making one
  // at each call is garbage.
  readonly #blocks: readonly A[];
  readonly #blockSize: number;
  // The other end's position when it was last looked at: that end is at least so far by now.
  #seenRead: number;
  #seenWrite: number;

  /** Bytes of a ring of `capacity` elements. */
  static byteLength<A extends RingArray>(
    type: RingArrayType<A>,
    capacity: number,
    components = 1,
  ): number {
    return headerBytes + type.BYTES_PER_ELEMENT * components * capacity;
  }

  /**
   * Makes an empty ring, before the other end attaches. Throws a `RangeError` whose `code` is
   * `invalid_argument`; the memory is then untouched.
   * capacity  elements, a power of two.
   */
  static create<A extends RingArray>(
    place: SpscRingPlace<A> & { readonly capacity: number },
  ): SpscRing<A> {
    const { buffer, byteOffset = 0, type, components = 1, capacity } = place;
    if (!isCapacity(capacity)) {
      throw invalid(
        `The ring's capacity is ${capacity} elements; it must be a power of two, 1 to 2^31.`,
      );
    }
    if (!Number.isInteger(components) || components < 1) {
      throw invalid(`An element has ${components} components; it must have 1 or more.`);
    }
    const words = wordsOf(buffer, byteOffset, SpscRing.byteLength(type, capacity, components));
    words.fill(0);
    words[magicWord] = magic;
    words[versionWord] = version;
    words[elementSizeWord] = type.BYTES_PER_ELEMENT * components;
    words[capacityWord] = capacity;
    return new SpscRing(words, type, components);
  }

  /**
   * An end of the ring that was made there, by `create` or by C++. Throws a `RangeError` whose `code`
   * is `invalid_argument` when there is no ring of such elements, or one that is not whole.
   */
  static attach<A extends RingArray>(place: SpscRingPlace<A>): SpscRing<A> {
    const { buffer, byteOffset = 0, type, components = 1 } = place;
    const words = wordsOf(buffer, byteOffset, headerBytes);
    if (words[magicWord] !== magic) {
      throw invalid('The memory holds no ring; create one there first.');
    }
    if (words[versionWord] !== version) {
      throw invalid(
        `The ring's layout has version ${words[versionWord]}, this package reads version ` +
          `${version}; use one version of heddle on both ends.`,
      );
    }
    const size = type.BYTES_PER_ELEMENT * components;
    if (words[elementSizeWord] !== size) {
      throw invalid(
        `The ring's elements have ${words[elementSizeWord]} bytes, not ${size}; attach with the ` +
          'type and the components it was made for.',
      );
    }
    const capacity = words[capacityWord] ?? 0;
    if (!isCapacity(capacity)) {
      throw invalid(
        `The ring's capacity is ${capacity} elements; it must be a power of two, 1 to 2^31.`,
      );
    }
    wordsOf(buffer, byteOffset, SpscRing.byteLength(type, capacity, components));
    // The end that attaches stands still meanwhile, so the distance holds whatever the other one does.
    const read = Atomics.load(words, readWord);
    const waiting = (Atomics.load(words, writeWord) - read) >>> 0;
    if (waiting > capacity) {
      throw invalid(
        `The ring's positions are ${waiting} elements apart, more than its capacity; its memory ` +
          'was overwritten, create the ring anew.',
      );
    }
    return new SpscRing(words, type, components);
  }

  private constructor(words: Uint32Array, type: RingArrayType<A>, components: number) {
    this.#words = words;
    this.capacity = words[capacityWord] ?? 0;
    this.components = components;
    this.#values = new type(
      words.buffer,
      words.byteOffset + headerBytes,
      this.capacity * components,
    );
    this.#blockSize = Math.min(this.capacity, Math.max(blockElements, this.capacity / maxBlocks));
    const blockLength = this.#blockSize * components;
    this.#blocks = Array.from({ length: this.capacity / this.#blockSize }, (_, i) => {
      const offset = this.#values.byteOffset + i * blockLength * type.BYTES_PER_ELEMENT;
      return new type(words.buffer, offset, blockLength);
    });
    this.#seenRead = Atomics.load(words, readWord);
    this.#seenWrite = Atomics.load(words, writeWord);
  }

  /** Producer: how many elements fit now; more may fit later, never fewer. */
  availableToWrite(): number {
    this.#seenRead = Atomics.load(this.#words, readWord);
    return this.capacity - ((Atomics.load(this.#words, writeWord) - this.#seenRead) >>> 0);
  }

  /**
   * Producer: appends elements from `values`, as many as fit, and returns their number.
   * first  element of `values` to begin at.
   * count  elements to append at most; by default all that `values` holds whole from there on.
   */
  push(values: A, first = 0, count = this.#room(values, first)): number {
    this.#check(values, first, count);
    // Not atomic: this end is the only one that writes it.
    const write = this.#words[writeWord] ?? 0;
    let fitting = this.capacity - ((write - this.#seenRead) >>> 0);
    if (fitting < count) {
      this.#seenRead = Atomics.load(this.#words, readWord);
      fitting = this.capacity - ((write - this.#seenRead) >>> 0);
    }
    const moved = Math.min(count, fitting);
    if (moved === 0) return 0;
    const { components } = this;
    const begin = (write & (this.capacity - 1)) >>> 0;
    const untilEnd = Math.min(moved, this.capacity - begin);
    if (untilEnd * components === values.length) {
      this.#values.set(values, begin * components);
    } else {
      copy(values, first * components, this.#values, begin * components, untilEnd * components);
      const rest = (moved - untilEnd) * components;
      copy(values, (first + untilEnd) * components, this.#values, 0, rest);
    }
    // An atomic store: the elements are written before the consumer can see the position.
    Atomics.store(this.#words, writeWord, (write + moved) >>> 0);
    return moved;
  }

  /** Consumer: how many elements wait now; more may wait later, never fewer. */
  availableToRead(): number {
    this.#seenWrite = Atomics.load(this.#words, writeWord);
    return (this.#seenWrite - Atomics.load(this.#words, readWord)) >>> 0;
  }

  /**
   * Consumer: moves the oldest elements to `values`, as many as wait and fit there, and returns their
   * number. The rest of `values` is left as it was.
   * first  element of `values` to begin at.
   * count  elements to take at most; by default all that fit into `values` from there on.
   */
  pop(values: A, first = 0, count = this.#room(values, first)): number {
    this.#check(values, first, count);
    // Not atomic: this end is the only one that writes it.
    const read = this.#words[readWord] ?? 0;
    let waiting = (this.#seenWrite - read) >>> 0;
    if (waiting < count) {
      this.#seenWrite = Atomics.load(this.#words, writeWord);
      waiting = (this.#seenWrite - read) >>> 0;
    }
    const moved = Math.min(count, waiting);
    if (moved === 0) return 0;
    const begin = (read & (this.capacity - 1)) >>> 0;
    const untilEnd = Math.min(moved, this.capacity - begin);
    this.#copyOut(begin, values, first, untilEnd);
    this.#copyOut(0, values, first + untilEnd, moved - untilEnd);
    // An atomic store: the elements are read before the producer can overwrite them.
    Atomics.store(this.#words, readWord, (read + moved) >>> 0);
    return moved;
  }

  /** Producer: adds to the elements that did not fit and were given up, modulo 2^32. */
  countDropped(count: number): void {
    Atomics.add(this.#words, droppedWord, count);
  }

  /** Consumer: adds to the elements that were due and not there, modulo 2^32. */
  countUnderrun(count: number): void {
    Atomics.add(this.#words, underrunWord, count);
  }

  /** Elements that the producer gave up, modulo 2^32; either end may ask. */
  get dropped(): number {
    return Atomics.load(this.#words, droppedWord);
  }

  /** Elements that the consumer lacked, modulo 2^32; either end may ask. */
  get underrun(): number {
    return Atomics.load(this.#words, underrunWord);
  }

  /** Whole elements that `values` holds from element `first` on. */
  #room(values: A, first: number): number {
    return Math.floor(values.length / this.components) - first;
  }

  #check(values: A, first: number, count: number): void {
    const right = Number.isInteger(first) && Number.isInteger(count) && first >= 0 && count >= 0;
    if (!right || (first + count) * this.components > values.length) {
      throw invalid(
        `Elements ${first} to ${first + count} were asked for, but the array holds ` +
          `${Math.floor(values.length / this.components)}; ask for elements inside it.`,
      );
    }
  }

  /** Copies `count` elements, which do not wrap, from the ring's `index` on. */
  #copyOut(index: number, values: A, first: number, count: number): void {
    const { components } = this;
    const size = this.#blockSize;
    while (count > 0) {
      const inBlock = index % size;
      const part = Math.min(count, size - inBlock);
      const block = part === size ? this.#blocks[index / size] : undefined;
      if (block !== undefined) {
        values.set(block, first * components);
      } else {
        copy(this.#values, index * components, values, first * components, part * components);
      }
      index += part;
      first += part;
      count -= part;
    }
  }
}

function copy(from: RingArray, fromIndex: number, to: RingArray, toIndex: number, count: number) {
  for (let i = 0; i < count; ++i) to[toIndex + i] = from[fromIndex + i] ?? 0;
}
