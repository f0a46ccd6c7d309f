import { useEffect } from 'react';
import { samples, type Sample } from '../../parts/samples.ts';
import type { View } from '../../shell/useRoute.ts';
import type { Filter } from './filter.ts';
import type { Rules } from './rules.ts';
import type { State } from './state.ts';
import { readView, writeView } from './view.ts';

/** Keeps the address and the workspace the same: opens what the address names, and writes what is shown. */
export function useTableView(
  view: View,
  state: State,
  sample: string | undefined,
  show: Filter,
  open: (sample: Sample, key: readonly string[] | undefined, rules: Rules) => void,
): void {
  const named = readView(view.params).sample;
  useEffect(() => {
    const found = samples.find(({ name }) => name === named);
    if (found === undefined || named === sample) return;
    const { key, rules } = readView(view.params);
    open(found, key, rules);
    // Only another name in the address opens a sample.
  }, [named]);

  const ready = state.left.status === 'ready' && state.right.status === 'ready';
  const { replace } = view;
  useEffect(() => {
    if (ready) replace(writeView({ sample, key: state.key, rules: state.rules, show }));
    // `replace` is another function for each address, which this is about to change.
  }, [ready, sample, state.key, state.rules, show]);
}
