import { memo } from 'react';
import { KindMarker } from './KindMarker.tsx';
import {
  alikeReason,
  isAlike,
  oneLine,
  oneLineMarked,
  stateOf,
  type Cell,
  type Row,
} from './cells.ts';
import type { Side } from './problem.ts';

declare module 'react' {
  interface CSSProperties {
    /** Where a cell begins, for layouts that do not put one beside the other. */
    readonly '--start'?: string;
  }
}

export interface VisibleColumn {
  readonly index: number;
  readonly start: number;
  readonly size: number;
  readonly numeric: boolean;
  /** Whether it is not compared. */
  readonly ignored: boolean;
}

export function cellId(row: number, column: number, side?: Side): string {
  return `difference-${row}-${column}${side === undefined ? '' : `-${side}`}`;
}

/** One difference, both files in one row. */
export const DifferenceRow = memo(function DifferenceRow({
  difference,
  row,
  top,
  columns,
  active,
}: {
  readonly difference: Row;
  readonly row: number;
  readonly top: number;
  readonly columns: readonly VisibleColumn[];
  readonly active: number | undefined;
}) {
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
  return (
    <div
      id={cellId(row, column.index)}
      className="grid-cell"
      role="gridcell"
      aria-colindex={column.index + 4}
      aria-selected={active}
      data-column={column.index}
      data-state={stateOf(cell)}
      data-numeric={column.numeric}
      style={{ width: column.size }}
    >
      {cell === null ? (
        <span className="visually-hidden">no such column</span>
      ) : typeof cell === 'string' ? (
        <span className="grid-text">{oneLine(cell)}</span>
      ) : isAlike(cell) ? (
        <>
          <span className="grid-text">{oneLine(cell.right)}</span>
          <AlikeSign left={cell.left} ignored={column.ignored} />
        </>
      ) : (
        <>
          <Value className="grid-old" text={cell[0]} />
          <Value className="grid-new" text={cell[1]} />
        </>
      )}
    </div>
  );
}

/** Says that the value is right's only. */
function AlikeSign({ left, ignored }: { readonly left: string; readonly ignored: boolean }) {
  const words = `left: ${left === '' ? 'empty' : oneLine(left)}, ${alikeReason(ignored)}`;
  return (
    <span className="grid-alike" title={words}>
      <span aria-hidden="true">{ignored ? '≠' : '≈'}</span>
      <span className="visually-hidden">({words})</span>
    </span>
  );
}

export function Value({
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
