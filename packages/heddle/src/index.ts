// The package in a browser. Plain pages load this file as it is, so it names its host directly.
import { makeApi } from './api.js';
import { host } from './host/browser.js';
import type { PoolOptions } from './options.js';
import type { Pool } from './pool.js';
import type { TierReport } from './tier.js';

const api = makeApi(host);

/**
 * Makes a pool. No worker starts before the first job.
 *
 * @throws HeddleError `invalid_argument` for an option out of its range; `unavailable` when the host
 *   does not allow the wanted tier, or none.
 */
export const createPool: (options?: PoolOptions) => Promise<Pool> = api.createPool;

/**
 * Finds out which tier runs here, and why no higher one. Starts nothing.
 *
 * @throws HeddleError `unavailable` when the host has no workers at all.
 */
export const detectTier: () => TierReport = api.detectTier;

export * from './public.js';
