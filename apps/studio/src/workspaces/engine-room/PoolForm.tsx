import { detectTier, type PoolInfo } from 'heddle';
import { tierName, tiers } from '../../shell/tier.ts';
import type { PoolSettings } from '../../shell/route.ts';

const counts = [1, 2, 3, 4, 6, 8, 12, 16];

/** How the pool is made; a change makes it anew, without loading the page again. */
export function PoolForm({
  settings,
  info,
  onChange,
}: {
  readonly settings: PoolSettings;
  /** Undefined while there is no pool. */
  readonly info: PoolInfo | undefined;
  readonly onChange: (settings: PoolSettings) => void;
}) {
  const refused = new Set(detectTier().refused.map(({ tier }) => tier));
  const lanesMatter = info === undefined || info.tier === 'threads';
  const withCurrent = (current: number | undefined) =>
    current === undefined || counts.includes(current) ? counts : [...counts, current];
  return (
    <form
      className="pool-form"
      aria-label="How the engine runs"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <label>
        <span>Tier</span>
        <select
          value={settings.tier}
          onChange={(event) => {
            onChange({ ...settings, tier: event.target.value as PoolSettings['tier'] });
          }}
        >
          <option value="auto">Best there is</option>
          {tiers.map((tier) => (
            <option key={tier} value={tier} disabled={refused.has(tier)}>
              {tierName(tier)}
              {refused.has(tier) ? ' (not here)' : ''}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Kernels</span>
        <select
          value={settings.kernels}
          disabled={settings.tier === 'solo'}
          onChange={(event) => {
            onChange({ ...settings, kernels: Number(event.target.value) });
          }}
        >
          {withCurrent(settings.kernels).map((count) => (
            <option key={count} value={count}>
              {count}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Lanes each</span>
        <select
          value={lanesMatter ? (settings.lanes ?? '') : 1}
          disabled={!lanesMatter}
          title={lanesMatter ? undefined : 'Only the tier Threads has more than one lane.'}
          onChange={(event) => {
            const { value } = event.target;
            onChange({ ...settings, lanes: value === '' ? undefined : Number(value) });
          }}
        >
          <option value="">
            All cores{info !== undefined && lanesMatter ? ` (${info.lanes})` : ''}
          </option>
          {withCurrent(settings.lanes).map((count) => (
            <option key={count} value={count}>
              {count}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}
