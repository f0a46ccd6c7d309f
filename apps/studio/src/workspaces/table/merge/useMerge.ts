import { useCallback, useEffect, useReducer, useRef } from 'react';
import { table } from 'heddle/table';
import { formatPlural } from '../../../parts/format.ts';
import type { PoolState } from '../../../shell/usePool.ts';
import { describeProblem, fixesOf } from '../problem.ts';
import { dialectOf } from '../reading.ts';
import { inputOf } from '../rules.ts';
import { useHeader } from '../useHeader.ts';
import { parseConflicts, withoutLost } from './conflicts.ts';
import {
  commonOf,
  initialMerge,
  reduceMerge,
  sides,
  type MergeRun,
  type Merged,
  type MergeSetUp,
} from './state.ts';

/** The state of a merge, with the pool doing what it asks for. */
export function useMerge(poolState: PoolState, initial: MergeSetUp) {
  const [state, dispatch] = useReducer(reduceMerge, { ...initialMerge, ...initial });
  const pool = poolState.status === 'ready' ? poolState.pool : undefined;
  useHeader(pool, state.slots.base, state.reading, dispatch);
  useHeader(pool, state.slots.left, state.reading, dispatch);
  useHeader(pool, state.slots.right, state.reading, dispatch);

  const running = useRef<AbortController | undefined>(undefined);
  const { slots, key, rules, reading, attempt } = state;
  const comparable = commonOf(state).length > 0;
  useEffect(() => {
    const { base, left, right } = slots;
    if (pool === undefined || key === undefined || !comparable) return;
    if (base.status !== 'ready' || left.status !== 'ready' || right.status !== 'ready') return;
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    const tell = (run: MergeRun) => {
      if (!signal.aborted) dispatch({ type: 'ran', run });
    };
    tell({ status: 'running', progress: 0 });
    const paired = key.length > 0;
    const input = {
      base: base.file.data,
      left: left.file.data,
      right: right.file.data,
      ...(paired ? { key } : {}),
      ...inputOf(rules, paired),
      ...dialectOf(reading),
    };
    const headers = { base: base.columns, left: left.columns, right: right.columns };
    pool
      .run(table.merge, input, {
        signal,
        onProgress: (progress) => {
          tell({ status: 'running', progress });
        },
      })
      .then(async ({ table: text, rows, conflicts: list }) => {
        const all = await parseConflicts(list, signal);
        const merged = { table: text, rows, named: reading.header, headers };
        tell({ status: 'done', merged: { ...merged, ...withoutLost(all, headers) } });
      })
      .catch((error: unknown) => {
        if (signal.aborted) return;
        const side = sides.find((one) => (error as { input?: unknown }).input === one);
        const problem = describeProblem(error);
        if (side === undefined) tell({ status: 'failed', problem });
        else dispatch({ type: 'refused', side, problem, fixes: fixesOf(error) });
      });
    return () => {
      controller.abort();
    };
  }, [pool, comparable, slots.base, slots.left, slots.right, key, rules, reading, attempt]);

  const cancel = useCallback(() => {
    running.current?.abort();
    dispatch({ type: 'ran', run: { status: 'cancelled' } });
  }, []);
  return { state, dispatch, cancel, pool };
}

/** How far the choices are, in words. */
export function describeOpen(open: number, { conflicts, lost }: Merged): string {
  const all = conflicts.length;
  if (all === 0 && lost.length > 0) return 'There is nothing to decide.';
  if (all === 0) return 'No conflicts: both sides fit together.';
  if (open === 0) return `All ${formatPlural(all, 'conflict')} decided.`;
  return `${formatPlural(open, 'conflict')} of ${all} open.`;
}
