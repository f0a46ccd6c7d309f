/** What is no difference: the rules of a comparison, as the person has set them. */
import type { DiffInput, ValueRule } from 'heddle/table';
import { formatList, formatPlural } from '../../parts/format.ts';

/** What a date with slashes means: nothing, day first, month first. */
export type DateOrder = 'any' | 'dmy' | 'mdy';

/** The rule of one column, in place of the one for all. */
export type OwnRule =
  | { readonly kind: 'exact' }
  | { readonly kind: 'text'; readonly trim: boolean; readonly ignoreCase: boolean }
  | { readonly kind: 'number'; readonly tolerance: string }
  | { readonly kind: 'date'; readonly order: DateOrder };

export interface Rules {
  /** Blanks around values do not matter. */
  readonly trim: boolean;
  readonly ignoreCase: boolean;
  /** How far numbers may be apart: `0.01`, or `1%`; empty when they are compared as text. */
  readonly tolerance: string;
  /** Columns with a rule of their own. */
  readonly own: readonly (readonly [column: string, rule: OwnRule])[];
  /** Columns that are not compared. */
  readonly ignore: readonly string[];
}

export const noRules: Rules = {
  trim: false,
  ignoreCase: false,
  tolerance: '',
  own: [],
  ignore: [],
};

/** The rules, and {@link noRules} itself when they allow nothing. */
export function orNone(rules: Rules): Rules {
  const { own, ignore } = rules;
  return hasGeneral(rules) || own.length > 0 || ignore.length > 0 ? rules : noRules;
}

function hasGeneral({ trim, ignoreCase, tolerance }: Rules): boolean {
  return trim || ignoreCase || tolerance !== '';
}

/** Whether the engine takes it for a tolerance. */
export function isTolerance(text: string): boolean {
  return /^(\d+(\.\d*)?|\.\d+)%?$/.test(text);
}

/** The rule of its own that a column has, `'ignore'`, or undefined: the one for all. */
export function ruleOf(rules: Rules, column: string): OwnRule | 'ignore' | undefined {
  if (rules.ignore.includes(column)) return 'ignore';
  return rules.own.find(([name]) => name === column)?.[1];
}

/** The rules with another one for a column. */
export function withRule(
  rules: Rules,
  column: string,
  rule: OwnRule | 'ignore' | undefined,
): Rules {
  const own = rules.own.filter(([name]) => name !== column);
  const ignore = rules.ignore.filter((name) => name !== column);
  if (rule === 'ignore') return { ...rules, own, ignore: [...ignore, column] };
  return orNone({
    ...rules,
    own: rule === undefined ? own : [...own, [column, rule] as const],
    ignore,
  });
}

/** The rules that fit a comparison by `key` of files with these columns. */
export function fitRules(rules: Rules, key: readonly string[], columns: readonly string[]): Rules {
  const fits = (name: string) => columns.includes(name) && !key.includes(name);
  const ignore = rules.ignore.filter(fits);
  const own = rules.own.filter(([name]) => fits(name));
  return ignore.length === rules.ignore.length && own.length === rules.own.length
    ? rules
    : orNone({ ...rules, own, ignore });
}

function valueRule(rule: OwnRule): ValueRule {
  switch (rule.kind) {
    case 'exact':
      return {};
    case 'text':
      return { trim: rule.trim, ignoreCase: rule.ignoreCase };
    case 'number':
      return { trim: true, tolerance: rule.tolerance };
    case 'date':
      return { trim: true, date: rule.order === 'any' ? true : rule.order };
  }
}

/**
 * The rules as the engine takes them.
 * paired  whether rows are paired; where whole rows are compared, it is as text.
 */
export function inputOf(
  rules: Rules,
  paired: boolean,
): Pick<DiffInput, 'rule' | 'columnRules' | 'ignore'> {
  const { trim, ignoreCase, tolerance, own, ignore } = rules;
  return {
    ...(paired && hasGeneral(rules)
      ? { rule: { trim, ignoreCase, ...(tolerance === '' ? {} : { tolerance }) } }
      : {}),
    ...(paired && own.length > 0
      ? { columnRules: Object.fromEntries(own.map(([name, rule]) => [name, valueRule(rule)])) }
      : {}),
    ...(ignore.length > 0 ? { ignore } : {}),
  };
}

/** In one sentence. */
export function describeRules({ trim, ignoreCase, tolerance, own, ignore }: Rules): string {
  const parts = [
    trim ? 'blanks around values do not count' : '',
    ignoreCase ? 'upper and lower case are the same' : '',
    tolerance === '' ? '' : `numbers within ${tolerance} are the same`,
    own.length === 0
      ? ''
      : `${formatPlural(own.length, 'column')} by a rule of ${own.length === 1 ? 'its' : 'their'} own`,
    ignore.length === 0 ? '' : `${formatList(ignore.map((name) => `“${name}”`))} left out`,
  ].filter((part) => part !== '');
  const words = formatList(parts);
  return words === ''
    ? 'Every difference counts.'
    : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function detailOf(rule: OwnRule): string {
  switch (rule.kind) {
    case 'exact':
      return '';
    case 'text':
      return `${rule.trim ? 'b' : ''}${rule.ignoreCase ? 'c' : ''}`;
    case 'number':
      return rule.tolerance;
    case 'date':
      return rule.order;
  }
}

/** A rule in an address: `number:1%:price`, the name last because it may hold anything. */
function writeOwn([column, rule]: readonly [string, OwnRule]): string {
  return `${rule.kind}:${detailOf(rule)}:${column}`;
}

/** The inverse of writeOwn; undefined for what it never writes. */
function readOwn(text: string): readonly [string, OwnRule] | undefined {
  const [, kind, detail = '', column = ''] = /^(\w+):([^:]*):([^]*)$/.exec(text) ?? [];
  const order = (['any', 'dmy', 'mdy'] as const).find((known) => known === detail);
  if (kind === 'exact') return [column, { kind }];
  if (kind === 'number' && isTolerance(detail)) return [column, { kind, tolerance: detail }];
  if (kind === 'date' && order !== undefined) return [column, { kind, order }];
  if (kind === 'text' && /^b?c?$/.test(detail)) {
    return [column, { kind, trim: detail.includes('b'), ignoreCase: detail.includes('c') }];
  }
  return undefined;
}

/** The rules that an address names; what it says wrong is as if it were not there. */
export function readRules(params: URLSearchParams): Rules {
  const tolerance = params.get('within') ?? '';
  return orNone({
    trim: params.get('blanks') === 'any',
    ignoreCase: params.get('case') === 'any',
    tolerance: isTolerance(tolerance) ? tolerance : '',
    own: params.getAll('rule').flatMap((text) => {
      const own = readOwn(text);
      return own === undefined ? [] : [own];
    }),
    ignore: params.getAll('leave'),
  });
}

/**
 * The inverse.
 * named  whether columns may be named: not those of a person's own files.
 */
export function writeRules(rules: Rules, params: URLSearchParams, named: boolean): void {
  if (rules.trim) params.set('blanks', 'any');
  if (rules.ignoreCase) params.set('case', 'any');
  if (rules.tolerance !== '') params.set('within', rules.tolerance);
  if (!named) return;
  for (const own of rules.own) params.append('rule', writeOwn(own));
  for (const name of rules.ignore) params.append('leave', name);
}
