import { useEffect, useRef } from 'react';
import { bordersPath, perceptionOf, type Perception, type Sight } from './sight.ts';

/** Lines over the world: borders of domains, and what the picked entity perceives. */
export function Overlay({
  borders,
  perception,
  onReady,
}: {
  /** Places where one domain ends and another begins. */
  readonly borders: readonly number[];
  readonly perception: () => Perception | undefined;
  /** Given the function that draws it, again when what it draws is another. */
  readonly onReady: (draw: (sight: Sight) => void) => void;
}) {
  const lines = useRef<SVGPathElement>(null);
  const seen = useRef<SVGGElement>(null);
  const ready = useRef(onReady);
  useEffect(() => {
    ready.current = onReady;
  });
  // Drawn with every frame, which is no work for React.
  useEffect(() => {
    ready.current((sight) => {
      lines.current?.setAttribute('d', bordersPath(sight, borders));
      const group = seen.current;
      const now = perception();
      if (group === null) return;
      group.toggleAttribute('hidden', now === undefined);
      if (now === undefined) return;
      const { center, radius, cone } = perceptionOf(sight, now);
      for (const [part, size] of [
        ['.world-reach', radius],
        ['.world-self', 5],
      ] as const) {
        const circle = group.querySelector(part);
        circle?.setAttribute('cx', center.x.toFixed(2));
        circle?.setAttribute('cy', center.y.toFixed(2));
        circle?.setAttribute('r', size.toFixed(2));
      }
      group.querySelector('path')?.setAttribute('d', cone);
    });
  }, [borders, perception]);
  return (
    <svg className="world-overlay" aria-hidden="true">
      <path ref={lines} className="world-borders" />
      <g ref={seen} className="world-perception">
        <path />
        <circle className="world-reach" />
        <circle className="world-self" />
      </g>
    </svg>
  );
}
