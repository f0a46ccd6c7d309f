// The package in a browser. Plain pages load this file as it is, so it names its host directly.
import { makeApi } from './api.js';
import type { DiskFile } from './disk_file.js';
import { HeddleError } from './errors.js';
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

/**
 * In Node: a file by its path, as an input. The kernel reads it itself, so that it needs no memory of the page's, and may be
 * larger than memory where an operation takes such files.
 *
 * path  relative to the working directory, or absolute, or a URL `file:`.
 * @throws HeddleError `unavailable` in a browser, where a `File` is read in the same way.
 */
export function file(path: string | URL): DiskFile {
  throw new HeddleError(
    'unavailable',
    `A page cannot read files by their path (${String(path)}): give a File, which is read piece by piece too.`,
  );
}

export * from './public.js';
