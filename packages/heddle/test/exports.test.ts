// The modules as they are built, compared with what the generated declarations say.
import { beforeAll, describe, expect, it } from 'vitest';

import { abiVersion } from '../src/generated/common.js';
import { arities, type TableExports } from '../src/generated/table.js';
import { makeTable } from '../src/worker/engines/table.js';
import { instantiate, type Instance, type ModuleFactory } from '../src/worker/module.js';
import type { Build } from '../src/protocol.js';
import { requireBuilds } from './built.js';
import { makePair } from './csv.js';

beforeAll(requireBuilds);

const builds: Build[] = ['threads', 'simd', 'script'];

async function start(build: Build): Promise<Instance<TableExports>> {
  const url = new URL(`../wasm/table.${build}.mjs`, import.meta.url);
  const glue = (await import(url.href)) as { default: ModuleFactory<TableExports> };
  const memory = { maximum: undefined, fixed: false };
  const options = { build, module: undefined, lanes: 1, memory };
  return instantiate(glue.default, options, () => undefined);
}

describe.each(builds)('TheBuild_%s', (build) => {
  it('ExportsWhatIsDeclaredAndNothingElse', async () => {
    const { module } = await start(build);
    const functions = Object.entries(module).filter(([name]) => name.startsWith('_heddle_'));
    const found = functions.map(([name, value]) => [name, (value as () => number).length]);
    expect(Object.fromEntries(found)).toEqual(arities);
    expect(module._heddle_abi_version()).toBe(abiVersion);
    expect(module.wasmMemory.buffer.byteLength).toBeGreaterThan(0);
  });

  it('ReturnsAllMemoryWhateverBecomesOfAJob', async () => {
    const instance = await start(build);
    const { module } = instance;
    const engine = await makeTable(instance, { build, lanes: 1 }, () => undefined);
    const { left, right } = makePair(2000);
    const job = { cancelled: false, progress: () => undefined, share: () => undefined };
    const cancelled = { ...job, cancelled: true };
    const round = async (): Promise<void> => {
      const run = engine.operations['diff'];
      if (run === undefined) throw new Error('The operation diff is missing.');
      await run({ left, right, key: ['id'] }, job);
      await expect(run({ left, right, key: ['nope'] }, job)).rejects.toThrow(/nope/);
      await expect(run({ left, right: `${right}"`, key: ['id'] }, job)).rejects.toThrow(/quote/);
      await expect(run({ left, right, key: ['id'] }, cancelled)).rejects.toThrow();
      await engine.operations['columns']?.({ file: left }, job);
    };
    for (let count = 0; count < 5; ++count) await round();
    const before = module.wasmMemory.buffer.byteLength;
    for (let count = 0; count < 50; ++count) await round();
    expect(module.wasmMemory.buffer.byteLength).toBe(before);
  });
});
