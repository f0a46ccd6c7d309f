import { useEffect, useRef } from 'react';
import type { Frame } from 'heddle/sim';
import { scaleOf } from './camera.ts';
import { bordersIn, bordersPath, perceptionOf, type Perception, type Sight } from './sight.ts';

/** Lines over the world: borders of domains with their ghost rows, and what the picked entity perceives. */
export function Overlay({
  borders,
  cellSize,
  perception,
  onReady,
}: {
  /** Places where domains began when they were last asked. */
  readonly borders: readonly number[];
  /** As high as a row, of which each domain sees one of its neighbors'. */
  readonly cellSize: number;
  readonly perception: () => Perception | undefined;
  /** Given the function that draws it, again when what it draws is another. */
  readonly onReady: (draw: (sight: Sight, frame: Frame | undefined) => void) => void;
}) {
  const lines = useRef<SVGPathElement>(null);
  const ghosts = useRef<SVGPathElement>(null);
  const seen = useRef<SVGGElement>(null);
  const ready = useRef(onReady);
  useEffect(() => {
    ready.current = onReady;
  });
  // Drawn with every frame, which is no work for React.
  useEffect(() => {
    ready.current((sight, frame) => {
      const places = frame === undefined ? borders : bordersIn(frame, borders, cellSize);
      const path = bordersPath(sight, places);
      const scale = scaleOf(sight.camera, sight.extent, sight.width, sight.height);
      lines.current?.setAttribute('d', path);
      // A row on each side of the border.
      ghosts.current?.setAttribute('d', path);
      ghosts.current?.setAttribute('stroke-width', (2 * cellSize * scale).toFixed(2));
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
  }, [borders, cellSize, perception]);
  return (
    <svg className="world-overlay" aria-hidden="true">
      <path ref={ghosts} className="world-ghosts" />
      <path ref={lines} className="world-borders" />
      <g ref={seen} className="world-perception">
        <path />
        <circle className="world-reach" />
        <circle className="world-self" />
      </g>
    </svg>
  );
}
