import { isBufferMark } from '../../buffer.js';
import { isBytes } from '../../bytes.js';
import { HeddleError } from '../../errors.js';
import { heddleBytes, heddleControl, heddleError } from '../../generated/common.js';
import type { TableExports } from '../../generated/table.js';
import { encodeRules, encodeTexts, type PostedRule } from '../../table/rules.js';
import type { PostedProposal } from '../../table/summary.js';
import {
  measure,
  readInputs,
  type InputBytes,
  type LoadedInput,
  type MeasuredInput,
} from '../inputs.js';
import type { JobContext } from '../kernel.js';
import { CancelledError, type ModuleMemory, type Scratch } from '../memory.js';
import type { HeapBuffers } from '../support.js';

/** What share of a job is finished when its inputs are read, and when they are compared. */
const readShare = 0.3;
const compareShare = 0.8;

/** Who gets the progress that a build without threads reports. */
export type ProgressListener = (done: number, total: number) => void;

/** What a job of the table engine works with. */
export interface TableParts {
  readonly module: TableExports;
  readonly memory: ModuleMemory;
  readonly buffers: HeapBuffers;
  readonly scheduler: number;
  /** The job's struct heddle_control. */
  readonly control: number;
  /** Whether the page can look at the control block. */
  readonly shared: boolean;
  readonly listen: (listener: ProgressListener | undefined) => void;
}

/** The table's module, and what each of its operations does with it. */
export class TableModule {
  readonly exports: TableExports;
  readonly memory: ModuleMemory;
  readonly scheduler: number;
  readonly control: number;
  readonly #parts: TableParts;

  constructor(parts: TableParts) {
    this.exports = parts.module;
    this.memory = parts.memory;
    this.scheduler = parts.scheduler;
    this.control = parts.control;
    this.#parts = parts;
  }

  /** @throws HeddleError `invalid_argument` when the input is missing. */
  bytesOf(input: unknown, name: string): InputBytes {
    const bytes = (input as Readonly<Record<string, unknown>> | null)?.[name];
    if (isBytes(bytes)) return bytes;
    if (isBufferMark(bytes)) return this.#parts.buffers.find(bytes);
    throw new HeddleError('invalid_argument', `The input ${name} is missing.`, { input: name });
  }

  /**
   * Begins a job: makes the control block ready, shows it to the page, and reads the inputs of these names.
   *
   * own  copies also what lies in the module's memory already: the page may give that back after the job.
   */
  async load<const Names extends readonly string[]>(
    input: unknown,
    names: Names,
    scratch: Scratch,
    job: JobContext,
    own = false,
  ): Promise<{ [Name in keyof Names]: LoadedInput }> {
    const inputs = names.map((name) => {
      const bytes = this.bytesOf(input, name);
      const lies = own && typeof bytes === 'object' && 'pointer' in bytes;
      return measure(lies ? new Uint8Array(this.memory.buffer, bytes.pointer, bytes.size) : bytes);
    }) as { [Name in keyof Names]: MeasuredInput };
    this.#begin(job);
    const total = inputs.reduce((size, one) => size + one.size, 0);
    let read = 0;
    return readInputs(names, inputs, this.memory, scratch, (size) => {
      read += size;
      if (total > 0) job.progress((read / total) * readShare);
      this.stopIfAsked(job);
    });
  }

  #begin(job: JobContext): void {
    const { buffer } = this.memory;
    this.memory.clear(this.control, heddleControl.size);
    if (!this.#parts.shared || !(buffer instanceof SharedArrayBuffer)) return;
    job.share({ buffer, address: this.control, from: readShare, to: compareShare });
  }

  /** @throws CancelledError when the job is to end. */
  stopIfAsked(job: JobContext): void {
    const asked = this.memory.read(this.control, heddleControl.fields.cancel) !== 0;
    if (asked || job.cancelled) throw new CancelledError();
  }

  /** Tells how much of the job's result is written, and whether to go on. */
  wrote(fraction: number, job: JobContext): void {
    job.progress(compareShare + (1 - compareShare) * fraction);
    this.stopIfAsked(job);
  }

  /**
   * Makes an object of the module by `create`, while which its progress is the job's.
   *
   * inputs   names of the inputs, in the order of the C function.
   * release  called at the job's end.
   */
  create(
    inputs: readonly string[],
    scratch: Scratch,
    job: JobContext,
    create: (error: number) => number,
    release: (made: number) => void,
  ): number {
    const error = scratch.struct(heddleError);
    this.#parts.listen((done, total) => {
      const fraction = total > 0 ? Math.min(1, done / total) : 0;
      job.progress(readShare + (compareShare - readShare) * fraction);
    });
    try {
      const made = create(error) >>> 0;
      if (made === 0) throw this.memory.error(error, inputs);
      scratch.add(() => {
        release(made);
      });
      return made;
    } finally {
      this.#parts.listen(undefined);
    }
  }

  /** Compares two inputs, or only pairs their rows; the diff is released at the job's end. */
  compare(
    left: LoadedInput,
    right: LoadedInput,
    options: EncodedOptions,
    scratch: Scratch,
    job: JobContext,
  ): number {
    const key = this.place(options.key, 'The key', scratch);
    const ignore = this.place(options.ignore, 'The list of ignored columns', scratch);
    const rules = this.place(options.rules, 'The rules', scratch);
    return this.create(
      ['left', 'right'],
      scratch,
      job,
      (error) =>
        this.exports._heddle_table_diff_create(
          this.scheduler,
          left.pointer,
          left.size,
          right.pointer,
          right.size,
          options.dialect,
          key.pointer,
          key.size,
          ignore.pointer,
          ignore.size,
          rules.pointer,
          rules.size,
          options.similar,
          0,
          options.compare,
          this.control,
          error,
        ),
      (diff) => {
        this.exports._heddle_table_diff_release(diff);
      },
    );
  }

  /** Looks for a key, unless the options name one, and puts it into them. */
  findKey(
    left: LoadedInput,
    right: LoadedInput,
    options: EncodedOptions,
    scratch: Scratch,
  ): { options: EncodedOptions; proposal: PostedProposal | undefined } {
    if (!options.findKey) return { options, proposal: undefined };
    const ignore = this.place(options.ignore, 'The list of ignored columns', scratch);
    const out = scratch.struct(heddleBytes);
    const error = scratch.struct(heddleError);
    const status = this.exports._heddle_table_propose_key(
      this.scheduler,
      left.pointer,
      left.size,
      right.pointer,
      right.size,
      options.dialect,
      ignore.pointer,
      ignore.size,
      this.control,
      out,
      error,
    );
    this.check(status, error, ['left', 'right']);
    const proposal = this.takeJson(out) as PostedProposal;
    return { options: { ...options, key: encodeNames(proposal.columns, 'key') }, proposal };
  }

  /** Brings bytes into the module's memory until the job's end. */
  place(bytes: Uint8Array, what: string, scratch: Scratch): LoadedInput {
    const pointer = scratch.allocate(bytes.length, what);
    this.memory.write(pointer, bytes);
    return { pointer, size: bytes.length };
  }

  check(status: number, error: number, inputs: readonly string[]): void {
    if (status !== 0) throw this.memory.error(error, inputs);
  }

  /** A copy of what the module handed out, which is then released. */
  take(out: number): Uint8Array<ArrayBuffer> {
    try {
      return this.memory.copyBytes(out);
    } finally {
      this.memory.releaseBytes(out);
    }
  }

  /** The same, of a JSON text. */
  takeJson(out: number): unknown {
    return JSON.parse(new TextDecoder().decode(this.take(out)));
  }
}

/** The options of a comparison as the C ABI takes them. */
export interface EncodedOptions {
  readonly dialect: number;
  readonly key: Uint8Array;
  readonly ignore: Uint8Array;
  readonly rules: Uint8Array;
  /** A sum of enum heddle_table_compare. */
  readonly compare: number;
  readonly similar: number;
  /** Whether a key is to be looked for first. */
  readonly findKey: boolean;
}

const keepPairsFlag = 1;
const byPositionFlag = 2;
const findRenamesFlag = 4;
const inStepsFlag = 8;

/**
 * keepPairs  whether formats are to be had later that need the pairs.
 * inSteps    whether to pair the rows only, which are then compared in steps.
 * @throws HeddleError `invalid_argument`
 */
export function encodeOptions(input: unknown, keepPairs: boolean, inSteps = false): EncodedOptions {
  const fields = input as Readonly<Record<string, unknown>>;
  const { key, pairing, ignore, rules, renames, similar } = fields;
  return {
    dialect: dialectOf(input),
    key: encodeNames(key, 'key'),
    ignore: encodeNames(ignore, 'list of ignored columns'),
    rules: rulesOf(rules),
    compare:
      (keepPairs ? keepPairsFlag : 0) +
      (inSteps ? inStepsFlag : 0) +
      (pairing === 'position' ? byPositionFlag : 0) +
      (renames === true ? findRenamesFlag : 0),
    similar: typeof similar === 'number' ? similar : 0,
    findKey: pairing === 'auto',
  };
}

/** How the inputs are written, as the C ABI takes it. */
export function dialectOf(input: unknown): number {
  const { dialect = 0 } = input as Readonly<Record<string, unknown>>;
  if (typeof dialect === 'number') return dialect;
  throw new HeddleError('invalid_argument', 'The dialect must be a number.');
}

/** Rules as the C ABI takes them; none when they are undefined. */
export function rulesOf(rules: unknown = []): Uint8Array {
  if (Array.isArray(rules)) return encodeRules(rules as PostedRule[]);
  throw new HeddleError('invalid_argument', 'The rules must be a list.');
}

/** A list of names as the C ABI takes it; none when it is undefined. */
export function encodeNames(names: unknown = [], what: string): Uint8Array {
  if (Array.isArray(names) && names.every((name): name is string => typeof name === 'string')) {
    return encodeTexts(names);
  }
  throw new HeddleError('invalid_argument', `The ${what} must be a list of column names.`);
}
