import { HeddleError } from '../errors.js';
import type { Pool } from '../pool.js';
import { checkInteger, type PoolOptions } from '../options.js';
import { DomainGroup, SingleWorld, type Watching, type World } from './domains.js';
import { FrameReader } from './frames.js';
import { ticksAtOnce, type Entity, type Food, type Opening, type Query } from './operations.js';
import { makePalette, type Color } from './palette.js';
import { Runner, type RunSettings } from './runner.js';
import type { BundledScenario, Rules, Scenario } from './scenario.js';
import { StatsCounter, type SimulationStats } from './stats.js';
import type { DomainInfo, Frame, SimulationState } from './wire.js';

/** How to make a simulation. */
export interface SimulationOptions extends Pick<
  PoolOptions,
  'tier' | 'lanes' | 'memory' | 'workerUrl' | 'assetsUrl' | 'log'
> {
  /** A bundled scenario by name, or one of one's own. Default `meadow`. */
  readonly scenario?: BundledScenario | Scenario | undefined;
  /** Entities at first, 1 to 16,777,216, in place of the scenario's. */
  readonly entities?: number | undefined;
  /** Of all that is random, 0 to 2^53, in place of the scenario's. */
  readonly seed?: number | undefined;
  /** Goes on from a {@link Simulation.snapshot} instead. */
  readonly snapshot?: Uint8Array | undefined;
  /**
   * Kernels that the world is spread over, each with strips of rows and a memory of its own, from 1 to 64. The
   * bits are the same for any number. Default: 1 where lanes share memory; otherwise one for each kernel of the
   * pool, of which a pool of its own has as many as there are cores, at most 4.
   */
  readonly domains?: number | undefined;
  /** Where it runs. Default: a pool of its own, with one kernel on all cores, or a kernel for each domain. */
  readonly pool?: Pool | undefined;
  /** Colors of the tribes in the frames. Default: clear ones. */
  readonly colors?: readonly Color[] | undefined;
  /** Gives the world up while it is being made: createSimulation() then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told how much of the world is made, from 0 to 1, about every 50 ms. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** Makes the function createSimulation() for a host. */
export function makeCreate(
  createPool: (options: PoolOptions) => Promise<Pool>,
): (options?: SimulationOptions) => Promise<Simulation> {
  return async (options = {}) => {
    const { scenario, entities, seed, snapshot, colors = [], pool: given } = options;
    const { signal, onProgress } = options;
    signal?.throwIfAborted();
    if (snapshot !== undefined && scenario !== undefined) {
      throw new HeddleError(
        'invalid_argument',
        'scenario and snapshot exclude each other: give one of them.',
      );
    }
    const palette = makePalette(colors);
    const { tier, lanes, memory, workerUrl, assetsUrl, log, domains } = options;
    if (domains !== undefined) checkInteger('domains', domains, 1, 64);
    const own = { tier, lanes, memory, workerUrl, assetsUrl, log, kernels: domains };
    const pool = given ?? (await createPool(own));
    try {
      const chosen = snapshot === undefined ? (scenario ?? 'meadow') : undefined;
      const opening = { scenario: chosen, entities, seed, snapshot, palette };
      const world = await openWorld(pool, opening, domains, { signal, onProgress });
      const state = await world.run('state', undefined);
      return new Simulation(pool, given === undefined, world, state);
    } catch (error) {
      if (given === undefined) await pool.dispose();
      throw error;
    }
  };
}

/** domains  undefined: as many as the pool has room for. */
async function openWorld(
  pool: Pool,
  opening: Opening,
  domains: number | undefined,
  watching: Watching,
): Promise<World> {
  const count = domains ?? defaultDomains(pool, opening);
  if (count === 1) return SingleWorld.open(pool, opening, watching);
  try {
    return await DomainGroup.open(pool, opening, count, watching);
  } catch (error) {
    const taken = error instanceof HeddleError && error.code === 'unavailable';
    if (domains !== undefined || !taken) throw error;
    return SingleWorld.open(pool, opening, watching);
  }
}

/** As many as there are kernels, when the world has a row of cells for each even if it is very dense. */
function defaultDomains(pool: Pool, { scenario, entities }: Opening): number {
  const { tier, kernels } = pool.info();
  if (tier === 'threads') return 1;
  const atFirst =
    entities ?? (typeof scenario === 'object' ? scenario.entities : undefined) ?? 2000;
  const rows = Math.floor(Math.sqrt((atFirst * Math.PI) / 200));
  return Math.max(1, Math.min(kernels, rows));
}

/**
 * A living world in a kernel of its own, or in several. It has the same bits after the same ticks, wherever it runs, and goes
 * on with the same bits when its kernel dies.
 *
 * What is asked of it is done in the order of the calls. Only {@link frame}, {@link state} and {@link stats}
 * answer at once: with what is known of the latest step.
 */
export class Simulation implements AsyncDisposable {
  /** Where it runs. */
  readonly pool: Pool;
  readonly #ownsPool: boolean;
  readonly #world: World;
  readonly #frames = new FrameReader();
  readonly #stats = new StatsCounter();
  readonly #runner: Runner;
  #state: SimulationState;

  /** Use {@link createSimulation} instead. */
  constructor(pool: Pool, ownsPool: boolean, world: World, state: SimulationState) {
    this.pool = pool;
    this.#ownsPool = ownsPool;
    this.#world = world;
    this.#state = state;
    this.#runner = new Runner((ticks) => this.step(ticks));
  }

  /** How it stood after the latest step that was answered. */
  get state(): SimulationState {
    return this.#state;
  }

  /**
   * Lets ticks pass. When it is aborted, some of them may have passed; {@link state} says it.
   *
   * ticks  from 1. Default 1.
   * @throws HeddleError, or the signal's reason.
   */
  async step(ticks = 1, options: Watching = {}): Promise<void> {
    if (!Number.isSafeInteger(ticks) || ticks < 1) {
      throw new HeddleError('invalid_argument', `ticks must be an integer from 1, not ${ticks}.`);
    }
    const { signal, onProgress } = options;
    for (let done = 0; done < ticks;) {
      const some = Math.min(ticksAtOnce, ticks - done);
      // Only the last of them is shown.
      const frames = done + some === ticks;
      const began = performance.now();
      const reply = await this.#world.run('step', { ticks: some, frames }, { signal });
      this.#state = reply.state;
      this.#stats.add(reply.work, performance.now() - began);
      if (reply.frames !== undefined) this.#frames.follow(reply.frames);
      done += some;
      onProgress?.(done / ticks);
    }
  }

  /**
   * Lets ticks pass as time does, `hz` of them a second, until {@link pause}. On a device that is too slow the
   * world goes slower. More calls change the settings.
   *
   * @throws HeddleError `invalid_argument`
   */
  run(settings: RunSettings = {}): void {
    this.#runner.run(settings);
  }

  /** Stops what {@link run} began, after the ticks that are on their way. */
  pause(): void {
    this.#runner.pause();
  }

  /** Whether {@link run} was called and {@link pause} was not. */
  get running(): boolean {
    return this.#runner.running;
  }

  /**
   * The latest picture of the world, for drawing; undefined before the first step. Nothing is copied: in the
   * tier `threads` it lies in the kernel's memory. Valid until the next call.
   */
  frame(): Frame | undefined {
    return this.#frames.read();
  }

  /**
   * The entities within a circle, nearest first.
   *
   * @throws HeddleError `invalid_argument`
   */
  query(query: Query): Promise<Entity[]> {
    return this.#world.run('query', query);
  }

  /** What grows, cell by cell. */
  food(): Promise<Food> {
    return this.#world.run('food', undefined);
  }

  /** Times, memory and gains and losses of all steps so far. */
  stats(): SimulationStats {
    return this.#stats.read(this.pool, this.#world.kernels);
  }

  /**
   * The domains that the world is spread over, with their rows and what they have sent each other; none where all
   * lanes share one memory.
   */
  domains(): Promise<readonly DomainInfo[]> {
    return this.#world.domains();
  }

  /** The scenario with all its fields, as it is now. */
  scenario(): Promise<Scenario> {
    return this.#world.run('scenario', undefined);
  }

  /**
   * Changes the rules from the next tick on. What is left out stays.
   *
   * @throws HeddleError `malformed_input`, `invalid_argument`; the rules are then as before.
   */
  async adjust(rules: Rules): Promise<void> {
    this.#state = await this.#world.run('adjust', rules);
  }

  /** A hash of the whole state, 16 hexadecimal digits: the same wherever the same ticks have passed. */
  hash(): Promise<string> {
    return this.#world.run('hash', undefined);
  }

  /** The whole state as bytes, for {@link restore} or for `createSimulation({ snapshot })`. */
  snapshot(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#world.run('snapshot', undefined);
  }

  /**
   * Goes on from a snapshot, of whatever world.
   *
   * @throws HeddleError `malformed_input`, or the signal's reason; the world is then as before.
   */
  async restore(snapshot: Uint8Array, { signal, onProgress }: Watching = {}): Promise<void> {
    this.#state = await this.#world.run('restore', snapshot, { signal, onProgress });
    // What was restored is seen at once.
    const { frames } = await this.#world.run('step', { ticks: 0, frames: true });
    if (frames !== undefined) this.#frames.follow(frames);
  }

  /** Ends it, after what was asked of it, and its pool unless that was given. More calls do no more. */
  async dispose(): Promise<void> {
    this.#runner.pause();
    await this.#world.close();
    if (this.#ownsPool) await this.pool.dispose();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}
