import { isBufferMark } from '../../buffer.js';
import { isBytes, unreadable } from '../../bytes.js';
import { isDiskFileMark } from '../../disk_file.js';
import { HeddleError } from '../../errors.js';
import {
  heddleBytes,
  heddleControl,
  heddleError,
  heddleMemoryStatus,
} from '../../generated/common.js';
import type { TableExports } from '../../generated/table.js';
import { encodeRules, encodeTexts, type PostedRule } from '../../table/rules.js';
import type { PostedProposal } from '../../table/summary.js';
import type { HostFiles } from '../files.js';
import {
  measure,
  openInput,
  readInputs,
  type InputBytes,
  type LoadedInput,
  type MeasuredInput,
} from '../inputs.js';
import type { JobContext } from '../kernel.js';
import { CancelledError, type ModuleMemory, type Scratch } from '../memory.js';
import type { HeapBuffers } from '../support.js';
import type { Sources } from './table_sources.js';

/** What share of a job is finished when its inputs are read, and when they are compared. */
const readShare = 0.3;
const compareShare = 0.8;
/** The same when a key is found, where one is looked for. */
const keyShare = 0.55;

/** Who gets the progress that a build without threads reports. */
export type ProgressListener = (done: number, total: number) => void;

/** What a job of the table engine works with. */
export interface TableParts {
  readonly module: TableExports;
  readonly memory: ModuleMemory;
  readonly buffers: HeapBuffers;
  /** Files that the module reads piece by piece. */
  readonly sources: Sources;
  /** What the host reads without waiting. */
  readonly files: HostFiles;
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
  /** Shares of the job that are done when the module's work begins, and when it ends. */
  #from = readShare;
  #to = compareShare;

  constructor(parts: TableParts) {
    this.exports = parts.module;
    this.memory = parts.memory;
    this.scheduler = parts.scheduler;
    this.control = parts.control;
    this.#parts = parts;
  }

  /**
   * The input of a name, with its size.
   *
   * scratch  closes it, where it is a file.
   * @throws HeddleError `invalid_argument` when it is missing, `io` when there is no such file.
   */
  measure(input: unknown, name: string, scratch: Scratch): MeasuredInput {
    return measure(this.#bytesOf(input, name, scratch));
  }

  #bytesOf(input: unknown, name: string, scratch: Scratch): InputBytes {
    const bytes = (input as Readonly<Record<string, unknown>> | null)?.[name];
    if (isBytes(bytes)) return bytes;
    if (isBufferMark(bytes)) return this.#parts.buffers.find(bytes);
    const { openPath } = this.#parts.files;
    if (isDiskFileMark(bytes) && openPath !== undefined) {
      try {
        const file = openPath(bytes.heddleFile);
        scratch.add(() => {
          file.close();
        });
        return file;
      } catch (cause) {
        throw unreadable(name, cause);
      }
    }
    throw new HeddleError('invalid_argument', `The input ${name} is missing.`, { input: name });
  }

  /** Begins a job and reads the inputs of these names. */
  async load<const Names extends readonly string[]>(
    input: unknown,
    names: Names,
    scratch: Scratch,
    job: JobContext,
  ): Promise<{ [Name in keyof Names]: LoadedInput }> {
    const inputs = names.map((name) => this.measure(input, name, scratch)) as {
      [Name in keyof Names]: MeasuredInput;
    };
    this.begin(job);
    return this.read(inputs, names, scratch, job);
  }

  /**
   * Reads inputs into the module's memory.
   *
   * own  copies also what lies there already: the page may give that back after the job.
   */
  async read<const Names extends readonly string[]>(
    inputs: { readonly [Name in keyof Names]: MeasuredInput },
    names: Names,
    scratch: Scratch,
    job: JobContext,
    own = false,
  ): Promise<{ [Name in keyof Names]: LoadedInput }> {
    const wanted = inputs.map(({ bytes, size }) => {
      const lies = own && 'pointer' in bytes;
      return {
        bytes: lies ? new Uint8Array(this.memory.buffer, bytes.pointer, size) : bytes,
        size,
      };
    }) as { [Name in keyof Names]: MeasuredInput };
    const total = wanted.reduce((size, one) => size + one.size, 0);
    let read = 0;
    return readInputs(names, wanted, this.memory, scratch, (size) => {
      read += size;
      if (total > 0) job.progress((read / total) * readShare);
      this.stopIfAsked(job);
    });
  }

  /** Makes the control block ready and shows it to the page; `from` is the share of the job that is done then. */
  begin(job: JobContext, from = readShare): void {
    this.memory.clear(this.control, heddleControl.size);
    this.#report(job, from, compareShare);
  }

  /** What the module tells of its work is the job's from the one share to the other. */
  #report(job: JobContext, from: number, to: number): void {
    this.#from = from;
    this.#to = to;
    const { buffer } = this.memory;
    if (!this.#parts.shared || !(buffer instanceof SharedArrayBuffer)) return;
    job.share({ buffer, address: this.control, from, to });
  }

  /** Does something of which the module tells how far it is. */
  #listening<Result>(job: JobContext, work: () => Result): Result {
    this.#parts.listen((done, total) => {
      const fraction = total > 0 ? Math.min(1, done / total) : 0;
      job.progress(this.#from + (this.#to - this.#from) * fraction);
    });
    try {
      return work();
    } finally {
      this.#parts.listen(undefined);
    }
  }

  /** Has a job go on with other work than it began: what the page has asked for stays. */
  beginAgain(): void {
    const { done, total } = heddleControl.fields;
    this.memory.store(this.control, done, 0);
    this.memory.store(this.control, total, 0);
  }

  /** Bytes that a job may take: what nobody holds, but for an eighth of it that nobody counts. */
  get spare(): number {
    const status = this.exports._heddle_memory_status_get() >>> 0;
    const used = this.memory.read(status, heddleMemoryStatus.fields.usedKib) * 1024;
    return Math.floor((Math.max(0, this.memory.maximum - used) * 7) / 8);
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
    const made = this.#listening(job, () => create(error)) >>> 0;
    if (made === 0) throw this.failure(error, inputs);
    scratch.add(() => {
      release(made);
    });
    return made;
  }

  /**
   * Compares two inputs, or only pairs their rows; the diff is released at the job's end.
   *
   * memoryLimit  in bytes, beside the inputs; 0 for none.
   */
  compare(
    left: LoadedInput,
    right: LoadedInput,
    options: EncodedOptions,
    memoryLimit: number,
    scratch: Scratch,
    job: JobContext,
  ): number {
    return this.#compare(options, scratch, job, (placed, error) =>
      this.exports._heddle_table_diff_create(
        this.scheduler,
        left.pointer,
        left.size,
        right.pointer,
        right.size,
        ...placed,
        options.similar,
        memoryLimit,
        options.compare + (options.pairs === 'none' ? 0 : keepPairsFlag),
        this.control,
        error,
      ),
    );
  }

  /**
   * The same of inputs that are read piece by piece as long as the diff lives.
   *
   * memoryLimit  in bytes, of all that the comparison takes.
   */
  async compareLarge(
    left: MeasuredInput,
    right: MeasuredInput,
    options: EncodedOptions,
    memoryLimit: number,
    scratch: Scratch,
    job: JobContext,
  ): Promise<number> {
    const { sources, files } = this.#parts;
    const open = async (name: string, input: MeasuredInput): Promise<number> =>
      sources.add(await openInput(name, input, this.memory, files.openBlob), scratch);
    const leftFile = await open('left', left);
    const rightFile = await open('right', right);
    this.stopIfAsked(job);
    return this.#compare(options, scratch, job, (placed, error) =>
      this.exports._heddle_table_diff_create_large(
        this.scheduler,
        0,
        leftFile,
        left.size,
        rightFile,
        right.size,
        ...placed,
        options.similar,
        memoryLimit,
        options.compare + (options.pairs === 'needed' ? keepPairsFlag : 0),
        this.control,
        error,
      ),
    );
  }

  #compare(
    options: EncodedOptions,
    scratch: Scratch,
    job: JobContext,
    create: (placed: PlacedOptions, error: number) => number,
  ): number {
    const key = this.place(options.key, 'The key', scratch);
    const ignore = this.place(options.ignore, 'The list of ignored columns', scratch);
    const rules = this.place(options.rules, 'The rules', scratch);
    const placed: PlacedOptions = [
      options.dialect,
      key.pointer,
      key.size,
      ignore.pointer,
      ignore.size,
      rules.pointer,
      rules.size,
    ];
    return this.create(
      ['left', 'right'],
      scratch,
      job,
      (error) => create(placed, error),
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
    job: JobContext,
  ): { options: EncodedOptions; proposal: PostedProposal | undefined } {
    if (!options.findKey) return { options, proposal: undefined };
    this.#report(job, readShare, keyShare);
    const ignore = this.place(options.ignore, 'The list of ignored columns', scratch);
    const out = scratch.struct(heddleBytes);
    const error = scratch.struct(heddleError);
    const status = this.#listening(job, () =>
      this.exports._heddle_table_propose_key(
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
      ),
    );
    this.check(status, error, ['left', 'right']);
    this.beginAgain();
    this.#report(job, keyShare, compareShare);
    const proposal = this.takeJson(out) as PostedProposal;
    return { options: { ...options, key: encodeNames(proposal.columns, 'key') }, proposal };
  }

  /** Brings bytes into the module's memory until the job's end. */
  place(bytes: Uint8Array, what: string, scratch: Scratch): LoadedInput {
    const pointer = scratch.allocate(bytes.length, what);
    this.memory.write(pointer, bytes);
    return { pointer, size: bytes.length };
  }

  /** Why a call has failed; for files that are read piece by piece with what the host said. */
  failure(error: number, inputs: readonly string[]): Error {
    const failure = this.memory.error(error, inputs);
    const cause = this.#parts.sources.takeFailure();
    const unread = failure instanceof HeddleError && failure.code === 'io' && cause !== undefined;
    return unread ? unreadable(failure.input ?? 'of the diff', cause) : failure;
  }

  check(status: number, error: number, inputs: readonly string[]): void {
    if (status !== 0) throw this.failure(error, inputs);
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

/** Dialect, key, ignored columns and rules, as they stand in the arguments of the C ABI. */
type PlacedOptions = [number, number, number, number, number, number, number];

/** The options of a comparison as the C ABI takes them. */
export interface EncodedOptions {
  readonly dialect: number;
  readonly key: Uint8Array;
  readonly ignore: Uint8Array;
  readonly rules: Uint8Array;
  /** A sum of enum heddle_table_compare, but for the pairs. */
  readonly compare: number;
  readonly pairs: Pairs;
  /** Most bytes that the comparison may take, files included. */
  readonly memoryLimit: number | undefined;
  readonly similar: number;
  /** Whether a key is to be looked for first. */
  readonly findKey: boolean;
}

const keepPairsFlag = 1;
const byPositionFlag = 2;
const findRenamesFlag = 4;
const inStepsFlag = 8;

/** Whether the diff is to know which rows belong together; `wanted`: where the files are in memory. */
export type Pairs = 'none' | 'wanted' | 'needed';

/**
 * inSteps  whether to pair the rows only, which are then compared in steps; where the files are in memory.
 * @throws HeddleError `invalid_argument`
 */
export function encodeOptions(input: unknown, pairs: Pairs, inSteps = false): EncodedOptions {
  const fields = input as Readonly<Record<string, unknown>>;
  const { key, pairing, ignore, rules, renames, similar, memoryLimit } = fields;
  return {
    dialect: dialectOf(input),
    key: encodeNames(key, 'key'),
    ignore: encodeNames(ignore, 'list of ignored columns'),
    rules: rulesOf(rules),
    compare:
      (inSteps ? inStepsFlag : 0) +
      (pairing === 'position' ? byPositionFlag : 0) +
      (renames === true ? findRenamesFlag : 0),
    pairs,
    memoryLimit: typeof memoryLimit === 'number' ? memoryLimit : undefined,
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
