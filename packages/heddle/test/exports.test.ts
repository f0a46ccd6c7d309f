// The modules as they are built, compared with what the generated declarations say.
import { beforeAll, describe, expect, it } from 'vitest';

import { abiVersion } from '../src/generated/common.js';
import * as sim from '../src/generated/sim.js';
import * as table from '../src/generated/table.js';
import { makeSim } from '../src/worker/engines/sim.js';
import { makeTable } from '../src/worker/engines/table.js';
import type { LoadedEngine, Outcome } from '../src/worker/kernel.js';
import { instantiate, type Instance, type ModuleFactory } from '../src/worker/module.js';
import { makePalette } from '../src/sim/palette.js';
import type { Build } from '../src/protocol.js';
import { requireBuilds } from './built.js';
import { makePair } from './csv.js';

beforeAll(requireBuilds);

const builds: Build[] = ['threads', 'simd', 'script'];

async function start<Exports>(engine: string, build: Build): Promise<Instance<Exports>> {
  const url = new URL(`../wasm/${engine}.${build}.mjs`, import.meta.url);
  const glue = (await import(url.href)) as { default: ModuleFactory<Exports> };
  const memory = { maximum: undefined, fixed: false };
  const options = { build, module: undefined, lanes: 1, memory };
  return instantiate(glue.default, options, () => undefined);
}

describe.each(builds)('TheBuild_%s', (build) => {
  it.each([
    ['sim', sim.arities],
    ['table', table.arities],
  ])('ExportsWhatIsDeclaredAndNothingElse_%s', async (engine, arities) => {
    const { module } = await start<table.TableExports>(engine, build);
    const functions = Object.entries(module).filter(([name]) => name.startsWith('_heddle_'));
    const found = functions.map(([name, value]) => [name, (value as () => number).length]);
    expect(Object.fromEntries(found)).toEqual(arities);
    expect(module._heddle_abi_version()).toBe(abiVersion);
    expect(module.wasmMemory.buffer.byteLength).toBeGreaterThan(0);
  });

  it('ReturnsAllMemoryWhateverBecomesOfAJob', async () => {
    const instance = await start<table.TableExports>('table', build);
    const { module } = instance;
    const engine = makeTable(instance, { build, lanes: 1 }, () => undefined);
    const { left, right } = makePair(2000);
    const job = { cancelled: false, progress: () => undefined, share: () => undefined };
    const cancelled = { ...job, cancelled: true };
    const round = async (): Promise<void> => {
      const run = engine.operations['diff'];
      if (run === undefined) throw new Error('The operation diff is missing.');
      release(engine, await run({ left, right, key: ['id'] }, job));
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

  it('ReturnsAllMemoryOfASimulation', async () => {
    const instance = await start<sim.SimExports>('sim', build);
    const { module } = instance;
    const engine = makeSim(instance, { build, lanes: 1 }, () => undefined);
    const kind = engine.sessions?.['world'];
    if (kind === undefined) throw new Error('There is no kind of session named world.');
    const job = { cancelled: false, progress: () => undefined, share: () => undefined };
    const palette = makePalette([]);
    const round = async (): Promise<void> => {
      const opening = { scenario: 'crowd', entities: 1000, seed: 1, snapshot: undefined, palette };
      const world = await kind.open(opening, undefined, job);
      const run = (name: string, input?: unknown): unknown => kind.steps[name]?.(world, input, job);
      run('step', { ticks: 2, frames: true });
      const { result } = run('snapshot') as Outcome;
      run('restore', result);
      expect(() => run('restore', Uint8Array.of(1))).toThrow(/snapshot/);
      expect(() => run('adjust', { steering: { nope: 1 } })).toThrow(/nope/);
      for (const name of ['state', 'hash', 'food', 'scenario']) run(name);
      run('query', { x: 0, y: 0, radius: 9 });
      await kind.close?.(world);
      expect(() => kind.open({ ...opening, entities: 0 }, undefined, job)).toThrow(/entities/);
    };
    for (let count = 0; count < 3; ++count) await round();
    const before = module.wasmMemory.buffer.byteLength;
    for (let count = 0; count < 20; ++count) await round();
    expect(module.wasmMemory.buffer.byteLength).toBe(before);
  });
});

/** Gives back what a result has left in the engine's memory, as the page would. */
function release(engine: LoadedEngine, { views = [] }: Outcome): void {
  for (const { view } of views) engine.views?.release(view);
}
