import { HeddleError } from '../errors.js';
import type { Engine, Operation } from '../operation.js';
import type { Stateful } from '../session.js';
import type { BundledScenario, Rules, Scenario } from './scenario.js';
import {
  parseDomainInfo,
  parseHashPart,
  parseState,
  parseStepReply,
  type DomainInfo,
  type HashPart,
  type SimulationState,
  type StepReply,
} from './wire.js';

const engine: Engine = {
  name: 'sim',
  modules: {
    // Literal, so that every bundler sees the files.
    threads: () => new URL('../../wasm/sim.threads.wasm', import.meta.url),
    simd: () => new URL('../../wasm/sim.simd.wasm', import.meta.url),
  },
};

/** Most time between two signs of life of a kernel that runs a step, in milliseconds. */
const silence = 20_000;

/** Ticks of one step at most: what has to be done again when a kernel dies. */
export const ticksAtOnce = 8;

/** How a simulation is opened. */
export interface Opening {
  /** A scenario, or the name of a bundled one; absent with `snapshot`. */
  readonly scenario: Scenario | BundledScenario | undefined;
  readonly entities: number | undefined;
  readonly seed: number | undefined;
  readonly snapshot: Uint8Array | undefined;
  /** Red, green, blue and a byte of nothing for each of 64 tribes. */
  readonly palette: Uint8Array;
}

/** Which domain of a world. */
export interface DomainPlace {
  readonly index: number;
  readonly count: number;
}

/** How a domain is opened. */
export interface DomainOpening {
  readonly opening: Opening;
  readonly place: DomainPlace;
  /** To each other domain; undefined at its own place. */
  readonly ports: readonly (MessagePort | undefined)[];
  /** A message on it says that another domain is gone. */
  readonly control: MessagePort;
}

/** One entity, with all that is known of it. */
export interface Entity {
  readonly id: number;
  /** Place of its tribe in the scenario's list. */
  readonly tribe: number;
  readonly tribeName: string;
  readonly x: number;
  readonly y: number;
  /** Distance a tick. */
  readonly vx: number;
  readonly vy: number;
  readonly energy: number;
  /** In ticks. */
  readonly age: number;
  /** Age of death, if nothing else happens. */
  readonly lifespan: number;
  readonly genes: Readonly<
    Record<
      | 'maxSpeed'
      | 'visionRange'
      | 'metabolism'
      | 'fecundity'
      | 'aggression'
      | 'cohesion'
      | 'foodSelectivity'
      | 'diet'
      | 'fieldOfView',
      number
    >
  >;
}

/** A place in the world, and how much of it. */
export interface Query {
  readonly x: number;
  readonly y: number;
  /** 0 to half the world's extent. */
  readonly radius: number;
  /** Most entities that are answered, from 1. Default 100. */
  readonly max?: number | undefined;
}

/** The stock of each cell. */
export interface Food {
  /** Cells in a row, and rows. */
  readonly side: number;
  /** Row by row, 0 to 255 as a share of the most that a cell can have. */
  readonly stock: Uint8Array;
}

function operation<Input, Result>(
  name: string,
  decode: (reply: unknown) => Result,
): Operation<Input, Result> {
  return { engine, name, silence, encode: (value) => ({ value, transfer: [] }), decode };
}

function text(reply: unknown): string {
  if (typeof reply !== 'string') throw new TypeError('The reply is not a text.');
  return reply;
}

function bytes(reply: unknown): Uint8Array<ArrayBuffer> {
  if (!(reply instanceof Uint8Array)) throw new TypeError('The reply is no bytes.');
  return reply as Uint8Array<ArrayBuffer>;
}

const steps = {
  step: operation<{ readonly ticks: number; readonly frames: boolean }, StepReply>(
    'step',
    parseStepReply,
  ),
  adjust: operation<Rules, SimulationState>('adjust', parseState),
  restore: operation<Uint8Array, SimulationState>('restore', parseState),
  state: operation<undefined, SimulationState>('state', parseState),
  hash: operation<undefined, string>('hash', text),
  food: operation<undefined, Food>('food', (reply) => {
    const { side, stock } = reply as Food;
    if (!Number.isInteger(side) || bytes(stock).length !== side * side) {
      throw new TypeError('The food is not a square.');
    }
    return { side, stock };
  }),
  query: operation<Query, Entity[]>('query', (reply) => JSON.parse(text(reply)) as Entity[]),
  scenario: operation<undefined, Scenario>(
    'scenario',
    (reply) => JSON.parse(text(reply)) as Scenario,
  ),
  snapshot: operation<undefined, Uint8Array<ArrayBuffer>>('snapshot', bytes),
};

const domainSteps = {
  ...steps,
  info: operation<undefined, DomainInfo>('info', parseDomainInfo),
  hashPart: operation<undefined, HashPart>('hashPart', parseHashPart),
  hashOf: operation<HashPart, string>('hashOf', text),
};

/** A simulation as a session of the pool. */
export const simulation: Stateful<Opening, typeof steps> = {
  opening: operation<Opening, unknown>('world', (reply) => reply),
  steps,
  checkpointEvery: ticksAtOnce,
  weight(name, input) {
    if (name === 'step') return (input as { ticks: number }).ticks;
    // Other rules, and another world, are to be had again; the rest only looks.
    return name === 'adjust' || name === 'restore' ? 1 : 0;
  },
};

/** Where the lines of domains lie until they are opened: ports cannot be kept to be sent again. */
const switchboard = new Map<number, DomainOpening>();
let lastLine = 0;

/** Puts a domain's opening where {@link domain} finds it, once. */
export function prepareDomain(opening: DomainOpening): number {
  switchboard.set(++lastLine, opening);
  return lastLine;
}

/** A domain as a session, opened with what {@link prepareDomain} returned. It is not restored alone. */
export const domain: Stateful<number, typeof domainSteps> = {
  opening: {
    ...operation<number, unknown>('domain', (reply) => reply),
    encode(line) {
      const value = switchboard.get(line);
      switchboard.delete(line);
      if (value === undefined) {
        throw new HeddleError('unavailable', 'The kernel of a domain is gone.');
      }
      const ports = value.ports.filter((port) => port !== undefined);
      return { value, transfer: [...ports, value.control] };
    },
  },
  steps: domainSteps,
  weight: () => 0,
};
