import type { DiffFacts } from 'heddle/table';
import { formatList, formatPlural } from '../../parts/format.ts';
import { ProblemNote, type Problem } from '../../parts/ProblemNote.tsx';
import { KeyChips } from './KeyChips.tsx';
import { ShareField } from './ShareField.tsx';
import type { How } from './state.ts';
import './KeyPicker.css';

type Mode = 'key' | 'auto' | 'position' | 'rows';

const modes: readonly (readonly [Mode, string, string])[] = [
  ['key', 'Chosen columns', 'Rows with the same values in the columns that you tick'],
  ['auto', 'Find a key', 'The columns that tell all rows apart are looked for'],
  ['position', 'Row number', 'Row n of left with row n of right'],
  ['rows', 'Whole rows', 'Rows are the same or not, never changed'],
];

/** Which rows belong together. */
export function KeyPicker({
  columns,
  chosen,
  how,
  reason,
  diff,
  problem,
  onToggle,
  onWanted,
  onClear,
  onHow,
}: {
  readonly columns: readonly string[];
  /** The key that is in effect. */
  readonly chosen: readonly string[];
  readonly how: How;
  readonly reason: string | undefined;
  /** The result of this very key; undefined before there is one. */
  readonly diff: DiffFacts | undefined;
  /** What the engine said against it. */
  readonly problem: Problem | undefined;
  readonly onToggle: (column: string) => void;
  /** Chosen columns are wanted, whichever they were. */
  readonly onWanted: () => void;
  readonly onClear: () => void;
  readonly onHow: (how: Partial<How>) => void;
}) {
  const mode: Mode = how.pairing !== 'key' ? how.pairing : chosen.length > 0 ? 'key' : 'rows';
  const choose = (next: Mode) => {
    if (next === 'key') onWanted();
    else if (next === 'rows') onClear();
    else onHow({ pairing: next });
  };
  return (
    <fieldset className="key-picker">
      <legend>Key</legend>
      <div className="key-body">
        <div className="key-modes segments" role="radiogroup" aria-label="Rows belong together by">
          {modes.map(([value, label, title]) => (
            <label key={value} title={title}>
              <input
                type="radio"
                name="pairing"
                className="visually-hidden"
                checked={mode === value}
                onChange={() => {
                  choose(value);
                }}
              />
              {label}
            </label>
          ))}
        </div>
        <KeyChips columns={columns} chosen={chosen} onToggle={onToggle} />
      </div>
      <div className="key-words">
        <p>
          <Words mode={mode} chosen={chosen} reason={reason} diff={diff} />
        </p>
        {mode === 'rows' && (
          <ShareField
            share={how.similar}
            onChange={(similar) => {
              onHow({ similar });
            }}
          />
        )}
        {problem !== undefined && <ProblemNote problem={problem} />}
      </div>
    </fieldset>
  );
}

function Words({
  mode,
  chosen,
  reason,
  diff,
}: {
  readonly mode: Mode;
  readonly chosen: readonly string[];
  readonly reason: string | undefined;
  readonly diff: DiffFacts | undefined;
}) {
  const names = formatList(chosen.map((name) => `“${name}”`));
  switch (mode) {
    case 'rows':
      return (
        <>
          <strong>Whole rows are compared.</strong> A row that differs anywhere counts as one
          removed and one added. Choose a key to see changed cells.
        </>
      );
    case 'position':
      return (
        <>
          <strong>Row n of left is compared with row n of right.</strong> One row that was put in
          between makes all rows below it differ.
        </>
      );
    case 'auto': {
      const proposal = diff?.proposal;
      if (proposal === undefined) return 'A key is being looked for.';
      return (
        <>
          {proposal.columns.length > 0 && (
            <strong>
              {names} {proposal.columns.length === 1 ? 'was' : 'were'} found.{' '}
            </strong>
          )}
          {proposal.reason}
        </>
      );
    }
    case 'key':
      return (
        <>
          Rows with the same {names} belong together. {reason} {repeats(diff)}
        </>
      );
  }
}

/** What there is to say of keys that several rows have. */
function repeats(diff: DiffFacts | undefined): string {
  const [left, right] = diff?.duplicateKeys ?? [0, 0];
  if (left === 0 && right === 0) return '';
  const parts = [
    left === 0 ? '' : `${formatPlural(left, 'key')} in left`,
    right === 0 ? '' : `${formatPlural(right, 'key')} in right`,
  ].filter((part) => part !== '');
  return `Several rows share ${formatList(parts)}: equal ones are paired first, then in order.`;
}
