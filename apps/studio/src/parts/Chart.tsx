import { useEffect, useRef, useState } from 'react';
import './languageTag.ts';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './Chart.css';
import { readTokens, useScheme } from './useScheme.ts';

const tokens = ['ink-soft', 'line', 'indigo', 'indigo-wash', 'madder', 'weld', 'ink'] as const;
export type Ink = (typeof tokens)[number];

export interface Line {
  readonly name: string;
  /** A token, or a color of the data's own. */
  readonly color: Ink | `rgb(${string})`;
  readonly dash?: readonly number[];
  /** Fills what is below the line. */
  readonly fill?: Ink;
  /** Bars instead of a line. */
  readonly bars?: boolean;
}

/** What a chart looks like; the same object as long as that is the same. */
export interface ChartShape {
  readonly lines: readonly Line[];
  /** Words for a value of the horizontal axis. */
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  /** Places of the horizontal axis that get words; default: the chart's choice. */
  readonly ticksX?: readonly number[];
  /** Ends of the axes for the data there is; default: the data's own. */
  readonly rangeX?: (least: number, most: number) => [number, number];
  readonly rangeY: (most: number) => [number, number];
  /** Names the lines below the chart. Default: when there are several. */
  readonly legend?: boolean;
}

/** A chart of numbers that change: its owner calls `draw` with columns, times (or classes) first. */
export interface ChartHandle {
  draw(columns: readonly (readonly (number | null)[])[]): void;
}

export function Chart({
  label,
  shape,
  onReady,
}: {
  /** For people who do not see it. */
  readonly label: string;
  readonly shape: ChartShape;
  /** Called with the chart, again when it was made anew, and with undefined when it is gone. */
  readonly onReady: (chart: ChartHandle | undefined) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useScheme();
  const [size, setSize] = useState<{ width: number; height: number }>();

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      // A chart out of view keeps its size.
      if (width > 0 && height > 0) setSize({ width, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  useEffect(() => {
    const element = place.current;
    if (element === null || size === undefined) return;
    const colors = readTokens(element, tokens);
    const font = `${Math.round(parseFloat(getComputedStyle(element).fontSize))}px ${getComputedStyle(element).fontFamily}`;
    const em = parseFloat(getComputedStyle(element).fontSize);
    const axis: uPlot.Axis = {
      stroke: colors['ink-soft'],
      font,
      grid: { stroke: colors.line, width: 1 },
      ticks: { show: false },
      gap: em * 0.4,
    };
    const bars = uPlot.paths.bars?.({ size: [0.84, 200], align: 1 });
    const chart = new uPlot(
      {
        ...size,
        legend: { show: false },
        cursor: { show: false },
        padding: [em * 0.6, em * 1.6, 0, 0],
        scales: {
          x: {
            time: false,
            ...(shape.rangeX === undefined
              ? {}
              : { range: (_chart, least, most) => shape.rangeX?.(least, most) ?? [least, most] }),
          },
          y: { range: (_chart, _least, most) => shape.rangeY(most) },
        },
        axes: [
          {
            ...axis,
            grid: { show: false },
            size: em * 2,
            values: (_chart, values) => values.map(shape.formatX),
            ...(shape.ticksX === undefined ? {} : { splits: [...shape.ticksX] }),
          },
          {
            ...axis,
            size: em * 4.6,
            values: (_chart, values) => values.map(shape.formatY),
          },
        ],
        series: [
          {},
          ...shape.lines.map(({ color, dash, fill, bars: drawBars }): uPlot.Series => ({
            stroke: isToken(color) ? colors[color] : color,
            width: drawBars === true ? 0 : 1.5,
            points: { show: false },
            ...(dash === undefined ? {} : { dash: [...dash] }),
            ...(fill === undefined ? {} : { fill: colors[fill] }),
            ...(drawBars === true && bars !== undefined ? { paths: bars } : {}),
          })),
        ],
      },
      [[], ...shape.lines.map(() => [])],
      element,
    );
    onReady({
      draw: (columns) => {
        chart.setData(columns as unknown as uPlot.AlignedData);
      },
    });
    return () => {
      onReady(undefined);
      chart.destroy();
    };
  }, [shape, size, scheme, onReady]);

  return (
    <figure className="chart">
      <div ref={place} className="chart-place" role="img" aria-label={label} />
      {(shape.legend ?? shape.lines.length > 1) && (
        <figcaption className="chart-lines">
          {shape.lines.map(({ name, color, dash }) => (
            <span key={name}>
              <i
                style={{ color: isToken(color) ? `var(--${color})` : color }}
                data-dashed={dash !== undefined}
              />
              {name}
            </span>
          ))}
        </figcaption>
      )}
    </figure>
  );
}

function isToken(color: Line['color']): color is Ink {
  return !color.startsWith('rgb(');
}
