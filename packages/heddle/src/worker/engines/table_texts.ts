import { HeddleError } from '../../errors.js';
import { heddleBytes, heddleError } from '../../generated/common.js';
import {
  formatNumbers,
  mediaTypes,
  needsPairs,
  type MergedTable,
  type PostedWrite,
} from '../../table/formats.js';
import type { JobContext, Outcome } from '../kernel.js';
import { withScratch, type Scratch } from '../memory.js';
import { compareInputs } from './table_compare.js';
import {
  dialectOf,
  encodeNames,
  encodeOptions,
  rulesOf,
  type TableModule,
} from './table_module.js';

/** How much text to ask for at a time, in bytes, and how many parts of it at first. */
const pieceBytes = 2 ** 23;
const firstParts = 16;

/** Compares two files and writes the differences in a format. */
export async function writeDiff(
  table: TableModule,
  input: unknown,
  job: JobContext,
): Promise<Outcome> {
  const { format, show, columns } = input as PostedWrite;
  const options = encodeOptions(input, needsPairs(format) ? 'needed' : 'none');
  const names = encodeNames(columns, 'list of columns to show');
  return withScratch(table.memory, async (scratch) => {
    const { diff } = await compareInputs(table, input, options, scratch, job);
    const shown = table.place(names, 'The list of columns to show', scratch);
    const make = (error: number): number =>
      table.exports._heddle_table_diff_document(
        table.scheduler,
        diff,
        formatNumbers[format],
        show,
        shown.pointer,
        shown.size,
        table.control,
        error,
      );
    const text = writeText(table, ['left', 'right'], make, mediaTypes[format], scratch, job);
    return { result: text, transfer: [] };
  });
}

/** Makes the table after from the one before. */
export async function applyPatch(
  table: TableModule,
  input: unknown,
  job: JobContext,
): Promise<Outcome> {
  return withScratch(table.memory, async (scratch) => {
    const [left, patch] = await table.load(input, ['left', 'patch'], scratch, job);
    const make = (error: number): number =>
      table.exports._heddle_table_patch_apply(
        table.scheduler,
        left.pointer,
        left.size,
        patch.pointer,
        patch.size,
        dialectOf(input),
        table.control,
        error,
      );
    const text = writeText(table, ['left', 'patch'], make, mediaTypes.csv, scratch, job);
    return { result: text, transfer: [] };
  });
}

/** Merges what two tables changed of a third. */
export async function merge(table: TableModule, input: unknown, job: JobContext): Promise<Outcome> {
  const { key: named, rules: given } = input as Readonly<Record<string, unknown>>;
  const names = encodeNames(named, 'key');
  const asked = rulesOf(given);
  return withScratch(table.memory, async (scratch) => {
    const inputs = ['base', 'left', 'right'] as const;
    const [base, left, right] = await table.load(input, inputs, scratch, job);
    const key = table.place(names, 'The key', scratch);
    const rules = table.place(asked, 'The rules', scratch);
    const { exports } = table;
    const merged = table.create(
      inputs,
      scratch,
      job,
      (error) =>
        exports._heddle_table_merge_create(
          table.scheduler,
          base.pointer,
          base.size,
          left.pointer,
          left.size,
          right.pointer,
          right.size,
          dialectOf(input),
          key.pointer,
          key.size,
          rules.pointer,
          rules.size,
          0,
          table.control,
          error,
        ),
      (made) => {
        exports._heddle_table_merge_release(made);
      },
    );
    const text = (conflicts: 0 | 1, type: string): Blob => {
      const make = (): number => exports._heddle_table_merge_document(merged, conflicts);
      return writeText(table, [], make, type, scratch, job);
    };
    const result: MergedTable = {
      rows: exports._heddle_table_merge_rows(merged) >>> 0,
      conflictCount: exports._heddle_table_merge_conflicts(merged),
      table: text(0, mediaTypes.csv),
      conflicts: text(1, mediaTypes.json),
    };
    return { result, transfer: [] };
  });
}

/**
 * The text of the document that `make` makes. A Blob: the page gets it without a copy, and the engine's memory
 * holds no more than a piece of it.
 *
 * inputs  names of the inputs, in the order of the C function.
 */
function writeText(
  table: TableModule,
  inputs: readonly string[],
  make: (error: number) => number,
  type: string,
  scratch: Scratch,
  job: JobContext,
): Blob {
  const { exports } = table;
  const document = table.create(inputs, scratch, job, make, (made) => {
    exports._heddle_table_document_release(made);
  });
  const error = scratch.struct(heddleError);
  const out = scratch.struct(heddleBytes);
  const parts = exports._heddle_table_document_parts(document) >>> 0;
  const pieces: Blob[] = [];
  let count = firstParts;
  for (let first = 0; first < parts;) {
    count = Math.min(count, parts - first);
    const status = exports._heddle_table_document_write(
      table.scheduler,
      document,
      first,
      count,
      table.control,
      out,
      error,
    );
    if (status !== 0) {
      const failure = table.failure(error, inputs);
      const tooMuch = failure instanceof HeddleError && failure.code === 'out_of_memory';
      if (!tooMuch || count === 1) throw failure;
      count = Math.ceil(count / 2);
      continue;
    }
    const bytes = table.take(out);
    pieces.push(new Blob([bytes]));
    first += count;
    count = Math.ceil(pieceBytes / (bytes.length / count + 1));
    table.wrote(first / parts, job);
  }
  return new Blob(pieces, { type });
}
