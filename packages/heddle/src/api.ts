import type { Host } from './host.js';
import type { PoolOptions } from './options.js';
import { Pool } from './pool.js';
import { chooseTier, type TierReport } from './tier.js';

/** The functions of the package for one host; index.ts documents them. */
export interface Api {
  readonly createPool: (options?: PoolOptions) => Promise<Pool>;
  readonly detectTier: () => TierReport;
}

/** Binds the package's functions to a host. */
export function makeApi(host: Host): Api {
  return {
    // A promise, although nothing is waited for yet: probing a host may take time.
    createPool: (options = {}) =>
      new Promise((resolve) => {
        resolve(new Pool(host, options));
      }),
    detectTier: () => chooseTier(host.facts, 'auto'),
  };
}
