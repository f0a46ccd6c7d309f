import { HeddleError } from '../errors.js';
import type { Difference } from './diff.js';

/** Which differences are meant, and which of their columns; without any of these: all. */
export interface DiffFilter {
  /** Kinds of rows; all unless told otherwise. */
  readonly only?: readonly Difference['kind'][] | undefined;
  /**
   * Names of columns to show beside the key, and changed rows only where one of them changed, unless `changedIn`
   * says otherwise.
   */
  readonly columns?: readonly string[] | undefined;
  /** Names of columns: changed rows only where a cell of one of them changed, whatever is shown. */
  readonly changedIn?: readonly string[] | undefined;
  /** Only rows with this text in a cell, in left or in right; ASCII letters of either case are the same. */
  readonly text?: string | undefined;
  /** Names of the columns in which the text is looked for; those that are shown unless told otherwise. */
  readonly textIn?: readonly string[] | undefined;
}

/** A filter as the kernel gets it. */
export interface PostedFilter {
  /** A sum of enum heddle_table_show: kinds of rows. */
  readonly show: number;
  readonly columns: readonly string[];
  readonly changedIn: readonly string[];
  readonly text: string;
  readonly textIn: readonly string[];
}

const kindNumbers: Readonly<Record<Difference['kind'], number>> = {
  added: 1,
  removed: 2,
  changed: 4,
};

/** @throws HeddleError `invalid_argument` when a field is malformed. */
export function postFilter(filter: DiffFilter): PostedFilter {
  const { only, columns = [], changedIn = [], text = '', textIn = [] } = filter;
  refuseUnless(typeof text === 'string', 'text', 'a text');
  return {
    show: postKinds(only),
    columns: postNames(columns, 'columns'),
    changedIn: postNames(changedIn, 'changedIn'),
    text,
    textIn: postNames(textIn, 'textIn'),
  };
}

/** The sum of the kinds' numbers. @throws HeddleError `invalid_argument` when it is no list of kinds. */
export function postKinds(
  kinds: readonly Difference['kind'][] = ['added', 'removed', 'changed'],
): number {
  refuseUnless(
    Array.isArray(kinds) &&
      kinds.every((kind: unknown) => typeof kind === 'string' && Object.hasOwn(kindNumbers, kind)),
    'only',
    'a list of added, removed and changed',
  );
  let show = 0;
  for (const kind of new Set(kinds)) show += kindNumbers[kind];
  return show;
}

/** @throws HeddleError `invalid_argument` when it is no list of names. */
export function postNames(names: readonly string[], option: string): readonly string[] {
  refuseUnless(
    Array.isArray(names) && names.every((name: unknown) => typeof name === 'string'),
    option,
    'a list of column names',
  );
  return names;
}

/** @throws HeddleError `invalid_argument` unless the condition holds. */
export function refuseUnless(condition: boolean, name: string, wanted: string): void {
  if (!condition) {
    throw new HeddleError('invalid_argument', `The option ${name} must be ${wanted}.`);
  }
}
