import { useEffect, useId, useState } from 'react';
import { isTolerance } from './rules.ts';

/** How far numbers may be apart. Taken over when the field is left or Enter is pressed: half a number is not one. */
export function ToleranceField({
  label,
  hidden = false,
  value,
  needed = false,
  onChange,
}: {
  readonly label: string;
  /** Whether the label is for screen readers only. */
  readonly hidden?: boolean;
  readonly value: string;
  /** Whether it may not be left empty. */
  readonly needed?: boolean;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  const [text, setText] = useState(value);
  useEffect(() => {
    setText(value);
  }, [value]);
  const wanted = text.trim();
  const wrong = (wanted !== '' || needed) && !isTolerance(wanted);
  const commit = () => {
    if (!wrong && wanted !== value) onChange(wanted);
  };
  return (
    <div className="rules-tolerance">
      <label htmlFor={id} className={hidden ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <input
        id={id}
        className="field"
        type="text"
        inputMode="decimal"
        size={11}
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
