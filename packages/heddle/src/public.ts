// What both entry points, index.ts and index.node.ts, export beside the functions.
export type { Bytes } from './bytes.js';
export { HeddleError, type ErrorCode, type ErrorDetails } from './errors.js';
export type { Engine, Operation, Posted } from './operation.js';
export type { Pool, PoolInfo, PoolOptions, RunOptions } from './pool.js';
export type { RefusedTier, Tier, TierReport } from './tier.js';
export { version } from './version.js';
