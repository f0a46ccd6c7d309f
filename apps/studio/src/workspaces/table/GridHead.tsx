import type { Names } from './cells.ts';
import type { VisibleColumn } from './DifferenceRow.tsx';
import type { Layout } from './view.ts';

/** The names of the columns, once or for each side. */
export function GridHead({
  diff,
  keyColumns,
  columns,
  width,
  layout,
}: {
  readonly diff: Names;
  readonly keyColumns: readonly string[];
  readonly columns: readonly VisibleColumn[];
  readonly width: number;
  readonly layout: Layout;
}) {
  const number = (side: 'left' | 'right', index: number) => (
    <div className="grid-number" role="columnheader" aria-colindex={index} data-side={side}>
      <abbr title={`Row in the ${side} file`}>{side === 'left' ? 'Left' : 'Right'}</abbr>
    </div>
  );
  const kind = (index: number) => (
    <div className="grid-kind" role="columnheader" aria-colindex={index}>
      <span className="visually-hidden">Kind</span>
    </div>
  );
  const names = (first: number) =>
    columns.map((column) => (
      <Name
        key={column.index}
        diff={diff}
        column={column}
        isKey={keyColumns.includes(diff.columns[column.index] ?? '')}
        place={first + column.index}
      />
    ));
  if (layout === 'sides') {
    const count = diff.columns.length;
    return (
      <div className="grid-row grid-head grid-sides" role="row" aria-rowindex={1}>
        <div className="grid-half" role="presentation" data-side="left">
          <div className="grid-gutter" role="presentation">
            {kind(1)}
            {number('left', 2)}
          </div>
          <div className="grid-lane" role="presentation">
            {names(3)}
          </div>
        </div>
        <div className="grid-half" role="presentation" data-side="right">
          <div className="grid-gutter" role="presentation">
            {number('right', 3 + count)}
          </div>
          <div className="grid-lane" role="presentation">
            {names(4 + count)}
          </div>
        </div>
      </div>
    );
  }
  return (
    <div className="grid-row grid-head" role="row" aria-rowindex={1} style={{ width }}>
      <div className="grid-gutter" role="presentation">
        {number('left', 1)}
        {number('right', 2)}
        {kind(3)}
      </div>
      <div className="grid-space" role="presentation" style={{ width: columns[0]?.start ?? 0 }} />
      {names(4)}
    </div>
  );
}

function Name({
  diff,
  column,
  isKey,
  place,
}: {
  readonly diff: Names;
  readonly column: VisibleColumn;
  readonly isKey: boolean;
  readonly place: number;
}) {
  const { index, start, size, numeric } = column;
  const name = diff.columns[index] ?? '';
  const side = diff.onlyLeft.includes(name)
    ? 'left'
    : diff.onlyRight.includes(name)
      ? 'right'
      : undefined;
  return (
    <div
      className="grid-cell grid-name"
      role="columnheader"
      aria-colindex={place}
      data-numeric={numeric}
      style={{ width: size, '--start': `${start}px` }}
      title={name}
    >
      {isKey && (
        <span className="grid-key" title="Key column">
          <span className="visually-hidden">key </span>
        </span>
      )}
      <span className="grid-name-text">{name === '' ? '(no name)' : name}</span>
      {side !== undefined && (
        <span
          className="grid-only"
          data-side={side}
          title={`Only the ${side} file has this column`}
        >
          <span className="visually-hidden">only </span>
          {side}
        </span>
      )}
    </div>
  );
}
