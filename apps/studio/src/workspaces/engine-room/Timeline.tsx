import { useEffect, useRef, useState } from 'react';
import { Card } from '../../parts/Card.tsx';
import { poolLog } from '../../shell/usePool.ts';
import { readTokens, useScheme } from '../../parts/useScheme.ts';
import { drawTimeline, heightOf, inks, type Look } from './timelineDrawing.ts';
import type { Runs } from './runs.ts';
import './Timeline.css';

/** Milliseconds that are in view. */
export const timelineSpan = 10_000;

/** What kernels and lanes do, from ten seconds ago until now. */
export function Timeline({
  runs,
  freezes,
  active,
  onDraw,
}: {
  readonly runs: Runs;
  /** Times in which the page stood still: begin and end. */
  readonly freezes: readonly (readonly [number, number])[];
  readonly active: boolean;
  /** Takes what draws one frame; returns what takes it back. */
  readonly onDraw: (draw: (now: number) => void) => () => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useScheme();
  const [still, setStill] = useState(false);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || context === null || context === undefined) return;
    if (!active || still) return;
    const colors = readTokens(element, inks);
    const style = getComputedStyle(element);
    const em = parseFloat(style.fontSize);
    const font = `${em}px ${style.fontFamily}`;
    let look: Look | undefined;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width === 0 || height === 0) return;
      const ratio = devicePixelRatio;
      element.width = Math.round(width * ratio);
      element.height = Math.round(height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      look = { width, height, em, font, colors, span: timelineSpan };
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    let drawnRows = 0;
    const stop = onDraw((now) => {
      const { rows } = runs;
      if (rows.length !== drawnRows) {
        drawnRows = rows.length;
        element.style.height = `${heightOf(rows, em)}px`;
      }
      if (look === undefined) return;
      drawTimeline(context, look, now, rows, freezes, poolLog.records());
    });
    return () => {
      observer.disconnect();
      stop();
    };
  }, [runs, freezes, active, still, scheme, onDraw]);

  return (
    <Card
      id="timeline"
      title="Kernels and lanes"
      className="timeline"
      aside={
        <>
          <ul className="timeline-legend">
            <li data-doing="work">works</li>
            <li data-doing="start">starts</li>
            <li data-doing="wait">waits</li>
            <li data-doing="gone">no worker</li>
            <li data-doing="frozen">page stood still</li>
          </ul>
          <button
            type="button"
            className="button quiet"
            onClick={() => {
              setStill(!still);
            }}
          >
            {still ? 'Go on' : 'Hold still'}
          </button>
        </>
      }
    >
      <canvas
        ref={canvas}
        className="timeline-canvas"
        role="img"
        aria-label="What each kernel and lane did in the last ten seconds; the table below has the numbers."
      />
    </Card>
  );
}
