import { useEffect, useId, useState } from 'react';
import './DraftField.css';

/** A value that is typed, and taken over when the field is left or Enter is pressed: half a number is not one. */
export function DraftField({
  label,
  hidden = false,
  unit,
  value,
  size,
  inputMode,
  placeholder,
  isRight,
  remedy,
  onChange,
}: {
  readonly label: string;
  /** Whether the label is for screen readers only. */
  readonly hidden?: boolean;
  /** What stands behind the field. */
  readonly unit?: string;
  readonly value: string;
  /** In characters. */
  readonly size: number;
  readonly inputMode: 'decimal' | 'numeric';
  readonly placeholder?: string;
  /** Whether a text can be taken over. */
  readonly isRight: (text: string) => boolean;
  /** What to write in place of one that cannot. */
  readonly remedy: string;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  const [text, setText] = useState(value);
  useEffect(() => {
    setText(value);
  }, [value]);
  const wanted = text.trim();
  const wrong = !isRight(wanted);
  const commit = () => {
    if (!wrong && wanted !== value) onChange(wanted);
  };
  return (
    <div className="draft-field">
      <label htmlFor={id} className={hidden ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <input
        id={id}
        className="field"
        type="text"
        inputMode={inputMode}
        size={size}
        placeholder={placeholder}
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
      {unit !== undefined && <span>{unit}</span>}
      {wrong && (
        <span id={`${id}-wrong`} className="draft-wrong" role="alert">
          {remedy}
        </span>
      )}
    </div>
  );
}
