import { HeddleError, messageOf } from '../../errors.js';
import { heddleControl } from '../../generated/common.js';
import type { SimExports } from '../../generated/sim.js';
import type { Build } from '../../protocol.js';
import type { DomainOpening, Opening, Query } from '../../sim/operations.js';
import type { HashPart } from '../../sim/wire.js';
import type { EngineLoader, JobContext, LoadedEngine, Outcome } from '../kernel.js';
import { Scratch } from '../memory.js';
import { instantiate, type Instance, type LoadOptions, type ModuleFactory } from '../module.js';
import type { SessionKind } from '../sessions.js';
import { checkVersion, makeScheduler, openMemory, sharedPlaces, traceLanes } from '../support.js';
import { DomainWorld } from './sim_domain.js';
import { World, type Engine } from './sim_world.js';

/** Loads the simulation. */
export const loadSim: EngineLoader = async (options) => {
  let listener: ((done: number, total: number) => void) | undefined;
  const factory = await importBuild(options.build);
  const instance = await instantiate(factory, options, (done, total) => listener?.(done, total));
  return makeSim(instance, options, (next) => {
    listener = next;
  });
};

/** @throws HeddleError `unavailable` when the build is not there. */
async function importBuild(build: Build): Promise<ModuleFactory<SimExports>> {
  try {
    // Literal, so that every bundler sees the files.
    switch (build) {
      case 'threads':
        return (await import('../../../wasm/sim.threads.mjs')).default;
      case 'simd':
        return (await import('../../../wasm/sim.simd.mjs')).default;
      case 'script':
        return (await import('../../../wasm/sim.script.mjs')).default;
    }
  } catch (cause) {
    throw new HeddleError(
      'unavailable',
      `The file sim.${build}.mjs could not be loaded (${messageOf(cause)}): check that it is there.`,
      { cause },
    );
  }
}

/**
 * Makes the engine from a running instance.
 *
 * listen  says who gets the progress that a build without threads reports.
 * @throws HeddleError `unavailable` when the lanes cannot be started.
 */
export function makeSim(
  { module, memoryMaximum }: Instance<SimExports>,
  { build, lanes }: Pick<LoadOptions, 'build' | 'lanes'>,
  listen: (listener: ((done: number, total: number) => void) | undefined) => void,
): LoadedEngine {
  checkVersion(module, 'sim');
  const memory = openMemory(module, memoryMaximum);
  const scheduler = makeScheduler(module, memory, lanes);
  const engine: Engine = {
    module,
    memory,
    scheduler,
    // It lives as long as the engine: the page may write into it until it has heard of the job's end.
    control: new Scratch(memory).struct(heddleControl),
    shared: build === 'threads',
    listen,
  };
  return {
    memoryMaximum,
    shared: sharedPlaces(module, memory, scheduler, lanes),
    trace: (start) => traceLanes(module, memory, scheduler, start),
    operations: {},
    sessions: { world: worldKind(engine), domain: domainKind(engine) },
  };
}

function worldKind(engine: Engine): SessionKind {
  const step =
    (work: (world: World, input: never, job: JobContext) => unknown) =>
    (state: unknown, input: unknown, job: JobContext): Outcome => {
      const result = work(state as World, input as never, job);
      return { result, transfer: result instanceof Uint8Array ? [result.buffer] : [] };
    };
  return {
    open: (input, checkpoint, job) => new World(engine, input as Opening, checkpoint, job),
    steps: {
      step: (state, input, job) =>
        (state as World).step(input as { ticks: number; frames: boolean }, job),
      adjust: step((world, rules: object) => world.adjust(rules)),
      restore: step((world, bytes: Uint8Array, job) => world.restore(bytes, job)),
      state: step((world) => world.state()),
      hash: step((world) => world.hash()),
      food: step((world) => world.food()),
      query: step((world, query: Query) => world.query(query)),
      scenario: step((world) => world.scenario()),
      snapshot: step((world) => world.snapshot()),
    },
    checkpoint: (state) => (state as World).snapshot(),
    close: (state) => {
      (state as World).close();
    },
  };
}

function domainKind(engine: Engine): SessionKind {
  const step =
    (work: (world: World, input: never, job: JobContext) => unknown) =>
    (state: unknown, input: unknown, job: JobContext): Outcome => {
      const result = work((state as DomainWorld).world, input as never, job);
      return { result, transfer: result instanceof Uint8Array ? [result.buffer] : [] };
    };
  return {
    open: (input, _, job) => new DomainWorld(engine, input as DomainOpening, job),
    steps: {
      step: (state, input, job) =>
        (state as DomainWorld).step(input as { ticks: number; frames: boolean }, job),
      adjust: step((world, rules: object) => world.adjust(rules)),
      restore: step((world, bytes: Uint8Array, job) => world.restore(bytes, job)),
      state: step((world) => world.state()),
      info: step((world) => world.info()),
      hashPart: step((world) => world.hashPart()),
      hashOf: step((world, all: HashPart) => world.hashOf(all)),
      food: step((world) => world.food()),
      query: step((world, query: Query) => world.query(query)),
      scenario: step((world) => world.scenario()),
      snapshot: step((world) => world.snapshot()),
    },
    close: (state) => {
      (state as DomainWorld).close();
    },
  };
}
