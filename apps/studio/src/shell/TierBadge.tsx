import { formatBytes } from '../parts/format.ts';
import { defaultSettings, isDefault } from './route.ts';
import { describeTier, tierName } from './tier.ts';
import type { PoolState } from './usePool.ts';
import type { Router } from './useRoute.ts';
import './TierBadge.css';

/** How much this host allows, in two words; opens to the reason and the remedies. */
export function TierBadge({ pool, router }: { readonly pool: PoolState; readonly router: Router }) {
  const forced = !isDefault(router.settings);
  const words = describeTier(pool);
  return (
    <>
      <button
        type="button"
        className="tier-badge"
        data-status={pool.status}
        popoverTarget="tier-details"
        aria-label={`Engine: ${words.label}. Show why.`}
      >
        <Gauge level={words.gauge} />
        <span className="tier-label">{words.label}</span>
      </button>
      <div id="tier-details" popover="auto" className="tier-details">
        <h2>{words.label}</h2>
        <p>{words.meaning}</p>
        {pool.status === 'failed' && <p className="tier-reason">{pool.message}</p>}
        {pool.status === 'ready' && (
          <>
            {pool.info.refused.length === 0 ? (
              <p className="tier-reason">{pool.info.reason}</p>
            ) : (
              <>
                <h3>Why not a faster way?</h3>
                <dl className="tier-refused">
                  {pool.info.refused.map(({ tier, reason }) => (
                    <div key={tier}>
                      <dt>{tierName(tier)}</dt>
                      <dd>{reason}</dd>
                    </div>
                  ))}
                </dl>
              </>
            )}
            <dl className="tier-facts">
              <div>
                <dt>Cores</dt>
                <dd>{pool.info.cores}</dd>
              </div>
              <div>
                <dt>Kernels</dt>
                <dd>{pool.info.kernels}</dd>
              </div>
              <div>
                <dt>Lanes</dt>
                <dd>{pool.info.lanes}</dd>
              </div>
              <div>
                <dt>Memory limit</dt>
                <dd>{formatBytes(pool.info.memoryMaximum)}</dd>
              </div>
              <div>
                <dt>Version</dt>
                <dd>{pool.info.version}</dd>
              </div>
            </dl>
          </>
        )}
        {forced && (
          <button
            type="button"
            className="button"
            onClick={() => {
              router.configure(defaultSettings);
            }}
          >
            Let the page choose again
          </button>
        )}
      </div>
    </>
  );
}

/** Three warp threads, as many of them drawn tight as the tier allows. */
function Gauge({ level }: { readonly level: number }) {
  return (
    <svg className="tier-gauge" viewBox="0 0 14 14" aria-hidden="true">
      {[2, 7, 12].map((x, i) => (
        <path key={x} d={`M${x} 1.5V12.5`} data-tight={i < level} />
      ))}
    </svg>
  );
}
