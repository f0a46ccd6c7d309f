import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
} from 'react';
import type { TableDiff } from 'heddle/table';
import { reveal } from '../../parts/longScroll.ts';
import { useLongScroll } from '../../parts/useLongScroll.ts';
import { useUnits } from '../../parts/useUnits.ts';
import { DifferenceRow, cellId, type VisibleColumn } from './DifferenceRow.tsx';
import { ReadingLine } from './ReadingLine.tsx';
import { fillWidth, layoutColumns, spread } from './cells.ts';
import { isSearch, type Listing, type Wanted } from './filter.ts';
import './DifferenceTable.css';

/** Rows drawn above and below the ones in view. */
const overscan = 6;
const sampleSize = 64;
/** Space beside the text of a cell, in characters. */
const padding = 3;

interface Place {
  readonly row: number;
  readonly column: number;
}

/**
 * The differences as a grid; only the cells in view are in the page.
 *
 * All rows are equally tall, so which ones are in view is a division. A list of their positions, as
 * virtualizers for unequal items keep it, would take 30 to 150 ms to build for two million rows.
 */
export function DifferenceTable({
  diff,
  keyColumns,
  wanted,
  listing,
}: {
  readonly diff: TableDiff;
  readonly keyColumns: readonly string[];
  readonly wanted: Wanted;
  /** The differences to list; undefined for all, or before the first are found. */
  readonly listing: Listing | undefined;
}) {
  const { units, probe } = useUnits();
  const scroller = useRef<HTMLDivElement>(null);
  const most = wanted.kind === 'all' ? diff.length : diff[wanted.kind];
  const found = wanted.kind === 'all' && !isSearch(wanted) ? most : (listing?.found ?? 0);
  // Of a kind one knows how many there will be, of a search only how many there are yet.
  const count = isSearch(wanted) ? found : most;

  const onlyLeft = useMemo(() => new Set(diff.onlyLeft), [diff]);
  const onlyRight = useMemo(() => new Set(diff.onlyRight), [diff]);
  const measured = useMemo(() => {
    const sample = spread(diff.length, sampleSize).map((index) => diff.at(index));
    const marks = new Map([
      ...[...diff.onlyLeft, ...diff.onlyRight].map((name) => [name, 8] as const),
      ...keyColumns.map((name) => [name, 2] as const),
    ]);
    return layoutColumns(diff.columns, marks, sample);
  }, [diff, keyColumns]);
  const digits = String(Math.max(diff.leftRows, diff.rightRows)).length;
  const numberWidth = Math.round((Math.max(digits, 5) + 1.5) * units.character);
  const gutter = 2 * numberWidth + Math.round(units.row * 1.1);

  const [gridWidth, setGridWidth] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      setGridWidth(element.clientWidth);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  const layout = useMemo(() => {
    const available = (gridWidth - gutter) / units.character - padding * measured.length;
    return fillWidth(measured, Math.floor(available));
  }, [measured, gridWidth, gutter, units]);

  const columns = useVirtualizer({
    horizontal: true,
    count: diff.columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => Math.round(((layout[i]?.characters ?? 8) + padding) * units.character),
    overscan: 2,
  });
  useLayoutEffect(() => {
    columns.measure();
  }, [columns, layout, units]);
  const { position, viewport, height, scrollTo } = useLongScroll(
    scroller,
    count * units.row,
    units.row,
  );

  const [active, setActive] = useState<Place>();
  const [pointed, setPointed] = useState<Place>();
  // Another list starts at its top, with nothing chosen.
  useEffect(() => {
    setActive(undefined);
    setPointed(undefined);
    scrollTo(0);
  }, [diff, wanted, scrollTo]);

  const shown: VisibleColumn[] = columns.getVirtualItems().map(({ index, start, size }) => ({
    index,
    start,
    size,
    numeric: layout[index]?.numeric ?? false,
  }));
  // One string for memoized rows to compare.
  const shownId = shown.map(({ index, start, size }) => `${index}:${start}:${size}`).join();
  const visible = useMemo(() => shown, [shownId, layout]);

  const first = Math.max(0, Math.floor(position.virtual / units.row) - overscan);
  const last = Math.min(found, Math.ceil((position.virtual + viewport) / units.row) + overscan);
  // Whole pixels, so that rounding does not redraw rows that stay.
  const shift = Math.round(position.physical - position.virtual);
  const indexAt = (row: number) => (listing === undefined ? row : (listing.indices[row] ?? 0));
  const rows: number[] = [];
  for (let row = first; row < last; row++) rows.push(row);

  const goTo = (place: Place) => {
    const row = Math.min(Math.max(place.row, 0), count - 1);
    const column = Math.min(Math.max(place.column, 0), diff.columns.length - 1);
    setActive({ row, column });
    setPointed(undefined);
    scrollTo(reveal(position.virtual, row * units.row, (row + 1) * units.row, viewport));
    const element = scroller.current;
    const at = columns.measurementsCache[column];
    if (element !== null && at !== undefined) {
      const width = element.clientWidth - gutter;
      element.scrollLeft = reveal(
        element.scrollLeft,
        at.start,
        Math.min(at.end, at.start + width),
        width,
      );
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (count === 0 || event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(viewport / units.row) - 1);
    const top = { row: Math.ceil(position.virtual / units.row), column: 0 };
    const { row, column } = active ?? top;
    const moves: Readonly<Record<string, Place>> = {
      ArrowDown: { row: row + 1, column },
      ArrowUp: { row: row - 1, column },
      ArrowRight: { row, column: column + 1 },
      ArrowLeft: { row, column: column - 1 },
      PageDown: { row: row + page, column },
      PageUp: { row: row - page, column },
      Home: event.ctrlKey ? { row: 0, column: 0 } : { row, column: 0 },
      End: event.ctrlKey
        ? { row: count - 1, column: diff.columns.length - 1 }
        : { row, column: diff.columns.length - 1 },
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    goTo(active === undefined && event.key.startsWith('Arrow') ? top : to);
  };
  const placeOf = (target: EventTarget): Place | undefined => {
    const cell = target instanceof Element ? target.closest('[data-column]') : null;
    const line = cell?.closest('[data-row]');
    if (!(cell instanceof HTMLElement) || !(line instanceof HTMLElement)) return undefined;
    return { row: Number(line.dataset.row), column: Number(cell.dataset.column) };
  };
  // Moves only: rows that scroll under a mouse at rest were not pointed at.
  const onPointerMove = (event: PointerEvent) => {
    if (event.pointerType !== 'mouse') return;
    const place = placeOf(event.target);
    if (place === undefined) return;
    setPointed((before) =>
      before?.row === place.row && before.column === place.column ? before : place,
    );
  };
  const onPointerDown = (event: PointerEvent) => {
    const place = placeOf(event.target);
    if (place !== undefined) setActive(place);
  };

  const width = gutter + columns.getTotalSize();
  const read = pointed ?? active;
  const activeShown =
    active !== undefined &&
    active.row >= first &&
    active.row < last &&
    visible.some(({ index }) => index === active.column);

  return (
    <div
      className="difference-table"
      style={{ '--number': `${numberWidth}px`, '--gutter': `${gutter}px` } as CSSProperties}
    >
      <span ref={probe} className="units-probe" aria-hidden="true">
        0000000000
      </span>
      <div
        ref={scroller}
        className="grid"
        role="grid"
        tabIndex={0}
        aria-label="Differences"
        aria-rowcount={count + 1}
        aria-colcount={diff.columns.length + 3}
        aria-activedescendant={activeShown ? cellId(active.row, active.column) : undefined}
        aria-busy={found < count}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerDown={onPointerDown}
      >
        <div className="grid-row grid-head" role="row" aria-rowindex={1} style={{ width }}>
          <div className="grid-gutter" role="presentation">
            <div className="grid-number" role="columnheader" aria-colindex={1}>
              <abbr title="Row in the left file">Left</abbr>
            </div>
            <div className="grid-number" role="columnheader" aria-colindex={2}>
              <abbr title="Row in the right file">Right</abbr>
            </div>
            <div className="grid-kind" role="columnheader" aria-colindex={3}>
              <span className="visually-hidden">Kind</span>
            </div>
          </div>
          <div
            className="grid-space"
            role="presentation"
            style={{ width: visible[0]?.start ?? 0 }}
          />
          {visible.map(({ index, size, numeric }) => {
            const name = diff.columns[index] ?? '';
            const side = onlyLeft.has(name) ? 'left' : onlyRight.has(name) ? 'right' : undefined;
            return (
              <div
                key={index}
                className="grid-cell grid-name"
                role="columnheader"
                aria-colindex={index + 4}
                data-numeric={numeric}
                style={{ width: size }}
                title={name}
              >
                {keyColumns.includes(name) && (
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
          })}
        </div>
        <div className="grid-body" role="presentation" style={{ width, minWidth: '100%', height }}>
          {rows.map((row) => (
            <DifferenceRow
              key={row}
              diff={diff}
              index={indexAt(row)}
              row={row}
              top={row * units.row + shift}
              columns={visible}
              active={active?.row === row ? active.column : undefined}
            />
          ))}
        </div>
      </div>
      <ReadingLine
        diff={diff}
        index={read !== undefined && read.row < found ? indexAt(read.row) : undefined}
        column={read?.column ?? 0}
      />
    </div>
  );
}
