import { encodeBytes, type Bytes } from '../bytes.js';
import { HeddleError } from '../errors.js';
import type { Engine, Operation } from '../operation.js';
import { TableDiff } from './diff.js';

const engine: Engine = {
  name: 'table',
  modules: {
    // Literal, so that every bundler sees the files.
    threads: () => new URL('../../wasm/table.threads.wasm', import.meta.url),
    simd: () => new URL('../../wasm/table.simd.wasm', import.meta.url),
  },
};

/** Input of `table.columns`. */
export interface ColumnsInput {
  /** A CSV file in UTF-8 whose first record is the header; its first part is enough. */
  readonly file: Bytes;
}

/** Input of `table.diff`. */
export interface DiffInput {
  /** A CSV file in UTF-8 whose first record is the header. */
  readonly left: Bytes;
  /** The same, to be compared with left. */
  readonly right: Bytes;
  /**
   * Names of the columns that tell which rows belong together. Without it whole rows are compared,
   * and no row is ever changed, only added or removed.
   */
  readonly key?: readonly string[] | undefined;
}

/**
 * The column names in the header of a CSV file.
 *
 * Errors: `malformed_input` (an empty file, a broken header, duplicate names), `io`, `out_of_memory`.
 */
export const columns: Operation<ColumnsInput, string[]> = {
  engine,
  name: 'columns',
  async encode(input) {
    const transfer: Transferable[] = [];
    return { value: { file: await encodeBytes('file', input.file, transfer) }, transfer };
  },
  decode(reply) {
    if (!isStrings(reply)) throw new TypeError('The column names are not a list of strings.');
    return reply;
  },
};

/**
 * Compares two CSV files: rows that were added, removed and changed, with the cells that differ.
 *
 * Errors: `invalid_argument` (a key column that a file lacks), `malformed_input` (with `input`,
 * `line` and `byteOffset`), `io`, `out_of_memory`.
 */
export const diff: Operation<DiffInput, TableDiff> = {
  engine,
  name: 'diff',
  async encode(input) {
    const key = input.key ?? [];
    if (!isStrings(key)) {
      throw new HeddleError('invalid_argument', 'The key must be a list of column names.');
    }
    const transfer: Transferable[] = [];
    const left = await encodeBytes('left', input.left, transfer);
    const right = await encodeBytes('right', input.right, transfer);
    return { value: { left, right, key }, transfer };
  },
  decode: (reply) => new TableDiff(reply),
};

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
