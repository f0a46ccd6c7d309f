import type { ReactNode } from 'react';
import { alikeReason, isAlike, valueIn, type Row } from './cells.ts';
import './ReadingLine.css';

/** The whole text of one cell, with all its line breaks and spaces, below the table. */
export function ReadingLine({
  names,
  difference,
  column,
  ignored,
}: {
  readonly names: readonly string[];
  /** The difference to read from; undefined when none is pointed at. */
  readonly difference: Row | undefined;
  readonly column: number;
  /** Whether the column is not compared. */
  readonly ignored: boolean;
}) {
  if (difference === undefined) {
    return (
      <div className="reading-line">
        <p className="reading-hint">
          Point at a cell, or move there with the arrow keys, to read all of it here.
        </p>
      </div>
    );
  }
  const cell = difference.cells[column] ?? null;
  const rows = [
    difference.kind === 'added' ? undefined : `left ${difference.left}`,
    difference.kind === 'removed' ? undefined : `right ${difference.right}`,
  ].filter((part) => part !== undefined);
  return (
    <section className="reading-line" aria-label="Cell in full" tabIndex={0}>
      <h3>
        {names[column]}
        <span>row {rows.join(', ')}</span>
        {isAlike(cell) && <span>{alikeReason(ignored)}</span>}
      </h3>
      {cell === null ? (
        <p className="reading-hint">This file has no such column.</p>
      ) : typeof cell === 'string' ? (
        <Full>{cell}</Full>
      ) : (
        <div className="reading-pair">
          <Full side="left">{valueIn(cell, 'left')}</Full>
          <Full side="right">{valueIn(cell, 'right')}</Full>
        </div>
      )}
    </section>
  );
}

function Full({
  side,
  children,
}: {
  readonly side?: 'left' | 'right';
  readonly children: ReactNode;
}) {
  return (
    <p className="reading-text" data-side={side}>
      {side !== undefined && (
        <span className="reading-side">{side === 'left' ? 'Left' : 'Right'}</span>
      )}
      {children === '' ? <span className="reading-hint">empty</span> : children}
    </p>
  );
}
