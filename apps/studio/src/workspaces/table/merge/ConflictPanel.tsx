import { useEffect, useReducer, useRef, useState } from 'react';
import type { Pool } from 'heddle';
import { formatCount } from '../../../parts/format.ts';
import { Icon } from '../../../parts/Icon.tsx';
import { ProblemNote } from '../../../parts/ProblemNote.tsx';
import { saveFile } from '../../../parts/saveFile.ts';
import { isTyping, useCommands } from '../../../shell/commands.ts';
import { noChoices, reduceChoices, type ChoiceAction, type Choices } from './choices.ts';
import { ConflictList, type ListHandle } from './ConflictList.tsx';
import type { Side } from './conflicts.ts';
import { resolve } from './resolve.ts';
import type { Merged } from './state.ts';
import { describeOpen, useSaving } from './useMerge.ts';

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
  const { conflicts, headers, rows } = merged;
  const [choices, act] = useReducer(
    (state: Choices, action: ChoiceAction) => reduceChoices(state, action, conflicts, headers),
    noChoices,
  );
  const [current, setCurrent] = useState(0);
  const list = useRef<ListHandle>(null);
  const saving = useSaving();
  const open = conflicts.length - choices.made.size;
  const save = () => {
    saving.run(async (signal) => {
      saveFile(await resolve(pool, merged, choices.made, signal), name);
    });
  };

  useEffect(() => {
    if (!active) return;
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      const redo = key === 'y' || (key === 'z' && event.shiftKey);
      if (!redo && key !== 'z') return;
      event.preventDefault();
      act({ type: redo ? 'redone' : 'undone' });
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
    };
  }, [active]);

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
                  run: () => {
                    act({ type: 'undone' });
                  },
                },
                {
                  id: 'merge.redo',
                  title: 'Redo a choice (Ctrl Shift Z)',
                  section,
                  run: () => {
                    act({ type: 'redone' });
                  },
                },
              ]),
        ]
      : [],
  );

  return (
    <section className="merge-result" aria-label="Merged table">
      <div className="merge-bar">
        <p className="merge-count" role="status" data-open={open > 0}>
          <strong>{formatCount(rows)}</strong> rows merged. {describeOpen(open, conflicts.length)}
        </p>
        {conflicts.length > 0 && (
          <div className="merge-tools">
            <button
              type="button"
              className="button"
              disabled={choices.past.length === 0}
              title="Ctrl Z"
              onClick={() => {
                act({ type: 'undone' });
              }}
            >
              Undo
            </button>
            <button
              type="button"
              className="button"
              disabled={choices.future.length === 0}
              title="Ctrl Shift Z"
              onClick={() => {
                act({ type: 'redone' });
              }}
            >
              Redo
            </button>
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
        <button type="button" className="button primary" disabled={saving.saving} onClick={save}>
          <Icon name="download" />
          Download merged
        </button>
      </div>
      {open > 0 && (
        <p className="merge-hint">
          A conflict that is open is written as <code>((( base ))) left /// right</code>.
        </p>
      )}
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
