/** What is no difference: the rules of a comparison, as the person has set them. */
import type { DiffInput } from 'heddle/table';
import { formatList } from '../../parts/format.ts';

export interface Rules {
  /** Blanks around values do not matter. */
  readonly trim: boolean;
  readonly ignoreCase: boolean;
  /** How far numbers may be apart: `0.01`, or `1%`; empty when they are compared as text. */
  readonly tolerance: string;
  /** Columns that are not compared. */
  readonly ignore: readonly string[];
}

export const noRules: Rules = { trim: false, ignoreCase: false, tolerance: '', ignore: [] };

/** The rules, and {@link noRules} itself when they allow nothing. */
export function orNone(rules: Rules): Rules {
  const { trim, ignoreCase, tolerance, ignore } = rules;
  return trim || ignoreCase || tolerance !== '' || ignore.length > 0 ? rules : noRules;
}

/** Whether the engine takes it for a tolerance. */
export function isTolerance(text: string): boolean {
  return /^(\d+(\.\d*)?|\.\d+)%?$/.test(text);
}

/** The rules that fit a comparison by `key` of files with these columns. */
export function fitRules(rules: Rules, key: readonly string[], columns: readonly string[]): Rules {
  const ignore = rules.ignore.filter((name) => columns.includes(name) && !key.includes(name));
  return ignore.length === rules.ignore.length ? rules : orNone({ ...rules, ignore });
}

/** The rules as the engine takes them. Those for values need a key: whole rows are compared as text. */
export function inputOf(
  { trim, ignoreCase, tolerance, ignore }: Rules,
  key: readonly string[],
): Pick<DiffInput, 'rule' | 'ignore'> {
  const any = trim || ignoreCase || tolerance !== '';
  return {
    ...(any && key.length > 0
      ? { rule: { trim, ignoreCase, ...(tolerance === '' ? {} : { tolerance }) } }
      : {}),
    ...(ignore.length > 0 ? { ignore } : {}),
  };
}

/** In one sentence. */
export function describeRules({ trim, ignoreCase, tolerance, ignore }: Rules): string {
  const parts = [
    trim ? 'blanks around values do not count' : '',
    ignoreCase ? 'upper and lower case are the same' : '',
    tolerance === '' ? '' : `numbers within ${tolerance} are the same`,
    ignore.length === 0 ? '' : `${formatList(ignore.map((name) => `“${name}”`))} left out`,
  ].filter((part) => part !== '');
  const words = formatList(parts);
  return words === ''
    ? 'Every difference counts.'
    : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
