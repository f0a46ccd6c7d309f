import { columns, diff, merge, patch, write } from './operations.js';

/** The table engine: what can be asked of large CSV files. */
export const table = { columns, diff, merge, patch, write } as const;

export { createDiff } from './kernel_diff.js';
export type {
  BothValues,
  ColumnChanges,
  CompactDifference,
  CreateDiffOptions,
  DiffCallOptions,
  FirstRows,
  FullDifference,
  KernelDiff,
} from './kernel_diff.js';
export type { DiffFacts } from './facts.js';
export type { DiffFilter } from './filter.js';
export type { Dialect } from './dialect.js';
export type { Format, FormatOptions, MergedTable } from './formats.js';
export type { ColumnsInput, DiffInput, MergeInput, PatchInput, WriteInput } from './operations.js';
export type { ValueRule } from './rules.js';
export type { Both, FoundDialect, KeyProposal, RenamedColumn } from './summary.js';
export { TableDiff, type Cell, type Difference } from './diff.js';
