import { useState } from 'react';
import { ToleranceField } from './ToleranceField.tsx';
import { ruleOf, withRule, type OwnRule, type Rules } from './rules.ts';

/** Columns listed before "Show all" is asked for. */
const few = 24;

type Choice = OwnRule | 'ignore' | undefined;

/** What can be chosen for a column: its name in the list, its words, what it stands for. */
const choices: readonly (readonly [string, string, Choice])[] = [
  ['', 'as all columns', undefined],
  ['exact', 'exactly as written', { kind: 'exact' }],
  ['b', 'whatever blanks', { kind: 'text', trim: true, ignoreCase: false }],
  ['c', 'in any case', { kind: 'text', trim: false, ignoreCase: true }],
  ['bc', 'whatever blanks and case', { kind: 'text', trim: true, ignoreCase: true }],
  ['number', 'as numbers within', { kind: 'number', tolerance: '0' }],
  ['date', 'as dates', { kind: 'date', order: 'any' }],
  ['dmy', 'as dates, 3/4 is 3 April', { kind: 'date', order: 'dmy' }],
  ['mdy', 'as dates, 3/4 is March 4', { kind: 'date', order: 'mdy' }],
  ['ignore', 'not at all', 'ignore'],
];
/** Those that make sense where whole rows are compared. */
const forWholeRows = new Set(['', 'ignore']);

function nameOf(choice: Choice): string {
  if (choice === undefined) return '';
  if (choice === 'ignore') return 'ignore';
  switch (choice.kind) {
    case 'exact':
    case 'number':
      return choice.kind;
    case 'date':
      return choice.order === 'any' ? 'date' : choice.order;
    case 'text':
      return `${choice.trim ? 'b' : ''}${choice.ignoreCase ? 'c' : ''}`;
  }
}

/** How each column is compared. */
export function ColumnRules({
  rules,
  columns,
  paired,
  leaving,
  onChange,
}: {
  readonly rules: Rules;
  readonly columns: readonly string[];
  readonly paired: boolean;
  /** Whether a column can be left out. */
  readonly leaving: boolean;
  readonly onChange: (rules: Rules) => void;
}) {
  const [all, setAll] = useState(false);
  const shown =
    all || columns.length <= few + 4
      ? columns
      : columns.filter((name, i) => i < few || ruleOf(rules, name) !== undefined);
  return (
    <fieldset className="rules-columns">
      <legend>Columns are compared</legend>
      <div className="rules-list" tabIndex={columns.length > 6 ? 0 : undefined}>
        {shown.map((column) => {
          const rule = ruleOf(rules, column);
          const shownName = column === '' ? '(no name)' : column;
          return (
            <div key={column} className="rules-column" data-own={rule !== undefined}>
              <span className="rules-column-name" title={shownName}>
                {shownName}
              </span>
              <select
                className="field"
                aria-label={`How ${shownName} is compared`}
                value={nameOf(rule)}
                onChange={(event) => {
                  const [, , choice] =
                    choices.find(([name]) => name === event.target.value) ?? choices[0] ?? [];
                  onChange(withRule(rules, column, choice));
                }}
              >
                {choices
                  .filter(([name]) => paired || forWholeRows.has(name))
                  .filter(([name]) => leaving || name !== 'ignore')
                  .map(([name, label]) => (
                    <option key={name} value={name}>
                      {label}
                    </option>
                  ))}
              </select>
              {rule !== undefined && rule !== 'ignore' && rule.kind === 'number' && (
                <ToleranceField
                  label={`How far numbers in ${shownName} may be apart`}
                  hidden
                  needed
                  value={rule.tolerance}
                  onChange={(tolerance) => {
                    onChange(withRule(rules, column, { kind: 'number', tolerance }));
                  }}
                />
              )}
            </div>
          );
        })}
        {shown.length < columns.length && (
          <button
            type="button"
            className="text-button"
            onClick={() => {
              setAll(true);
            }}
          >
            Show all {columns.length} columns
          </button>
        )}
      </div>
    </fieldset>
  );
}
