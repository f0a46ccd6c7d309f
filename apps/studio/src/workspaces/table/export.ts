/** What can be written of a comparison, and under which name. */
import type { Format, FormatOptions } from 'heddle/table';
import type { Kind } from './filter.ts';
import { noRules } from './rules.ts';
import type { Request } from './state.ts';

export interface ExportOptions {
  readonly format: Format;
  readonly kinds: readonly Kind[];
  /** Columns to write beside the key; none for all. */
  readonly columns: readonly string[];
  readonly changedCells: boolean;
  readonly guardFormulas: boolean;
}

export const kinds: readonly Kind[] = ['added', 'removed', 'changed'];

export const everything: ExportOptions = {
  format: 'json',
  kinds,
  columns: [],
  changedCells: false,
  guardFormulas: false,
};

export const formats: Readonly<
  Record<Format, { readonly name: string; readonly what: string; readonly extension: string }>
> = {
  json: { name: 'JSON Lines', what: 'one object for each row that differs', extension: '.jsonl' },
  csv: { name: 'CSV', what: 'a table of the rows that differ', extension: '.csv' },
  tdiff: { name: 'Tabular diff', what: 'what daff shows and applies', extension: '.tdiff.csv' },
  html: { name: 'Web page', what: 'one file that needs nothing else', extension: '.html' },
  patch: { name: 'Patch', what: 'makes right of left again', extension: '.patch.csv' },
};

/** What each format can leave out. */
export const takes = {
  filter: (format: Format) => format !== 'patch',
  changedCells: (format: Format) => format === 'json' || format === 'csv' || format === 'html',
  guardFormulas: (format: Format) => format === 'csv',
} as const;

/** Why this cannot be written; undefined when it can. */
export function obstacle(
  options: ExportOptions,
  { rules }: Pick<Request, 'rules'>,
): string | undefined {
  if (options.format === 'patch' && rules !== noRules) {
    return 'A patch holds every difference: take the rules and the columns left out away first, or choose another format.';
  }
  if (takes.filter(options.format) && options.kinds.length === 0) {
    return 'Choose at least one kind of row.';
  }
  return undefined;
}

/** The options as the engine takes them; what a format does not take is left out. */
export function formatOptionsOf(options: ExportOptions): FormatOptions {
  const { format, kinds: some, columns, changedCells, guardFormulas } = options;
  const filters = takes.filter(format);
  return {
    format,
    ...(filters && some.length < kinds.length ? { only: some } : {}),
    ...(filters && columns.length > 0 ? { columns } : {}),
    ...(changedCells && takes.changedCells(format) ? { changedCells } : {}),
    ...(guardFormulas && takes.guardFormulas(format) ? { guardFormulas } : {}),
  };
}

const stem = (name: string) => name.replace(/\.[^.]*$/, '');

export function fileName(format: Format, { left, right }: Request): string {
  return `${stem(left.name)} to ${stem(right.name)}${formats[format].extension}`;
}
