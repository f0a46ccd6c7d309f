/** What the page and a kernel say to each other about a simulation, and the check of it. */

/** How a simulation stands. */
export interface SimulationState {
  /** Ticks that have passed. */
  readonly tick: number;
  /** Entities that are alive. */
  readonly size: number;
  /** Width and height of the world; it repeats itself beyond. */
  readonly extent: number;
  /** Width and height of a cell of food. */
  readonly cellSize: number;
  /** Cells in a row, and rows. */
  readonly side: number;
  /** Bytes that the world takes. */
  readonly bytes: number;
  /** How many there are of each tribe, in the scenario's order. */
  readonly census: readonly number[];
}

/** Milliseconds that the phases of ticks took. */
export interface PhaseTimes {
  /** Entities are sorted by their cells. */
  readonly sort: number;
  /** Entities perceive, steer, move and graze. */
  readonly behave: number;
  /** Fights, deaths, and who mates. */
  readonly resolve: number;
  /** Births and removals. */
  readonly turnover: number;
}

/** Gains and losses of energy; docs/guide/simulation.md has the equations. */
export interface Ledger {
  readonly grown: number;
  readonly grazed: number;
  readonly basal: number;
  readonly motion: number;
  readonly vision: number;
  readonly wounds: number;
  readonly looted: number;
  readonly perished: number;
}

/** What the ticks of one step took and did. */
export interface StepWork {
  readonly ticks: number;
  readonly phases: PhaseTimes;
  /** Of the longest tick, in milliseconds. */
  readonly longest: number;
  readonly ledger: Ledger;
}

/** Where frames lie: in shared memory, a triple buffer; otherwise the frame itself, transferred. */
export type FramePlace =
  | { readonly memory: SharedArrayBuffer; readonly address: number; readonly capacity: number }
  | { readonly frame: ArrayBuffer; readonly capacity: number };

/** What one domain adds to the hash of the world. */
export interface HashPart {
  /** Entities. */
  readonly size: number;
  /** Halves of a sum modulo 2^64. */
  readonly low: number;
  readonly high: number;
}

/** Messages and their bytes. */
export interface Traffic {
  readonly messages: number;
  readonly bytes: number;
}

/** What domains tell each other about. */
export const topics = ['entities', 'food', 'intents', 'loot', 'births', 'load'] as const;
export type Topic = (typeof topics)[number];

/** How a domain stands. */
export interface DomainInfo {
  /** The first row of cells that it owns, and the first that it does not. */
  readonly rows: readonly [number, number];
  /** How much longer the slowest domain takes than the mean. */
  readonly imbalance: number;
  /** What it has sent so far. */
  readonly sent: Readonly<Record<Topic, Traffic>>;
}

/** The reply to each step. */
export interface StepReply {
  readonly state: SimulationState;
  readonly work: StepWork;
  /** Of a world in domains, the pieces. */
  readonly frames: FramePlace | readonly FramePlace[] | undefined;
}

export const phaseNames = ['sort', 'behave', 'resolve', 'turnover'] as const;
export const ledgerNames = [
  'grown',
  'grazed',
  'basal',
  'motion',
  'vision',
  'wounds',
  'looted',
  'perished',
] as const;
const stateNames = ['tick', 'size', 'extent', 'cellSize', 'side', 'bytes'] as const;

/** Most tribes of a scenario; a palette has a color for each. */
export const tribesLimit = 64;

const headerBytes = 64;
const entityBytes = 17;

/** Bytes of a frame with room for `capacity` entities, a multiple of 8; heddle_sim_frame says what is in it. */
export function frameBytes(capacity: number): number {
  return headerBytes + 8 * Math.ceil((entityBytes * capacity) / 8);
}

/** One picture of the world. The arrays belong to the simulation: read them before the next frame. */
export interface Frame {
  /** Ticks that had passed. */
  readonly tick: number;
  /** Entities in it. */
  readonly count: number;
  /** x and y of each, from 0 to the world's extent. */
  readonly positions: Float32Array;
  /** Red, green, blue and alpha of each, 0 to 255; alpha grows with the energy. */
  readonly colors: Uint8Array;
  /** Number of each, which it keeps for life. */
  readonly ids: Uint32Array;
  /** What each eats: 0 plants only, 255 prey only. */
  readonly diets: Uint8Array;
  /** How many of them are in each domain, which lie one behind the other. */
  readonly domains: readonly number[];
}

/** A frame that lies at `offset`. */
export function viewFrame(memory: ArrayBufferLike, offset: number, capacity: number): Frame {
  const header = new DataView(memory, offset, headerBytes);
  const count = Math.min(header.getUint32(8, true), capacity);
  const positions = offset + headerBytes;
  return {
    tick: header.getFloat64(0, true),
    count,
    positions: new Float32Array(memory, positions, 2 * count),
    colors: new Uint8Array(memory, positions + 8 * capacity, 4 * count),
    ids: new Uint32Array(memory, positions + 12 * capacity, count),
    diets: new Uint8Array(memory, positions + 16 * capacity, count),
    domains: [count],
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** @throws TypeError when `value` is not a complete {@link StepReply}. */
export function parseStepReply(value: unknown): StepReply {
  const { state, work, frames } = fieldsOf(value, 'reply');
  const { ticks, longest, phases, ledger } = fieldsOf(work, 'work');
  numbers(fieldsOf(phases, 'phases'), phaseNames);
  numbers(fieldsOf(ledger, 'ledger'), ledgerNames);
  numbers({ ticks, longest }, ['ticks', 'longest']);
  return {
    state: parseState(state),
    work: work as StepWork,
    frames: frames === undefined ? undefined : parseFrames(frames),
  };
}

/** @throws TypeError */
export function parseState(value: unknown): SimulationState {
  const state = fieldsOf(value, 'state');
  numbers(state, stateNames);
  const { census } = state;
  check(Array.isArray(census) && census.every(isNumber), 'census');
  return state as unknown as SimulationState;
}

function parseFrames(value: unknown): FramePlace {
  const { memory, address, frame, capacity } = fieldsOf(value, 'frames');
  check(isNumber(capacity), 'capacity');
  if (frame !== undefined) {
    check(frame instanceof ArrayBuffer && frame.byteLength === frameBytes(capacity), 'frame');
    return { frame, capacity };
  }
  const shared = typeof SharedArrayBuffer !== 'undefined' && memory instanceof SharedArrayBuffer;
  check(shared && isNumber(address), 'memory');
  return { memory, address, capacity };
}

function fieldsOf(value: unknown, name: string): Fields {
  check(typeof value === 'object' && value !== null, name);
  return value as Fields;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function numbers(fields: Fields, names: readonly string[]): void {
  for (const name of names) check(isNumber(fields[name]), name);
}

function check(condition: boolean, name: string): asserts condition {
  if (!condition) throw new TypeError(`The field ${name} of the simulation's reply is malformed.`);
}

/** @throws TypeError */
export function parseHashPart(value: unknown): HashPart {
  const part = fieldsOf(value, 'hashPart');
  numbers(part, ['size', 'low', 'high']);
  return part as unknown as HashPart;
}

/** @throws TypeError */
export function parseDomainInfo(value: unknown): DomainInfo {
  const info = fieldsOf(value, 'info');
  const { rows, sent } = info;
  numbers(info, ['imbalance']);
  check(Array.isArray(rows) && rows.length === 2 && rows.every(isNumber), 'rows');
  const traffic = fieldsOf(sent, 'sent');
  for (const topic of topics) numbers(fieldsOf(traffic[topic], topic), ['messages', 'bytes']);
  return info as unknown as DomainInfo;
}
