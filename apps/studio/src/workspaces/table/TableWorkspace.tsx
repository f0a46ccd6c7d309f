import { useCallback, useEffect, useRef, useState } from 'react';
import { formatPlural } from '../../parts/format.ts';
import { ProblemNote, type Problem } from '../../parts/ProblemNote.tsx';
import { useDelayed } from '../../parts/useDelayed.ts';
import { Weft } from '../../parts/Weft.tsx';
import { fetchSample, samples, type Sample } from '../../parts/samples.ts';
import { useCommands } from '../../shell/commands.ts';
import type { WorkspaceProps } from '../registry.ts';
import { DropSurface } from './DropSurface.tsx';
import { download } from './download.ts';
import { FileSlot } from './FileSlot.tsx';
import { KeyPicker } from './KeyPicker.tsx';
import { NoCommonColumns } from './NoCommonColumns.tsx';
import { RulePicker } from './RulePicker.tsx';
import { ResultView } from './ResultView.tsx';
import { StartView } from './StartView.tsx';
import { SwapButton } from './SwapButton.tsx';
import type { Filter } from './filter.ts';
import { describeProblem, type Side } from './problem.ts';
import { noRules, orNone, type Rules } from './rules.ts';
import { assignDropped, sharedColumns, type SourceFile, type State } from './state.ts';
import { useTable } from './useTable.ts';
import { readView } from './view.ts';
import { useTableView } from './useTableView.ts';
import './TableWorkspace.css';

export default function TableWorkspace({ pool, active, view }: WorkspaceProps) {
  const { state, dispatch, cancel } = useTable(pool);
  const { left, right, run, result } = state;
  const [sampleProblem, setSampleProblem] = useState<Problem>();
  /** Name of the sample that both files are of. */
  const [sampleName, setSampleName] = useState<string>();
  const [filter, setFilter] = useState<Filter>(() => readView(view.params).show);
  const nextId = useRef(1);
  const source = useCallback(
    (file: File): SourceFile => ({ id: nextId.current++, name: file.name, data: file }),
    [],
  );

  const place = (files: readonly File[], wanted: Side | undefined) => {
    setSampleName(undefined);
    setFilter('all');
    for (const [side, file] of assignDropped(state, files, wanted)) {
      dispatch({ type: 'placed', side, file: source(file) });
    }
  };
  const openSample = (
    sample: Sample,
    key: readonly string[] = sample.key,
    rules: Rules = noRules,
  ) => {
    setSampleProblem(undefined);
    fetchSample(sample).then(
      (pair) => {
        dispatch({
          type: 'pairPlaced',
          left: source(pair.left),
          right: source(pair.right),
          key,
          rules,
        });
        setSampleName(sample.name);
      },
      (error: unknown) => {
        setSampleProblem(describeProblem(error));
      },
    );
  };

  useTableView(view, state, sampleName, filter, openSample);

  const swap = () => {
    setSampleName(undefined);
    dispatch({ type: 'swapped' });
  };
  const isRunning = run.status === 'running';
  const showProgress = useDelayed(isRunning, 200);
  useEffect(() => {
    if (!isRunning || !active) return;
    const onKey = (event: KeyboardEvent) => {
      // Escape closes what is open first.
      const open = document.querySelector(':popover-open, dialog[open]');
      if (event.key !== 'Escape' || open !== null) return;
      cancel();
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
    };
  }, [isRunning, active, cancel]);

  const compact = left.status !== 'empty' && right.status !== 'empty';
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // What had the focus went with the other view.
    if (active && document.activeElement === document.body) heading.current?.focus();
  }, [compact]);

  const section = 'Table';
  useCommands(
    active
      ? [
          ...samples.map((sample) => ({
            id: `table.sample.${sample.name}`,
            title: `Compare the sample “${sample.title}”`,
            section,
            run: () => {
              setFilter('all');
              openSample(sample);
            },
          })),
          ...(compact
            ? [
                { id: 'table.swap', title: 'Swap left and right', section, key: 's', run: swap },
                {
                  id: 'table.rows',
                  title: 'Compare whole rows',
                  section,
                  run: () => {
                    dispatch({ type: 'keyCleared' });
                  },
                },
              ]
            : []),
          ...(result === undefined
            ? []
            : [
                {
                  id: 'table.download',
                  title: 'Download the differences',
                  section,
                  key: 'd',
                  run: () => void download(result),
                },
              ]),
        ]
      : [],
  );

  const slots = (['left', 'right'] as const).map((side) => (
    <FileSlot
      key={side}
      side={side}
      slot={state[side]}
      rows={side === 'left' ? result?.diff.leftRows : result?.diff.rightRows}
      compact={compact}
      onFile={(file) => {
        place([file], side);
      }}
      onClear={() => {
        setSampleName(undefined);
        setFilter('all');
        dispatch({ type: 'cleared', side });
      }}
    />
  ));
  const common = sharedColumns(state);
  const bothReady = left.status === 'ready' && right.status === 'ready';

  return (
    <DropSurface state={state} active={active} onFiles={place}>
      <p className="visually-hidden" role="status">
        {announce(state, showProgress)}
      </p>
      {!compact ? (
        <StartView
          heading={heading}
          slots={slots}
          sampleProblem={sampleProblem}
          onSample={openSample}
        />
      ) : (
        <div className="table-workspace">
          <h1 ref={heading} tabIndex={-1} className="visually-hidden">
            Compare two CSV files
          </h1>
          <div className="file-pair">
            {slots[0]}
            <SwapButton onSwap={swap} />
            {slots[1]}
          </div>
          {bothReady && common.length === 0 && (
            <NoCommonColumns left={left.columns} right={right.columns} />
          )}
          {bothReady && common.length > 0 && (
            <KeyPicker
              columns={common}
              chosen={state.key}
              reason={state.keyReason}
              onToggle={(column) => {
                dispatch({ type: 'keyToggled', column });
              }}
              onClear={() => {
                dispatch({ type: 'keyCleared' });
              }}
            />
          )}
          {bothReady && common.length > 0 && (
            <RulePicker
              rules={state.rules}
              columns={common.filter((name) => !state.key.includes(name))}
              keyed={state.key.length > 0}
              onChange={(rules) => {
                dispatch({ type: 'ruled', rules: orNone(rules) });
              }}
            />
          )}
          <div className="outcome">
            {result !== undefined && (
              <div className="outcome-result" inert={showProgress} data-stale={showProgress}>
                <ResultView result={result} filter={filter} active={active} onFilter={setFilter} />
              </div>
            )}
            {showProgress && (
              <div className="outcome-progress" data-over={result !== undefined}>
                <Weft
                  label="Comparing"
                  fraction={run.status === 'running' ? run.progress : 1}
                  onCancel={cancel}
                />
              </div>
            )}
            {run.status === 'cancelled' && (
              <div className="outcome-note">
                <h2>Cancelled</h2>
                <p>Both files are still here.</p>
                <button
                  type="button"
                  className="button primary"
                  onClick={() => {
                    dispatch({ type: 'retried' });
                  }}
                >
                  Compare again
                </button>
              </div>
            )}
            {run.status === 'failed' && (
              <div className="outcome-note">
                {run.problem === undefined ? (
                  <>
                    <h2>Not compared</h2>
                    <p>One of the files has to be corrected first; the note above says where.</p>
                  </>
                ) : (
                  <>
                    <ProblemNote problem={run.problem} />
                    <button
                      type="button"
                      className="button"
                      onClick={() => {
                        dispatch({ type: 'retried' });
                      }}
                    >
                      Compare again
                    </button>
                  </>
                )}
              </div>
            )}
          </div>
        </div>
      )}
    </DropSurface>
  );
}

/** What has just happened, for people who do not see the page. */
function announce(state: State, showProgress: boolean): string {
  const { run, result } = state;
  if (showProgress) return 'Comparing.';
  if (run.status === 'cancelled') return 'The comparison was cancelled.';
  if (run.status !== 'done' || result === undefined) return '';
  const { added, removed, changed, length } = result.diff;
  if (length === 0) return 'Compared. There are no differences.';
  return `Compared. ${formatPlural(added, 'row')} added, ${formatPlural(removed, 'row')} removed, ${formatPlural(changed, 'row')} changed.`;
}
