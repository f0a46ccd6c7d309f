import { useState } from 'react';
import { formatCount } from '../../parts/format.ts';
import type { ColumnChanges } from 'heddle/table';
import './ColumnStrip.css';

/** Columns shown before "Show all" is asked for. */
const few = 12;

/** How many cells changed in each column; the way to see only those. */
export function ColumnStrip({
  counts,
  chosen,
  onChoose,
}: {
  readonly counts: readonly ColumnChanges[];
  /** Name of the column whose changes are shown; empty for all. */
  readonly chosen: string;
  readonly onChoose: (column: string) => void;
}) {
  const [all, setAll] = useState(false);
  const changed = counts
    .map(({ column, changed: count }) => ({ name: column, count }))
    .filter(({ name, count }) => count > 0 || (name === chosen && name !== ''));
  const most = changed.reduce((high, { count }) => Math.max(high, count), 1);
  const ranked = [...changed].sort((a, b) => b.count - a.count);
  const shown = all ? ranked : ranked.slice(0, few);
  if (changed.length === 0) return null;
  return (
    <fieldset className="column-strip">
      <legend>Changed cells by column</legend>
      <div className="column-strip-list">
        {shown.map(({ name, count }) => (
          <button
            key={name}
            type="button"
            className="column-tile"
            aria-pressed={name === chosen}
            title={name}
            disabled={name === ''}
            onClick={() => {
              onChoose(name === chosen ? '' : name);
            }}
          >
            <span className="column-tile-name">{name === '' ? '(no name)' : name}</span>
            <span className="column-tile-count">{formatCount(count)}</span>
            <svg
              className="column-tile-bar"
              viewBox="0 0 100 1"
              preserveAspectRatio="none"
              aria-hidden="true"
            >
              <rect width={(100 * count) / most} height="1" />
            </svg>
          </button>
        ))}
        {shown.length < ranked.length && (
          <button
            type="button"
            className="text-button"
            onClick={() => {
              setAll(true);
            }}
          >
            Show all {ranked.length}
          </button>
        )}
      </div>
    </fieldset>
  );
}
