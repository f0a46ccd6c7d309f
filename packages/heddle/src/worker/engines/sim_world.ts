import { HeddleError } from '../../errors.js';
import { heddleBytes, heddleControl, heddleError } from '../../generated/common.js';
import {
  heddleSimHash,
  heddleSimState,
  heddleSimWork,
  type SimExports,
} from '../../generated/sim.js';
import { TripleBuffer } from '../../shared/triple_buffer.js';
import type { DomainPlace, Opening, Query } from '../../sim/operations.js';
import type { Scenario } from '../../sim/scenario.js';
import {
  frameBytes,
  ledgerNames,
  phaseNames,
  tribesLimit,
  type DomainInfo,
  type FramePlace,
  type HashPart,
  type SimulationState,
  type StepReply,
  type StepWork,
} from '../../sim/wire.js';
import type { JobContext, Outcome } from '../kernel.js';
import { Scratch, withScratchNow, type ModuleMemory } from '../memory.js';

/** How much larger a frame is than the world needs, so that few births make it grow. */
const frameGrowth = 1.25;
const queryMax = 100;

/** The module that worlds live in. */
export interface Engine {
  readonly module: SimExports;
  readonly memory: ModuleMemory;
  readonly scheduler: number;
  readonly control: number;
  /** Whether the page sees the memory. */
  readonly shared: boolean;
  readonly listen: (listener: ((done: number, total: number) => void) | undefined) => void;
}

/** A letter of another domain. */
export interface DomainLetter {
  readonly from: number;
  readonly bytes: ArrayBuffer;
}

/** After so many quarters of a tick domains exchange letters. */
const exchangesOfATick = 3;

function digits(half: number): string {
  return half.toString(16).padStart(8, '0');
}

/** A triple buffer in the engine's memory. */
interface Frames {
  readonly capacity: number;
  readonly address: number;
  readonly buffer: TripleBuffer<number>;
}

/** One simulation, or a domain of one, in the engine's memory. */
export class World {
  readonly #engine: Engine;
  readonly #memory: ModuleMemory;
  readonly #module: SimExports;
  readonly #palette: number;
  readonly #place: DomainPlace | undefined;
  #sim: number;
  #frames: Frames | undefined;
  /** Frames that have become too small: the page may still read them until it knows of the new ones. */
  #old: Frames | undefined;

  /**
   * place  which domain of the world it is; absent: all of it.
   * @throws HeddleError
   */
  constructor(
    engine: Engine,
    opening: Opening,
    checkpoint: Uint8Array | undefined,
    job: JobContext,
    place?: DomainPlace,
  ) {
    this.#engine = engine;
    this.#memory = engine.memory;
    this.#module = engine.module;
    this.#place = place;
    const saved = checkpoint ?? opening.snapshot;
    this.#palette = new Scratch(this.#memory).allocate(4 * tribesLimit, 'The palette');
    this.#memory.write(this.#palette, opening.palette);
    try {
      this.#sim = saved === undefined ? this.#create(opening, job) : this.#load(saved, job);
    } catch (error) {
      this.#memory.release(this.#palette);
      throw error;
    }
  }

  step({ ticks, frames }: { ticks: number; frames: boolean }, job: JobContext): Outcome {
    return this.#watched(job, (control) =>
      withScratchNow(this.#memory, (scratch) => {
        const work = scratch.struct(heddleSimWork);
        const error = scratch.struct(heddleError);
        const { module, scheduler } = this.#engine;
        this.#check(
          module._heddle_sim_step(this.#sim, scheduler, ticks, control, work, error),
          error,
        );
        return this.#reply(work, ticks, frames);
      }),
    );
  }

  /**
   * A domain's ticks.
   *
   * exchange  is given the letter to each domain and comes back with theirs.
   */
  async stepDomain(
    { ticks, frames }: { ticks: number; frames: boolean },
    exchange: (letterTo: (domain: number) => ArrayBuffer) => Promise<readonly DomainLetter[]>,
    job: JobContext,
  ): Promise<Outcome> {
    const scratch = new Scratch(this.#memory);
    try {
      const work = scratch.struct(heddleSimWork);
      const error = scratch.struct(heddleError);
      const letter = scratch.struct(heddleBytes);
      const advance = (): void => {
        const { scheduler } = this.#engine;
        this.#check(this.#module._heddle_sim_advance(this.#sim, scheduler, work, error), error);
      };
      const letterTo = (domain: number): ArrayBuffer => {
        this.#module._heddle_sim_letter(this.#sim, domain, letter);
        return this.#memory.copyBytes(letter).buffer;
      };
      for (let tick = 0; tick < ticks; ++tick) {
        for (let i = 0; i < exchangesOfATick; ++i) {
          advance();
          for (const { from, bytes } of await exchange(letterTo)) this.#deliver(from, bytes);
        }
        advance();
        job.progress((tick + 1) / ticks);
      }
      return this.#reply(work, ticks, frames);
    } finally {
      scratch.release();
    }
  }

  #deliver(from: number, bytes: ArrayBuffer): void {
    withScratchNow(this.#memory, (scratch) => {
      const pointer = scratch.allocate(bytes.byteLength, 'A letter');
      this.#memory.write(pointer, new Uint8Array(bytes));
      const error = scratch.struct(heddleError);
      const { byteLength } = bytes;
      this.#check(
        this.#module._heddle_sim_deliver(this.#sim, from, pointer, byteLength, error),
        error,
      );
    });
  }

  info(): DomainInfo {
    return JSON.parse(
      this.#text((out, error) => this.#module._heddle_sim_domain_get(this.#sim, out, error)),
    ) as DomainInfo;
  }

  hashPart(): HashPart {
    return withScratchNow(this.#memory, (scratch) => {
      const part = scratch.struct(heddleSimHash);
      this.#module._heddle_sim_hash_part(this.#sim, this.#engine.scheduler, part);
      const { size, low, high } = heddleSimHash.fields;
      const read = (field: typeof size | typeof low | typeof high): number =>
        this.#memory.read(part, field);
      return { size: read(size), low: read(low), high: read(high) };
    });
  }

  hashOf(all: HashPart): string {
    return withScratchNow(this.#memory, (scratch) => {
      const sum = scratch.struct(heddleSimHash);
      const hash = scratch.struct(heddleSimHash);
      const { size, low, high } = heddleSimHash.fields;
      this.#memory.store(sum, size, all.size);
      this.#memory.store(sum, low, all.low);
      this.#memory.store(sum, high, all.high);
      this.#module._heddle_sim_hash_of(this.#sim, sum, hash);
      return digits(this.#memory.read(hash, high)) + digits(this.#memory.read(hash, low));
    });
  }

  state(): SimulationState {
    return withScratchNow(this.#memory, (scratch) => {
      const state = scratch.struct(heddleSimState);
      const census = scratch.allocate(4 * tribesLimit, 'The census');
      this.#module._heddle_sim_state_get(this.#sim, 0, state);
      this.#module._heddle_sim_census(this.#sim, census);
      const { fields } = heddleSimState;
      const read = (name: keyof typeof fields): number => this.#memory.read(state, fields[name]);
      const counts = new Uint32Array(this.#memory.copy(census, 4 * tribesLimit).buffer);
      return {
        tick: read('tick'),
        size: read('size'),
        extent: read('extent'),
        cellSize: read('cellSize'),
        side: read('side'),
        bytes: read('bytes'),
        census: [...counts],
      };
    });
  }

  hash(): string {
    return withScratchNow(this.#memory, (scratch) => {
      const state = scratch.struct(heddleSimState);
      this.#module._heddle_sim_state_get(this.#sim, this.#engine.scheduler, state);
      const { hashHigh, hashLow } = heddleSimState.fields;
      return digits(this.#memory.read(state, hashHigh)) + digits(this.#memory.read(state, hashLow));
    });
  }

  food(): { side: number; stock: Uint8Array } {
    const { side } = this.state();
    return withScratchNow(this.#memory, (scratch) => {
      const place = scratch.allocate(side * side, 'The food');
      this.#module._heddle_sim_food(this.#sim, place);
      return { side, stock: this.#memory.copy(place, side * side) };
    });
  }

  query({ x, y, radius, max = queryMax }: Query): string {
    return this.#text((out, error) =>
      this.#module._heddle_sim_query(this.#sim, x, y, radius, max, out, error),
    );
  }

  scenario(): string {
    return this.#text((out, error) => this.#module._heddle_sim_scenario(this.#sim, out, error));
  }

  snapshot(): Uint8Array<ArrayBuffer> {
    return this.#bytes((out, error) => this.#module._heddle_sim_snapshot(this.#sim, out, error));
  }

  adjust(rules: object): SimulationState {
    const scenario = JSON.parse(this.scenario()) as Record<string, unknown>;
    for (const [name, part] of Object.entries(rules)) {
      const present = scenario[name];
      const object = typeof part === 'object' && part !== null && typeof present === 'object';
      scenario[name] = object ? { ...present, ...part } : (part as unknown);
    }
    this.#withText(JSON.stringify(scenario), (pointer, size, error) => {
      this.#check(this.#module._heddle_sim_adjust(this.#sim, pointer, size, error), error);
    });
    return this.state();
  }

  restore(bytes: Uint8Array, job: JobContext): SimulationState {
    const restored = this.#load(bytes, job);
    this.#module._heddle_sim_release(this.#sim);
    this.#sim = restored;
    return this.state();
  }

  close(): void {
    this.#module._heddle_sim_release(this.#sim);
    this.#memory.release(this.#palette);
    for (const frames of [this.#frames, this.#old]) {
      if (frames !== undefined) this.#memory.release(frames.address);
    }
  }

  /** Does what takes its time: the page sees how far it is, and may end it. */
  #watched<Result>(job: JobContext, work: (control: number) => Result): Result {
    const { control, shared, listen } = this.#engine;
    const memory = this.#memory;
    const { buffer } = memory;
    memory.clear(control, heddleControl.size);
    if (shared && buffer instanceof SharedArrayBuffer) {
      job.share({ buffer, address: control, from: 0, to: 1 });
    }
    listen((done, total) => {
      job.progress(total > 0 ? Math.min(1, done / total) : 0);
    });
    try {
      return work(control);
    } finally {
      listen(undefined);
    }
  }

  #create({ scenario, entities, seed }: Opening, job: JobContext): number {
    const whole = typeof scenario === 'string' ? this.#bundled(scenario) : { ...scenario };
    const changes = {
      ...(entities === undefined ? {} : { entities }),
      ...(seed === undefined ? {} : { seed }),
    };
    return this.#make(JSON.stringify({ ...whole, ...changes }), job);
  }

  #bundled(name: string): Partial<Scenario> {
    const text = this.#text((out, error) => this.#module._heddle_sim_bundled(out, error));
    const all = JSON.parse(text) as Record<string, Scenario>;
    const scenario = Object.hasOwn(all, name) ? all[name] : undefined;
    if (scenario !== undefined) return scenario;
    throw new HeddleError(
      'invalid_argument',
      `There is no scenario ${name}: choose one of ${Object.keys(all).join(', ')}.`,
    );
  }

  #make(scenario: string, job: JobContext): number {
    const { module, scheduler } = this.#engine;
    const place = this.#place;
    return this.#withText(scenario, (pointer, size, error) =>
      this.#build(job, 'scenario', error, (control) => {
        if (place === undefined) {
          return module._heddle_sim_create(pointer, size, scheduler, control, error);
        }
        const { index, count } = place;
        return module._heddle_sim_create_domain(
          pointer,
          size,
          index,
          count,
          scheduler,
          control,
          error,
        );
      }),
    );
  }

  #load(bytes: Uint8Array, job: JobContext): number {
    const { module, scheduler } = this.#engine;
    const place = this.#place;
    return withScratchNow(this.#memory, (scratch) => {
      const { length } = bytes;
      const pointer = scratch.allocate(length, 'The snapshot', 'snapshot');
      this.#memory.write(pointer, bytes);
      const error = scratch.struct(heddleError);
      return this.#build(job, 'snapshot', error, (control) => {
        if (place === undefined) {
          return module._heddle_sim_restore(pointer, length, scheduler, control, error);
        }
        const { index, count } = place;
        return module._heddle_sim_restore_domain(
          pointer,
          length,
          index,
          count,
          scheduler,
          control,
          error,
        );
      });
    });
  }

  /** The world that `make` returns. @throws HeddleError about the input of that name, CancelledError */
  #build(job: JobContext, input: string, error: number, make: (control: number) => number): number {
    return this.#watched(job, (control) => {
      const sim = make(control);
      if (sim === 0) throw this.#memory.error(error, [input]);
      return sim >>> 0;
    });
  }

  #reply(work: number, ticks: number, frames: boolean): Outcome {
    const place = frames ? this.#draw() : undefined;
    const reply: StepReply = {
      state: this.state(),
      work: this.#readWork(work, ticks),
      frames: place,
    };
    const transfer = place !== undefined && 'frame' in place ? [place.frame] : [];
    return { result: reply, transfer };
  }

  /** Draws a frame where the page finds it. */
  #draw(): FramePlace {
    const { size } = this.state();
    // The page puts the pieces of domains together, which must be of one tick.
    const shared = this.#engine.shared && this.#place === undefined;
    if (!shared) {
      return withScratchNow(this.#memory, (scratch) => {
        const bytes = frameBytes(size);
        const place = scratch.allocate(bytes, 'A frame');
        this.#module._heddle_sim_frame(this.#sim, size, this.#palette, place);
        return { frame: this.#memory.copy(place, bytes).buffer, capacity: size };
      });
    }
    const frames = size <= (this.#frames?.capacity ?? -1) ? this.#frames : this.#growFrames(size);
    if (frames === undefined) throw new HeddleError('internal', 'There are no frames.');
    const { capacity, address } = frames;
    this.#module._heddle_sim_frame(this.#sim, capacity, this.#palette, frames.buffer.back());
    frames.buffer.publish();
    // Only now: the memory may have grown for these frames.
    const { buffer } = this.#memory;
    if (!(buffer instanceof SharedArrayBuffer)) {
      throw new HeddleError('internal', 'The memory is not shared.');
    }
    return { memory: buffer, address, capacity };
  }

  #growFrames(size: number): Frames {
    const capacity = Math.ceil((size + 64) * frameGrowth);
    const frameSize = frameBytes(capacity);
    const address = new Scratch(this.#memory).allocate(
      TripleBuffer.byteLength(frameSize),
      'Memory for frames',
    );
    const buffer = TripleBuffer.create({
      buffer: this.#memory.buffer,
      byteOffset: address,
      frameSize,
      view: (_buffer, offset) => offset,
    });
    if (this.#old !== undefined) this.#memory.release(this.#old.address);
    this.#old = this.#frames;
    this.#frames = { capacity, address, buffer };
    return this.#frames;
  }

  #readWork(work: number, ticks: number): StepWork {
    const { fields } = heddleSimWork;
    const read = (name: keyof typeof fields): number => this.#memory.read(work, fields[name]);
    const all = <Name extends keyof typeof fields>(names: readonly Name[]): Record<Name, number> =>
      Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name, number>;
    return { ticks, longest: read('longest'), phases: all(phaseNames), ledger: all(ledgerNames) };
  }

  #withText<Result>(
    text: string,
    work: (pointer: number, size: number, error: number) => Result,
  ): Result {
    const bytes = new TextEncoder().encode(text);
    return withScratchNow(this.#memory, (scratch) => {
      const pointer = scratch.allocate(bytes.length, 'The scenario', 'scenario');
      this.#memory.write(pointer, bytes);
      return work(pointer, bytes.length, scratch.struct(heddleError));
    });
  }

  #text(write: (out: number, error: number) => number): string {
    return new TextDecoder().decode(this.#bytes(write));
  }

  #bytes(write: (out: number, error: number) => number): Uint8Array<ArrayBuffer> {
    return withScratchNow(this.#memory, (scratch) => {
      const out = scratch.struct(heddleBytes);
      const error = scratch.struct(heddleError);
      this.#check(write(out, error), error);
      const bytes = this.#memory.copyBytes(out);
      this.#memory.releaseBytes(out);
      return bytes;
    });
  }

  #check(status: number, error: number): void {
    if (status !== 0) throw this.#memory.error(error, ['scenario']);
  }
}
