import { useMemo } from 'react';
import type { Difference, FirstRows } from 'heddle/table';
import { Weft } from '../../parts/Weft.tsx';
import { DifferenceTable } from './DifferenceTable.tsx';
import { WindowedRows } from './rowSource.ts';
import type { Layout } from './view.ts';
import './FirstRowsView.css';

/** The first rows that differ, while the others are compared. */
export function FirstRowsView({
  first,
  ignored,
  layout,
  progress,
  onCancel,
}: {
  readonly first: FirstRows;
  /** Columns that are not compared. */
  readonly ignored: readonly string[];
  readonly layout: Layout;
  /** How much is done, from 0 to 1. */
  readonly progress: number;
  readonly onCancel: () => void;
}) {
  const { rows } = first;
  const listed = useMemo(
    () => new WindowedRows(rows.length, (begin, end) => Promise.resolve(rows.slice(begin, end))),
    [rows],
  );
  const shape = useMemo(() => {
    const last = (numberOf: (row: Difference) => number) =>
      rows.reduce((most, row) => Math.max(most, numberOf(row)), 0);
    return {
      ...first,
      leftRows: last((row) => (row.kind === 'added' ? 0 : row.left)),
      rightRows: last((row) => (row.kind === 'removed' ? 0 : row.right)),
    };
  }, [first, rows]);
  return (
    <section className="first-rows" aria-label="The first rows that differ">
      <div className="first-rows-head">
        <p>The first rows that differ. The others are being compared.</p>
        <Weft label="Comparing" fraction={progress} onCancel={onCancel} />
      </div>
      <DifferenceTable
        diff={shape}
        keyColumns={first.key}
        ignored={ignored}
        sample={rows}
        rows={listed}
        column={undefined}
        busy
        layout={layout}
        onPlace={ignorePlace}
      />
    </section>
  );
}

const ignorePlace = (): void => undefined;
