import { useState } from 'react';
import { formatList } from '../../parts/format.ts';
import './KeyPicker.css';

/** Columns shown before "Show all" is asked for. */
const few = 14;

/** Which columns tell the rows that belong together. */
export function KeyPicker({
  columns,
  chosen,
  reason,
  onToggle,
  onClear,
}: {
  readonly columns: readonly string[];
  readonly chosen: readonly string[];
  readonly reason: string | undefined;
  readonly onToggle: (column: string) => void;
  readonly onClear: () => void;
}) {
  const [all, setAll] = useState(false);
  const shown =
    all || columns.length <= few + 2
      ? columns
      : columns.filter((name, i) => i < few || chosen.includes(name));
  return (
    <fieldset className="key-picker">
      <legend>Key</legend>
      <div className="key-chips">
        {shown.map((name) => (
          <label key={name} className="chip">
            <input
              type="checkbox"
              className="visually-hidden"
              checked={chosen.includes(name)}
              onChange={() => {
                onToggle(name);
              }}
            />
            <span className="chip-tick" aria-hidden="true" />
            <span className="chip-name">{name === '' ? '(no name)' : name}</span>
          </label>
        ))}
        {shown.length < columns.length && (
          <button
            type="button"
            className="button quiet"
            onClick={() => {
              setAll(true);
            }}
          >
            Show all {columns.length}
          </button>
        )}
      </div>
      <p className="key-words">
        {chosen.length === 0 ? (
          <>
            <strong>Whole rows are compared.</strong> A row that differs anywhere counts as one
            removed and one added. Choose a key to see changed cells.
          </>
        ) : (
          <>
            Rows with the same {formatList(chosen.map((name) => `“${name}”`))} belong together; rows
            that repeat a key are paired in order. {reason}{' '}
            <button type="button" className="text-button" onClick={onClear}>
              Compare whole rows
            </button>
          </>
        )}
      </p>
    </fieldset>
  );
}
