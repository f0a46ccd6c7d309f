import { afterEach, describe, expect, it, vi } from 'vitest';

import { instantiate, type LoadOptions, type ModuleFactory, type ModuleOptions } from './module.js';

type Empty = object;

const memory = { buffer: new ArrayBuffer(8) } as WebAssembly.Memory;
const limits = { maximum: undefined, fixed: false };
const threads: LoadOptions = { build: 'threads', module: undefined, lanes: 3, memory: limits };
const simd: LoadOptions = { build: 'simd', module: undefined, lanes: 1, memory: limits };

/** A factory that keeps what it was given. */
function keeping(): { factory: ModuleFactory<Empty>; options: ModuleOptions[] } {
  const options: ModuleOptions[] = [];
  const factory: ModuleFactory<Empty> = (given) => {
    options.push(given);
    return Promise.resolve({ wasmMemory: memory });
  };
  return { factory, options };
}

const start = (factory: ModuleFactory<Empty>, options: LoadOptions) =>
  instantiate(factory, options, () => undefined);

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Makes the host refuse shared memory above a maximum, as phones do. */
function allowAtMost(bytes: number): void {
  const Memory = function (descriptor: { maximum: number }): object {
    if (descriptor.maximum * 65_536 > bytes) throw new RangeError('could not allocate memory');
    return { descriptor };
  };
  vi.stubGlobal('WebAssembly', { ...WebAssembly, Memory });
}

describe('TheThreadsBuild', () => {
  it.each([2 ** 31, 2 ** 30, 2 ** 29, 2 ** 28])(
    'TakesAMaximumOf_%i_WhereItIsAllowed',
    async (limit) => {
      allowAtMost(limit + 1);
      const { factory, options } = keeping();
      expect(await start(factory, threads)).toMatchObject({ memoryMaximum: limit });
      expect(options[0]).toMatchObject({
        nThreads: 2,
        wasmMemory: { descriptor: { shared: true, maximum: limit / 65_536 } },
      });
    },
  );

  it('FailsClearlyWhereNoMaximumIsAllowed', async () => {
    allowAtMost(2 ** 20);
    await expect(start(keeping().factory, threads)).rejects.toMatchObject({
      code: 'out_of_memory',
      message: expect.stringContaining('tier workers') as unknown,
    });
  });
});

describe('ABuildWithoutThreads', () => {
  it('TakesNoMoreMemoryThanItIsGiven', async () => {
    allowAtMost(2 ** 31);
    const { factory, options } = keeping();
    const limited = { ...simd, memory: { maximum: 2 ** 25, fixed: false } };
    expect(await start(factory, limited)).toMatchObject({ memoryMaximum: 2 ** 25 });
    expect(options[0]).toMatchObject({
      wasmMemory: { descriptor: { shared: false, maximum: 2 ** 25 / 65_536 } },
    });
    expect(options[0]).not.toHaveProperty('nThreads');
    expect(options[0]).not.toHaveProperty('instantiateWasm');
  });

  it('ThatIsNoWebAssemblyMakesItsMemoryItself', async () => {
    const { factory, options } = keeping();
    expect(await start(factory, { ...simd, build: 'script' })).toMatchObject({
      memoryMaximum: 2 ** 31,
    });
    expect(options[0]).not.toHaveProperty('wasmMemory');
  });

  it('FailsWithWhatItPrinted', async () => {
    const factory: ModuleFactory<Empty> = ({ printErr }) => {
      printErr?.('first');
      printErr?.('the cause');
      return Promise.reject(new Error('Aborted'));
    };
    await expect(start(factory, simd)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/Aborted first the cause/) as unknown,
    });
  });

  it('FailsWhenTheModuleCannotBeInstantiated', async () => {
    // It imports a function that it is not given.
    const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 7, 1, 1, 97, 1, 98, 0, 0];
    const module = new WebAssembly.Module(Uint8Array.from(bytes));
    const never: ModuleFactory<Empty> = ({ instantiateWasm }) => {
      instantiateWasm?.({ a: {} }, () => undefined);
      return new Promise(() => undefined);
    };
    const failing = start(never, { ...simd, module });
    await expect(failing).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('FailsWithOutOfMemoryWhenTheHostHasNone', async () => {
    const factory: ModuleFactory<Empty> = () => Promise.reject(new RangeError('no memory'));
    await expect(start(factory, simd)).rejects.toMatchObject({ code: 'out_of_memory' });
  });
});
