import { useId } from 'react';
import type { Both, FoundDialect } from 'heddle/table';
import {
  delimiterNames,
  describeFound,
  describeReading,
  quoteNames,
  raggedNames,
  type Reading,
} from './reading.ts';

/** How the files are read, and what was found in them. */
export function ReadingPicker({
  reading,
  found,
  onChange,
}: {
  readonly reading: Reading;
  /** Undefined before the comparison has ended. */
  readonly found: Both<FoundDialect> | undefined;
  readonly onChange: (reading: Reading) => void;
}) {
  const notes =
    found === undefined
      ? []
      : [describeFound('Left', found[0]), describeFound('Right', found[1])].filter(
          (note) => note !== undefined,
        );
  return (
    <details className="rules">
      <summary>
        <span className="rules-name">Reading</span>
        <span className="rules-words">
          {describeReading(reading)} {notes.join(' ')}
        </span>
      </summary>
      <div className="rules-body reading-body">
        <Choice
          label="Fields stand between"
          names={delimiterNames}
          value={reading.delimiter}
          onChange={(delimiter) => {
            onChange({ ...reading, delimiter });
          }}
        />
        <Choice
          label="Around fields stand"
          names={quoteNames}
          value={reading.quote}
          onChange={(quote) => {
            onChange({ ...reading, quote });
          }}
        />
        <Choice
          label="Rows of another length are"
          names={raggedNames}
          value={reading.ragged}
          onChange={(ragged) => {
            onChange({ ...reading, ragged });
          }}
        />
        <div className="reading-checks">
          <label className="rules-check">
            <input
              type="checkbox"
              checked={reading.lenient}
              onChange={(event) => {
                onChange({ ...reading, lenient: event.target.checked });
              }}
            />
            Read quotes that stand where RFC 4180 has none
          </label>
          <label className="rules-check">
            <input
              type="checkbox"
              checked={reading.header}
              onChange={(event) => {
                onChange({ ...reading, header: event.target.checked });
              }}
            />
            The first row names the columns
          </label>
        </div>
      </div>
    </details>
  );
}

function Choice<Value extends string>({
  label,
  names,
  value,
  onChange,
}: {
  readonly label: string;
  readonly names: Readonly<Record<Value, string>>;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}) {
  const id = useId();
  return (
    <div className="reading-choice">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="field"
        value={value}
        onChange={(event) => {
          onChange(event.target.value as Value);
        }}
      >
        {(Object.keys(names) as Value[]).map((one) => (
          <option key={one} value={one}>
            {names[one]}
          </option>
        ))}
      </select>
    </div>
  );
}
