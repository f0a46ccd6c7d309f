import { Packer, type InputBytes } from '../bytes.js';
import { HeddleError } from '../errors.js';
import type { Engine, Operation } from '../operation.js';
import { TableDiff } from './diff.js';
import { postRules, type ValueRule } from './rules.js';

const engine: Engine = {
  name: 'table',
  modules: {
    // Literal, so that every bundler sees the files.
    threads: () => new URL('../../wasm/table.threads.wasm', import.meta.url),
    simd: () => new URL('../../wasm/table.simd.wasm', import.meta.url),
  },
};

/** Most time between two signs of life of a kernel that runs an operation, in milliseconds. */
const silence = 10_000;

/** Input of `table.columns`. */
export interface ColumnsInput {
  /** A CSV file in UTF-8 whose first record is the header; its first part is enough. */
  readonly file: InputBytes;
}

/** Input of `table.diff`. */
export interface DiffInput {
  /** A CSV file in UTF-8 whose first record is the header. */
  readonly left: InputBytes;
  /** The same, to be compared with left. */
  readonly right: InputBytes;
  /**
   * Names of the columns that tell which rows belong together. Without it whole rows are compared,
   * and no row is ever changed, only added or removed.
   */
  readonly key?: readonly string[] | undefined;
  /**
   * Names of columns that are not compared, in whichever file they are. A difference still shows them, as
   * right has them, or left when the row was removed; one that only left has is not shown.
   */
  readonly ignore?: readonly string[] | undefined;
  /** When two values count as the same, in every compared column. Keys are compared as text; needs a key. */
  readonly rule?: ValueRule | undefined;
  /** Rules of single columns, by name, in place of `rule`. */
  readonly columnRules?: Readonly<Record<string, ValueRule>> | undefined;
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
    const packer = new Packer(move);
    const { transfer, slices } = packer;
    return { value: { file: await packer.add('file', input.file) }, transfer, slices };
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
    const key = input.key ?? [];
    if (!isStrings(key)) {
      throw new HeddleError('invalid_argument', 'The key must be a list of column names.');
    }
    const { ignore } = input;
    if (ignore !== undefined && !isStrings(ignore)) {
      throw new HeddleError(
        'invalid_argument',
        'The option ignore must be a list of column names.',
      );
    }
    const rules = postRules(input.rule, input.columnRules);
    const packer = new Packer(move);
    const left = await packer.add('left', input.left);
    const right = await packer.add('right', input.right);
    const { transfer, slices } = packer;
    return { value: { left, right, key, ignore, rules }, transfer, slices };
  },
  decode: (reply, views) => new TableDiff(reply, views),
};

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
