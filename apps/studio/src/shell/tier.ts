/** What the tier badge says. */
import type { PoolInfo, Tier } from 'heddle';
import { formatPlural } from '../parts/format.ts';
import type { PoolState } from './usePool.ts';

export interface TierWords {
  readonly label: string;
  /** One sentence: what this means for the person. */
  readonly meaning: string;
  /** How many of the gauge's three threads are drawn solid. */
  readonly gauge: 0 | 1 | 2 | 3;
}

const words = {
  threads: {
    name: 'Threads',
    meaning: 'All lanes work on one shared memory: the fastest way to run.',
    gauge: 3,
  },
  workers: {
    name: 'Workers',
    meaning: 'Each worker has a memory of its own. Results are the same, large files take longer.',
    gauge: 2,
  },
  script: {
    name: 'Script',
    meaning:
      'The engine runs as plain JavaScript. Results are the same, but it is several times slower.',
    gauge: 1,
  },
  solo: {
    name: 'Solo',
    meaning: 'One worker does everything. Results are the same, large files take longer.',
    gauge: 1,
  },
} as const;

/** All tiers, the best first. */
export const tiers = ['threads', 'workers', 'script', 'solo'] as const satisfies readonly Tier[];

export function tierName(tier: Tier): string {
  return words[tier].name;
}

/** "Worker pool active: 2 workers with 4 lanes each." */
function activeWords({ kernels, lanes }: PoolInfo): string {
  const each = lanes === 1 ? '' : ` with ${lanes} lanes${kernels === 1 ? '' : ' each'}`;
  return `Worker pool active: ${formatPlural(kernels, 'worker')}${each}.`;
}

export function describeTier(pool: PoolState): TierWords {
  switch (pool.status) {
    case 'starting':
      return { label: 'Starting', meaning: 'The engine is being loaded.', gauge: 0 };
    case 'failed':
      return { label: 'Not running', meaning: 'The engine could not be started.', gauge: 0 };
    case 'ready': {
      const { name, meaning, gauge } = words[pool.info.tier];
      const { kernels, lanes } = pool.info;
      const each = formatPlural(lanes, 'lane');
      const label = `${name} · ${kernels === 1 ? each : `${kernels} × ${each}`}`;
      return { label, meaning: `${activeWords(pool.info)} ${meaning}`, gauge };
    }
  }
}
