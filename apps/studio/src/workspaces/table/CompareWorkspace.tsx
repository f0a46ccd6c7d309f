import { useState, type ReactNode } from 'react';
import { formatPlural } from '../../parts/format.ts';
import { ProblemNote, type Problem } from '../../parts/ProblemNote.tsx';
import { UndoButtons } from '../../parts/UndoButtons.tsx';
import { useDelayed } from '../../parts/useDelayed.ts';
import { Weft } from '../../parts/Weft.tsx';
import { fetchSample, samples, type Sample } from '../../parts/samples.ts';
import { useCommands } from '../../shell/commands.ts';
import { useUndoKeys } from '../../shell/useUndoKeys.ts';
import type { WorkspaceProps } from '../../shell/workspace.ts';
import { assignTo } from './dropping.ts';
import { DropSurface } from './DropSurface.tsx';
import { FileSlot } from './FileSlot.tsx';
import { FirstRowsView } from './FirstRowsView.tsx';
import { KeyPicker } from './KeyPicker.tsx';
import { NoCommonColumns } from './NoCommonColumns.tsx';
import { OutcomeNote } from './OutcomeNote.tsx';
import { ReadingPicker } from './ReadingPicker.tsx';
import { RulePicker } from './RulePicker.tsx';
import { ResultView } from './ResultView.tsx';
import { SamplePicker } from './SamplePicker.tsx';
import { StartView } from './StartView.tsx';
import { SwapButton } from './SwapButton.tsx';
import type { Filter } from './filter.ts';
import { describeProblem, type Concern, type Side } from './problem.ts';
import { noRules, orNone } from './rules.ts';
import { noSearch, type Search } from './search.ts';
import {
  effectiveKey,
  heldOf,
  initialState,
  isPaired,
  plainly,
  ruledColumns,
  sharedColumns,
  type How,
  type State,
} from './state.ts';
import { sourceOf } from './slot.ts';
import { useCancelKey } from '../../parts/useCancelKey.ts';
import { useHeading } from './useHeading.ts';
import { usePaste } from './usePaste.ts';
import { useTable } from './useTable.ts';
import { readView, type TableView } from './view.ts';
import { useTableView } from './useTableView.ts';

/** Compares two files. */
export function CompareWorkspace({
  pool,
  active,
  view,
  tasks,
}: Pick<WorkspaceProps, 'pool' | 'active' | 'view'> & {
  /** The way to the other tasks. */
  readonly tasks: ReactNode;
}) {
  const [asked] = useState(() => readView(view.params));
  const { state, dispatch, canUndo, canRedo, cancel } = useTable(
    pool,
    // A sample brings its own; of other files an address says how they are compared.
    asked.sample === undefined
      ? { ...initialState, how: asked.how, rules: asked.rules }
      : initialState,
  );
  const { left, right, run, result } = state;
  const [sampleProblem, setSampleProblem] = useState<Problem>();
  /** Name of the sample that both files are of. */
  const [sampleName, setSampleName] = useState<string>();
  const [filter, setFilter] = useState<Filter>(asked.show);
  const [search, setSearch] = useState<Search>(asked.search);
  const [layout, setLayout] = useState(asked.layout);
  /** What was shown of other files. */
  const forget = () => {
    setSampleName(undefined);
    setFilter('all');
    setSearch(noSearch);
  };
  const place = (files: readonly File[], wanted: Side | undefined) => {
    forget();
    for (const [side, file] of assignTo(heldOf(state), files, wanted)) {
      dispatch({ type: 'placed', side, file: sourceOf(file) });
    }
  };
  const openSample = (sample: Sample, wanted?: TableView) => {
    setSampleProblem(undefined);
    setFilter(wanted?.show ?? 'all');
    setSearch(wanted?.search ?? noSearch);
    if (wanted !== undefined) setLayout(wanted.layout);
    fetchSample(sample).then(
      (pair) => {
        dispatch({
          type: 'pairPlaced',
          left: sourceOf(pair.left),
          right: sourceOf(pair.right),
          key: wanted?.key ?? sample.key,
          rules: wanted?.rules ?? noRules,
          how: wanted?.how ?? plainly,
        });
        setSampleName(sample.name);
      },
      (error: unknown) => {
        setSampleProblem(describeProblem(error));
      },
    );
  };

  useTableView(
    view,
    state,
    { sample: sampleName, show: filter, search, layout },
    active,
    openSample,
  );

  usePaste(active, (file) => {
    place([file], undefined);
  });
  const swap = () => {
    setSampleName(undefined);
    dispatch({ type: 'swapped' });
  };
  const isRunning = run.status === 'running';
  const showProgress = useDelayed(isRunning, 200);
  const first = run.status === 'running' ? run.first : undefined;
  useCancelKey(isRunning && active, cancel);

  const compact = left.status !== 'empty' && right.status !== 'empty';
  const heading = useHeading(active, compact);

  const { how } = state;
  const setUp = (change: Partial<How>) => {
    dispatch({ type: 'setUp', how: change });
  };
  const undo = () => {
    dispatch({ type: 'undone' });
  };
  const redo = () => {
    dispatch({ type: 'redone' });
  };
  useUndoKeys(active, undo, redo);
  const retry = () => {
    dispatch({ type: 'retried' });
  };
  const section = 'Table';
  useCommands(
    active
      ? [
          ...samples.map((sample) => ({
            id: `table.sample.${sample.name}`,
            title: `Compare the sample “${sample.title}”`,
            section,
            run: () => {
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
                {
                  id: 'table.auto',
                  title: 'Find a key',
                  section,
                  run: () => {
                    setUp({ pairing: 'auto' });
                  },
                },
                {
                  id: 'table.position',
                  title: 'Compare rows by their number',
                  section,
                  run: () => {
                    setUp({ pairing: 'position' });
                  },
                },
                {
                  id: 'table.renames',
                  title: how.renames ? 'Match columns by name only' : 'Look for renamed columns',
                  section,
                  run: () => {
                    setUp({ renames: !how.renames });
                  },
                },
              ]
            : []),
          ...(canUndo
            ? [{ id: 'table.undo', title: 'Undo a setting (Ctrl Z)', section, run: undo }]
            : []),
          ...(canRedo
            ? [{ id: 'table.redo', title: 'Redo a setting (Ctrl Shift Z)', section, run: redo }]
            : []),
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
        forget();
        dispatch({ type: 'cleared', side });
      }}
      onRead={(reading) => {
        setUp({ reading: { ...how.reading, ...reading } });
      }}
    />
  ));
  const common = sharedColumns(state);
  const bothReady = left.status === 'ready' && right.status === 'ready';
  const comparable = common.length > 0 || how.renames;
  /** The result of what is asked for now. */
  const fresh = run.status === 'done' ? result?.diff : undefined;
  const problemOf = (part: Concern) =>
    run.status === 'failed' && run.concern === part ? run.problem : undefined;

  return (
    <DropSurface slots={heldOf(state)} active={active} onFiles={place}>
      <p className="visually-hidden" role="status">
        {announce(state, showProgress)}
      </p>
      {!compact ? (
        <StartView
          heading={heading}
          tasks={tasks}
          title="Compare two CSV files"
          words="See which rows were added, removed and changed, cell by cell."
          slots={slots}
        >
          <SamplePicker problem={sampleProblem} onSample={openSample} />
        </StartView>
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
          {bothReady && common.length === 0 && !how.renames && (
            <NoCommonColumns
              left={left.columns}
              right={right.columns}
              onRenames={() => {
                setUp({ renames: true });
              }}
            />
          )}
          {bothReady && comparable && (
            <KeyPicker
              columns={common}
              chosen={effectiveKey(state)}
              how={how}
              reason={state.keyReason}
              diff={fresh}
              problem={problemOf('key')}
              onToggle={(column) => {
                dispatch({ type: 'keyToggled', column });
              }}
              onWanted={() => {
                dispatch({ type: 'keyWanted' });
              }}
              onClear={() => {
                dispatch({ type: 'keyCleared' });
              }}
              onHow={setUp}
            />
          )}
          <div className="table-options">
            {bothReady && comparable && (
              <RulePicker
                rules={state.rules}
                columns={ruledColumns(state)}
                paired={isPaired(state)}
                renames={{
                  wanted: how.renames,
                  found: fresh?.renamed,
                  onWanted: (renames) => {
                    setUp({ renames });
                  },
                }}
                problem={problemOf('rules')}
                onChange={(rules) => {
                  dispatch({ type: 'ruled', rules: orNone(rules) });
                }}
              />
            )}
            <ReadingPicker
              reading={how.reading}
              found={fresh?.dialects}
              onChange={(reading) => {
                setUp({ reading });
              }}
            />
            {(canUndo || canRedo) && (
              <UndoButtons quiet canUndo={canUndo} canRedo={canRedo} onUndo={undo} onRedo={redo} />
            )}
            {tasks}
          </div>
          <div className="outcome">
            {first !== undefined && (
              <FirstRowsView
                first={first}
                ignored={state.rules.ignore}
                layout={layout}
                progress={run.status === 'running' ? run.progress : 1}
                onCancel={cancel}
              />
            )}
            {result !== undefined && first === undefined && (
              <div className="outcome-result" inert={showProgress} data-stale={showProgress}>
                <ResultView
                  result={result}
                  filter={filter}
                  search={search}
                  layout={layout}
                  active={active}
                  onFilter={setFilter}
                  onSearch={setSearch}
                  onLayout={setLayout}
                />
              </div>
            )}
            {showProgress && first === undefined && (
              <div className="outcome-progress" data-over={result !== undefined}>
                <Weft
                  label="Comparing"
                  fraction={run.status === 'running' ? run.progress : 1}
                  onCancel={cancel}
                />
              </div>
            )}
            {run.status === 'cancelled' && (
              <OutcomeNote again="Compare again" onAgain={retry}>
                <h2>Cancelled</h2>
                <p>Both files are still here.</p>
              </OutcomeNote>
            )}
            {run.status === 'failed' && run.problem !== undefined && run.concern === undefined && (
              <OutcomeNote again="Compare again" onAgain={retry}>
                <ProblemNote problem={run.problem} />
              </OutcomeNote>
            )}
            {run.status === 'failed' &&
              (run.problem === undefined || run.concern !== undefined) && (
                <div className="outcome-note">
                  <h2>Not compared</h2>
                  <p>
                    {run.concern !== undefined
                      ? 'What is asked for does not fit; the note above says what to change.'
                      : 'One of the files has to be corrected first; the note above says where.'}
                  </p>
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
