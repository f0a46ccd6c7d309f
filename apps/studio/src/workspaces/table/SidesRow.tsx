import { memo } from 'react';
import { KindMarker } from './KindMarker.tsx';
import { cellId, Value, type VisibleColumn } from './DifferenceRow.tsx';
import { oneLine, stateOf, valueIn, type Cell, type Names, type Row } from './cells.ts';
import type { Side } from './problem.ts';

/** One difference, each file in its own half. */
export const SidesRow = memo(function SidesRow({
  diff,
  difference,
  row,
  top,
  columns,
  active,
}: {
  readonly diff: Names;
  readonly difference: Row;
  readonly row: number;
  readonly top: number;
  readonly columns: readonly VisibleColumn[];
  readonly active: number | undefined;
}) {
  const { kind } = difference;
  const half = (side: Side) => {
    const absent = kind === (side === 'left' ? 'added' : 'removed');
    const first = side === 'left' ? 3 : 4 + diff.columns.length;
    const alone = side === 'left' ? diff.onlyRight : diff.onlyLeft;
    return (
      <div className="grid-half" role="presentation" data-side={side} data-absent={absent}>
        <div className="grid-gutter" role="presentation">
          {side === 'left' && (
            <div className="grid-kind" role="gridcell" aria-colindex={1}>
              <KindMarker kind={kind} named />
            </div>
          )}
          <div className="grid-number" role="gridcell" aria-colindex={first - 1}>
            {absent ? '' : numberOf(difference, side)}
          </div>
        </div>
        <div className="grid-lane" role="presentation">
          {columns.map((column) => (
            <SideCell
              key={column.index}
              row={row}
              side={side}
              place={first + column.index}
              column={column}
              absent={absent}
              cell={
                alone.includes(diff.columns[column.index] ?? '')
                  ? null
                  : (difference.cells[column.index] ?? null)
              }
              active={active === column.index}
            />
          ))}
        </div>
      </div>
    );
  };
  return (
    <div
      className="grid-row grid-sides"
      role="row"
      aria-rowindex={row + 2}
      data-row={row}
      data-kind={kind}
      style={{ top }}
    >
      {half('left')}
      {half('right')}
    </div>
  );
});

function numberOf(difference: Row, side: Side): number | undefined {
  if (side === 'left') return difference.kind === 'added' ? undefined : difference.left;
  return difference.kind === 'removed' ? undefined : difference.right;
}

function SideCell({
  row,
  side,
  place,
  column,
  absent,
  cell,
  active,
}: {
  readonly row: number;
  readonly side: Side;
  readonly place: number;
  readonly column: VisibleColumn;
  readonly absent: boolean;
  readonly cell: Cell;
  readonly active: boolean;
}) {
  const state = absent ? 'absent' : stateOf(cell);
  const value = valueIn(cell, side);
  return (
    <div
      id={cellId(row, column.index, side)}
      className="grid-cell"
      role="gridcell"
      aria-colindex={place}
      aria-selected={active}
      data-column={column.index}
      data-side={side}
      data-state={state}
      data-numeric={column.numeric}
      style={{ width: column.size, '--start': `${column.start}px` }}
    >
      {absent ? (
        <span className="visually-hidden">no such row</span>
      ) : value === null ? (
        <span className="visually-hidden">no such column</span>
      ) : state === 'changed' ? (
        <Value className={side === 'left' ? 'grid-old' : 'grid-new'} text={value} />
      ) : (
        <span className="grid-text">{oneLine(value)}</span>
      )}
    </div>
  );
}
