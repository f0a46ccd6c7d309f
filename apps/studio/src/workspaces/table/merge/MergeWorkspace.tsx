import { useEffect, useState, type ReactNode } from 'react';
import { ProblemNote } from '../../../parts/ProblemNote.tsx';
import { useDelayed } from '../../../parts/useDelayed.ts';
import { Weft } from '../../../parts/Weft.tsx';
import { useCommands } from '../../../shell/commands.ts';
import type { WorkspaceProps } from '../../../shell/workspace.ts';
import { DropSurface } from '../DropSurface.tsx';
import { assignTo } from '../dropping.ts';
import { FileSlot } from '../FileSlot.tsx';
import { KeyChips } from '../KeyChips.tsx';
import { OutcomeNote } from '../OutcomeNote.tsx';
import { strictReading } from '../reading.ts';
import { ReadingPicker } from '../ReadingPicker.tsx';
import { RulePicker } from '../RulePicker.tsx';
import { noRules } from '../rules.ts';
import { sourceOf, type SourceFile } from '../slot.ts';
import { StartView } from '../StartView.tsx';
import { useCancelKey } from '../../../parts/useCancelKey.ts';
import { useHeading } from '../useHeading.ts';
import { usePaste } from '../usePaste.ts';
import { ConflictPanel } from './ConflictPanel.tsx';
import type { Side } from './conflicts.ts';
import { key as sampleKey, sampleFiles } from './sample.ts';
import { commonOf, ruledOf, sides, type MergeSetUp } from './state.ts';
import { useMerge } from './useMerge.ts';
import { readMergeView, writeMergeView } from './view.ts';
import './Merge.css';

/** Brings together what two tables changed of a third. */
export function MergeWorkspace({
  pool: poolState,
  active,
  view,
  tasks,
}: Pick<WorkspaceProps, 'pool' | 'active' | 'view'> & {
  /** The way to the other tasks. */
  readonly tasks: ReactNode;
}) {
  const { sample: named, ...asked } = readMergeView(view.params);
  const [initial] = useState<MergeSetUp>(asked);
  const { state, dispatch, cancel, pool } = useMerge(poolState, initial);
  const [isSample, setSample] = useState(false);
  const { slots, key = [], rules, reading, run } = state;
  const place = (files: readonly File[], wanted: Side | undefined) => {
    setSample(false);
    const held = sides.map((side) => ({ side, filled: slots[side].status !== 'empty' }));
    const placed = assignTo(held, files, wanted).map(([side, file]) => [side, sourceOf(file)]);
    dispatch({ type: 'placed', files: Object.fromEntries(placed) as Record<Side, SourceFile> });
  };
  const openSample = (setUp: MergeSetUp) => {
    const { base, left, right } = sampleFiles();
    const files = { base: sourceOf(base), left: sourceOf(left), right: sourceOf(right) };
    dispatch({ type: 'sampled', files, setUp: { ...setUp, key: setUp.key ?? sampleKey } });
    setSample(true);
  };
  const openPlainSample = () => {
    openSample({ key: sampleKey, rules: noRules, reading: strictReading });
  };
  usePaste(active, (file) => {
    place([file], undefined);
  });

  useEffect(() => {
    if (active && named && !isSample) openSample(asked);
    // Only another name in the address opens the sample.
  }, [active, named]);
  const { replace } = view;
  useEffect(() => {
    if (!active || (named && !isSample)) return;
    replace(writeMergeView({ sample: isSample, key: state.key, rules, reading }));
    // `replace` is another function for each address, which this is about to change.
  }, [active, isSample, state.key, rules, reading]);

  const isRunning = run.status === 'running';
  const late = useDelayed(isRunning, 200);
  useCancelKey(isRunning && active, cancel);
  useCommands(
    active
      ? [
          {
            id: 'merge.sample',
            title: 'Merge the sample “The plan of a garden”',
            section: 'Merge',
            run: openPlainSample,
          },
        ]
      : [],
  );

  const compact = sides.every((side) => slots[side].status !== 'empty');
  const heading = useHeading(active, compact);
  const ready = sides.every((side) => slots[side].status === 'ready');
  const common = commonOf(state);
  const shown = sides.map((side) => (
    <FileSlot
      key={side}
      side={side}
      slot={slots[side]}
      rows={undefined}
      compact={compact}
      merging
      onFile={(file) => {
        place([file], side);
      }}
      onClear={() => {
        setSample(false);
        dispatch({ type: 'cleared', side });
      }}
      onRead={(change) => {
        dispatch({ type: 'read', reading: { ...reading, ...change } });
      }}
    />
  ));
  return (
    <DropSurface
      slots={sides.map((side) => ({ side, filled: slots[side].status !== 'empty' }))}
      active={active}
      onFiles={place}
    >
      {!compact ? (
        <StartView
          heading={heading}
          tasks={tasks}
          title="Merge three CSV files"
          words="Two people changed the same table. Their changes are brought together cell by cell; where both changed one, you decide."
          slots={shown}
        >
          <button type="button" className="button primary" onClick={openPlainSample}>
            Merge a sample
          </button>
          <p>The plan of a garden, as Ann and as Ben have changed it.</p>
        </StartView>
      ) : (
        <div className="table-workspace">
          <h1 ref={heading} tabIndex={-1} className="visually-hidden">
            Merge three CSV files
          </h1>
          <div className="file-triple">{shown}</div>
          {ready && common.length > 0 && (
            <fieldset className="key-picker">
              <legend>Key</legend>
              <KeyChips
                columns={common}
                chosen={key}
                onToggle={(column) => {
                  dispatch({ type: 'keyToggled', column });
                }}
              />
              <p className="key-words">
                {key.length === 0
                  ? 'Whole rows are merged: a row that was changed is one removed and one added. Choose a key to merge cell by cell.'
                  : 'Rows with the same key are one row, in all three files.'}
              </p>
            </fieldset>
          )}
          {ready && common.length === 0 && (
            <ProblemNote
              problem={{
                title: 'The three files have no column in common.',
                remedy: 'Check that the right files were chosen, and how they are read.',
              }}
            />
          )}
          <div className="table-options">
            {ready && common.length > 0 && (
              <RulePicker
                rules={rules}
                columns={ruledOf(state)}
                paired={key.length > 0}
                onChange={(next) => {
                  dispatch({ type: 'ruled', rules: next });
                }}
              />
            )}
            <ReadingPicker
              reading={reading}
              found={undefined}
              onChange={(next) => {
                dispatch({ type: 'read', reading: next });
              }}
            />
            {tasks}
          </div>
          <div className="outcome">
            {late && (
              <div className="outcome-progress">
                <Weft
                  label="Merging"
                  fraction={run.status === 'running' ? run.progress : 1}
                  onCancel={cancel}
                />
              </div>
            )}
            {(run.status === 'failed' || run.status === 'cancelled') && (
              <OutcomeNote
                again="Merge again"
                onAgain={() => {
                  dispatch({ type: 'retried' });
                }}
              >
                {run.status === 'failed' ? (
                  <ProblemNote problem={run.problem} />
                ) : (
                  <>
                    <h2>Cancelled</h2>
                    <p>All three files are still here.</p>
                  </>
                )}
              </OutcomeNote>
            )}
            {run.status === 'done' && pool !== undefined && (
              <ConflictPanel
                merged={run.merged}
                pool={pool}
                name={mergedName(slots.base.status === 'empty' ? '' : slots.base.file.name)}
                active={active}
              />
            )}
          </div>
        </div>
      )}
    </DropSurface>
  );
}

function mergedName(base: string): string {
  return `${base.replace(/\.[^.]*$/, '')} merged.csv`;
}
