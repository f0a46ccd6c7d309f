import { expect, it } from 'vitest';

import { fakeMemory } from '../../test/fake_memory.js';
import { until } from '../../test/fake_host.js';
import { HeddleError } from '../errors.js';
import { measure, readInputs, type LoadedInput } from './inputs.js';
import { CancelledError, withScratch, type ModuleMemory } from './memory.js';

const encoder = new TextEncoder();

/** A Blob whose pieces come when the test says so. */
class SlowBlob {
  readonly [Symbol.toStringTag] = 'Blob';
  readonly size: number;
  /** Sizes of the pieces that were asked for and have not come. */
  readonly waiting: { size: number; come: () => void; fail: (cause: Error) => void }[] = [];
  /** Pieces that were ever asked for. */
  asked = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, size = bytes.length) {
    this.#bytes = bytes;
    this.size = size;
  }

  slice(begin: number, end: number): { arrayBuffer: () => Promise<ArrayBuffer> } {
    const piece = new Uint8Array(this.#bytes.subarray(begin, end));
    const arrayBuffer = (): Promise<ArrayBuffer> =>
      new Promise((resolve, reject) => {
        ++this.asked;
        const entry = {
          size: piece.length,
          come: () => {
            this.waiting.splice(this.waiting.indexOf(entry), 1);
            resolve(piece.buffer);
          },
          fail: reject,
        };
        this.waiting.push(entry);
      });
    return { arrayBuffer };
  }

  get blob(): Blob {
    return this as unknown as Blob;
  }
}

async function read(
  memory: ModuleMemory,
  left: Blob | Uint8Array | string,
  right: Blob | Uint8Array | string,
  step: (read: number) => void = () => undefined,
): Promise<[LoadedInput, LoadedInput]> {
  return withScratch(memory, async (scratch) => {
    const inputs = [measure(left), measure(right)] as const;
    return [...(await readInputs(['left', 'right'], inputs, memory, scratch, step))];
  });
}

const textAt = (memory: ModuleMemory, { pointer, size }: LoadedInput): string =>
  new TextDecoder().decode(memory.copy(pointer, size));

it('BlobsAreReadAtTheSameTime', async () => {
  const { memory } = fakeMemory();
  const left = new SlowBlob(encoder.encode('left'));
  const right = new SlowBlob(encoder.encode('right one'));
  const steps: number[] = [];
  const work = read(memory, left.blob, right.blob, (size) => steps.push(size));
  await until(() => left.waiting.length === 1 && right.waiting.length === 1);
  // The order in which they come does not matter.
  right.waiting[0]?.come();
  await until(() => steps.length === 1);
  left.waiting[0]?.come();
  const [first, second] = await work;
  expect([textAt(memory, first), textAt(memory, second)]).toEqual(['left', 'right one']);
  expect(steps).toEqual([9, 4]);
});

it('EveryKindOfInputIsRead', async () => {
  const { memory } = fakeMemory();
  const [first, second] = await read(memory, 'schön', new Blob(['a', 'b']));
  expect([textAt(memory, first), textAt(memory, second)]).toEqual(['schön', 'ab']);
});

it('NoMoreIsReadAheadOfTwoBlobsThanOfOne', async () => {
  const { memory } = fakeMemory(1024);
  const bytes = new Uint8Array(2 ** 24 + 1);
  const blobs = [new SlowBlob(bytes), new SlowBlob(bytes)] as const;
  let taken = 0;
  let held = 0;
  const work = read(memory, blobs[0].blob, blobs[1].blob, (size) => (taken += size));
  const waiting = () => blobs.flatMap((blob) => blob.waiting);
  while (taken < 2 * bytes.length) {
    await until(() => waiting().length > 0);
    held = Math.max(
      held,
      waiting().reduce((sum, { size }) => sum + size, 0),
    );
    const before = taken;
    waiting()[0]?.come();
    await until(() => taken > before);
  }
  await work;
  expect(blobs.map(({ asked }) => asked)).toEqual([5, 5]);
  expect(held).toBe(2 ** 23);
});

it('AFailureOfOneEndsTheOther', async () => {
  const { module, memory } = fakeMemory();
  const left = new SlowBlob(encoder.encode('left'));
  const right = new SlowBlob(encoder.encode('right'));
  let steps = 0;
  const work = read(memory, left.blob, right.blob, () => ++steps);
  await until(() => right.waiting.length === 1);
  right.waiting[0]?.fail(new Error('gone'));
  await expect(work).rejects.toMatchObject({
    code: 'io',
    input: 'right',
    message: expect.stringContaining('gone') as unknown,
  });
  expect(module.held).toEqual([]);
  // What comes late goes nowhere: its memory may be another job's by now.
  const before = memory.copy(0, 1024);
  left.waiting[0]?.come();
  await new Promise(setImmediate);
  expect(memory.copy(0, 1024)).toEqual(before);
  expect([steps, left.asked]).toEqual([0, 1]);
});

it('CancellingEndsBoth', async () => {
  const { module, memory } = fakeMemory(1024);
  const bytes = new Uint8Array(2 ** 24);
  const blobs = [new SlowBlob(bytes), new SlowBlob(bytes)] as const;
  const work = read(memory, blobs[0].blob, blobs[1].blob, () => {
    throw new CancelledError();
  });
  await until(() => blobs[1].waiting.length === 1);
  blobs[1].waiting[0]?.come();
  await expect(work).rejects.toBeInstanceOf(CancelledError);
  expect(module.held).toEqual([]);
  blobs[0].waiting[0]?.come();
  await new Promise(setImmediate);
  expect(blobs.map(({ asked }) => asked)).toEqual([1, 1]);
});

it('AnInputThatDoesNotFitIsNamedWithItsSize', async () => {
  const { module, memory } = fakeMemory();
  await expect(read(memory, 'a', new Uint8Array(100_000))).rejects.toMatchObject({
    code: 'out_of_memory',
    input: 'right',
    message: expect.stringContaining('The input right (100000 bytes)') as unknown,
  });
  expect(module.held).toEqual([]);
});

it('ABlobThatEndsEarlyIsAnIoError', async () => {
  const { module, memory } = fakeMemory();
  const short = new SlowBlob(encoder.encode('abc'), 5);
  const work = read(memory, 'a', short.blob);
  await until(() => short.waiting.length === 1);
  short.waiting[0]?.come();
  await expect(work).rejects.toMatchObject({ code: 'io', input: 'right', byteOffset: 3 });
  await expect(work).rejects.toBeInstanceOf(HeddleError);
  expect(module.held).toEqual([]);
});
