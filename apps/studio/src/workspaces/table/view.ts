/**
 * What a shared address says of the workspace. A person's own files stay here, and so does what their columns are
 * called: of them it holds only how they are compared and shown.
 */
import type { Filter } from './filter.ts';
import { readKey, writeKey } from './key.ts';
import { readReading, writeReading } from './reading.ts';
import { readRules, writeRules, type Rules } from './rules.ts';
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
  const pairing = (['auto', 'position'] as const).find((known) => known === params.get('pair'));
  return {
    sample: params.get('sample') ?? undefined,
    key: readKey(params),
    how: {
      pairing: pairing ?? 'key',
      similar: readSimilar(params.get('similar')),
      renames: params.get('renames') === 'yes',
      reading: readReading(params),
    },
    rules: readRules(params),
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
    writeKey(key, params);
  }
  if (how.pairing !== 'key') params.set('pair', how.pairing);
  if (how.similar > 0) params.set('similar', String(Math.round(how.similar * 100)));
  if (how.renames) params.set('renames', 'yes');
  writeReading(how.reading, params);
  writeRules(rules, params, sample !== undefined);
  if (sample !== undefined) {
    if (search.text !== '') params.set('find', search.text);
    if (search.column !== '') params.set('in', search.column);
  }
  if (layout === 'sides') params.set('view', 'sides');
  if (show !== 'all') params.set('show', show);
  return params;
}
