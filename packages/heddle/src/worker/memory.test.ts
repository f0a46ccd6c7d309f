import { expect, it } from 'vitest';

import { fakeMemory } from '../../test/fake_memory.js';
import { HeddleError } from '../errors.js';
import { heddleBytes, heddleControl, heddleError } from '../generated/common.js';
import { CancelledError, formatBytes, withScratch } from './memory.js';

it('LayoutsLieWithinTheirStructs', () => {
  for (const { size, fields } of [heddleBytes, heddleControl, heddleError]) {
    for (const { offset } of Object.values(fields)) expect(offset).toBeLessThan(size);
  }
});

it('AccessesSurviveGrowth', () => {
  const { module, memory } = fakeMemory();
  const pointer = memory.allocate(8);
  memory.write(pointer, Uint8Array.of(1, 2, 3));
  module.wasmMemory.grow(1);
  expect([...memory.copy(pointer, 4)]).toEqual([1, 2, 3, 0]);
  memory.write(pointer, Uint8Array.of(255, 255, 255, 255));
  expect(memory.read(pointer, { offset: 0, type: 'u32' })).toBe(4_294_967_295);
  expect(memory.read(pointer, { offset: 0, type: 'i32' })).toBe(-1);
});

it('ASizeBeyondTheMaximumIsNeverPassedOn', () => {
  const { memory, module } = fakeMemory();
  // As a 32-bit size it would be 8.
  expect(memory.allocate(2 ** 32 + 8)).toBe(0);
  expect(module.held).toEqual([]);
});

it('ErrorsAreReadWithTheNameOfTheirInput', () => {
  const { memory } = fakeMemory();
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
    const { module, memory } = fakeMemory();
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
  const { module, memory } = fakeMemory();
  const work = withScratch(memory, (scratch) => {
    scratch.allocate(10, 'A thing');
    return Promise.reject(new WebAssembly.RuntimeError('unreachable'));
  });
  await expect(work).rejects.toThrow('unreachable');
  expect(module.held).toHaveLength(1);
});

it('SizesAreShownToPeople', () => {
  expect([100, 2_500_000, 3_145_728_000].map(formatBytes)).toEqual([
    '100 bytes',
    '2.5 MB',
    '3.15 GB',
  ]);
});
