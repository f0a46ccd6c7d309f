import { useScheme } from '../../parts/useScheme.ts';
import { isRamp, rampEnds, rampOf, type Coloring } from './coloring.ts';
import { groundRamp, type Ground } from './ground.ts';

/** What colors mean that are no tribe's and no domain's. */
export function Legend({
  coloring,
  ground,
}: {
  readonly coloring: Coloring;
  readonly ground: Ground;
}) {
  const scheme = useScheme();
  return (
    <div className="world-legend">
      {isRamp(coloring) && (
        <p className="world-ramp">
          {rampEnds[coloring][0]} <i style={{ background: rampOf(coloring, scheme) }} />{' '}
          {rampEnds[coloring][1]}
        </p>
      )}
      {ground === 'density' && (
        <p className="world-ramp">
          empty <i style={{ background: groundRamp(scheme) }} /> crowded
        </p>
      )}
    </div>
  );
}
