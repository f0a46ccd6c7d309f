import type { DomainInfo } from 'heddle/sim';
import { Card } from '../../parts/Card.tsx';
import { formatBytes, formatCount } from '../../parts/format.ts';
import { useScheme } from '../../parts/useScheme.ts';
import type { Coloring } from './coloring.ts';
import { colorOf } from './palette.ts';
import type { Figures as Numbers } from './useFigures.ts';

/** How the world stands, and its domains where there are several. */
export function Figures({
  figures,
  domains,
  coloring,
}: {
  readonly figures: Numbers | undefined;
  readonly domains: readonly DomainInfo[];
  readonly coloring: Coloring;
}) {
  const scheme = useScheme();
  const several = domains.length > 1;
  const facts: readonly (readonly [string, string])[] = [
    ['Tick', formatCount(figures?.tick ?? 0)],
    ['Alive', formatCount(figures?.size ?? 0)],
    ['A tick takes', `${(figures?.tickTime ?? 0).toFixed(1)} ms`],
    ['Memory', formatBytes(figures?.bytes ?? 0)],
    ...(several
      ? ([
          ['Domains', formatCount(domains.length)],
          ['Imbalance', `${(domains[0]?.imbalance ?? 1).toFixed(2)} × the mean`],
        ] as const)
      : []),
  ];
  return (
    <Card id="world-figures" title="Figures">
      <dl className="world-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {several && (
        <ul className="world-tribes world-domains">
          {domains.map(({ rows: [begin, end] }, index) => (
            <li key={index}>
              {coloring === 'domain' && <i style={{ background: colorOf(index, scheme) }} />}
              <span>
                Rows {formatCount(begin)} to {formatCount(end - 1)}
              </span>
              <b>{formatCount(figures?.domains[index] ?? 0)}</b>
            </li>
          ))}
        </ul>
      )}
      {coloring === 'domain' && !several && (
        <p className="world-hint">One domain: here all lanes share one memory.</p>
      )}
    </Card>
  );
}
