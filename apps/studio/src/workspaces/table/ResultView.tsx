import { useMemo, useRef, useState } from 'react';
import { formatCount, formatList } from '../../parts/format.ts';
import { Icon } from '../../parts/Icon.tsx';
import { ProblemNote } from '../../parts/ProblemNote.tsx';
import { useCommands } from '../../shell/commands.ts';
import { ColumnStrip } from './ColumnStrip.tsx';
import { DifferenceTable, type TableHandle } from './DifferenceTable.tsx';
import { ExportPanel } from './ExportPanel.tsx';
import { SearchLine } from './SearchLine.tsx';
import { Summary } from './Summary.tsx';
import { ViewTools } from './ViewTools.tsx';
import { everything, formats } from './export.ts';
import { isSearch, type Filter, type Wanted } from './filter.ts';
import { describeProblem } from './problem.ts';
import { noRules } from './rules.ts';
import type { Search } from './search.ts';
import type { Result } from './state.ts';
import { useColumnCounts } from './useColumnCounts.ts';
import { useExport } from './useExport.ts';
import { useRows } from './useRows.ts';
import type { Layout } from './view.ts';
import './ResultView.css';

/** A finished comparison: counts, and the differences themselves. */
export function ResultView({
  result,
  filter: asked,
  search,
  layout,
  active,
  onFilter,
  onSearch,
  onLayout,
}: {
  readonly result: Result;
  readonly filter: Filter;
  readonly search: Search;
  readonly layout: Layout;
  readonly active: boolean;
  readonly onFilter: (filter: Filter) => void;
  readonly onSearch: (search: Search) => void;
  readonly onLayout: (layout: Layout) => void;
}) {
  const { diff } = result;
  // Another key may leave none of the kind that was looked at.
  const filter = asked === 'all' || diff[asked] > 0 ? asked : 'all';
  const { column, text } = search;
  const wanted = useMemo<Wanted>(() => {
    const place = column === '' ? undefined : diff.columns.indexOf(column);
    return { kind: filter, column: place === -1 ? undefined : place, text };
  }, [diff, filter, column, text]);
  const { listed, progress, error } = useRows(diff, wanted);
  const [exporting, setExporting] = useState(false);
  const [options, setOptions] = useState(everything);
  const { saving, start } = useExport(result);
  const counts = useColumnCounts(diff);
  const handle = useRef<TableHandle>(null);
  const [place, setPlace] = useState('');
  const none = diff.length === 0;
  const jump = (direction: 1 | -1) => {
    handle.current?.jump(direction);
  };

  useCommands(
    active && !none
      ? [
          {
            id: 'table.download',
            title: `Download the differences as ${formats[options.format].name}`,
            section: 'Table',
            key: 'd',
            run: () => {
              start(options);
            },
          },
          {
            id: 'table.next',
            title: 'Go to the next change',
            section: 'Table',
            key: 'n',
            run: () => {
              jump(1);
            },
          },
          {
            id: 'table.previous',
            title: 'Go to the previous change',
            section: 'Table',
            key: 'p',
            run: () => {
              jump(-1);
            },
          },
          {
            id: 'table.layout',
            title:
              layout === 'sides' ? 'Show both files in one row' : 'Show the files side by side',
            section: 'Table',
            key: 'v',
            run: () => {
              onLayout(layout === 'sides' ? 'unified' : 'sides');
            },
          },
          {
            id: 'table.export',
            title: 'Choose what to download',
            section: 'Table',
            key: 'e',
            run: () => {
              setExporting((open) => !open);
            },
          },
        ]
      : [],
  );

  if (none) return <NoDifferences result={result} />;
  return (
    <>
      <Summary result={result} filter={filter} onFilter={onFilter}>
        <button
          type="button"
          className="button"
          onClick={() => {
            start(options);
          }}
        >
          <Icon name="download" />
          <span>
            Download <span className="summary-format">{formats[options.format].name}</span>
          </span>
        </button>
        <button
          type="button"
          className="button"
          aria-expanded={exporting}
          onClick={() => {
            setExporting(!exporting);
          }}
        >
          Formats
        </button>
      </Summary>
      {(exporting || saving.problem !== undefined) && (
        <ExportPanel
          diff={diff}
          request={result.request}
          options={options}
          saving={saving}
          onSave={() => {
            start(options);
          }}
          onChange={setOptions}
        />
      )}
      {counts !== undefined && (
        <ColumnStrip
          counts={counts}
          chosen={text === '' ? column : ''}
          onChoose={(name) => {
            onSearch({ column: name, text: '' });
          }}
        />
      )}
      <SearchLine
        columns={diff.columns}
        search={search}
        found={isSearch(wanted) ? { count: listed.rows.count, progress } : undefined}
        active={active}
        onSearch={onSearch}
      >
        <ViewTools layout={layout} place={place} onLayout={onLayout} onJump={jump} />
      </SearchLine>
      {error !== undefined && <ProblemNote problem={describeProblem(error)} />}
      <DifferenceTable
        ref={handle}
        diff={diff}
        keyColumns={result.key}
        ignored={result.request.rules.ignore}
        sample={result.sample}
        rows={listed.rows}
        column={listed.wanted.column}
        busy={progress !== undefined}
        layout={layout}
        onPlace={setPlace}
      />
    </>
  );
}

function NoDifferences({ result }: { readonly result: Result }) {
  const { diff } = result;
  const one = (names: readonly string[], side: string) =>
    names.length === 0
      ? undefined
      : `Only ${side} has the ${names.length === 1 ? 'column' : 'columns'} ${formatList(
          names.slice(0, 12).map((name) => `“${name}”`),
        )}${names.length > 12 ? ` and ${formatCount(names.length - 12)} more` : ''}.`;
  const notes = [one(diff.onlyLeft, 'left'), one(diff.onlyRight, 'right')].filter(
    (note) => note !== undefined,
  );
  const rows =
    diff.unchanged === 1
      ? 'The only row is the same'
      : `All ${formatCount(diff.unchanged)} rows are the same`;
  const by = result.request.rules === noRules ? '' : ' by the rules above';
  const where =
    notes.length === 0 ? `in both files${by}.` : `in the columns that both files have${by}.`;
  return (
    <section className="no-differences">
      <Cloth />
      <h2>No differences</h2>
      <p>
        {diff.unchanged === 0 ? 'Neither file has a row below its header.' : `${rows} ${where}`}{' '}
        {notes.join(' ')}
      </p>
    </section>
  );
}

/** Even plain weave: nothing stands out. Decoration. */
function Cloth() {
  return (
    <svg className="cloth" viewBox="0 0 96 96" aria-hidden="true">
      {Array.from({ length: 64 }, (_, i) => {
        const x = (i % 8) * 12;
        const y = Math.floor(i / 8) * 12;
        const over = (i + Math.floor(i / 8)) % 2 === 0;
        return over ? (
          <rect key={i} className="cloth-warp" x={x + 2} y={y} width="8" height="12" />
        ) : (
          <rect key={i} className="cloth-weft" x={x} y={y + 2} width="12" height="8" />
        );
      })}
    </svg>
  );
}
