import { errorCodes, type ErrorCode } from './errors.js';
import {
  asFields,
  count,
  describe,
  flag,
  identifier,
  optionalNumber,
  optionalText,
  place,
  positive,
  ProtocolError,
  share,
  sharedBuffer,
  text,
  word,
  wrong,
  type Fields,
} from './fields.js';
import { heddleControl, heddleLaneStatus, heddleMemoryStatus } from './generated/common.js';

export { ProtocolError } from './fields.js';

/**
 * What the page and a kernel say to each other; docs/guide/protocol.md describes every message. Both ends
 * pass what they receive through {@link parseToKernel} or {@link parseToPage}; what is not understood is
 * refused.
 *
 * The way of one kernel: page starts the worker; kernel `ready`; page `load`, kernel `loaded`; then page `run`
 * with one or more jobs, and for each of them, in their order, kernel any number of `control` and `progress`,
 * then one of `done` or `failed`.
 */

/** Changes with every change of a message. */
export const protocolVersion = 4;

/** Most jobs in one message. */
export const batchLimit = 32;
/** Most bytes of an input that are posted at a time. */
export const sliceLimit = 2 ** 21;
/** Size of a mailbox in bytes. */
export const mailboxBytes = 4096;
/** Most lanes that the C++ scheduler takes. */
export const lanesLimit = 256;

/** Which compiled form of an engine a kernel runs. */
export type Build = 'threads' | 'simd' | 'script';
const builds = ['threads', 'simd', 'script'] as const;

/**
 * What a job asks for: `run` an operation; `open` a session, run a `step` of it, ask for its `checkpoint`,
 * `close` it; `allocate` memory for a buffer; `trace` the engine's lanes.
 */
export type Action = (typeof actions)[number];
const actions = ['run', 'open', 'step', 'checkpoint', 'close', 'allocate', 'trace'] as const;

/** One job as it is posted. */
export interface JobMessage {
  /** Number of the job, unique for the kernel. */
  readonly job: number;
  readonly engine: string;
  /** Name of the operation, of the kind of session, or of the session's operation. */
  readonly operation: string;
  /** Checked by the operation. */
  readonly input: unknown;
  /** Absent: `run`. */
  readonly action?: Action | undefined;
  /** Number of the session or of the buffer; absent where there is none. */
  readonly target?: number | undefined;
  /** With `open`: where the session goes on. */
  readonly checkpoint?: Uint8Array | undefined;
}

/** How much memory an engine may have. */
export interface MemoryLimits {
  /** Most bytes; absent: as much as the host gives. */
  readonly maximum: number | undefined;
  /** Whether all of it is taken at the start. */
  readonly fixed: boolean;
}

/** From the page to a kernel. */
export type ToKernel =
  | {
      readonly type: 'load';
      readonly engine: string;
      readonly build: Build;
      /** Compiled once in the page; absent for the script build. */
      readonly module: WebAssembly.Module | undefined;
      /** From 1. */
      readonly lanes: number;
      readonly memory: MemoryLimits;
    }
  /** 1 to 32 jobs, run one after the other. */
  | { readonly type: 'run'; readonly jobs: readonly JobMessage[] }
  /** Ask the job to end early; it ends with `failed` or, when that comes first, with `done`. */
  | { readonly type: 'cancel'; readonly job: number }
  /** A piece of a large input, sent before the job that names the stream. */
  | {
      readonly type: 'slice';
      readonly stream: number;
      /** Size of the whole input. */
      readonly size: number;
      readonly offset: number;
      readonly bytes: Uint8Array;
    }
  /** Forget a stream whose job does not come, or a buffer or a view that the page is done with. */
  | { readonly type: 'drop'; readonly kind: Dropped; readonly target: number };

/** What a kernel may forget. */
export type Dropped = (typeof droppedKinds)[number];
const droppedKinds = ['stream', 'buffer', 'view'] as const;

/** A control block in shared memory (struct heddle_control) that the page may read and write. */
export interface SharedControl {
  readonly buffer: SharedArrayBuffer;
  /** Byte offset in the buffer; a multiple of 4. */
  readonly address: number;
  /** What share of the whole job is finished when the block says 0 and when it says all, 0 to 1. */
  readonly from: number;
  readonly to: number;
}

/** Places in an engine's shared memory that the page may read at any time. */
export interface SharedPlaces {
  readonly buffer: SharedArrayBuffer;
  /** Byte offset of the first struct heddle_lane_status. */
  readonly laneStatus: number;
  readonly lanes: number;
  /** Byte offset of the struct heddle_memory_status; absent where the engine has none. */
  readonly memoryStatus: number | undefined;
}

/** Bytes of a result in an engine's shared memory. */
export interface ViewMark {
  /** Number of the view, chosen by the kernel. */
  readonly view: number;
  readonly memory: SharedArrayBuffer;
  /** Byte offset in the memory. */
  readonly address: number;
  /** In bytes, from 1. */
  readonly size: number;
}

/** A failure as it is posted. */
export interface PostedError {
  /** `cancelled` only after the page asked for it. */
  readonly code: ErrorCode | 'cancelled';
  readonly message: string;
  /** Class and stack of the error underneath, as the worker saw it. */
  readonly name: string | undefined;
  readonly stack: string | undefined;
  readonly input: string | undefined;
  readonly line: number | undefined;
  readonly byteOffset: number | undefined;
  /** Whether the kernel is broken and must be replaced. */
  readonly fatal: boolean;
}

/** From a kernel to the page. */
export type ToPage =
  /** The worker's script runs and listens. */
  | {
      readonly type: 'ready';
      /** Where small `run` messages may be put while the kernel looks there; absent: they are posted. */
      readonly mailbox?: SharedArrayBuffer | undefined;
    }
  | {
      readonly type: 'loaded';
      readonly engine: string;
      /** Most bytes that the engine's memory can grow to. */
      readonly memoryMaximum: number;
      /** Only in the threads build. */
      readonly shared: SharedPlaces | undefined;
    }
  | { readonly type: 'load-failed'; readonly engine: string; readonly error: PostedError }
  /** Where the running job's progress is to be read and its end to be asked for. */
  | { readonly type: 'control'; readonly job: number; readonly control: SharedControl }
  | {
      readonly type: 'progress';
      readonly job: number;
      /** Finished share of the job, 0 to 1. */
      readonly fraction: number;
    }
  | {
      readonly type: 'done';
      readonly job: number;
      /** Checked by the operation. */
      readonly result: unknown;
      /** Parts of the result that stay in shared memory until the page drops them; absent: none. */
      readonly views?: readonly ViewMark[] | undefined;
    }
  | { readonly type: 'failed'; readonly job: number; readonly error: PostedError }
  /** Something broke outside of any job. */
  | { readonly type: 'broken'; readonly message: string; readonly stack: string | undefined };

/** A message with the version that its sender speaks. */
export type Versioned<Message> = Message & { readonly version: number };

/** Adds the version. */
export function stamp<Message extends ToKernel | ToPage>(message: Message): Versioned<Message> {
  return { ...message, version: protocolVersion };
}

/** @throws ProtocolError when `value` is not a message of this version to a kernel. */
export function parseToKernel(value: unknown): ToKernel {
  const fields = parseFrame(value);
  switch (fields['type']) {
    case 'run':
      return { type: 'run', jobs: jobs(fields) };
    case 'load':
      return {
        type: 'load',
        engine: identifier(fields, 'engine'),
        build: word(fields, 'build', builds),
        module: module(fields),
        lanes: lanes(fields),
        memory: memoryLimits(fields),
      };
    case 'cancel':
      return { type: 'cancel', job: positive(fields, 'job') };
    case 'slice':
      return slice(fields);
    case 'drop':
      return {
        type: 'drop',
        kind: word(fields, 'kind', droppedKinds),
        target: positive(fields, 'target'),
      };
    default:
      throw unknownType(fields);
  }
}

/** @throws ProtocolError when `value` is not a message of this version to the page. */
export function parseToPage(value: unknown): ToPage {
  const fields = parseFrame(value);
  switch (fields['type']) {
    case 'done':
      return {
        type: 'done',
        job: positive(fields, 'job'),
        result: fields['result'],
        views: views(fields),
      };
    case 'failed':
      return { type: 'failed', job: positive(fields, 'job'), error: postedError(fields) };
    case 'progress':
      return {
        type: 'progress',
        job: positive(fields, 'job'),
        fraction: share(fields, 'fraction'),
      };
    case 'control':
      return { type: 'control', job: positive(fields, 'job'), control: control(fields) };
    case 'ready':
      return { type: 'ready', mailbox: mailbox(fields) };
    case 'loaded':
      return {
        type: 'loaded',
        engine: identifier(fields, 'engine'),
        memoryMaximum: positive(fields, 'memoryMaximum'),
        shared: sharedPlaces(fields),
      };
    case 'load-failed':
      return {
        type: 'load-failed',
        engine: identifier(fields, 'engine'),
        error: postedError(fields),
      };
    case 'broken':
      return {
        type: 'broken',
        message: text(fields, 'message'),
        stack: optionalText(fields, 'stack'),
      };
    default:
      throw unknownType(fields);
  }
}

function parseFrame(value: unknown): Fields {
  const fields = asFields(value, 'A message');
  if (fields['version'] !== protocolVersion) {
    throw new ProtocolError(
      `A message has the version ${describe(fields['version'])} instead of ${protocolVersion}: ` +
        "the page's script and the worker's come from different releases; deploy them together.",
    );
  }
  return fields;
}

function unknownType(fields: Fields): ProtocolError {
  return new ProtocolError(`A message has the unknown type ${describe(fields['type'])}.`);
}

function jobs(fields: Fields): JobMessage[] {
  const list = fields['jobs'];
  if (!Array.isArray(list) || list.length === 0 || list.length > batchLimit) {
    throw wrong(fields, 'jobs', `a list of 1 to ${batchLimit} jobs`);
  }
  // By index: a list with holes has jobs that are undefined, which map() would leave out.
  return Array.from(list as unknown[], parseJob);
}

function parseJob(value: unknown): JobMessage {
  const fields = asFields(value, 'A job');
  const { action, target, checkpoint } = fields;
  if (checkpoint !== undefined && !(checkpoint instanceof Uint8Array)) {
    throw wrong(fields, 'checkpoint', 'bytes');
  }
  return {
    job: positive(fields, 'job'),
    engine: identifier(fields, 'engine'),
    operation: identifier(fields, 'operation'),
    input: fields['input'],
    action: action === undefined ? undefined : word(fields, 'action', actions),
    target: target === undefined ? undefined : positive(fields, 'target'),
    checkpoint,
  };
}

function slice(fields: Fields): ToKernel {
  const { bytes } = fields;
  if (!(bytes instanceof Uint8Array) || bytes.length === 0 || bytes.length > sliceLimit) {
    throw wrong(fields, 'bytes', `1 to ${sliceLimit} bytes`);
  }
  const size = positive(fields, 'size');
  const offset = count(fields, 'offset');
  if (offset + bytes.length > size) throw wrong(fields, 'offset', 'a place in the stream');
  return { type: 'slice', stream: positive(fields, 'stream'), size, offset, bytes };
}

function lanes(fields: Fields): number {
  const value = positive(fields, 'lanes');
  if (value > lanesLimit) throw wrong(fields, 'lanes', `an integer from 1 to ${lanesLimit}`);
  return value;
}

function memoryLimits(fields: Fields): MemoryLimits {
  const memory = asFields(fields['memory'], 'The field memory');
  return {
    maximum: memory['maximum'] === undefined ? undefined : positive(memory, 'maximum'),
    fixed: flag(memory, 'fixed'),
  };
}

function module(fields: Fields): WebAssembly.Module | undefined {
  const value = fields['module'];
  if (value === undefined) return undefined;
  if (typeof WebAssembly === 'undefined' || !(value instanceof WebAssembly.Module)) {
    throw wrong(fields, 'module', 'a compiled module');
  }
  return value;
}

function control(fields: Fields): SharedControl {
  const block = asFields(fields['control'], 'The field control');
  const buffer = sharedBuffer(block, 'buffer');
  return {
    buffer,
    address: place(block, 'address', buffer, heddleControl.size),
    from: share(block, 'from'),
    to: share(block, 'to'),
  };
}

function views(fields: Fields): readonly ViewMark[] | undefined {
  const list = fields['views'];
  if (list === undefined) return undefined;
  if (!Array.isArray(list)) throw wrong(fields, 'views', 'a list');
  return Array.from(list as unknown[], (item) => {
    const mark = asFields(item, 'A view');
    const memory = sharedBuffer(mark, 'memory');
    const [address, size] = [count(mark, 'address'), positive(mark, 'size')];
    if (address + size > memory.byteLength) throw wrong(mark, 'size', 'within the memory');
    return { view: positive(mark, 'view'), memory, address, size };
  });
}

function mailbox(fields: Fields): SharedArrayBuffer | undefined {
  if (fields['mailbox'] === undefined) return undefined;
  const buffer = sharedBuffer(fields, 'mailbox');
  if (buffer.byteLength !== mailboxBytes) throw wrong(fields, 'mailbox', `${mailboxBytes} bytes`);
  return buffer;
}

function sharedPlaces(fields: Fields): SharedPlaces | undefined {
  if (fields['shared'] === undefined) return undefined;
  const places = asFields(fields['shared'], 'The field shared');
  const buffer = sharedBuffer(places, 'buffer');
  const number = lanes(places);
  return {
    buffer,
    lanes: number,
    laneStatus: place(places, 'laneStatus', buffer, number * heddleLaneStatus.size),
    memoryStatus:
      places['memoryStatus'] === undefined
        ? undefined
        : place(places, 'memoryStatus', buffer, heddleMemoryStatus.size),
  };
}

const postedCodes = [...errorCodes, 'cancelled'] as const;

function postedError(fields: Fields): PostedError {
  const error = asFields(fields['error'], 'The field error');
  return {
    code: word(error, 'code', postedCodes),
    message: text(error, 'message'),
    name: optionalText(error, 'name'),
    stack: optionalText(error, 'stack'),
    input: optionalText(error, 'input'),
    line: optionalNumber(error, 'line'),
    byteOffset: optionalNumber(error, 'byteOffset'),
    fatal: flag(error, 'fatal'),
  };
}
