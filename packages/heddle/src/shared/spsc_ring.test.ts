import { expect, it } from 'vitest';

import { SpscRing } from './spsc_ring.js';

const writeWord = 16;
const readWord = 32;

/** Both ends of one ring whose positions both stand at `start`. */
function makeEnds(capacity: number, start = 0) {
  const type = Uint32Array;
  const buffer = new SharedArrayBuffer(SpscRing.byteLength(type, capacity));
  SpscRing.create({ buffer, type, capacity });
  const words = new Uint32Array(buffer);
  words[writeWord] = start;
  words[readWord] = start;
  return {
    producer: SpscRing.attach({ buffer, type }),
    consumer: SpscRing.attach({ buffer, type }),
  };
}

/** The 32-bit words that are not 0, each with its offset in bytes. */
function wordsIn(buffer: ArrayBufferLike): [number, number][] {
  return [...new Uint32Array(buffer)]
    .map((word, index): [number, number] => [4 * index, word])
    .filter(([, word]) => word !== 0);
}

it('TakesWhatFitsAndGivesWhatWaits', () => {
  const { producer, consumer } = makeEnds(4);
  expect(producer.capacity).toBe(4);
  expect(producer.availableToWrite()).toBe(4);
  expect(consumer.availableToRead()).toBe(0);
  const out = new Uint32Array(6);
  expect(consumer.pop(out)).toBe(0);
  expect(producer.push(new Uint32Array())).toBe(0);
  expect(producer.push(Uint32Array.of(1, 2, 3, 4, 5, 6))).toBe(4);
  expect(producer.push(Uint32Array.of(7))).toBe(0);
  expect(producer.availableToWrite()).toBe(0);
  expect(consumer.availableToRead()).toBe(4);
  expect(consumer.pop(out, 0, 3)).toBe(3);
  expect(producer.push(Uint32Array.of(7, 8, 9), 1)).toBe(2);
  expect(consumer.pop(out, 3)).toBe(3);
  expect([...out]).toEqual([1, 2, 3, 4, 8, 9]);
});

it('LeavesTheRestOfTheOutputAlone', () => {
  const { producer, consumer } = makeEnds(4);
  producer.push(Uint32Array.of(5));
  const out = Uint32Array.of(9, 9, 9);
  expect(consumer.pop(out)).toBe(1);
  expect([...out]).toEqual([5, 9, 9]);
});

it.each([1, 2, 8])('RunsOnAfterThePositionsWrap_Capacity%i', (capacity) => {
  for (let before = 0; before < 20; ++before) {
    const { producer, consumer } = makeEnds(capacity, -before >>> 0);
    let pushed = 0;
    let popped = 0;
    // Every bulk size up to more than fits, until well behind the wrap.
    for (let round = 0; round < 60; ++round) {
      const values = Uint32Array.from({ length: round % (capacity + 2) }, (_, i) => pushed + i);
      pushed += producer.push(values);
      expect(producer.availableToWrite()).toBe(capacity - (pushed - popped));
      const out = new Uint32Array((round * 7 + 3) % (capacity + 2));
      const count = consumer.pop(out);
      expect([...out.subarray(0, count)]).toEqual(
        Array.from({ length: count }, (_, i) => popped + i),
      );
      popped += count;
      expect(consumer.availableToRead()).toBe(pushed - popped);
    }
    expect(popped).toBeGreaterThan(20);
  }
});

// One block, four of them, and a ring whose blocks are larger: parts, whole blocks and several at once.
it.each([64, 512, 2 ** 18])('MovesBulksOfAnySizeFromAnywhere_Capacity%i', (capacity) => {
  const { producer, consumer } = makeEnds(capacity, -capacity >>> 0);
  let pushed = 0;
  let popped = 0;
  for (let round = 0; round < 60; ++round) {
    const bulk = [capacity / 2, 1, 128, 127, 256, 300][round % 6] ?? 0;
    // The whole array in every other round, a part of it in the others.
    const first = round % 2;
    const values = Uint32Array.from({ length: bulk + first }, (_, i) => pushed - first + i);
    pushed += producer.push(values, first);
    const out = new Uint32Array([128, 5, 1000, capacity / 2 + 3][round % 4] ?? 0);
    const count = consumer.pop(out, 3);
    const right = out.subarray(3, 3 + count).every((value, i) => value === popped + i);
    expect({ round, right }).toEqual({ round, right: true });
    popped += count;
  }
  expect(popped).toBeGreaterThan(capacity);
});

it('MovesWholeElementsOfSeveralComponents', () => {
  const place = {
    buffer: new ArrayBuffer(1024),
    byteOffset: 64,
    type: Float32Array,
    components: 3,
  };
  const ring = SpscRing.create({ ...place, capacity: 2 });
  expect(ring.push(Float32Array.of(1, 2, 3, 4, 5, 6, 7))).toBe(2);
  const out = new Float32Array(8);
  expect(ring.pop(out, 1)).toBe(1);
  expect([...out]).toEqual([0, 0, 0, 1, 2, 3, 0, 0]);
});

it('RefusesWhatItCannotUse', () => {
  const type = Uint32Array;
  const buffer = new SharedArrayBuffer(SpscRing.byteLength(type, 8) + 64);
  const refusal = (call: () => unknown): unknown => {
    try {
      call();
    } catch (error) {
      return (error as { code?: unknown }).code;
    }
    return 'not refused';
  };
  for (const capacity of [0, -8, 6, 1.5, NaN, 2 ** 31, 2 ** 32, 32]) {
    expect(refusal(() => SpscRing.create({ buffer, type, capacity }))).toBe('invalid_argument');
  }
  for (const byteOffset of [4, -64, NaN, 128]) {
    expect(refusal(() => SpscRing.create({ buffer, byteOffset, type, capacity: 8 }))).toBe(
      'invalid_argument',
    );
  }
  for (const components of [0, 1.5, 2]) {
    expect(refusal(() => SpscRing.create({ buffer, type, components, capacity: 16 }))).toBe(
      'invalid_argument',
    );
  }
  expect(wordsIn(buffer)).toEqual([]);
  expect(() => SpscRing.attach({ buffer, type })).toThrow(/no ring/);

  const damages = [
    [0, 1, /no ring/],
    [1, 2, /version 2/],
    [2, 8, /8 bytes, not 4/],
    [3, 7, /power of two/],
    [3, 0, /power of two/],
    [3, 64, /bytes/],
    [writeWord, 9, /apart/],
    [readWord, 1, /apart/],
  ] as const;
  for (const [word, value, message] of damages) {
    SpscRing.create({ buffer, type, capacity: 8 });
    new Uint32Array(buffer)[word] = value;
    expect(() => SpscRing.attach({ buffer, type })).toThrow(message);
  }
});

it('RefusesElementsOutsideOfTheArray', () => {
  const { producer, consumer } = makeEnds(4);
  const values = new Uint32Array(2);
  for (const [first, count] of [
    [3, undefined],
    [0, 3],
    [-1, 1],
    [0, -1],
    [0.5, 1],
    [0, NaN],
  ] as const) {
    expect(() => producer.push(values, first, count)).toThrow(RangeError);
    expect(() => consumer.pop(values, first, count)).toThrow(RangeError);
  }
  expect(consumer.availableToRead()).toBe(0);
});

// The same words as in core/tests/spsc_ring_test.cpp: the two agree on every byte.
it('HasTheLayoutThatItsTwinHas', () => {
  const type = Float32Array;
  const place = { buffer: new SharedArrayBuffer(SpscRing.byteLength(type, 4, 2)), type };
  SpscRing.create({ ...place, components: 2, capacity: 4 });
  const words = new Uint32Array(place.buffer);
  words[writeWord] = 0xfffffffe;
  words[readWord] = 0xfffffffe;
  const ring = SpscRing.attach({ ...place, components: 2 });
  const out = new Float32Array(2);
  expect(ring.push(Float32Array.of(1, -1, 2, -2, 3, -3))).toBe(3);
  expect(ring.pop(out)).toBe(1);
  expect([...out]).toEqual([1, -1]);
  ring.countDropped(5);
  ring.countUnderrun(2);
  expect([ring.dropped, ring.underrun]).toEqual([5, 2]);
  expect(wordsIn(place.buffer)).toEqual([
    [0, 0x474e5248],
    [4, 1],
    [8, 8],
    [12, 4],
    [64, 1],
    [68, 5],
    [128, 0xffffffff],
    [132, 2],
    [192, 0x40400000],
    [196, 0xc0400000],
    [208, 0x3f800000],
    [212, 0xbf800000],
    [216, 0x40000000],
    [220, 0xc0000000],
  ]);
});
