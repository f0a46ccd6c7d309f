import { useEffect, useId, useState } from 'react';
import { describeRules, isTolerance, type Rules } from './rules.ts';
import './RulePicker.css';

/** What does not count as a difference. */
export function RulePicker({
  rules,
  columns,
  keyed,
  onChange,
}: {
  readonly rules: Rules;
  /** Columns that may be left out: those of both files that are not in the key. */
  readonly columns: readonly string[];
  /** Whether there is a key; without one whole rows are compared as text. */
  readonly keyed: boolean;
  readonly onChange: (rules: Rules) => void;
}) {
  return (
    <details className="rules">
      <summary>
        <span className="rules-name">Rules</span>
        <span className="rules-words">{describeRules(rules)}</span>
      </summary>
      <div className="rules-body">
        <fieldset className="rules-values" disabled={!keyed}>
          <legend>Values are the same</legend>
          <Check
            label="whatever blanks are around them"
            checked={rules.trim}
            onChange={(trim) => {
              onChange({ ...rules, trim });
            }}
          />
          <Check
            label="in upper or lower case"
            checked={rules.ignoreCase}
            onChange={(ignoreCase) => {
              onChange({ ...rules, ignoreCase });
            }}
          />
          <Tolerance
            value={rules.tolerance}
            onChange={(tolerance) => {
              onChange({ ...rules, tolerance });
            }}
          />
          {!keyed && (
            <p className="rules-hint">Choose a key first: whole rows are compared as text.</p>
          )}
        </fieldset>
        <fieldset className="rules-columns">
          <legend>Columns to leave out</legend>
          <div className="rules-chips">
            {columns.map((name) => (
              <Check
                key={name}
                label={name === '' ? '(no name)' : name}
                checked={rules.ignore.includes(name)}
                onChange={(out) => {
                  const others = rules.ignore.filter((other) => other !== name);
                  onChange({ ...rules, ignore: out ? [...others, name] : others });
                }}
              />
            ))}
          </div>
        </fieldset>
      </div>
    </details>
  );
}

function Check({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <label className="rules-check">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => {
          onChange(event.target.checked);
        }}
      />
      {label}
    </label>
  );
}

/** Taken over when the field is left or Enter is pressed: half a number is not one. */
function Tolerance({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  const [text, setText] = useState(value);
  useEffect(() => {
    setText(value);
  }, [value]);
  const wanted = text.trim();
  const wrong = wanted !== '' && !isTolerance(wanted);
  const commit = () => {
    if (!wrong && wanted !== value) onChange(wanted);
  };
  return (
    <div className="rules-tolerance">
      <label htmlFor={id}>when they are numbers no further apart than</label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        size={8}
        placeholder="0.01 or 1%"
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
      {wrong && (
        <span id={`${id}-wrong`} className="rules-wrong" role="alert">
          Write a number such as 0.01, or a share such as 1%.
        </span>
      )}
    </div>
  );
}
