import { host } from '#host';

import { Pool, type PoolOptions } from './pool.js';
import { chooseTier, type TierReport } from './tier.js';

/**
 * Makes a pool. No worker starts before the first job.
 *
 * @throws HeddleError `invalid_argument` for an option out of its range; `unavailable` when the host
 *   does not allow the wanted tier, or none.
 */
export function createPool(options: PoolOptions = {}): Promise<Pool> {
  // A promise, although nothing is waited for yet: probing a host may take time.
  return new Promise((resolve) => {
    resolve(new Pool(host, options));
  });
}

/**
 * Finds out which tier runs here, and why no higher one. Starts nothing.
 *
 * @throws HeddleError `unavailable` when the host has no workers at all.
 */
export function detectTier(): TierReport {
  return chooseTier(host.facts, 'auto');
}

export type { Bytes } from './bytes.js';
export { HeddleError, type ErrorCode, type ErrorDetails } from './errors.js';
export type { Engine, Operation, Posted } from './operation.js';
export type { Pool, PoolInfo, PoolOptions, RunOptions } from './pool.js';
export type { RefusedTier, Tier, TierReport } from './tier.js';
export { version } from './version.js';
