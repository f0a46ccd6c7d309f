import { isErrorCode, type ErrorCode } from './errors.js';
import { heddleControl } from './generated/common.js';

/**
 * What the page and a kernel say to each other. Both ends pass what they receive through
 * {@link parseToKernel} or {@link parseToPage}; what is not understood is refused.
 *
 * The way of one kernel: page starts the worker; kernel `ready`; page `load`, kernel `loaded`; then for every
 * job page `run`, kernel any number of `control` and `progress`, then one of `done` or `failed`.
 */

/** Changes with every change of a message. */
export const protocolVersion = 1;

/** Which compiled form of an engine a kernel runs. */
export type Build = 'threads' | 'simd' | 'script';

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
    }
  | {
      readonly type: 'run';
      /** Number of the job, unique for the kernel. */
      readonly job: number;
      readonly engine: string;
      readonly operation: string;
      /** Checked by the operation. */
      readonly input: unknown;
    }
  /** Ask the job to end early; it ends with `failed` or, when that comes first, with `done`. */
  | { readonly type: 'cancel'; readonly job: number };

/** A control block in shared memory (struct heddle_control) that the page may read and write. */
export interface SharedControl {
  readonly buffer: SharedArrayBuffer;
  /** Byte offset in the buffer; a multiple of 4. */
  readonly address: number;
  /** What share of the whole job is finished when the block says 0 and when it says all, 0 to 1. */
  readonly from: number;
  readonly to: number;
}

/** A failure as it is posted. */
export interface PostedError {
  /** `cancelled` only after the page asked for it. */
  readonly code: ErrorCode | 'cancelled';
  readonly message: string;
  readonly input: string | undefined;
  readonly line: number | undefined;
  readonly byteOffset: number | undefined;
  /** Whether the kernel is broken and must be replaced. */
  readonly fatal: boolean;
}

/** From a kernel to the page. */
export type ToPage =
  /** The worker's script runs and listens. */
  | { readonly type: 'ready' }
  | {
      readonly type: 'loaded';
      readonly engine: string;
      /** Most bytes that the engine's memory can grow to. */
      readonly memoryMaximum: number;
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
  /** The result is checked by the operation. */
  | { readonly type: 'done'; readonly job: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly job: number; readonly error: PostedError }
  /** Something broke outside of any job. */
  | { readonly type: 'broken'; readonly message: string };

/** A message with the version that its sender speaks. */
export type Versioned<Message> = Message & { readonly version: number };

/** Adds the version. */
export function stamp<Message extends ToKernel | ToPage>(message: Message): Versioned<Message> {
  return { ...message, version: protocolVersion };
}

/** Why a message is refused. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

type Fields = Readonly<Record<string, unknown>>;

/** @throws ProtocolError when `value` is not a message of this version to a kernel. */
export function parseToKernel(value: unknown): ToKernel {
  const fields = parseFrame(value);
  switch (fields['type']) {
    case 'load':
      return {
        type: 'load',
        engine: text(fields, 'engine'),
        build: build(fields),
        module: module(fields),
        lanes: positive(fields, 'lanes'),
      };
    case 'run':
      return {
        type: 'run',
        job: positive(fields, 'job'),
        engine: text(fields, 'engine'),
        operation: text(fields, 'operation'),
        input: fields['input'],
      };
    case 'cancel':
      return { type: 'cancel', job: positive(fields, 'job') };
    default:
      throw unknownType(fields);
  }
}

/** @throws ProtocolError when `value` is not a message of this version to the page. */
export function parseToPage(value: unknown): ToPage {
  const fields = parseFrame(value);
  switch (fields['type']) {
    case 'ready':
      return { type: 'ready' };
    case 'loaded':
      return {
        type: 'loaded',
        engine: text(fields, 'engine'),
        memoryMaximum: positive(fields, 'memoryMaximum'),
      };
    case 'load-failed':
      return { type: 'load-failed', engine: text(fields, 'engine'), error: postedError(fields) };
    case 'control':
      return { type: 'control', job: positive(fields, 'job'), control: control(fields) };
    case 'progress':
      return {
        type: 'progress',
        job: positive(fields, 'job'),
        fraction: share(fields, 'fraction'),
      };
    case 'done':
      return { type: 'done', job: positive(fields, 'job'), result: fields['result'] };
    case 'failed':
      return { type: 'failed', job: positive(fields, 'job'), error: postedError(fields) };
    case 'broken':
      return { type: 'broken', message: text(fields, 'message') };
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

function asFields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ProtocolError(`${what} is not an object but ${describe(value)}.`);
  }
  return value as Fields;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  return typeof value === 'number' || value === undefined || value === null
    ? String(value)
    : typeof value;
}

function wrong(fields: Fields, name: string, wanted: string): ProtocolError {
  return new ProtocolError(
    `The field ${name} of a message is ${describe(fields[name])}, not ${wanted}.`,
  );
}

function unknownType(fields: Fields): ProtocolError {
  return new ProtocolError(`A message has the unknown type ${describe(fields['type'])}.`);
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw wrong(fields, name, 'a string');
  return value;
}

function positive(fields: Fields, name: string): number {
  const value = fields[name];
  if (!Number.isSafeInteger(value) || (value as number) < 1) {
    throw wrong(fields, name, 'an integer from 1');
  }
  return value as number;
}

function share(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) {
    throw wrong(fields, name, 'a number from 0 to 1');
  }
  return value;
}

function optionalNumber(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value !== undefined && !(typeof value === 'number' && value >= 0)) {
    throw wrong(fields, name, 'a number from 0');
  }
  return value;
}

function build(fields: Fields): Build {
  const value = fields['build'];
  if (value !== 'threads' && value !== 'simd' && value !== 'script') {
    throw wrong(fields, 'build', 'a build');
  }
  return value;
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
  const { buffer, address } = block;
  if (typeof SharedArrayBuffer === 'undefined' || !(buffer instanceof SharedArrayBuffer)) {
    throw wrong(block, 'buffer', 'shared memory');
  }
  const fits =
    Number.isSafeInteger(address) &&
    (address as number) >= 0 &&
    (address as number) % 4 === 0 &&
    (address as number) + heddleControl.size <= buffer.byteLength;
  if (!fits) throw wrong(block, 'address', 'an aligned place in the memory');
  return { buffer, address: address as number, from: share(block, 'from'), to: share(block, 'to') };
}

function postedError(fields: Fields): PostedError {
  const error = asFields(fields['error'], 'The field error');
  const code = error['code'];
  if (code !== 'cancelled' && !isErrorCode(code)) throw wrong(error, 'code', 'an error code');
  if (typeof error['fatal'] !== 'boolean') throw wrong(error, 'fatal', 'a boolean');
  return {
    code,
    message: text(error, 'message'),
    input: error['input'] === undefined ? undefined : text(error, 'input'),
    line: optionalNumber(error, 'line'),
    byteOffset: optionalNumber(error, 'byteOffset'),
    fatal: error['fatal'],
  };
}
