import type { Entity } from 'heddle/sim';
import { Card } from '../../parts/Card.tsx';
import { formatCount } from '../../parts/format.ts';
import { useScheme } from '../../parts/useScheme.ts';
import { colorOf } from './palette.ts';

const geneTitles: Readonly<Record<keyof Entity['genes'], string>> = {
  maxSpeed: 'Top speed',
  visionRange: 'Sight',
  metabolism: 'Metabolism',
  fecundity: 'Fecundity',
  aggression: 'Aggression',
  cohesion: 'Cohesion',
  foodSelectivity: 'Selectivity',
  diet: 'Diet, plants to prey',
  fieldOfView: 'Field of view (cosine)',
};

/** One entity with all that is known of it. */
export function Inspector({
  entity,
  gone,
}: {
  readonly entity: Entity | undefined;
  /** Whether it is in the world no more. */
  readonly gone: boolean;
}) {
  const scheme = useScheme();
  if (entity === undefined) {
    return (
      <Card id="world-entity" title="Who is that?">
        <p className="world-hint">
          Choose a place in the world: the entity next to it is shown here, and in the world how far
          it sees and where it looks.
        </p>
      </Card>
    );
  }
  const { id, tribe, tribeName, energy, age, lifespan, vx, vy, genes } = entity;
  const facts: readonly (readonly [string, string])[] = [
    ['Energy', formatCount(energy)],
    ['Age', `${formatCount(age)} of ${formatCount(lifespan)} ticks`],
    ['Speed', Math.hypot(vx, vy).toFixed(2)],
    ...Object.entries(geneTitles).map(
      ([name, title]) => [title, genes[name as keyof Entity['genes']].toFixed(2)] as const,
    ),
  ];
  return (
    <Card id="world-entity" title={`Number ${formatCount(id)}`}>
      <p className="world-tribe">
        <i style={{ background: colorOf(tribe, scheme) }} /> {tribeName}
        {gone && <b>is no more</b>}
      </p>
      <dl className="world-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
