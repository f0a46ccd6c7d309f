import type { ReactNode } from 'react';
import { formatBytes, formatCount, formatSeconds } from '../../parts/format.ts';
import { KindMarker } from './KindMarker.tsx';
import type { Filter } from './filter.ts';
import type { Result } from './state.ts';
import { bytesOf } from './useTable.ts';
import './Summary.css';

/** The counts. Those of the three kinds are also the filter. */
export function Summary({
  result,
  filter,
  onFilter,
  children,
}: {
  readonly result: Result;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  /** What can be done with the result. */
  readonly children: ReactNode;
}) {
  const { diff, request } = result;
  const bytes = bytesOf(request);
  const tiles: readonly (readonly [Filter, string, number])[] = [
    ['all', diff.length === 1 ? 'difference' : 'differences', diff.length],
    ['added', diff.added === 1 ? 'row added' : 'rows added', diff.added],
    ['removed', diff.removed === 1 ? 'row removed' : 'rows removed', diff.removed],
    ['changed', diff.changed === 1 ? 'row changed' : 'rows changed', diff.changed],
  ];
  return (
    <section className="summary" aria-label="Summary">
      <fieldset className="tiles">
        <legend className="visually-hidden">Show</legend>
        {tiles.map(([kind, label, count]) => (
          <label key={kind} className="tile" data-kind={kind}>
            <input
              type="radio"
              name="kind"
              className="visually-hidden"
              checked={filter === kind}
              disabled={count === 0}
              onChange={() => {
                onFilter(kind);
              }}
            />
            <span className="tile-count">{formatCount(count)}</span>
            <span className="tile-label">
              {kind !== 'all' && <KindMarker kind={kind} />}
              {label}
            </span>
          </label>
        ))}
      </fieldset>
      <dl className="readings">
        <Reading name="Changed cells" value={formatCount(diff.changedCells)} />
        <Reading name="Unchanged rows" value={formatCount(diff.unchanged)} />
        <Reading name="Time" value={formatSeconds(diff.seconds)} />
        <Reading name="Lanes" value={formatCount(diff.lanes)} />
        {bytes >= 1e6 && diff.seconds > 0 && (
          <Reading name="Speed" value={`${formatBytes(bytes / diff.seconds)}/s`} />
        )}
      </dl>
      <div className="summary-actions">{children}</div>
    </section>
  );
}

function Reading({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
