import { DraftField } from './DraftField.tsx';
import { isTolerance } from './rules.ts';

/** How far numbers may be apart. */
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
  return (
    <DraftField
      label={label}
      hidden={hidden}
      value={value}
      size={11}
      inputMode="decimal"
      placeholder="0.01 or 1%"
      isRight={(text) => isTolerance(text) || (text === '' && !needed)}
      remedy="Write a number such as 0.01, or a share such as 1%."
      onChange={onChange}
    />
  );
}
