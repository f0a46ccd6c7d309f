import { useCallback, useEffect, useMemo, useRef } from 'react';
import { Card } from '../../parts/Card.tsx';
import { Chart, type ChartHandle, type ChartShape } from '../../parts/Chart.tsx';
import { formatBytes, formatCount } from '../../parts/format.ts';
import { edges } from './frameTimes.ts';
import type { Series } from './series.ts';
import type { Sampler } from './useSampler.ts';

const lastMinute = {
  rangeX: (): [number, number] => [-60, 0],
  ticksX: [-60, -40, -20, 0],
  formatX: (seconds: number) => (seconds === 0 ? 'now' : `−${-seconds} s`),
} as const;

/** The columns with times as seconds from now on, which are negative. */
function fromNow({ columns: [times = [], ...lines] }: Series) {
  const now = times.at(-1) ?? 0;
  return [times.map((time) => (time ?? now) - now), ...lines];
}

/** The last minute in charts, and all frames in a histogram. */
export function Charts({ sampler }: { readonly sampler: Sampler }) {
  const { stats, frames } = sampler;
  const memory = stats?.kernels.flatMap((kernel) => kernel.memory ?? []) ?? [];
  return (
    <div className="charts">
      <Card
        id="work"
        title="Jobs"
        aside={
          <p className="card-fact">
            <b data-field="queue">{formatCount(stats?.queue.length ?? 0)}</b> waiting
          </p>
        }
      >
        <Live
          sampler={sampler}
          label="Jobs a second and jobs that wait, over the last minute."
          shape={workShape}
          columns={() => fromNow(sampler.work)}
        />
      </Card>
      <Card
        id="memory"
        title="Memory of the engines"
        aside={
          memory.length > 0 && (
            <p className="card-fact">
              <b>{formatBytes(memory.reduce((sum, { used }) => sum + used, 0))}</b> in use
            </p>
          )
        }
      >
        {memory.length === 0 ? (
          <p className="card-words">
            {stats?.kernels.some(({ engines }) => engines.length > 0) === true
              ? 'Not known here: in this tier each worker keeps its memory to itself. In the tier Threads it is shared with the page.'
              : 'No engine is loaded yet.'}
          </p>
        ) : (
          <Live
            sampler={sampler}
            label="Memory in use and its peak, over the last minute."
            shape={memoryShape}
            columns={() => fromNow(sampler.memory)}
          />
        )}
      </Card>
      <Card
        id="frames"
        title="Frames of the page"
        aside={
          <p className="card-fact" data-field="frames">
            median <b>{frames.percentile(0.5).toFixed(1)}</b>, 99 %{' '}
            <b>{frames.percentile(0.99).toFixed(1)}</b>, longest <b>{frames.longest.toFixed(0)}</b>{' '}
            ms
          </p>
        }
      >
        <Live
          sampler={sampler}
          label={`Histogram of ${formatCount(frames.total)} frame times.`}
          shape={frameShape}
          columns={() => [
            edges.map((_edge, i) => i),
            // On a logarithmic axis, where one frame among thousands is still seen.
            frames.counts.map((count) => (count === 0 ? null : Math.log10(count) + 1)),
          ]}
        />
      </Card>
    </div>
  );
}

function Live({
  sampler,
  label,
  shape,
  columns,
}: {
  readonly sampler: Sampler;
  readonly label: string;
  readonly shape: ChartShape;
  readonly columns: () => readonly (readonly (number | null)[])[];
}) {
  const chart = useRef<ChartHandle>(undefined);
  const latest = useRef(columns);
  useEffect(() => {
    latest.current = columns;
  });
  const draw = useMemo(() => () => chart.current?.draw(latest.current()), []);
  const onReady = useCallback(
    (made: ChartHandle | undefined) => {
      chart.current = made;
      draw();
    },
    [draw],
  );
  const { onNumbers } = sampler;
  useEffect(() => onNumbers(draw), [onNumbers, draw]);
  return <Chart label={label} shape={shape} onReady={onReady} />;
}

const workShape: ChartShape = {
  lines: [
    { name: 'jobs a second', color: 'indigo', fill: 'indigo-wash' },
    { name: 'jobs waiting', color: 'weld', dash: [4, 3] },
  ],
  ...lastMinute,
  formatY: (value) => formatCount(value),
  rangeY: (most) => [0, Math.max(5, most * 1.1)],
};

const memoryShape: ChartShape = {
  lines: [
    { name: 'in use', color: 'indigo', fill: 'indigo-wash' },
    { name: 'at most so far', color: 'ink-soft', dash: [4, 3] },
  ],
  ...lastMinute,
  formatY: (value) => formatBytes(value),
  rangeY: (most) => [0, Math.max(1e6, most * 1.1)],
};

const frameShape: ChartShape = {
  lines: [{ name: 'frames', color: 'indigo', fill: 'indigo', bars: true }],
  ticksX: edges.map((_edge, i) => i),
  formatX: (value) => `${edges[value] ?? ''}`,
  formatY: (value) => (Number.isInteger(value) && value >= 1 ? formatCount(10 ** (value - 1)) : ''),
  rangeX: () => [0, edges.length],
  rangeY: (most) => [0, Math.max(3, Math.ceil(most))],
};
