import { isBufferMark } from '../../buffer.js';
import { isBytes } from '../../bytes.js';
import { HeddleError, messageOf } from '../../errors.js';
import { heddleBytes, heddleControl, heddleError } from '../../generated/common.js';
import { heddleTableCounts, type TableExports } from '../../generated/table.js';
import type { Build, ViewMark } from '../../protocol.js';
import { encodeRules, encodeTexts, type PostedRule } from '../../table/rules.js';
import type { DiffCounts, DiffReply, PostedPart } from '../../table/wire.js';
import { measure, readInput, shorten, type InputBytes, type LoadedInput } from '../inputs.js';
import type { EngineLoader, JobContext, LoadedEngine, Outcome } from '../kernel.js';
import { CancelledError, Scratch, withScratch, type ModuleMemory } from '../memory.js';
import { instantiate, type Instance, type LoadOptions, type ModuleFactory } from '../module.js';
import {
  checkVersion,
  HeapBuffers,
  HeapViews,
  makeScheduler,
  openMemory,
  sharedPlaces,
  traceLanes,
} from '../support.js';

/** What share of a diff is finished when its inputs are read, and when they are compared. */
const readShare = 0.3;
const compareShare = 0.8;

/** How much JSON to ask for at a time, in bytes, and how many rows at first and at most. */
const partBytes = 2 ** 23;
const firstPartRows = 1024;
const maximumPartRows = 2 ** 16;

/** Most of a file that is read for its header. */
const headerBytes = 2 ** 20;

/** Loads the table engine. */
export const loadTable: EngineLoader = async (options) => {
  let listener: ((done: number, total: number) => void) | undefined;
  const factory = await importBuild(options.build);
  const instance = await instantiate(factory, options, (done, total) => listener?.(done, total));
  return makeTable(instance, options, (next) => {
    listener = next;
  });
};

/** @throws HeddleError `unavailable` when the build is not there. */
async function importBuild(build: Build): Promise<ModuleFactory<TableExports>> {
  try {
    // Literal, so that every bundler sees the files.
    switch (build) {
      case 'threads':
        return (await import('../../../wasm/table.threads.mjs')).default;
      case 'simd':
        return (await import('../../../wasm/table.simd.mjs')).default;
      case 'script':
        return (await import('../../../wasm/table.script.mjs')).default;
    }
  } catch (cause) {
    throw new HeddleError(
      'unavailable',
      `The file table.${build}.mjs could not be loaded (${messageOf(cause)}): check that it is there.`,
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
export function makeTable(
  { module, memoryMaximum }: Instance<TableExports>,
  { build, lanes }: Pick<LoadOptions, 'build' | 'lanes'>,
  listen: (listener: ((done: number, total: number) => void) | undefined) => void,
): LoadedEngine {
  checkVersion(module, 'table');
  const memory = openMemory(module, memoryMaximum);
  const scheduler = makeScheduler(module, memory, lanes);
  // It lives as long as the engine: the page may write into it until it has heard of the job's end.
  const control = new Scratch(memory).struct(heddleControl);
  const buffers = new HeapBuffers(memory);
  const views = new HeapViews(memory);
  const engine = new Table(
    module,
    memory,
    buffers,
    views,
    scheduler,
    control,
    build === 'threads',
    listen,
  );
  return {
    memoryMaximum,
    shared: sharedPlaces(module, memory, scheduler, lanes),
    buffers,
    views,
    trace: (start) => traceLanes(module, memory, scheduler, start),
    operations: {
      columns: (input) => engine.columns(input),
      diff: (input, job) => engine.diff(input, job),
    },
  };
}

class Table {
  readonly #module: TableExports;
  readonly #memory: ModuleMemory;
  readonly #buffers: HeapBuffers;
  readonly #views: HeapViews;
  readonly #scheduler: number;
  readonly #control: number;
  readonly #shared: boolean;
  readonly #listen: (listener: ((done: number, total: number) => void) | undefined) => void;

  constructor(
    module: TableExports,
    memory: ModuleMemory,
    buffers: HeapBuffers,
    views: HeapViews,
    scheduler: number,
    control: number,
    shared: boolean,
    listen: (listener: ((done: number, total: number) => void) | undefined) => void,
  ) {
    this.#module = module;
    this.#memory = memory;
    this.#buffers = buffers;
    this.#views = views;
    this.#scheduler = scheduler;
    this.#control = control;
    this.#shared = shared;
    this.#listen = listen;
  }

  async columns(input: unknown): Promise<Outcome> {
    const file = this.#bytesOf(input, 'file');
    return withScratch(this.#memory, async (scratch) => {
      const error = scratch.struct(heddleError);
      const out = scratch.struct(heddleBytes);
      const whole = measure(file);
      const first = shorten(whole, headerBytes);
      const { pointer, size } = await readInput(
        'file',
        first,
        this.#memory,
        scratch,
        () => undefined,
      );
      this.#check(this.#module._heddle_table_columns(pointer, size, out, error), error, ['file']);
      const names: unknown = JSON.parse(new TextDecoder().decode(this.#take(out)));
      return { result: names, transfer: [] };
    });
  }

  async diff(input: unknown, job: JobContext): Promise<Outcome> {
    const left = measure(this.#bytesOf(input, 'left'));
    const right = measure(this.#bytesOf(input, 'right'));
    const options = encodeOptions(input);
    return withScratch(this.#memory, async (scratch) => {
      this.#begin(job);
      const stop = (): void => {
        const asked = this.#memory.read(this.#control, heddleControl.fields.cancel) !== 0;
        if (asked || job.cancelled) throw new CancelledError();
      };
      const total = left.size + right.size;
      let read = 0;
      const step = (size: number): void => {
        read += size;
        if (total > 0) job.progress((read / total) * readShare);
        stop();
      };
      const leftInput = await readInput('left', left, this.#memory, scratch, step);
      const rightInput = await readInput('right', right, this.#memory, scratch, step);

      const start = performance.now();
      const diff = this.#compare(leftInput, rightInput, options, scratch, job);
      const seconds = (performance.now() - start) / 1000;
      const reply = this.#write(diff, scratch, seconds, (fraction) => {
        job.progress(compareShare + (1 - compareShare) * fraction);
        stop();
      });
      return reply;
    });
  }

  /** Makes the control block ready for a job and shows it to the page. */
  #begin(job: JobContext): void {
    const { buffer } = this.#memory;
    this.#memory.clear(this.#control, heddleControl.size);
    if (!this.#shared || !(buffer instanceof SharedArrayBuffer)) return;
    job.share({ buffer, address: this.#control, from: readShare, to: compareShare });
  }

  #compare(
    left: LoadedInput,
    right: LoadedInput,
    options: EncodedOptions,
    scratch: Scratch,
    job: JobContext,
  ): number {
    const memory = this.#memory;
    const error = scratch.struct(heddleError);
    const place = (bytes: Uint8Array, name: string): number => {
      const pointer = scratch.allocate(bytes.length, name);
      memory.write(pointer, bytes);
      return pointer;
    };
    const { key, ignore, rules } = options;
    const keyPointer = place(key, 'The key');
    const ignorePointer = place(ignore, 'The list of ignored columns');
    const rulesPointer = place(rules, 'The rules');
    this.#listen((done, total) => {
      const fraction = total > 0 ? Math.min(1, done / total) : 0;
      job.progress(readShare + (compareShare - readShare) * fraction);
    });
    try {
      const diff =
        this.#module._heddle_table_diff_create(
          this.#scheduler,
          left.pointer,
          left.size,
          right.pointer,
          right.size,
          keyPointer,
          key.length,
          ignorePointer,
          ignore.length,
          rulesPointer,
          rules.length,
          0,
          this.#control,
          error,
        ) >>> 0;
      if (diff === 0) throw memory.error(error, ['left', 'right']);
      scratch.add(() => {
        this.#module._heddle_table_diff_release(diff);
      });
      return diff;
    } finally {
      this.#listen(undefined);
    }
  }

  /** Makes the reply; `step` is told the finished share of it and may throw to end early. */
  #write(
    diff: number,
    scratch: Scratch,
    seconds: number,
    step: (fraction: number) => void,
  ): Outcome {
    const error = scratch.struct(heddleError);
    const out = scratch.struct(heddleBytes);
    this.#check(this.#module._heddle_table_diff_write_header(diff, out, error), error, []);
    const header = this.#take(out);
    const views: ViewMark[] = [];
    try {
      const parts = this.#writeParts(diff, out, error, views, step);
      const lanes = this.#module._heddle_scheduler_lanes(this.#scheduler) >>> 0;
      const counts = this.#counts(diff, scratch);
      const result: DiffReply = { counts, header, parts, lanes, seconds };
      const transfer: Transferable[] = [header.buffer];
      for (const { text, offsets } of parts) {
        transfer.push(offsets.buffer);
        if (typeof text !== 'number') transfer.push(text.buffer);
      }
      return { result, transfer, views };
    } catch (thrown) {
      for (const { view } of views) this.#views.release(view);
      throw thrown;
    }
  }

  /** Writes all differences; `views` gets what stays in the module's memory. */
  #writeParts(
    diff: number,
    out: number,
    error: number,
    views: ViewMark[],
    step: (fraction: number) => void,
  ): PostedPart[] {
    const module = this.#module;
    const length = module._heddle_table_diff_size(diff) >>> 0;
    const parts: PostedPart[] = [];
    let count = firstPartRows;
    for (let first = 0; first < length;) {
      count = Math.min(count, length - first);
      const status = module._heddle_table_diff_write_rows(diff, first, count, out, error);
      if (status !== 0) {
        const failure = this.#memory.error(error, []);
        const tooMuch = failure instanceof HeddleError && failure.code === 'out_of_memory';
        if (!tooMuch || count === 1) throw failure;
        count = Math.ceil(count / 2);
        continue;
      }
      const mark = this.#views.lend(out);
      let text: Uint8Array<ArrayBuffer> | number;
      let bytes: Uint8Array;
      if (mark === undefined) bytes = text = this.#take(out);
      else {
        text = views.push(mark) - 1;
        bytes = new Uint8Array(mark.memory, mark.address, mark.size);
      }
      parts.push({ first, text, offsets: findLines(bytes, count) });
      first += count;
      count = Math.ceil(partBytes / (bytes.length / count));
      count = Math.min(maximumPartRows, Math.max(1, count));
      step(first / length);
    }
    return parts;
  }

  #counts(diff: number, scratch: Scratch): DiffCounts {
    const counts = scratch.struct(heddleTableCounts);
    this.#module._heddle_table_diff_counts(diff, counts);
    const { fields } = heddleTableCounts;
    const read = (name: keyof typeof fields): number => this.#memory.read(counts, fields[name]);
    return {
      added: read('added'),
      removed: read('removed'),
      changed: read('changed'),
      unchanged: read('unchanged'),
      changedCells: read('changedCells'),
      leftRows: read('leftRows'),
      rightRows: read('rightRows'),
    };
  }

  #bytesOf(input: unknown, name: string): InputBytes {
    const bytes = (input as Readonly<Record<string, unknown>> | null)?.[name];
    if (isBytes(bytes)) return bytes;
    if (isBufferMark(bytes)) return this.#buffers.find(bytes);
    throw new HeddleError('invalid_argument', `The input ${name} is missing.`, { input: name });
  }

  #check(status: number, error: number, inputs: readonly string[]): void {
    if (status !== 0) throw this.#memory.error(error, inputs);
  }

  /** A copy of what the module handed out, which is then released. */
  #take(out: number): Uint8Array<ArrayBuffer> {
    try {
      return this.#memory.copyBytes(out);
    } finally {
      this.#memory.releaseBytes(out);
    }
  }
}

/** Where each of `count` lines starts, and where the last ends. */
function findLines(bytes: Uint8Array, count: number): Uint32Array<ArrayBuffer> {
  const offsets = new Uint32Array(count + 1);
  for (let line = 0, place = 0; line < count; ++line) {
    const end = bytes.indexOf(10, place);
    if (end < 0)
      throw new HeddleError('internal', 'The engine wrote fewer differences than it has.');
    offsets[line + 1] = place = end + 1;
  }
  if (offsets[count] !== bytes.length) {
    throw new HeddleError('internal', 'The engine wrote more differences than were asked for.');
  }
  return offsets;
}

/** The options of a comparison as the C ABI takes them. */
interface EncodedOptions {
  readonly key: Uint8Array;
  readonly ignore: Uint8Array;
  readonly rules: Uint8Array;
}

function encodeOptions(input: unknown): EncodedOptions {
  const { key, ignore = [], rules = [] } = input as Readonly<Record<string, unknown>>;
  if (!isNames(key)) {
    throw new HeddleError('invalid_argument', 'The key must be a list of column names.');
  }
  if (!isNames(ignore) || !Array.isArray(rules)) {
    throw new HeddleError('invalid_argument', 'The ignored columns and the rules must be lists.');
  }
  return {
    key: encodeTexts(key),
    ignore: encodeTexts(ignore),
    rules: encodeRules(rules as PostedRule[]),
  };
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
