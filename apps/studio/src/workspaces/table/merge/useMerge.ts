import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { Pool } from 'heddle';
import { table } from 'heddle/table';
import { formatPlural } from '../../../parts/format.ts';
import type { Problem } from '../../../parts/ProblemNote.tsx';
import type { PoolState } from '../../../shell/usePool.ts';
import { proposeKey, toggleKeyColumn } from '../key.ts';
import { describeProblem, fixesOf, type Fix } from '../problem.ts';
import { dialectOf, type Reading } from '../reading.ts';
import type { Slot, SourceFile } from '../state.ts';
import { parseConflicts, type Conflict, type Side } from './conflicts.ts';

export const sides: readonly Side[] = ['base', 'left', 'right'];

export interface Merged {
  readonly table: Blob;
  readonly rows: number;
  readonly conflicts: readonly Conflict[];
  readonly headers: Readonly<Record<Side, readonly string[]>>;
}

export type MergeRun =
  | { readonly status: 'idle' | 'cancelled' }
  | { readonly status: 'running'; readonly progress: number }
  | { readonly status: 'failed'; readonly problem: Problem }
  | { readonly status: 'done'; readonly merged: Merged };

export interface MergeState {
  readonly slots: Readonly<Record<Side, Slot>>;
  readonly key: readonly string[];
  readonly reading: Reading;
  readonly run: MergeRun;
  readonly attempt: number;
}

export type MergeAction =
  | { type: 'placed'; files: Readonly<Partial<Record<Side, SourceFile>>>; key?: readonly string[] }
  | { type: 'cleared'; side: Side }
  | { type: 'columnsRead'; file: SourceFile; columns: readonly string[] }
  | { type: 'failed'; file: SourceFile; problem: Problem; fixes: readonly Fix[] }
  | { type: 'keyToggled'; column: string }
  | { type: 'keyCleared' }
  | { type: 'read'; reading: Reading }
  | { type: 'retried' }
  | { type: 'ran'; run: MergeRun };

const empty: Slot = { status: 'empty' };

export function initialMerge(reading: Reading, key: readonly string[]): MergeState {
  return {
    slots: { base: empty, left: empty, right: empty },
    key,
    reading,
    run: { status: 'idle' },
    attempt: 0,
  };
}

/** Columns that all three files have. */
export function commonOf({ slots }: MergeState): readonly string[] {
  const [base, left, right] = sides.map((side) => slots[side]);
  if (base?.status !== 'ready' || left?.status !== 'ready' || right?.status !== 'ready') return [];
  return base.columns.filter((name) => left.columns.includes(name) && right.columns.includes(name));
}

/** After a file changed: the key is one of columns that all have. */
function refit(state: MergeState): MergeState {
  const common = commonOf(state);
  const idle: MergeState = { ...state, run: { status: 'idle' } };
  if (common.length === 0) return idle;
  const fits = state.key.length > 0 && state.key.every((name) => common.includes(name));
  return fits ? idle : { ...idle, key: proposeKey(common).key };
}

function withSlot(state: MergeState, file: SourceFile, slot: Slot): MergeState {
  const side = sides.find((one) => {
    const held = state.slots[one];
    return held.status !== 'empty' && held.file.id === file.id;
  });
  return side === undefined ? state : { ...state, slots: { ...state.slots, [side]: slot } };
}

export function reduceMerge(state: MergeState, action: MergeAction): MergeState {
  switch (action.type) {
    case 'placed': {
      const slots = { ...state.slots };
      for (const side of sides) {
        const file = action.files[side];
        if (file !== undefined) slots[side] = { status: 'reading', file };
      }
      return refit({ ...state, slots, key: action.key ?? state.key });
    }
    case 'cleared':
      return refit({ ...state, slots: { ...state.slots, [action.side]: empty } });
    case 'columnsRead': {
      const { file, columns } = action;
      return refit(withSlot(state, file, { status: 'ready', file, columns }));
    }
    case 'failed': {
      const { file, problem, fixes } = action;
      const broken = withSlot(state, file, { status: 'broken', file, problem, fixes });
      return { ...broken, run: { status: 'idle' } };
    }
    case 'keyToggled':
      return {
        ...state,
        key: toggleKeyColumn(state.key, action.column, commonOf(state)),
        run: { status: 'idle' },
      };
    case 'keyCleared':
      return { ...state, key: [], run: { status: 'idle' } };
    case 'read': {
      const again = (slot: Slot): Slot =>
        slot.status === 'empty' ? slot : { status: 'reading', file: slot.file };
      const { base, left, right } = state.slots;
      const slots = { base: again(base), left: again(left), right: again(right) };
      return { ...state, slots, reading: action.reading, run: { status: 'idle' } };
    }
    case 'retried':
      return { ...state, attempt: state.attempt + 1, run: { status: 'idle' } };
    case 'ran':
      return { ...state, run: action.run };
  }
}

/** The state of a merge, with the pool doing what it asks for. */
export function useMerge(poolState: PoolState, initial: MergeState) {
  const [state, dispatch] = useReducer(reduceMerge, initial);
  const pool = poolState.status === 'ready' ? poolState.pool : undefined;
  useHeader(pool, state.slots.base, state.reading, dispatch);
  useHeader(pool, state.slots.left, state.reading, dispatch);
  useHeader(pool, state.slots.right, state.reading, dispatch);

  const running = useRef<AbortController | undefined>(undefined);
  const { slots, key, reading, attempt } = state;
  const ready = sides.every((side) => slots[side].status === 'ready');
  useEffect(() => {
    const { base, left, right } = slots;
    if (pool === undefined) return;
    if (base.status !== 'ready' || left.status !== 'ready' || right.status !== 'ready') return;
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    const tell = (run: MergeRun) => {
      if (!signal.aborted) dispatch({ type: 'ran', run });
    };
    tell({ status: 'running', progress: 0 });
    const input = { base: base.file.data, left: left.file.data, right: right.file.data };
    const headers = { base: base.columns, left: left.columns, right: right.columns };
    pool
      .run(
        table.merge,
        { ...input, ...(key.length > 0 ? { key } : {}), ...dialectOf(reading) },
        {
          signal,
          onProgress: (progress) => {
            tell({ status: 'running', progress });
          },
        },
      )
      .then(async ({ table: text, rows, conflicts: list }) => {
        const conflicts = await parseConflicts(list, signal);
        tell({ status: 'done', merged: { table: text, rows, conflicts, headers } });
      })
      .catch((error: unknown) => {
        const input = sides.find((side) => (error as { input?: unknown }).input === side);
        const slot = input === undefined ? undefined : slots[input];
        if (signal.aborted) return;
        const problem = describeProblem(error);
        if (slot === undefined || slot.status === 'empty') tell({ status: 'failed', problem });
        else dispatch({ type: 'failed', file: slot.file, problem, fixes: fixesOf(error) });
      });
    return () => {
      controller.abort();
    };
    // The columns of a file that is ready do not change.
  }, [pool, ready, slots.base, slots.left, slots.right, key, reading, attempt]);

  const cancel = useCallback(() => {
    running.current?.abort();
    dispatch({ type: 'ran', run: { status: 'cancelled' } });
  }, []);
  return { state, dispatch, cancel, pool };
}

/** Reads the header of a file that has just been placed. */
function useHeader(
  pool: Pool | undefined,
  slot: Slot,
  reading: Reading,
  dispatch: (action: MergeAction) => void,
): void {
  useEffect(() => {
    if (pool === undefined || slot.status !== 'reading') return;
    const { file } = slot;
    const controller = new AbortController();
    const { signal } = controller;
    pool.run(table.columns, { file: file.data, ...dialectOf(reading) }, { signal }).then(
      (columns) => {
        if (!signal.aborted) dispatch({ type: 'columnsRead', file, columns });
      },
      (error: unknown) => {
        if (signal.aborted) return;
        const problem = describeProblem(error);
        dispatch({ type: 'failed', file, problem, fixes: fixesOf(error) });
      },
    );
    return () => {
      controller.abort();
    };
  }, [pool, slot, reading, dispatch]);
}

/** Says when something that takes long is done, and what went wrong with it. */
export function useSaving() {
  const [problem, setProblem] = useState<Problem>();
  const [saving, setSaving] = useState(false);
  const run = (work: (signal: AbortSignal) => Promise<void>) => {
    const controller = new AbortController();
    setProblem(undefined);
    setSaving(true);
    work(controller.signal)
      .catch((error: unknown) => {
        setProblem(describeProblem(error));
      })
      .finally(() => {
        setSaving(false);
      });
  };
  return { problem, saving, run };
}

/** How far the choices are, in words. */
export function describeOpen(open: number, all: number): string {
  if (all === 0) return 'No conflicts: both sides fit together.';
  if (open === 0) return `All ${formatPlural(all, 'conflict')} decided.`;
  return `${formatPlural(open, 'conflict')} of ${all} open.`;
}
