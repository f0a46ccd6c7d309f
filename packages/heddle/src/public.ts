// What both entry points, index.ts and index.node.ts, export beside the functions.
export type { BreakerState } from './breaker.js';
export type { Bytes } from './bytes.js';
export type { LaneStats, MemoryStats } from './control.js';
export { HeddleError, type ErrorCode, type ErrorDetails } from './errors.js';
export type { RunOptions } from './job.js';
export type { KernelState } from './kernel.js';
export type { LogEvent, LogListener, LogRecord } from './log.js';
export type { MapOptions } from './map.js';
export type { Engine, Operation, Posted } from './operation.js';
export type { MemoryOptions, PoolOptions } from './options.js';
export { operationsOf, sessionsOf, type OperationsOf, type SessionsOf } from './own.js';
export type { Pool, PoolInfo } from './pool.js';
export type { Session, Stateful, StepOptions, Steps } from './session.js';
export type { Slice, Slices } from './slices.js';
export type { KernelStats, PoolStats } from './stats.js';
export type { RefusedTier, Tier, TierReport } from './tier.js';
export { version } from './version.js';
