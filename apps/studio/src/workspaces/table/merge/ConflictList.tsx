import { memo, useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { formatCount } from '../../../parts/format.ts';
import { reveal } from '../../../parts/longScroll.ts';
import { useLongScroll } from '../../../parts/useLongScroll.ts';
import { useUnits } from '../../../parts/useUnits.ts';
import { dropsRow, type Choice, type Headers } from './choices.ts';
import type { Conflict, Side, Value } from './conflicts.ts';

export interface ListHandle {
  /** Goes to the next conflict that is open, or with -1 to the one before. */
  readonly jump: (direction: 1 | -1) => void;
}

/** Rows drawn above and below the ones in view. */
const overscan = 2;

/** Every conflict with its values; only those in view are in the page. */
export function ConflictList({
  conflicts,
  made,
  headers,
  current,
  ref,
  onCurrent,
  onChoose,
}: {
  readonly conflicts: readonly Conflict[];
  readonly made: ReadonlyMap<number, Choice>;
  readonly headers: Headers;
  readonly current: number;
  readonly ref: Ref<ListHandle>;
  readonly onCurrent: (conflict: number) => void;
  readonly onChoose: (conflict: number, choice: Choice | undefined) => void;
}) {
  const { units, probe } = useUnits();
  const scroller = useRef<HTMLDivElement>(null);
  const { position, viewport, height, scrollTo } = useLongScroll(
    scroller,
    conflicts.length * units.row,
    0,
  );
  useEffect(() => {
    scrollTo(0);
  }, [conflicts, scrollTo]);
  useImperativeHandle(ref, () => ({
    jump: (direction) => {
      let to = current + direction;
      while (to >= 0 && to < conflicts.length && made.has(to)) to += direction;
      if (to < 0 || to >= conflicts.length) return;
      onCurrent(to);
      scrollTo(reveal(position.virtual, to * units.row, (to + 1) * units.row, viewport));
    },
  }));

  const first = Math.max(0, Math.floor(position.virtual / units.row) - overscan);
  const end = Math.ceil((position.virtual + viewport) / units.row) + overscan;
  const last = Math.min(conflicts.length, end);
  const shift = Math.round(position.physical - position.virtual);
  const shown: number[] = [];
  for (let i = first; i < last; i++) shown.push(i);
  return (
    <div className="conflict-list" ref={scroller} tabIndex={0} role="group" aria-label="Conflicts">
      <span ref={probe} className="units-probe conflict-probe" aria-hidden="true">
        0000000000
      </span>
      <ol className="conflict-rows" style={{ height }}>
        {shown.map((i) => {
          const conflict = conflicts[i];
          if (conflict === undefined) return null;
          return (
            <ConflictRow
              key={i}
              index={i}
              count={conflicts.length}
              conflict={conflict}
              choice={made.get(i)}
              headers={headers}
              top={i * units.row + shift}
              current={i === current}
              onCurrent={onCurrent}
              onChoose={onChoose}
            />
          );
        })}
      </ol>
    </div>
  );
}

const takes: readonly (readonly [Side, string])[] = [
  ['base', 'Base'],
  ['left', 'Left'],
  ['right', 'Right'],
];

const ConflictRow = memo(function ConflictRow({
  index,
  count,
  conflict,
  choice,
  headers,
  top,
  current,
  onCurrent,
  onChoose,
}: {
  readonly index: number;
  readonly count: number;
  readonly conflict: Conflict;
  readonly choice: Choice | undefined;
  readonly headers: Headers;
  readonly top: number;
  readonly current: boolean;
  readonly onCurrent: (conflict: number) => void;
  readonly onChoose: (conflict: number, choice: Choice | undefined) => void;
}) {
  const key = conflict.key.map((value) => value ?? '').join(' · ');
  const where = `${key === '' ? `row ${formatCount(conflict.row)}` : key}, ${conflict.column}`;
  return (
    <li
      className="conflict"
      data-conflict={index}
      data-current={current}
      data-decided={choice !== undefined}
      aria-setsize={count}
      aria-posinset={index + 1}
      style={{ top }}
      onFocus={() => {
        onCurrent(index);
      }}
    >
      <p className="conflict-where">
        <span className="conflict-key">
          {key === '' ? `row ${formatCount(conflict.row)}` : key}
        </span>
        <span className="conflict-column">{conflict.column}</span>
      </p>
      <div className="conflict-choices" role="radiogroup" aria-label={where}>
        {takes.map(([side, label]) => (
          <label key={side} className="conflict-choice" data-side={side}>
            <input
              type="radio"
              name={`conflict-${index}`}
              className="visually-hidden"
              checked={choice?.take === side}
              onChange={() => {
                onChoose(index, { take: side });
              }}
            />
            <span className="conflict-side">{label}</span>
            <Shown value={conflict[side]} row={dropsRow(conflict, { take: side }, headers)} />
          </label>
        ))}
        <OwnText
          index={index}
          where={where}
          choice={choice}
          usual={conflict.left ?? conflict.right ?? ''}
          onChoose={onChoose}
        />
      </div>
    </li>
  );
});

function Shown({ value, row }: { readonly value: Value; readonly row: boolean }) {
  if (value === null) return <em>{row ? 'no such row' : 'no such column'}</em>;
  if (value === '') return <em>empty</em>;
  return (
    <span className="conflict-value" title={value}>
      {value.length > 200 ? `${value.slice(0, 200)}…` : value}
    </span>
  );
}

/** A text of one's own; taken over when the field is left or Enter is pressed. */
function OwnText({
  index,
  where,
  choice,
  usual,
  onChoose,
}: {
  readonly index: number;
  readonly where: string;
  readonly choice: Choice | undefined;
  readonly usual: string;
  readonly onChoose: (conflict: number, choice: Choice | undefined) => void;
}) {
  const own = choice?.take === 'own' ? choice.text : undefined;
  const [text, setText] = useState(own ?? '');
  const touched = useRef(false);
  useEffect(() => {
    setText(own ?? '');
    touched.current = false;
  }, [own]);
  const commit = () => {
    if (touched.current && text !== own) onChoose(index, { take: 'own', text });
    touched.current = false;
  };
  return (
    <div className="conflict-choice conflict-own" data-chosen={own !== undefined}>
      <span className="conflict-side" aria-hidden="true">
        Own
      </span>
      <input
        type="text"
        className="field"
        aria-label={`Own text for ${where}`}
        placeholder={usual}
        value={text}
        onChange={(event) => {
          touched.current = true;
          setText(event.target.value);
        }}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
    </div>
  );
}
