import { Packer, type InputBytes } from '../bytes.js';
import { HeddleError } from '../errors.js';
import type { Engine, Operation, Posted } from '../operation.js';
import { postDialect, type Dialect } from './dialect.js';
import { TableDiff } from './diff.js';
import {
  parseMergedTable,
  parseText,
  postFormat,
  type FormatOptions,
  type MergedTable,
} from './formats.js';
import { postRules, type ValueRule } from './rules.js';

export const engine: Engine = {
  name: 'table',
  modules: {
    // Literal, so that every bundler sees the files.
    threads: () => new URL('../../wasm/table.threads.wasm', import.meta.url),
    simd: () => new URL('../../wasm/table.simd.wasm', import.meta.url),
  },
};

/** Most time between two signs of life of a kernel that runs an operation, in milliseconds. */
export const silence = 10_000;

/** Input of `table.columns`. */
export interface ColumnsInput extends Dialect {
  /** A CSV file in UTF-8 or UTF-16; its first part is enough. */
  readonly file: InputBytes;
}

/** Input of `table.diff`. */
export interface DiffInput extends Dialect {
  /** A CSV file in UTF-8 or UTF-16. */
  readonly left: InputBytes;
  /** The same, to be compared with left. */
  readonly right: InputBytes;
  /**
   * Names of the columns that tell which rows belong together; `'#1'` is the first column of each file, whatever its
   * name, and so on, unless a file has a column that is called so. `'auto'` looks for such columns
   * ({@link TableDiff.proposal} says which it took and why); `'position'` takes row n of left and row n of
   * right for one. Without it whole rows are compared, and no row is ever changed, only added or removed.
   */
  readonly key?: readonly string[] | 'auto' | 'position' | undefined;
  /**
   * Names of columns that are not compared, in whichever file they are. A difference still shows them, as
   * right has them, or left when the row was removed; one that only left has is not shown.
   */
  readonly ignore?: readonly string[] | undefined;
  /** When two values count as the same, in every compared column. Keys are compared as text; needs a key. */
  readonly rule?: ValueRule | undefined;
  /**
   * Whether to find columns that are called differently in right by what they hold, and to compare them
   * ({@link TableDiff.renamed}). Names of either file will do for them.
   */
  readonly renames?: boolean | undefined;
  /**
   * Where whole rows are compared: takes two rows that have no equal for one that changed when they share this part of
   * their words, more than 0 and at most 1.
   */
  readonly similar?: number | undefined;
  /** Rules of single columns, by name, in place of `rule`. */
  readonly columnRules?: Readonly<Record<string, ValueRule>> | undefined;
  /**
   * Most bytes of the kernel's memory that the comparison may take, both files included; default: all that is free. Files
   * that do not fit in it are read piece by piece, with the same result, which takes at least 16 MiB; then they must be UTF-8
   * and plain RFC 4180, and `key: 'auto'`, `renames`, `similar` and the formats `patch` and `tdiff` are not to be had.
   */
  readonly memoryLimit?: number | undefined;
}

/**
 * The column names in the header of a CSV file.
 *
 * Errors: `malformed_input` (an empty file, a broken header, duplicate names), `io`, `out_of_memory`.
 */
export const columns: Operation<ColumnsInput, string[]> = {
  engine,
  name: 'columns',
  silence,
  async encode(input, move) {
    return post(['file'], input, { dialect: postDialect(input) }, move);
  },
  decode(reply) {
    if (!isStrings(reply)) throw new TypeError('The column names are not a list of strings.');
    return reply;
  },
};

/**
 * Compares two CSV files: rows that were added, removed and changed, with the cells that differ.
 *
 * Errors: `invalid_argument` (a key column that a file lacks, an ignored column or
 * a rule that does not fit), `malformed_input` (with `input`,
 * `line` and `byteOffset`), `io`, `out_of_memory`.
 */
export const diff: Operation<DiffInput, TableDiff> = {
  engine,
  name: 'diff',
  silence,
  async encode(input, move) {
    return post(['left', 'right'], input, postComparison(input), move);
  },
  decode: (reply, views) => new TableDiff(reply, views),
};

/** Input of `table.write`. */
export type WriteInput = DiffInput & FormatOptions;

/**
 * Compares two CSV files and writes the differences in a format.
 *
 * Errors: those of `table.diff`; `invalid_argument` also for options that do not go together: a patch holds every
 * difference, so it takes no filter, no rules and no ignored columns.
 */
export const write: Operation<WriteInput, Blob> = {
  engine,
  name: 'write',
  silence,
  async encode(input, move) {
    const options = { ...postComparison(input), ...postFormat(input) };
    return post(['left', 'right'], input, options, move);
  },
  decode: parseText,
};

/** Input of `table.patch`. */
export interface PatchInput extends Dialect {
  /** The table before: a CSV file in UTF-8 or UTF-16. */
  readonly left: InputBytes;
  /** What `table.write` wrote in the format `patch`, from this table. */
  readonly patch: InputBytes;
}

/**
 * Makes the table after from the one before, as CSV.
 *
 * Errors: `malformed_input` (the table, or a patch that is none), `invalid_argument` (a patch that does not fit: says
 * which row), `io`, `out_of_memory`.
 */
export const patch: Operation<PatchInput, Blob> = {
  engine,
  name: 'patch',
  silence,
  async encode(input, move) {
    return post(['left', 'patch'], input, { dialect: postDialect(input) }, move);
  },
  decode: parseText,
};

/** Input of `table.merge`: three CSV files in UTF-8 or UTF-16. */
export interface MergeInput extends Dialect {
  /** The table that both were made from. */
  readonly base: InputBytes;
  /** The one whose order of rows and columns is kept. */
  readonly left: InputBytes;
  readonly right: InputBytes;
  /** Names of the columns that tell which rows belong together, or `'#1'` and so on; none: whole rows. */
  readonly key?: readonly string[] | undefined;
  /**
   * When two values count as the same, in every column but the key's; needs a key. Such a value has not changed, and
   * is no conflict: it is taken as the side writes it that did not leave it alone.
   */
  readonly rule?: ValueRule | undefined;
  /** Rules of single columns, by name, in place of `rule`. */
  readonly columnRules?: Readonly<Record<string, ValueRule>> | undefined;
}

/**
 * Merges what two tables changed of a third, cell by cell.
 *
 * Errors: those of `table.diff`.
 */
export const merge: Operation<MergeInput, MergedTable> = {
  engine,
  name: 'merge',
  silence,
  async encode(input, move) {
    return post(
      ['base', 'left', 'right'],
      input,
      {
        dialect: postDialect(input),
        key: postKey(input.key),
        rules: postRules(input.rule, input.columnRules),
      },
      move,
    );
  },
  decode: parseMergedTable,
};

/** @throws HeddleError `invalid_argument` when it is malformed. */
function postKey(key: unknown = []): string[] {
  if (isStrings(key)) return key;
  throw new HeddleError('invalid_argument', 'The key must be a list of column names.');
}

/** What of an input says how to compare. */
function postComparison(input: DiffInput): Record<string, unknown> {
  const { key, ignore, rule, columnRules, renames = false, similar = 0, memoryLimit } = input;
  const pairing = key === 'auto' || key === 'position' ? key : 'key';
  const names = postKey(pairing === 'key' ? key : []);
  if (ignore !== undefined && !isStrings(ignore)) {
    throw new HeddleError('invalid_argument', 'The option ignore must be a list of column names.');
  }
  if (typeof renames !== 'boolean') {
    throw new HeddleError('invalid_argument', 'The option renames must be true or false.');
  }
  if (typeof similar !== 'number') {
    throw new HeddleError('invalid_argument', 'The option similar must be a number.');
  }
  if (memoryLimit !== undefined && !(Number.isFinite(memoryLimit) && memoryLimit >= 1)) {
    throw new HeddleError(
      'invalid_argument',
      'The option memoryLimit must be a number of bytes, at least 1.',
    );
  }
  return {
    dialect: postDialect(input),
    key: names,
    memoryLimit: memoryLimit === undefined ? undefined : Math.floor(memoryLimit),
    pairing,
    renames,
    similar,
    ignore,
    rules: postRules(rule, columnRules),
  };
}

/** The message of an input: its bytes of these names, and the options. */
async function post<Name extends string>(
  names: readonly Name[],
  input: Readonly<Record<Name, InputBytes>>,
  options: Readonly<Record<string, unknown>>,
  move: boolean,
): Promise<Posted> {
  const packer = new Packer(move);
  const value: Record<string, unknown> = { ...options };
  for (const name of names) value[name] = await packer.add(name, input[name]);
  const { transfer, slices } = packer;
  return { value, transfer, slices };
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
