import { useEffect } from 'react';
import { samples, type Sample } from '../../parts/samples.ts';
import type { View } from '../../shell/useRoute.ts';
import type { Filter } from './filter.ts';
import type { Search } from './search.ts';
import type { State } from './state.ts';
import { readView, writeView, type Layout, type TableView } from './view.ts';

/** What is shown of a comparison. */
export interface Shown {
  /** Name of the sample that both files are of. */
  readonly sample: string | undefined;
  readonly show: Filter;
  readonly search: Search;
  readonly layout: Layout;
}

/** Keeps the address and the workspace the same: opens what the address names, and writes what is shown. */
export function useTableView(
  view: View,
  state: State,
  shown: Shown,
  active: boolean,
  open: (sample: Sample, asked: TableView) => void,
): void {
  const { sample, show, search, layout } = shown;
  const named = readView(view.params).sample;
  useEffect(() => {
    const found = samples.find(({ name }) => name === named);
    if (!active || found === undefined || named === sample) return;
    open(found, readView(view.params));
    // Only another name in the address opens a sample.
  }, [active, named]);

  const { key, how, rules, left, right } = state;
  const ready = left.status === 'ready' && right.status === 'ready';
  const { replace } = view;
  useEffect(() => {
    if (active && ready) replace(writeView({ key, how, rules, ...shown }));
    // `replace` is another function for each address, which this is about to change.
  }, [active, ready, sample, key, how, rules, show, search, layout]);
}
