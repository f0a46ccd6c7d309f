import { expect, it } from 'vitest';

import { TripleBuffer } from './triple_buffer.js';

const view = (buffer: ArrayBufferLike, byteOffset: number, byteLength: number): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Both ends of one triple buffer. */
function makeEnds(frameSize: number) {
  const buffer = new SharedArrayBuffer(TripleBuffer.byteLength(frameSize));
  return {
    writer: TripleBuffer.create({ buffer, frameSize, view }),
    reader: TripleBuffer.attach({ buffer, frameSize, view }),
  };
}

it('GivesTheLatestFrameOnce', () => {
  const { writer, reader } = makeEnds(100);
  expect(reader.update()).toBe(false);
  expect([...reader.front()]).toEqual(Array(100).fill(0));
  for (let round = 1; round < 50; ++round) {
    for (let older = 0; older < round % 4; ++older) {
      writer.back().fill(200);
      writer.publish();
    }
    writer.back().fill(round);
    writer.publish();
    expect(reader.update()).toBe(true);
    expect([...reader.front()]).toEqual(Array(100).fill(round));
    expect(reader.update()).toBe(false);
    expect(reader.front()[0]).toBe(round);
  }
});

it('NeverHandsOneFrameToBoth', () => {
  const { writer, reader } = makeEnds(1);
  // Every order of eight publishes and updates.
  for (let order = 0; order < 256; ++order) {
    for (let step = 0; step < 8; ++step) {
      if ((order >> step) & 1) writer.publish();
      else reader.update();
      expect(writer.back().byteOffset).not.toBe(reader.front().byteOffset);
    }
  }
});

it('MakesItsViewsOnlyOnce', () => {
  const buffer = new ArrayBuffer(TripleBuffer.byteLength(65) + 64);
  const made: number[] = [];
  const ends = TripleBuffer.create({
    buffer,
    byteOffset: 64,
    frameSize: 65,
    view: (_, byteOffset, byteLength) => {
      expect(byteLength).toBe(65);
      return made.push(byteOffset);
    },
  });
  expect(made).toEqual([320, 448, 576]);
  for (let round = 0; round < 9; ++round) {
    expect([1, 2, 3]).toContain(ends.back());
    ends.publish();
    ends.update();
    expect([1, 2, 3]).toContain(ends.front());
  }
  expect(made).toHaveLength(3);
});

it('RefusesWhatItCannotUse', () => {
  const frameSize = 100;
  const buffer = new SharedArrayBuffer(TripleBuffer.byteLength(frameSize));
  expect(buffer.byteLength).toBe(256 + 3 * 128);
  const refused = { code: 'invalid_argument' };
  for (const size of [0, -1, 1.5, NaN, 129, 2 ** 32]) {
    expect(() => TripleBuffer.create({ buffer, frameSize: size, view })).toThrow(
      expect.objectContaining(refused),
    );
  }
  for (const byteOffset of [8, -64, NaN, 64]) {
    expect(() => TripleBuffer.create({ buffer, byteOffset, frameSize, view })).toThrow(
      expect.objectContaining(refused),
    );
  }
  expect(new Uint8Array(buffer).every((byte) => byte === 0)).toBe(true);
  expect(() => TripleBuffer.attach({ buffer, frameSize, view })).toThrow(/no triple buffer/);
  const damages = [
    [0, 1, /no triple buffer/],
    [1, 2, /version 2/],
    [2, 99, /99 bytes, not 100/],
    [3, 64, /bytes/],
    [16, 3, /fourth/],
    [16, 7, /fourth/],
  ] as const;
  for (const [word, value, message] of damages) {
    TripleBuffer.create({ buffer, frameSize, view });
    new Uint32Array(buffer)[word] = value;
    expect(() => TripleBuffer.attach({ buffer, frameSize, view })).toThrow(message);
  }
  const part = buffer.slice(0, 600);
  TripleBuffer.create({ buffer, frameSize, view });
  new Uint8Array(part).set(new Uint8Array(buffer, 0, 600));
  expect(() => TripleBuffer.attach({ buffer: part, frameSize, view })).toThrow(/takes 640 bytes/);
});

// The same words as in core/tests/triple_buffer_test.cpp: the two agree on every byte.
it('HasTheLayoutThatItsTwinHas', () => {
  const frameSize = 8;
  const buffer = new SharedArrayBuffer(TripleBuffer.byteLength(frameSize));
  const both = TripleBuffer.create({
    buffer,
    frameSize,
    view: (memory, byteOffset, byteLength) => new Uint32Array(memory, byteOffset, byteLength / 4),
  });
  const publish = (...values: number[]): void => {
    both.back().set(values);
    both.publish();
  };
  publish(0x11, 0x12);
  expect(both.update()).toBe(true);
  publish(0x21, 0x22);
  publish(0x31, 0x32);
  const words = [...new Uint32Array(buffer)]
    .map((word, index) => [4 * index, word])
    .filter(([, word]) => word !== 0);
  expect(words).toEqual([
    [0, 0x49525448],
    [4, 1],
    [8, 8],
    [12, 64],
    [64, 6],
    [128, 1],
    [256, 0x11],
    [260, 0x12],
    [320, 0x21],
    [324, 0x22],
    [384, 0x31],
    [388, 0x32],
  ]);
});
