import { columns, diff } from './operations.js';

/** The table engine: what can be asked of large CSV files. */
export const table = { columns, diff } as const;

export type { DiffInput, ColumnsInput } from './operations.js';
export type { ValueRule } from './rules.js';
export { TableDiff, type Cell, type Difference } from './diff.js';
