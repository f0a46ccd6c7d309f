/** What a shared address says of the workspace. Files of the person's own are not in it: they stay here. */
import type { Filter } from './filter.ts';
import { isTolerance, orNone, type Rules } from './rules.ts';

export interface TableView {
  /** Name of the sample; undefined for other files. */
  readonly sample: string | undefined;
  /** Undefined where the address leaves the key to the sample; empty for whole rows. */
  readonly key: readonly string[] | undefined;
  readonly rules: Rules;
  readonly show: Filter;
}

const kinds = ['added', 'removed', 'changed'] as const;

export function readView(params: URLSearchParams): TableView {
  const tolerance = params.get('within') ?? '';
  const show = kinds.find((kind) => kind === params.get('show'));
  return {
    sample: params.get('sample') ?? undefined,
    key: params.has('key') ? params.getAll('key').filter((name) => name !== '') : undefined,
    rules: orNone({
      trim: params.get('blanks') === 'any',
      ignoreCase: params.get('case') === 'any',
      tolerance: isTolerance(tolerance) ? tolerance : '',
      ignore: params.getAll('leave'),
    }),
    show: show ?? 'all',
  };
}

export function writeView({ sample, key, rules, show }: TableView): URLSearchParams {
  const params = new URLSearchParams();
  if (sample === undefined) return params;
  params.set('sample', sample);
  for (const name of key?.length === 0 ? [''] : (key ?? [])) params.append('key', name);
  if (rules.trim) params.set('blanks', 'any');
  if (rules.ignoreCase) params.set('case', 'any');
  if (rules.tolerance !== '') params.set('within', rules.tolerance);
  for (const name of rules.ignore) params.append('leave', name);
  if (show !== 'all') params.set('show', show);
  return params;
}
