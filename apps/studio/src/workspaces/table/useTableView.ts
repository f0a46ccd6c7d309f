import { useEffect } from 'react';
import { samples, type Sample } from '../../parts/samples.ts';
import type { View } from '../../shell/useRoute.ts';
import type { Filter } from './filter.ts';
import type { State } from './state.ts';
import { readView, writeView } from './view.ts';

/** Keeps the address and the workspace the same: opens what the address names, and writes what is shown. */
export function useTableView(
  view: View,
  state: State,
  sample: string | undefined,
  show: Filter,
  open: (sample: Sample, key: readonly string[] | undefined) => void,
): void {
  const named = readView(view.params).sample;
  useEffect(() => {
    const found = samples.find(({ name }) => name === named);
    if (found !== undefined && named !== sample) open(found, readView(view.params).key);
    // Only another name in the address opens a sample.
  }, [named]);

  const ready = state.left.status === 'ready' && state.right.status === 'ready';
  const { replace } = view;
  useEffect(() => {
    if (ready) replace(writeView({ sample, key: state.key, show }));
    // `replace` is another function for each address, which this is about to change.
  }, [ready, sample, state.key, show]);
}
