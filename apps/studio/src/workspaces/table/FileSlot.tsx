import type { ChangeEvent } from 'react';
import { formatBytes, formatPlural } from '../../parts/format.ts';
import { Icon } from '../../parts/Icon.tsx';
import { ProblemNote } from '../../parts/ProblemNote.tsx';
import type { Side } from './problem.ts';
import type { Reading } from './reading.ts';
import type { Slot } from './slot.ts';
import './FileSlot.css';

/** `base`: of a merge, what both others were made from. */
export type SlotSide = Side | 'base';

const words = {
  base: { side: 'Base', role: 'before', hint: 'The file as it was before both changed it.' },
  left: { side: 'Left', role: 'before', hint: 'The file as it was.' },
  right: { side: 'Right', role: 'after', hint: 'The file as it is now.' },
} as const;
/** Of a merge. */
const changes = {
  base: words.base,
  left: { side: 'Left', role: 'mine', hint: 'One changed version.' },
  right: { side: 'Right', role: 'theirs', hint: 'The other changed version.' },
} as const;

/** One of the two files: a place to drop it while it is missing, its name and facts once it is here. */
export function FileSlot({
  side,
  slot,
  rows,
  compact,
  merging = false,
  onFile,
  onClear,
  onRead,
}: {
  readonly side: SlotSide;
  readonly slot: Slot;
  readonly rows: number | undefined;
  readonly compact: boolean;
  /** Whether left and right are two changes of a base. */
  readonly merging?: boolean;
  readonly onFile: (file: File) => void;
  readonly onClear: () => void;
  /** Another way of reading is wanted for both files. */
  readonly onRead: (reading: Partial<Reading>) => void;
}) {
  const { hint, role } = (merging ? changes : words)[side];
  const heading = (
    <h2 className="slot-heading">
      {words[side].side} <span>{role}</span>
    </h2>
  );
  if (slot.status === 'empty') {
    return (
      <section className="slot zone" data-side={side} aria-label={`${words[side].side} file`}>
        <Thread />
        {heading}
        <p className="zone-hint">{hint} Drop it here, or</p>
        <PickButton side={side} text="Choose a CSV file" onFile={onFile} />
      </section>
    );
  }
  const { problem, fixes = [] } = slot.status === 'reading' ? { problem: undefined } : slot;
  return (
    <section
      className={compact ? 'slot compact' : 'slot zone filled'}
      data-side={side}
      data-problem={problem !== undefined}
      aria-label={`${words[side].side} file`}
    >
      <Thread />
      {heading}
      <p className="slot-name" title={slot.file.name}>
        {slot.file.name}
      </p>
      <p className="slot-facts">
        {[
          formatBytes(slot.file.data.size),
          slot.status === 'ready' ? formatPlural(slot.columns.length, 'column') : undefined,
          slot.status === 'reading' ? 'reading the header' : undefined,
          slot.status === 'ready' && rows !== undefined ? formatPlural(rows, 'row') : undefined,
        ]
          .filter((fact) => fact !== undefined)
          .join(' · ')}
      </p>
      <div className="slot-actions">
        <PickButton side={side} text="Replace" onFile={onFile} />
        <button
          type="button"
          className="button quiet icon"
          aria-label={`Remove the ${side} file`}
          title="Remove"
          onClick={onClear}
        >
          <Icon name="close" />
        </button>
      </div>
      {problem !== undefined && (
        <ProblemNote problem={problem}>
          {fixes.length === 0
            ? undefined
            : fixes.map(({ label, reading }) => (
                <button
                  key={label}
                  type="button"
                  className="button"
                  onClick={() => {
                    onRead(reading);
                  }}
                >
                  {label}
                </button>
              ))}
        </ProblemNote>
      )}
    </section>
  );
}

function PickButton({
  side,
  text,
  onFile,
}: {
  readonly side: SlotSide;
  readonly text: string;
  readonly onFile: (file: File) => void;
}) {
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    // The same file may be chosen again after it was corrected.
    event.target.value = '';
    if (file !== undefined) onFile(file);
  };
  return (
    <label className="button">
      <input
        type="file"
        accept=".csv,text/csv,text/plain"
        className="visually-hidden"
        aria-label={`${text}: ${side}`}
        onChange={onChange}
      />
      {text}
    </label>
  );
}

/** The colored thread along the file's edge. */
function Thread() {
  return <span className="slot-thread" aria-hidden="true" />;
}
