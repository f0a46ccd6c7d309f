import { useState } from 'react';
import './KeyPicker.css';

/** Columns shown before "Show all" is asked for. */
const few = 14;

/** Columns to make a key of. */
export function KeyChips({
  columns,
  chosen,
  onToggle,
}: {
  readonly columns: readonly string[];
  readonly chosen: readonly string[];
  readonly onToggle: (column: string) => void;
}) {
  const [all, setAll] = useState(false);
  const shown =
    all || columns.length <= few + 2
      ? columns
      : columns.filter((name, i) => i < few || chosen.includes(name));
  return (
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
  );
}
