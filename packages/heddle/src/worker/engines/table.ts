import { HeddleError, messageOf } from '../../errors.js';
import { heddleBytes, heddleControl, heddleError } from '../../generated/common.js';
import type { TableExports } from '../../generated/table.js';
import type { Build, ViewMark } from '../../protocol.js';
import type { PostedProposal } from '../../table/summary.js';
import type { DiffReply, PostedPart } from '../../table/wire.js';
import type { HostFiles } from '../files.js';
import { readInputs, shorten } from '../inputs.js';
import type { EngineLoader, JobContext, LoadedEngine, Outcome } from '../kernel.js';
import { Scratch, withScratch } from '../memory.js';
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
import { compareInputs } from './table_compare.js';
import { factsOf } from './table_facts.js';
import { dialectOf, encodeOptions, TableModule, type ProgressListener } from './table_module.js';
import { rehearseComparison } from './table_rehearsal.js';
import { comparisonKind } from './table_session.js';
import { Sources } from './table_sources.js';
import { applyPatch, merge, writeDiff } from './table_texts.js';

/** How much JSON to ask for at a time, in bytes, and how many rows at first and at most. */
const partBytes = 2 ** 23;
const firstPartRows = 1024;
const maximumPartRows = 2 ** 16;

/** Most of a file that is read for its header. */
const headerBytes = 2 ** 20;

/** Loads the table engine for a host with such files. */
export function tableLoader(files: HostFiles): EngineLoader {
  return async (options) => {
    let listener: ProgressListener | undefined;
    const sources = new Sources();
    const factory = await importBuild(options.build);
    const instance: Instance<TableExports> = await instantiate(
      factory,
      options,
      (done, total) => listener?.(done, total),
      (file, offset, into, size) =>
        sources.read(instance.module.wasmMemory.buffer, file, offset, into, size),
    );
    const listen = (next: ProgressListener | undefined): void => {
      listener = next;
    };
    return makeTable(instance, options, listen, files, sources);
  };
}

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
 * listen   says who gets the progress that a build without threads reports.
 * files    what the host reads without waiting.
 * sources  the files that the module asks for.
 * @throws HeddleError `unavailable` when the lanes cannot be started.
 */
export function makeTable(
  { module, memoryMaximum }: Instance<TableExports>,
  { build, lanes }: Pick<LoadOptions, 'build' | 'lanes'>,
  listen: (listener: ProgressListener | undefined) => void,
  files: HostFiles = {},
  sources = new Sources(),
): LoadedEngine {
  checkVersion(module, 'table');
  const memory = openMemory(module, memoryMaximum);
  const scheduler = makeScheduler(module, memory, lanes);
  // It lives as long as the engine: the page may write into it until it has heard of the job's end.
  const control = new Scratch(memory).struct(heddleControl);
  const buffers = new HeapBuffers(memory);
  const views = new HeapViews(memory);
  const table = new TableModule({
    module,
    memory,
    buffers,
    sources,
    files,
    scheduler,
    control,
    shared: build === 'threads',
    listen,
  });
  const comparison = new Comparison(table, views);
  const sessions = { diff: comparisonKind(table) };
  return {
    memoryMaximum,
    rehearsal: build === 'script' ? undefined : rehearseComparison(sessions.diff),
    shared: sharedPlaces(module, memory, scheduler, lanes),
    buffers,
    views,
    trace: (start) => traceLanes(module, memory, scheduler, start),
    operations: {
      columns: (input) => readColumns(table, input),
      diff: (input, job) => comparison.run(input, job),
      write: (input, job) => writeDiff(table, input, job),
      patch: (input, job) => applyPatch(table, input, job),
      merge: (input, job) => merge(table, input, job),
    },
    sessions,
  };
}

async function readColumns(table: TableModule, input: unknown): Promise<Outcome> {
  return withScratch(table.memory, async (scratch) => {
    const error = scratch.struct(heddleError);
    const out = scratch.struct(heddleBytes);
    const first = shorten(table.measure(input, 'file', scratch), headerBytes);
    const read = await readInputs(['file'], [first], table.memory, scratch, () => undefined);
    const [{ pointer, size }] = read;
    const status = table.exports._heddle_table_columns(pointer, size, dialectOf(input), out, error);
    table.check(status, error, ['file']);
    const names = table.takeJson(out);
    return { result: names, transfer: [] };
  });
}

/** Compares two files, and gives the page what differs. */
class Comparison {
  readonly #table: TableModule;
  readonly #views: HeapViews;

  constructor(table: TableModule, views: HeapViews) {
    this.#table = table;
    this.#views = views;
  }

  async run(input: unknown, job: JobContext): Promise<Outcome> {
    const table = this.#table;
    const options = encodeOptions(input, 'none');
    return withScratch(table.memory, async (scratch) => {
      const compared = await compareInputs(table, input, options, scratch, job);
      const { diff, proposal, seconds } = compared;
      return this.#write(diff, proposal, scratch, seconds, (fraction) => {
        table.wrote(fraction, job);
      });
    });
  }

  /** Makes the reply; `step` is told the finished share of it and may throw to end early. */
  #write(
    diff: number,
    proposal: PostedProposal | undefined,
    scratch: Scratch,
    seconds: number,
    step: (fraction: number) => void,
  ): Outcome {
    const facts = factsOf(this.#table, diff, proposal, scratch, seconds);
    const error = scratch.struct(heddleError);
    const out = scratch.struct(heddleBytes);
    const views: ViewMark[] = [];
    try {
      const parts = this.#writeParts(diff, out, error, views, step);
      const result: DiffReply = { ...facts, parts };
      const transfer: Transferable[] = [facts.header.buffer];
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
    const { exports: module, scheduler } = this.#table;
    const length = module._heddle_table_diff_size(diff) >>> 0;
    const parts: PostedPart[] = [];
    let count = firstPartRows;
    for (let first = 0; first < length;) {
      count = Math.min(count, length - first);
      const status = module._heddle_table_diff_write_rows(
        scheduler,
        diff,
        first,
        count,
        out,
        error,
      );
      if (status !== 0) {
        const failure = this.#table.failure(error, ['left', 'right']);
        const tooMuch = failure instanceof HeddleError && failure.code === 'out_of_memory';
        if (!tooMuch || count === 1) throw failure;
        count = Math.ceil(count / 2);
        continue;
      }
      const mark = this.#views.lend(out);
      let text: Uint8Array<ArrayBuffer> | number;
      let bytes: Uint8Array;
      if (mark === undefined) bytes = text = this.#table.take(out);
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
