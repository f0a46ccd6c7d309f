import type { Difference } from './diff.js';
import { postKinds, postNames, refuseUnless } from './filter.js';

/**
 * How differences are written: JSON Lines; a table of the rows that differ; the tabular diff format, which
 * daff reads; one page with all that it needs; what `table.patch` applies.
 */
export type Format = 'json' | 'csv' | 'tdiff' | 'html' | 'patch';

/** As the C ABI numbers them. */
export const formatNumbers: Readonly<Record<Format, number>> = {
  json: 0,
  csv: 1,
  tdiff: 2,
  html: 3,
  patch: 4,
};

export const mediaTypes: Readonly<Record<Format, string>> = {
  json: 'application/jsonl',
  csv: 'text/csv;charset=utf-8',
  tdiff: 'text/csv;charset=utf-8',
  html: 'text/html;charset=utf-8',
  patch: 'text/csv;charset=utf-8',
};

/** Whether a format shows which rows belong together. */
export function needsPairs(format: Format): boolean {
  return format === 'tdiff' || format === 'patch';
}

/** Which differences are written, and how. */
export interface FormatOptions {
  readonly format: Format;
  /** Kinds of rows to write; all unless told otherwise. */
  readonly only?: readonly Difference['kind'][] | undefined;
  /** Names of columns to write beside the key, and changed rows only where one of them changed. */
  readonly columns?: readonly string[] | undefined;
  /** `json`, `csv`, `html`: of changed rows only the key and the cells that changed. */
  readonly changedCells?: boolean | undefined;
  /** `csv`: a quote (') before values that a spreadsheet would compute. */
  readonly guardFormulas?: boolean | undefined;
}

/** The options as the kernel gets them, beside those of the comparison. */
export interface PostedWrite {
  readonly format: Format;
  /** A sum of enum heddle_table_show. */
  readonly show: number;
  readonly columns: readonly string[] | undefined;
}

/** Of enum heddle_table_show. */
export const onlyChangedCells = 8;
const guardedFormulas = 16;
export const bothValues = 32;

/** @throws HeddleError `invalid_argument` when an option is malformed. */
export function postFormat(options: FormatOptions): PostedWrite {
  const { format, only, columns } = options;
  if (columns !== undefined) postNames(columns, 'columns');
  return { format, show: postKinds(only) + postLook(options), columns };
}

/**
 * What of the options says how rows look, as a sum of enum heddle_table_show.
 *
 * @throws HeddleError `invalid_argument` when one is malformed.
 */
export function postLook({
  format,
  changedCells = false,
  guardFormulas = false,
}: FormatOptions): number {
  refuseUnless(Object.hasOwn(formatNumbers, format), 'format', 'json, csv, tdiff, html or patch');
  refuseUnless(typeof changedCells === 'boolean', 'changedCells', 'true or false');
  refuseUnless(typeof guardFormulas === 'boolean', 'guardFormulas', 'true or false');
  return (changedCells ? onlyChangedCells : 0) + (guardFormulas ? guardedFormulas : 0);
}

/** The answer to table.merge. */
export interface MergedTable {
  /** Rows of the merged table. */
  readonly rows: number;
  /** Cells on which the two sides disagree. */
  readonly conflictCount: number;
  /** The merged table as CSV; a cell in conflict reads `((( BASE ))) LEFT /// RIGHT`. */
  readonly table: Blob;
  /**
   * The conflicts as JSON Lines, one a cell:
   * `{"row":3,"key":["4"],"column":"city","base":"Rome","left":"Roma","right":null}`. `row` counts from 1 in the
   * merged table; `null` says that there the row or the column is not.
   */
  readonly conflicts: Blob;
}

/** @throws TypeError when `value` is no Blob. */
export function parseText(value: unknown): Blob {
  // The tag, not instanceof: a page may be tested in a realm that is not the pool's.
  if (Object.prototype.toString.call(value) !== '[object Blob]') {
    throw new TypeError('The text of the table is no Blob.');
  }
  return value as Blob;
}

/** @throws TypeError when `value` is not a complete {@link MergedTable}. */
export function parseMergedTable(value: unknown): MergedTable {
  const { rows, conflictCount, table, conflicts } = (value ?? {}) as Record<string, unknown>;
  if (typeof rows !== 'number' || typeof conflictCount !== 'number') {
    throw new TypeError('The counts of the merge are malformed.');
  }
  return { rows, conflictCount, table: parseText(table), conflicts: parseText(conflicts) };
}
