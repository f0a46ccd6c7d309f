import { useEffect, useRef, useState, type ReactNode } from 'react';
import { ProblemNote } from '../../../parts/ProblemNote.tsx';
import { useDelayed } from '../../../parts/useDelayed.ts';
import { Weft } from '../../../parts/Weft.tsx';
import { useCommands } from '../../../shell/commands.ts';
import type { WorkspaceProps } from '../../registry.ts';
import { DropSurface } from '../DropSurface.tsx';
import { assignTo } from '../dropping.ts';
import { FileSlot } from '../FileSlot.tsx';
import { KeyChips } from '../KeyChips.tsx';
import { ReadingPicker } from '../ReadingPicker.tsx';
import { readReading, writeReading } from '../reading.ts';
import { Shed } from '../Shed.tsx';
import type { SourceFile } from '../state.ts';
import { usePaste } from '../usePaste.ts';
import { ConflictPanel } from './ConflictPanel.tsx';
import type { Side } from './conflicts.ts';
import { key as sampleKey, sampleFiles } from './sample.ts';
import { commonOf, initialMerge, sides, useMerge } from './useMerge.ts';
import '../StartView.css';
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
  const [asked] = useState(() => view.params);
  const { state, dispatch, cancel, pool } = useMerge(
    poolState,
    initialMerge(readReading(asked), asked.getAll('key')),
  );
  const [isSample, setSample] = useState(false);
  const { slots, key, reading, run } = state;
  const nextId = useRef(1);
  const source = (file: File): SourceFile => ({
    id: nextId.current++,
    name: file.name,
    data: file,
  });
  const place = (files: readonly File[], wanted: Side | undefined) => {
    setSample(false);
    const held = sides.map((side) => ({ side, filled: slots[side].status !== 'empty' }));
    const placed = assignTo(held, files, wanted).map(([side, file]) => [side, source(file)]);
    dispatch({ type: 'placed', files: Object.fromEntries(placed) as Record<Side, SourceFile> });
  };
  const openSample = (withKey: readonly string[] = sampleKey) => {
    const { base, left, right } = sampleFiles();
    dispatch({
      type: 'placed',
      files: { base: source(base), left: source(left), right: source(right) },
      key: withKey,
    });
    setSample(true);
  };
  usePaste(active, (file) => {
    place([file], undefined);
  });

  const named = view.params.get('sample') === 'garden';
  useEffect(() => {
    if (active && named && !isSample)
      openSample(asked.has('key') ? asked.getAll('key') : undefined);
    // Only another name in the address opens the sample.
  }, [active, named]);
  const common = commonOf(state);
  const ready = sides.every((side) => slots[side].status === 'ready');
  const { replace } = view;
  useEffect(() => {
    if (!active || (named && !isSample)) return;
    const params = new URLSearchParams({ task: 'merge' });
    if (isSample) {
      params.set('sample', 'garden');
      for (const name of key) params.append('key', name);
    }
    writeReading(reading, params);
    replace(params);
  }, [active, isSample, key, reading]);

  const isRunning = run.status === 'running';
  const late = useDelayed(isRunning, 200);
  useEffect(() => {
    if (!isRunning || !active) return;
    const onKey = (event: KeyboardEvent) => {
      const open = document.querySelector(':popover-open, dialog[open]');
      if (event.key === 'Escape' && open === null) cancel();
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
    };
  }, [isRunning, active, cancel]);
  useCommands(
    active
      ? [
          {
            id: 'merge.sample',
            title: 'Merge the sample “The plan of a garden”',
            section: 'Merge',
            run: () => {
              openSample();
            },
          },
        ]
      : [],
  );

  const compact = sides.every((side) => slots[side].status !== 'empty');
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
        <div className="start">
          <div className="start-words">
            <h1 tabIndex={-1}>Merge three CSV files</h1>
            <p>
              Two people changed the same table. Their changes are brought together cell by cell;
              where both changed one, you decide. The files stay on this computer.
            </p>
          </div>
          <div className="start-loom">
            <Shed />
            <div className="start-slots merge-slots">{shown}</div>
          </div>
          <div className="start-sample">
            <button
              type="button"
              className="button primary"
              onClick={() => {
                openSample();
              }}
            >
              Merge a sample
            </button>
            <p>The plan of a garden, as Ann and as Ben have changed it.</p>
          </div>
        </div>
      ) : (
        <div className="table-workspace">
          <h1 tabIndex={-1} className="visually-hidden">
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
            <ReadingPicker
              reading={reading}
              found={undefined}
              withHeader={false}
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
              <div className="outcome-note">
                {run.status === 'failed' ? (
                  <ProblemNote problem={run.problem} />
                ) : (
                  <h2>Cancelled</h2>
                )}
                <button
                  type="button"
                  className="button primary"
                  onClick={() => {
                    dispatch({ type: 'retried' });
                  }}
                >
                  Merge again
                </button>
              </div>
            )}
            {run.status === 'done' && pool !== undefined && (
              <ConflictPanel
                key={`${nextId.current} ${key.join()} ${state.attempt}`}
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
