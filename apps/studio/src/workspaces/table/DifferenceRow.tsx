import { memo } from 'react';
import type { TableDiff } from 'heddle/table';
import { KindMarker } from './KindMarker.tsx';
import { oneLine, oneLineMarked, type Cell } from './cells.ts';

export interface VisibleColumn {
  readonly index: number;
  readonly start: number;
  readonly size: number;
  readonly numeric: boolean;
}

export function cellId(row: number, column: number): string {
  return `difference-${row}-${column}`;
}

/** One difference; it is decoded here, so only for rows in view. */
export const DifferenceRow = memo(function DifferenceRow({
  diff,
  index,
  row,
  top,
  columns,
  active,
}: {
  readonly diff: TableDiff;
  readonly index: number;
  readonly row: number;
  readonly top: number;
  readonly columns: readonly VisibleColumn[];
  readonly active: number | undefined;
}) {
  const difference = diff.at(index);
  return (
    <div
      className="grid-row"
      role="row"
      aria-rowindex={row + 2}
      data-row={row}
      data-kind={difference.kind}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div className="grid-gutter" role="presentation">
        <div className="grid-number" role="gridcell" aria-colindex={1}>
          {difference.kind === 'added' ? '' : difference.left}
        </div>
        <div className="grid-number" role="gridcell" aria-colindex={2}>
          {difference.kind === 'removed' ? '' : difference.right}
        </div>
        <div className="grid-kind" role="gridcell" aria-colindex={3}>
          <KindMarker kind={difference.kind} named />
        </div>
      </div>
      <div className="grid-space" role="presentation" style={{ width: columns[0]?.start ?? 0 }} />
      {columns.map((column) => (
        <GridCell
          key={column.index}
          row={row}
          column={column}
          cell={difference.cells[column.index] ?? null}
          active={active === column.index}
        />
      ))}
    </div>
  );
});

function GridCell({
  row,
  column,
  cell,
  active,
}: {
  readonly row: number;
  readonly column: VisibleColumn;
  readonly cell: Cell;
  readonly active: boolean;
}) {
  const state = cell === null ? 'missing' : typeof cell === 'string' ? undefined : 'changed';
  return (
    <div
      id={cellId(row, column.index)}
      className="grid-cell"
      role="gridcell"
      aria-colindex={column.index + 4}
      aria-selected={active}
      data-column={column.index}
      data-state={state}
      data-numeric={column.numeric}
      style={{ width: column.size }}
    >
      {cell === null ? (
        <span className="visually-hidden">no such column</span>
      ) : typeof cell === 'string' ? (
        <span className="grid-text">{oneLine(cell)}</span>
      ) : (
        <>
          <Value className="grid-old" text={cell[0]} />
          <Value className="grid-new" text={cell[1]} />
        </>
      )}
    </div>
  );
}

function Value({
  className,
  text,
}: {
  readonly className: 'grid-old' | 'grid-new';
  readonly text: string;
}) {
  const Tag = className === 'grid-old' ? 'del' : 'ins';
  return (
    <Tag className={className} data-empty={text === ''}>
      {text === '' ? 'empty' : oneLineMarked(text)}
    </Tag>
  );
}
