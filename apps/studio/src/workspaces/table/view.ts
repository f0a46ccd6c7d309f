/**
 * What a shared address says of the workspace. A person's own files stay here, and so does what their columns are
 * called: of them it holds only how they are compared and shown.
 */
import type { Filter } from './filter.ts';
import { readReading, writeReading } from './reading.ts';
import { isTolerance, orNone, readOwn, writeOwn, type Rules } from './rules.ts';
import { noSearch, type Search } from './search.ts';
import type { How } from './state.ts';

/** Both files in one row, or side by side. */
export type Layout = 'unified' | 'sides';

export interface TableView {
  /** Name of the sample; undefined for other files. */
  readonly sample: string | undefined;
  /** Undefined where the address leaves the key to the sample; empty for whole rows. */
  readonly key: readonly string[] | undefined;
  readonly how: How;
  readonly rules: Rules;
  readonly show: Filter;
  readonly search: Search;
  readonly layout: Layout;
}

const kinds = ['added', 'removed', 'changed'] as const;

/** Share of words that similar rows have in common, in hundredths in the address. */
function readSimilar(text: string | null): number {
  const percent = Number(text ?? '0');
  return Number.isInteger(percent) && percent > 0 && percent <= 100 ? percent / 100 : 0;
}

export function readView(params: URLSearchParams): TableView {
  const tolerance = params.get('within') ?? '';
  const pairing = (['auto', 'position'] as const).find((known) => known === params.get('pair'));
  return {
    sample: params.get('sample') ?? undefined,
    key: params.has('key') ? params.getAll('key').filter((name) => name !== '') : undefined,
    how: {
      pairing: pairing ?? 'key',
      similar: readSimilar(params.get('similar')),
      renames: params.get('renames') === 'yes',
      reading: readReading(params),
    },
    rules: orNone({
      trim: params.get('blanks') === 'any',
      ignoreCase: params.get('case') === 'any',
      tolerance: isTolerance(tolerance) ? tolerance : '',
      own: params.getAll('rule').flatMap((text) => {
        const own = readOwn(text);
        return own === undefined ? [] : [own];
      }),
      ignore: params.getAll('leave'),
    }),
    show: kinds.find((kind) => kind === params.get('show')) ?? 'all',
    search:
      params.has('find') || params.has('in')
        ? { text: params.get('find') ?? '', column: params.get('in') ?? '' }
        : noSearch,
    layout: params.get('view') === 'sides' ? 'sides' : 'unified',
  };
}

export function writeView(view: TableView): URLSearchParams {
  const { sample, key, how, rules, show, search, layout } = view;
  const params = new URLSearchParams();
  if (sample !== undefined) {
    params.set('sample', sample);
    for (const name of key?.length === 0 ? [''] : (key ?? [])) params.append('key', name);
  }
  if (how.pairing !== 'key') params.set('pair', how.pairing);
  if (how.similar > 0) params.set('similar', String(Math.round(how.similar * 100)));
  if (how.renames) params.set('renames', 'yes');
  writeReading(how.reading, params);
  if (rules.trim) params.set('blanks', 'any');
  if (rules.ignoreCase) params.set('case', 'any');
  if (rules.tolerance !== '') params.set('within', rules.tolerance);
  if (sample !== undefined) {
    for (const own of rules.own) params.append('rule', writeOwn(own));
    for (const name of rules.ignore) params.append('leave', name);
    if (search.text !== '') params.set('find', search.text);
    if (search.column !== '') params.set('in', search.column);
  }
  if (layout === 'sides') params.set('view', 'sides');
  if (show !== 'all') params.set('show', show);
  return params;
}
