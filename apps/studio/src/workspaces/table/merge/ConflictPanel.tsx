import { useReducer, useRef, useState } from 'react';
import type { Pool } from 'heddle';
import { formatCount, formatPlural } from '../../../parts/format.ts';
import { Icon } from '../../../parts/Icon.tsx';
import { ProblemNote } from '../../../parts/ProblemNote.tsx';
import { UndoButtons } from '../../../parts/UndoButtons.tsx';
import { saveFile } from '../../../parts/saveFile.ts';
import { SavingProgress } from '../../../parts/SavingProgress.tsx';
import { useSaving } from '../../../parts/useSaving.ts';
import { useCommands } from '../../../shell/commands.ts';
import { useUndoKeys } from '../../../shell/useUndoKeys.ts';
import { describeProblem } from '../problem.ts';
import { noChoices, reduceChoices, type ChoiceAction, type Choices } from './choices.ts';
import { ConflictList, type ListHandle } from './ConflictList.tsx';
import type { Side } from './conflicts.ts';
import { resolve } from './resolve.ts';
import type { Merged } from './state.ts';
import { describeOpen } from './useMerge.ts';

/** A merge that was made: its conflicts to be decided, and the file to take away. */
export function ConflictPanel({
  merged,
  pool,
  name,
  active,
}: {
  readonly merged: Merged;
  readonly pool: Pool;
  /** Of the merged file. */
  readonly name: string;
  readonly active: boolean;
}) {
  const { conflicts, lost, headers, rows } = merged;
  const [choices, act] = useReducer(
    (state: Choices, action: ChoiceAction) => reduceChoices(state, action, conflicts, headers),
    noChoices,
  );
  const [current, setCurrent] = useState(0);
  const list = useRef<ListHandle>(null);
  const saving = useSaving(merged, describeProblem);
  const open = conflicts.length - choices.made.size;
  const save = () => {
    saving.start(async (signal, onProgress) => {
      const file = await resolve(pool, merged, choices.made, { signal, onProgress });
      if (!signal.aborted) saveFile(file, name);
    });
  };

  const undo = () => {
    act({ type: 'undone' });
  };
  const redo = () => {
    act({ type: 'redone' });
  };
  useUndoKeys(active, undo, redo);

  const section = 'Merge';
  const take = (side: Side) => () => {
    act({ type: 'chosen', conflict: current, choice: { take: side } });
  };
  useCommands(
    active
      ? [
          { id: 'merge.save', title: 'Download the merged file', section, key: 'd', run: save },
          ...(conflicts.length === 0
            ? []
            : [
                {
                  id: 'merge.next',
                  title: 'Go to the next open conflict',
                  section,
                  key: 'n',
                  run: () => list.current?.jump(1),
                },
                {
                  id: 'merge.previous',
                  title: 'Go to the previous open conflict',
                  section,
                  key: 'p',
                  run: () => list.current?.jump(-1),
                },
                { id: 'merge.base', title: 'Take base', section, key: 'b', run: take('base') },
                { id: 'merge.left', title: 'Take left', section, key: 'l', run: take('left') },
                { id: 'merge.right', title: 'Take right', section, key: 'r', run: take('right') },
                {
                  id: 'merge.undo',
                  title: 'Undo a choice (Ctrl Z)',
                  section,
                  run: undo,
                },
                {
                  id: 'merge.redo',
                  title: 'Redo a choice (Ctrl Shift Z)',
                  section,
                  run: redo,
                },
              ]),
        ]
      : [],
  );

  return (
    <section className="merge-result" aria-label="Merged table">
      <div className="merge-bar">
        <p className="merge-count" role="status" data-open={open > 0}>
          <strong>{formatCount(rows)}</strong> rows merged. {describeOpen(open, merged)}
        </p>
        {conflicts.length > 0 && (
          <div className="merge-tools">
            <UndoButtons
              canUndo={choices.past.length > 0}
              canRedo={choices.future.length > 0}
              onUndo={undo}
              onRedo={redo}
            />
            {(['left', 'right'] as const).map((side) => (
              <button
                key={side}
                type="button"
                className="button"
                disabled={open === 0}
                onClick={() => {
                  act({ type: 'allChosen', take: side });
                }}
              >
                All open: {side}
              </button>
            ))}
          </div>
        )}
        <button
          type="button"
          className="button primary"
          disabled={saving.progress !== undefined}
          onClick={save}
        >
          <Icon name="download" />
          Download merged
        </button>
      </div>
      {open > 0 && (
        <p className="merge-hint">
          A conflict that is open is written as <code>((( base ))) left /// right</code>.
        </p>
      )}
      {lost.map(({ column, by, count }) => (
        <p key={column} className="merge-hint">
          The {by} file has no column “{column}” any more, so the merged table has none:{' '}
          {formatPlural(count, 'value')} that {by === 'left' ? 'right' : 'left'} changed there{' '}
          {count === 1 ? 'is' : 'are'} left out. To keep {count === 1 ? 'it' : 'them'}, replace the{' '}
          {by} file by one with that column.
        </p>
      ))}
      <SavingProgress saving={saving} />
      {saving.problem !== undefined && <ProblemNote problem={saving.problem} />}
      {conflicts.length > 0 && (
        <ConflictList
          ref={list}
          conflicts={conflicts}
          made={choices.made}
          headers={headers}
          current={current}
          onCurrent={setCurrent}
          onChoose={(conflict, choice) => {
            act({ type: 'chosen', conflict, choice });
          }}
        />
      )}
    </section>
  );
}
