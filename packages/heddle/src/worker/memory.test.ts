import { expect, it } from 'vitest';

import { HeddleError } from '../errors.js';
import { heddleBytes, heddleControl, heddleError } from '../generated/common.js';
import { readInput } from './inputs.js';
import { CancelledError, formatBytes, ModuleMemory, withScratch } from './memory.js';

/** A module that only hands out memory, one page, and remembers what is held. */
function makeModule() {
  const wasmMemory = new WebAssembly.Memory({ initial: 1, maximum: 4 });
  const held: number[] = [];
  let next = 64;
  return {
    wasmMemory,
    held,
    _heddle_memory_allocate(size: number): number {
      if (next + size > wasmMemory.buffer.byteLength) return 0;
      const pointer = next;
      next += Math.ceil(size / 64) * 64;
      held.push(pointer);
      return pointer;
    },
    _heddle_memory_release(pointer: number): void {
      held.splice(held.indexOf(pointer), 1);
    },
    _heddle_bytes_release: () => undefined,
  };
}

function setUp() {
  const module = makeModule();
  return { module, memory: new ModuleMemory(module, 2 ** 18) };
}

it('LayoutsLieWithinTheirStructs', () => {
  for (const { size, fields } of [heddleBytes, heddleControl, heddleError]) {
    for (const { offset } of Object.values(fields)) expect(offset).toBeLessThan(size);
  }
});

it('AccessesSurviveGrowth', () => {
  const { module, memory } = setUp();
  const pointer = memory.allocate(8);
  memory.write(pointer, Uint8Array.of(1, 2, 3));
  module.wasmMemory.grow(1);
  expect([...memory.copy(pointer, 4)]).toEqual([1, 2, 3, 0]);
  memory.write(pointer, Uint8Array.of(255, 255, 255, 255));
  expect(memory.read(pointer, { offset: 0, type: 'u32' })).toBe(4_294_967_295);
  expect(memory.read(pointer, { offset: 0, type: 'i32' })).toBe(-1);
});

it('ASizeBeyondTheMaximumIsNeverPassedOn', () => {
  const { memory, module } = setUp();
  // As a 32-bit size it would be 8.
  expect(memory.allocate(2 ** 32 + 8)).toBe(0);
  expect(module.held).toEqual([]);
});

it('ErrorsAreReadWithTheNameOfTheirInput', () => {
  const { memory } = setUp();
  const pointer = memory.allocate(heddleError.size);
  const view = new DataView(memory.buffer);
  const { code, input, line, byteOffset, message } = heddleError.fields;
  view.setUint32(pointer + code.offset, 2, true);
  view.setInt32(pointer + input.offset, 1, true);
  view.setFloat64(pointer + line.offset, 3, true);
  view.setFloat64(pointer + byteOffset.offset, 0, true);
  memory.write(pointer + message.offset, new TextEncoder().encode('schön'));
  const expected = {
    code: 'malformed_input',
    input: 'right',
    line: 3,
    byteOffset: 0,
    message: 'schön',
  };
  expect(memory.error(pointer, ['left', 'right'])).toMatchObject(expected);
  view.setInt32(pointer + input.offset, -1, true);
  view.setFloat64(pointer + byteOffset.offset, -1, true);
  const vague = memory.error(pointer, ['left', 'right']);
  expect(vague).not.toHaveProperty('input');
  expect(vague).not.toHaveProperty('byteOffset');
  view.setUint32(pointer + code.offset, 4, true);
  expect(memory.error(pointer, [])).toBeInstanceOf(CancelledError);
  view.setUint32(pointer + code.offset, 99, true);
  expect(memory.error(pointer, [])).toMatchObject({ code: 'internal' });
});

it.each([undefined, new CancelledError(), new HeddleError('io', ''), new RangeError('allocation')])(
  'ScratchIsReleasedAfter_%s',
  async (error) => {
    const { module, memory } = setUp();
    const order: string[] = [];
    const work = withScratch(memory, (scratch) => {
      scratch.add(() => order.push('first'));
      scratch.allocate(10, 'A thing');
      scratch.add(() => order.push('last'));
      expect(module.held).toHaveLength(1);
      return error === undefined ? Promise.resolve() : Promise.reject(error);
    });
    await work.catch(() => undefined);
    expect(module.held).toEqual([]);
    expect(order).toEqual(['last', 'first']);
  },
);

it('ScratchIsLeftAloneAfterATrap', async () => {
  const { module, memory } = setUp();
  const work = withScratch(memory, (scratch) => {
    scratch.allocate(10, 'A thing');
    return Promise.reject(new WebAssembly.RuntimeError('unreachable'));
  });
  await expect(work).rejects.toThrow('unreachable');
  expect(module.held).toHaveLength(1);
});

it('AnInputThatDoesNotFitIsNamedWithItsSize', async () => {
  const { memory } = setUp();
  const bytes = new Uint8Array(100_000);
  const work = withScratch(memory, (scratch) =>
    readInput('left', { bytes, size: bytes.length }, memory, scratch, () => undefined),
  );
  await expect(work).rejects.toMatchObject({
    code: 'out_of_memory',
    input: 'left',
    message: expect.stringContaining('The input left (100000 bytes)') as unknown,
  });
});

it('ABlobThatEndsEarlyIsAnIoError', async () => {
  const { module, memory } = setUp();
  const blob = new Blob(['abc']);
  const lying = { size: 5, slice: () => blob, [Symbol.toStringTag]: 'Blob' } as unknown as Blob;
  const work = withScratch(memory, (scratch) =>
    readInput('left', { bytes: lying, size: 5 }, memory, scratch, () => undefined),
  );
  await expect(work).rejects.toMatchObject({ code: 'io', byteOffset: 3 });
  expect(module.held).toEqual([]);
});

it('SizesAreShownToPeople', () => {
  expect([100, 2_500_000, 3_145_728_000].map(formatBytes)).toEqual([
    '100 bytes',
    '2.5 MB',
    '3.15 GB',
  ]);
});
