import type { RenamedColumn } from 'heddle/table';
import { formatList } from '../../parts/format.ts';
import { ProblemNote, type Problem } from '../../parts/ProblemNote.tsx';
import { ColumnRules } from './ColumnRules.tsx';
import { ToleranceField } from './ToleranceField.tsx';
import { describeRules, type Rules } from './rules.ts';
import './RulePicker.css';

/** Columns that are called differently in the two files. */
interface Renames {
  /** Whether they are looked for. */
  readonly wanted: boolean;
  /** Those that were found; undefined before the comparison has ended. */
  readonly found: readonly RenamedColumn[] | undefined;
  readonly onWanted: (wanted: boolean) => void;
}

/** What does not count as a difference. */
export function RulePicker({
  rules,
  columns,
  paired,
  renames,
  problem,
  onChange,
}: {
  readonly rules: Rules;
  /** Columns that may have a rule or be left out. */
  readonly columns: readonly string[];
  /** Whether rows are paired; else whole rows are compared as text. */
  readonly paired: boolean;
  /** Columns of other names; undefined in a merge, which neither looks for them nor leaves any out. */
  readonly renames?: Renames;
  /** What the engine said against the rules. */
  readonly problem?: Problem | undefined;
  readonly onChange: (rules: Rules) => void;
}) {
  return (
    <details className="rules">
      <summary>
        <span className="rules-name">Rules</span>
        <span className="rules-words">
          {describeRules(rules)}
          {renames?.wanted === true && ` ${describeRenames(renames.found)}`}
        </span>
      </summary>
      {problem !== undefined && <ProblemNote problem={problem} />}
      <div className="rules-body">
        <div className="rules-general">
          <fieldset className="rules-values" disabled={!paired}>
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
            <ToleranceField
              label="when they are numbers no further apart than"
              value={rules.tolerance}
              onChange={(tolerance) => {
                onChange({ ...rules, tolerance });
              }}
            />
            {!paired && (
              <p className="rules-hint">Choose a key first: whole rows are compared as text.</p>
            )}
          </fieldset>
          {renames !== undefined && <RenamesChoice {...renames} />}
        </div>
        <ColumnRules
          rules={rules}
          columns={columns}
          paired={paired}
          leaving={renames !== undefined}
          onChange={onChange}
        />
      </div>
    </details>
  );
}

function RenamesChoice({ wanted, found = [], onWanted }: Renames) {
  return (
    <fieldset>
      <legend>Columns are the same</legend>
      <Check label="when they have the same name" checked disabled />
      <Check
        label="also when they were renamed but hold the same"
        checked={wanted}
        onChange={onWanted}
      />
      {wanted && found.length > 0 && (
        <ul className="rules-renamed">
          {found.map(({ left, right, score }) => (
            <li key={right}>
              <del>{left}</del> <ins>{right}</ins>
              <span> {Math.round(score * 100)} % of their values</span>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}

/** What became of the search for renamed columns. */
export function describeRenames(renamed: readonly RenamedColumn[] | undefined): string {
  if (renamed === undefined) return 'Renamed columns are looked for.';
  if (renamed.length === 0) return 'No column was renamed.';
  const pairs = renamed.map(({ left, right }) => `“${left}” is “${right}” now`);
  return `${formatList(pairs.slice(0, 3))}${pairs.length > 3 ? ` and ${pairs.length - 3} more` : ''}.`;
}

function Check({
  label,
  checked,
  disabled = false,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange?: (checked: boolean) => void;
}) {
  return (
    <label className="rules-check">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => {
          onChange?.(event.target.checked);
        }}
      />
      {label}
    </label>
  );
}
