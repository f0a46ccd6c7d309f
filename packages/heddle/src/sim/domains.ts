import { HeddleError } from '../errors.js';
import type { Pool } from '../pool.js';
import type { OpenOptions, Session, StepOptions } from '../session.js';
import { mergeFood, mergeHashParts, mergeQueries, mergeStates, mergeSteps } from './merge.js';
import {
  domain,
  prepareDomain,
  simulation,
  ticksAtOnce,
  type Opening,
  type Query,
} from './operations.js';
import type { Rules } from './scenario.js';
import type { DomainInfo } from './wire.js';

type Steps = typeof simulation.steps;
type Input<Name extends keyof Steps> = Parameters<Steps[Name]['encode']>[0];
type Result<Name extends keyof Steps> = ReturnType<Steps[Name]['decode']>;
type Member = Session<typeof domain.steps>;

/** Ways to give up what takes long, and to be told how far it is. */
export type Watching = Pick<OpenOptions, 'signal' | 'onProgress'>;

/** What runs a simulation: a session in one kernel, or domains in several. */
export interface World {
  run<Name extends keyof Steps>(
    name: Name,
    input: Input<Name>,
    options?: StepOptions,
  ): Promise<Result<Name>>;
  close(): Promise<void>;
  /** Numbers of the kernels where it lives. */
  readonly kernels: readonly number[];
  /** How the domains stand; none when there is one memory for all. */
  domains(): Promise<readonly DomainInfo[]>;
}

/** A world in one kernel. */
export class SingleWorld implements World {
  readonly #session: Session<Steps>;

  private constructor(session: Session<Steps>) {
    this.#session = session;
  }

  /** @throws HeddleError, or the signal's reason. */
  static async open(pool: Pool, opening: Opening, watching: Watching): Promise<SingleWorld> {
    return new SingleWorld(await pool.open(simulation, opening, watching));
  }

  get kernels(): readonly number[] {
    const { kernel } = this.#session;
    return kernel === undefined ? [] : [kernel];
  }

  run<Name extends keyof Steps>(
    name: Name,
    input: Input<Name>,
    options?: StepOptions,
  ): Promise<Result<Name>> {
    return this.#session.run(name, input as never, options) as Promise<Result<Name>>;
  }

  domains(): Promise<readonly DomainInfo[]> {
    return Promise.resolve([]);
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

/** Something that was done since the last checkpoint, to be done again. */
interface Entry {
  readonly name: 'step' | 'adjust' | 'restore';
  readonly input: unknown;
  readonly ticks: number;
}

interface Group {
  readonly members: readonly Member[];
  /** The page's ends of the lines on which members learn that another one is gone. */
  readonly controls: readonly MessagePort[];
}

/** Attempts to go on after kernels have failed, without a step that succeeded in between. */
const attemptsLimit = 5;

// Two groups in one pool that wait for each other's kernels would wait for ever.
const turns = new WeakMap<Pool, Promise<unknown>>();

/**
 * A world spread over the isolated memories of several kernels, which exchange letters over ports of their
 * own: the page only says how many ticks shall pass. When a kernel is gone all domains go on from the last
 * checkpoint, with the same bits.
 */
export class DomainGroup implements World {
  readonly #pool: Pool;
  readonly #opening: Opening;
  readonly #count: number;
  #group: Group | undefined;
  #checkpoint: Uint8Array | undefined;
  #entries: Entry[] = [];
  #closed: Promise<void> | undefined;

  private constructor(pool: Pool, opening: Opening, count: number) {
    this.#pool = pool;
    this.#opening = opening;
    this.#count = count;
  }

  /** @throws HeddleError also when the pool has fewer kernels than that; or the signal's reason. */
  static async open(
    pool: Pool,
    opening: Opening,
    count: number,
    watching: Watching,
  ): Promise<DomainGroup> {
    const { kernels } = pool.info();
    if (count > kernels) {
      throw new HeddleError(
        'invalid_argument',
        `${count} domains need a kernel each, and the pool has ${kernels}: ask for fewer, or for more kernels.`,
      );
    }
    const group = new DomainGroup(pool, opening, count);
    await group.#inTurn(() => group.#settle(watching));
    return group;
  }

  get kernels(): readonly number[] {
    return this.#group?.members.flatMap(({ kernel }) => kernel ?? []) ?? [];
  }

  run<Name extends keyof Steps>(
    name: Name,
    input: Input<Name>,
    options: StepOptions = {},
  ): Promise<Result<Name>> {
    if (this.#closed !== undefined) {
      return Promise.reject(new HeddleError('invalid_argument', 'The simulation was disposed of.'));
    }
    return this.#inTurn(async () => {
      options.signal?.throwIfAborted();
      const result = await this.#goOn((group) => this.#perform(group, name, input, options));
      await this.#record(name, input);
      return result as Result<Name>;
    });
  }

  domains(): Promise<readonly DomainInfo[]> {
    return this.#inTurn(() => this.#goOn((group) => all(group, 'info', undefined)));
  }

  close(): Promise<void> {
    this.#closed ??= this.#inTurn(() => this.#leave());
    return this.#closed;
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const before = turns.get(this.#pool) ?? Promise.resolve();
    const result = before.then(work);
    turns.set(
      this.#pool,
      result.catch(() => undefined),
    );
    return result;
  }

  /** Does it, if need be after the domains were opened again. */
  async #goOn<Value>(work: (group: Group) => Promise<Value>): Promise<Value> {
    for (let attempt = 1; ; ++attempt) {
      try {
        return await work(await this.#settle());
      } catch (error) {
        // The world is as before when it refuses what it is told.
        if (isRefusal(error)) throw error;
        await this.#leave();
        if (attempt === attemptsLimit || !isLoss(error)) throw error;
      }
    }
  }

  async #settle(watching: Watching = {}): Promise<Group> {
    const present = this.#group;
    if (present !== undefined) return present;
    watching.signal?.throwIfAborted();
    const group = await this.#openAll(watching);
    this.#group = group;
    for (const { name, input } of this.#entries) {
      await this.#perform(group, name, input as never).catch((error: unknown) => {
        if (!isRefusal(error)) throw error;
      });
    }
    return group;
  }

  async #openAll({ signal, onProgress }: Watching): Promise<Group> {
    const count = this.#count;
    const lines = Array.from({ length: count }, () =>
      Array.from({ length: count }, (): MessagePort | undefined => undefined),
    );
    for (const [i, own] of lines.entries()) {
      for (const [j, other] of lines.slice(0, i).entries()) {
        const { port1, port2 } = new MessageChannel();
        own[j] = port1;
        other[i] = port2;
      }
    }
    const controls: MessagePort[] = [];
    const snapshot = this.#checkpoint ?? this.#opening.snapshot;
    const restarts = this.#restarts();
    const parts = shareProgress(count, onProgress);
    const opened = await Promise.allSettled(
      lines.map((ports, index) => {
        const { port1, port2 } = new MessageChannel();
        controls.push(port1);
        const opening = { ...this.#opening, snapshot };
        const place = { index, count };
        // Opened one after the other without waiting: each goes to the kernel with the fewest.
        const line = prepareDomain({ opening, place, ports, control: port2 });
        return this.#pool.open(domain, line, { signal, onProgress: parts[index] });
      }),
    );
    const members = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = opened.find((one) => one.status === 'rejected');
    const group = { members, controls };
    if (failed === undefined && new Set(members.map(({ kernel }) => kernel)).size === count) {
      return group;
    }
    await end(group);
    signal?.throwIfAborted();
    if (failed !== undefined) {
      // Whatever the failure: with a kernel lost meanwhile it is to be tried again.
      if (this.#restarts() === restarts) throw failed.reason;
      throw new HeddleError('kernel_failed', 'A kernel was lost while domains were opened.', {
        cause: failed.reason,
      });
    }
    throw new HeddleError(
      'unavailable',
      `The kernels of the pool are taken by others, so that ${count} domains do not find one each: give the simulation a pool of its own.`,
    );
  }

  #restarts(): number {
    return this.#pool.stats().kernels.reduce((sum, kernel) => sum + kernel.restarts, 0);
  }

  async #perform<Name extends keyof Steps>(
    group: Group,
    name: Name,
    input: Input<Name>,
    watching: Watching = {},
  ): Promise<unknown> {
    const { members } = group;
    const [first] = members;
    if (first === undefined) throw new HeddleError('internal', 'There are no domains.');
    switch (name) {
      case 'step':
        return mergeSteps(await all(group, 'step', input as Input<'step'>));
      case 'adjust':
        return mergeStates(await all(group, 'adjust', input as Rules));
      case 'restore':
        return mergeStates(await all(group, 'restore', input as Uint8Array, watching));
      case 'state':
        return mergeStates(await all(group, 'state', undefined));
      case 'hash':
        return first.run('hashOf', mergeHashParts(await all(group, 'hashPart', undefined)));
      case 'food': {
        const infos = await all(group, 'info', undefined);
        return mergeFood(await all(group, 'food', undefined), infos);
      }
      case 'query': {
        const { extent } = await first.run('state', undefined);
        return mergeQueries(await all(group, 'query', input as Query), input as Query, extent);
      }
      case 'scenario':
        return first.run('scenario', undefined);
      default:
        return concatenate(await all(group, 'snapshot', undefined));
    }
  }

  /** Keeps what was done, or saves the state when that would be too much to be done again. */
  async #record(name: keyof Steps, input: unknown): Promise<void> {
    if (name !== 'step' && name !== 'adjust' && name !== 'restore') return;
    const ticks = name === 'step' ? (input as Input<'step'>).ticks : 1;
    this.#entries.push({ name, input: structuredClone(input), ticks });
    if (this.#entries.reduce((sum, entry) => sum + entry.ticks, 0) < ticksAtOnce) return;
    const group = this.#group;
    if (group === undefined) return;
    try {
      this.#checkpoint = concatenate(await all(group, 'snapshot', undefined));
      this.#entries = [];
    } catch {
      // The steps are kept, and the next one saves again.
      await this.#leave();
    }
  }

  async #leave(): Promise<void> {
    const group = this.#group;
    this.#group = undefined;
    if (group !== undefined) await end(group);
  }
}

/** Asks all members; when one fails, those that would wait for it are told. */
async function all<Name extends keyof typeof domain.steps>(
  { members, controls }: Group,
  name: Name,
  input: Parameters<(typeof domain.steps)[Name]['encode']>[0],
  { signal, onProgress }: Watching = {},
): Promise<ReturnType<(typeof domain.steps)[Name]['decode']>[]> {
  let first: { readonly error: unknown } | undefined;
  const parts = shareProgress(members.length, onProgress);
  const results = await Promise.allSettled(
    members.map((member, index) => {
      const options = { retries: 0, signal, onProgress: parts[index] };
      return member.run(name, input as never, options).catch((error: unknown) => {
        first ??= { error };
        for (const control of controls) control.postMessage('gone');
        throw error;
      });
    }),
  );
  if (first !== undefined) throw first.error;
  return results.map((result) => (result as PromiseFulfilledResult<never>).value);
}

/** For each of several that work side by side what it tells its progress: the mean of all is told on. */
function shareProgress(
  count: number,
  onProgress: Watching['onProgress'],
): readonly Watching['onProgress'][] {
  const done = Array.from({ length: count }, () => 0);
  return done.map((_, index) =>
    onProgress === undefined
      ? undefined
      : (fraction: number) => {
          done[index] = fraction;
          onProgress(done.reduce((sum, one) => sum + one, 0) / count);
        },
  );
}

async function end({ members, controls }: Group): Promise<void> {
  await Promise.allSettled(members.map((member) => member.close()));
  for (const control of controls) control.close();
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof HeddleError)) return false;
  return error.code === 'invalid_argument' || error.code === 'malformed_input';
}

function isLoss(error: unknown): boolean {
  if (!(error instanceof HeddleError)) return false;
  return error.code === 'kernel_failed' || error.code === 'unavailable';
}
