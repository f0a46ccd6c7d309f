import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Scenario } from 'heddle/sim';
import { Card } from '../../parts/Card.tsx';
import { Chart, type ChartHandle, type ChartShape } from '../../parts/Chart.tsx';
import { formatCount } from '../../parts/format.ts';
import { useScheme } from '../../parts/useScheme.ts';
import { describe } from './history.ts';
import { colorOf } from './palette.ts';
import type { Figures } from './useFigures.ts';

const common = {
  formatX: (tick: number) => formatCount(tick),
  formatY: (value: number) => formatCount(value),
  // Charts need a span, also of a world that was just made.
  rangeX: (least: number, most: number): [number, number] => [least, Math.max(most, least + 10)],
  rangeY: (most: number): [number, number] => [0, Math.max(10, most * 1.1)],
  legend: false,
} as const;

const energyShape: ChartShape = {
  ...common,
  lines: [{ name: 'mean energy', color: 'indigo', fill: 'indigo-wash' }],
};

/** How many there were of each tribe, and how much energy they had. */
export function Charts({
  figures,
  scenario,
}: {
  readonly figures: Figures | undefined;
  readonly scenario: Scenario;
}) {
  const scheme = useScheme();
  const names = useMemo(() => scenario.tribes.map(({ name }) => name), [scenario]);
  const shape = useMemo<ChartShape>(
    () => ({
      ...common,
      lines: names.map((name, tribe) => ({ name, color: colorOf(tribe, scheme) })),
    }),
    [names, scheme],
  );
  const columns = figures?.history.columns ?? [];
  const [ticks = [], ...lines] = columns;
  const energies = lines.at(-1) ?? [];
  const populations = [ticks, ...names.map((_, tribe) => lines[tribe] ?? [])];
  return (
    <>
      <Card id="world-population" title="Population">
        <Live
          label={describe('Population', names, populations)}
          shape={shape}
          columns={populations}
          version={figures}
        />
        <ul className="world-tribes">
          {names.map((name, tribe) => (
            <li key={tribe}>
              <i style={{ background: colorOf(tribe, scheme) }} />
              <span>{name}</span>
              <b>{formatCount(figures?.census[tribe] ?? 0)}</b>
            </li>
          ))}
        </ul>
      </Card>
      <Card
        id="world-energy"
        title="Energy"
        aside={
          <p className="card-fact">
            mean{' '}
            <b data-field="energy">
              {figures?.energy === undefined ? '–' : formatCount(Math.round(figures.energy))}
            </b>{' '}
            of {formatCount(scenario.economy?.most ?? 0)}
          </p>
        }
      >
        <Live
          label={describe('Energy', ['mean of all'], [ticks, energies])}
          shape={energyShape}
          columns={[ticks, energies]}
          version={figures}
        />
      </Card>
    </>
  );
}

function Live({
  label,
  shape,
  columns,
  version,
}: {
  readonly label: string;
  readonly shape: ChartShape;
  readonly columns: readonly (readonly (number | null)[])[];
  /** Another object when the columns have changed. */
  readonly version: unknown;
}) {
  const chart = useRef<ChartHandle>(undefined);
  const latest = useRef(columns);
  useEffect(() => {
    latest.current = columns;
    chart.current?.draw(columns);
    // The columns are the same arrays, which grow.
  }, [version]);
  const onReady = useCallback((made: ChartHandle | undefined) => {
    chart.current = made;
    made?.draw(latest.current);
  }, []);
  return <Chart label={label} shape={shape} onReady={onReady} />;
}
