import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useImperativeHandle,
  useSyncExternalStore,
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type Ref,
} from 'react';
import { formatCount } from '../../parts/format.ts';
import { ProblemNote } from '../../parts/ProblemNote.tsx';
import { reveal } from '../../parts/longScroll.ts';
import { useLongScroll } from '../../parts/useLongScroll.ts';
import { useUnits } from '../../parts/useUnits.ts';
import { virtualColumns } from '../../parts/virtualColumns.ts';
import { DifferenceRow, cellId, type VisibleColumn } from './DifferenceRow.tsx';
import { GridHead } from './GridHead.tsx';
import { ReadingLine } from './ReadingLine.tsx';
import { fillWidth, layoutColumns, type Names, type Row } from './cells.ts';
import { findChange, type Place } from './jump.ts';
import { describeProblem } from './problem.ts';
import type { WindowedRows } from './rowSource.ts';
import { SidesRow } from './SidesRow.tsx';
import type { Layout } from './view.ts';
import './DifferenceTable.css';

/** Rows drawn above and below the ones in view. */
const overscan = 6;
/** Space beside the text of a cell, in characters. */
const padding = 3;

/** What can be done with the table from outside. */
export interface TableHandle {
  /** Goes to the next change, or with -1 to the one before. */
  readonly jump: (direction: 1 | -1) => void;
}

/** What the rows stand for. */
interface Shape extends Names {
  /** How many rows the files have, for the width of their numbers. */
  readonly leftRows: number;
  readonly rightRows: number;
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
  ignored,
  sample,
  rows: source,
  column: only,
  busy,
  layout: sides,
  ref,
  onPlace,
}: {
  readonly diff: Shape;
  readonly keyColumns: readonly string[];
  /** Columns that are not compared. */
  readonly ignored: readonly string[];
  /** Some rows, to see how wide columns are. */
  readonly sample: readonly Row[];
  /** What is listed. */
  readonly rows: WindowedRows;
  /** The column whose changes are listed; undefined for all. */
  readonly column: number | undefined;
  /** Whether other rows are being looked for. */
  readonly busy: boolean;
  readonly layout: Layout;
  readonly ref?: Ref<TableHandle>;
  /** Told where a jump has led; undefined: there was no change left, or another list is shown. */
  readonly onPlace: (place: string) => void;
}) {
  const { units, probe } = useUnits();
  const scroller = useRef<HTMLDivElement>(null);
  useSyncExternalStore(source.subscribe, source.version);
  const { count } = source;

  const apart = sides === 'sides';
  const measured = useMemo(() => {
    const marks = new Map([
      ...[...diff.onlyLeft, ...diff.onlyRight].map((name) => [name, 8] as const),
      ...keyColumns.map((name) => [name, 2] as const),
    ]);
    return layoutColumns(diff.columns, marks, sample, apart);
  }, [diff, sample, keyColumns, apart]);
  const digits = String(Math.max(diff.leftRows, diff.rightRows)).length;
  const numberWidth = Math.round((Math.max(digits, 5) + 1.5) * units.character);
  const kindWidth = Math.round(units.row * 1.1);
  /** Row numbers and kind, of one half where there are two. */
  const gutter = (apart ? 1 : 2) * numberWidth + kindWidth;

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
    const lane = (apart ? gridWidth / 2 : gridWidth) - gutter;
    const available = lane / units.character - padding * measured.length;
    return fillWidth(measured, Math.floor(available));
  }, [measured, gridWidth, gutter, units, apart]);

  const columns = useVirtualizer<HTMLElement, Element>({
    ...virtualColumns,
    // Until the element has a size: the columns that the window would show, so that none come late.
    initialRect: { width: window.innerWidth, height: 0 },
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
    onPlace('');
  }, [source, scrollTo, onPlace]);

  // Halves scroll together: what sticks out of one of them is what there is to scroll.
  const width = apart
    ? gridWidth / 2 + gutter + columns.getTotalSize()
    : gutter + columns.getTotalSize();

  // The halves are moved by hand: what is scrolled is the room of one.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (apart) element?.style.setProperty('--scrolled', `${-element.scrollLeft}px`);
  }, [apart, width]);

  const shown: VisibleColumn[] = columns.getVirtualItems().map(({ index, start, size }) => ({
    index,
    start,
    size,
    numeric: layout[index]?.numeric ?? false,
    ignored: ignored.includes(diff.columns[index] ?? ''),
  }));
  // One string for memoized rows to compare.
  const shownId = shown.map(({ index, start, size }) => `${index}:${start}:${size}`).join();
  const visible = useMemo(() => shown, [shownId, layout, ignored]);

  const first = Math.max(0, Math.floor(position.virtual / units.row) - overscan);
  const last = Math.min(count, Math.ceil((position.virtual + viewport) / units.row) + overscan);
  // Whole pixels, so that rounding does not redraw rows that stay.
  const shift = Math.round(position.physical - position.virtual);
  useEffect(() => {
    source.want(first, last);
  }, [source, first, last]);
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
      const width = (apart ? element.clientWidth / 2 : element.clientWidth) - gutter;
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

  /** Of two jumps at once the later one counts. */
  const leaps = useRef(0);
  useImperativeHandle(ref, () => ({
    jump: (direction) => {
      const leap = ++leaps.current;
      findChange(source, active, direction, only).then(
        (to) => {
          if (leap !== leaps.current) return;
          if (to === undefined) {
            onPlace(direction === 1 ? 'No change below.' : 'No change above.');
            return;
          }
          goTo(to);
          onPlace(`Row ${formatCount(to.row + 1)} of ${formatCount(count)}`);
        },
        () => {
          onPlace('The rows cannot be had.');
        },
      );
    },
  }));

  const read = pointed ?? active;
  const activeSide = !apart
    ? undefined
    : active !== undefined && source.at(active.row)?.kind === 'removed'
      ? 'left'
      : 'right';
  const activeShown =
    active !== undefined &&
    active.row >= first &&
    active.row < last &&
    visible.some(({ index }) => index === active.column);

  return (
    <div
      className="difference-table"
      data-layout={sides}
      style={
        {
          '--number': `${numberWidth}px`,
          '--gutter': `${gutter}px`,
          '--kind': `${kindWidth}px`,
          '--view': `${gridWidth}px`,
        } as CSSProperties
      }
    >
      <span ref={probe} className="units-probe" aria-hidden="true">
        0000000000
      </span>
      <div
        ref={scroller}
        className="grid"
        role="grid"
        onScroll={(event) => {
          if (!apart) return;
          const { style, scrollLeft } = event.currentTarget;
          style.setProperty('--scrolled', `${-scrollLeft}px`);
        }}
        tabIndex={0}
        aria-label="Differences"
        aria-rowcount={count + 1}
        aria-colcount={apart ? 2 * diff.columns.length + 3 : diff.columns.length + 3}
        aria-activedescendant={
          activeShown ? cellId(active.row, active.column, activeSide) : undefined
        }
        aria-busy={busy || rows.some((row) => source.at(row) === undefined)}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerDown={onPointerDown}
      >
        <GridHead
          diff={diff}
          keyColumns={keyColumns}
          columns={visible}
          width={width}
          layout={sides}
        />
        <div className="grid-body" role="presentation" style={{ width, minWidth: '100%', height }}>
          <div className="grid-pane" role="presentation">
            {rows.map((row) => {
              const difference = source.at(row);
              const top = row * units.row + shift;
              if (difference === undefined) {
                return <div key={row} className="grid-row grid-coming" style={{ top }} />;
              }
              const place = { row, top, columns: visible };
              const at = active?.row === row ? active.column : undefined;
              return apart ? (
                <SidesRow key={row} diff={diff} difference={difference} {...place} active={at} />
              ) : (
                <DifferenceRow key={row} difference={difference} {...place} active={at} />
              );
            })}
          </div>
        </div>
      </div>
      {source.error !== undefined && (
        <div className="grid-problem">
          <ProblemNote problem={describeProblem(source.error)} />
        </div>
      )}
      <ReadingLine
        names={diff.columns}
        difference={read === undefined ? undefined : source.at(read.row)}
        column={read?.column ?? 0}
        ignored={ignored.includes(diff.columns[read?.column ?? 0] ?? '')}
      />
    </div>
  );
}
