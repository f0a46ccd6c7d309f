import { startTransition, useCallback, useEffect, useReducer, useRef, type Dispatch } from 'react';
import { createDiff, table, type DiffInput, type KernelDiff } from 'heddle/table';
import type { PoolState } from '../../shell/usePool.ts';
import type { Row } from './cells.ts';
import { concernOf, describeProblem, fixesOf, sideOf } from './problem.ts';
import { dialectOf } from './reading.ts';
import { inputOf } from './rules.ts';
import { isPaired, requestId, requestOf, type Request, type Result, type State } from './state.ts';
import { reduceUndoable, undoable, type UndoableAction } from './undo.ts';
import { useHeader } from './useHeader.ts';

export interface Table {
  readonly state: State;
  readonly dispatch: Dispatch<UndoableAction>;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly cancel: () => void;
}

/** What the engine is asked for. */
export function diffInputOf({ left, right, key, rules, how }: Request): DiffInput {
  const paired = isPaired({ key, how });
  return {
    left: left.data,
    right: right.data,
    ...(how.pairing !== 'key' ? { key: how.pairing } : key.length > 0 ? { key } : {}),
    ...inputOf(rules, paired),
    ...(how.renames ? { renames: true } : {}),
    ...(how.similar > 0 && !paired ? { similar: how.similar } : {}),
    ...dialectOf(how.reading),
  };
}

/** The state of the workspace, with the pool doing what it asks for. */
export function useTable(poolState: PoolState, initial: State): Table {
  const [{ now: state, past, future }, dispatch] = useReducer(reduceUndoable, initial, undoable);
  const pool = poolState.status === 'ready' ? poolState.pool : undefined;
  useEffect(() => {
    // The engine is there before the first file is. If it cannot be loaded, the first job says so.
    pool?.warm(table.columns).catch(() => undefined);
  }, [pool]);
  useHeader(pool, state.left, state.how.reading, dispatch);
  useHeader(pool, state.right, state.how.reading, dispatch);

  const latest = useRef<Result | undefined>(undefined);
  useEffect(() => {
    latest.current = state.result;
  }, [state.result]);
  const running = useRef<AbortController | undefined>(undefined);
  const id = requestId(state);
  useEffect(() => {
    const request = requestOf(state);
    if (pool === undefined || request === undefined) return;
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    dispatch({ type: 'started' });
    const before = latest.current;
    const compare = async (): Promise<void> => {
      // What is in view stays there while another key is compared, unless there may not be room for both.
      if (before !== undefined && bytesOf(before.request) > muchMemory) await before.diff.dispose();
      let showing: ReturnType<typeof setTimeout> | undefined;
      let told = 0;
      const diff = await createDiff(pool, diffInputOf(request), {
        signal,
        onProgress: (progress) => {
          const now = performance.now();
          if (signal.aborted || now - told < frame) return;
          told = now;
          dispatch({ type: 'progressed', progress });
        },
        onFirstRows: (first) => {
          if (first.rows.length === 0) return;
          showing = setTimeout(() => {
            if (!signal.aborted) dispatch({ type: 'firstFound', first });
          }, soon);
        },
      }).finally(() => {
        clearTimeout(showing);
      });
      try {
        const sample = await sampleOf(diff);
        if (signal.aborted) {
          await diff.dispose();
          return;
        }
        startTransition(() => {
          dispatch({ type: 'finished', result: { diff, request, key: diff.key, sample } });
        });
      } catch (error) {
        await diff.dispose();
        throw error;
      }
    };
    compare().catch((error: unknown) => {
      if (signal.aborted) return;
      dispatch({
        type: 'failed',
        problem: describeProblem(error),
        side: sideOf(error),
        concern: concernOf(error),
        fixes: fixesOf(error),
      });
    });
    return () => {
      controller.abort();
    };
    // The id stands for all of the state that a run depends on.
  }, [pool, id]);

  const { result } = state;
  useEffect(
    () => () => {
      // Another one is shown by now: its memory in the kernel is free for what comes.
      void result?.diff.dispose();
    },
    [result],
  );

  const cancel = useCallback(() => {
    running.current?.abort();
    dispatch({ type: 'cancelled' });
  }, []);

  return { state, dispatch, canUndo: past.length > 0, canRedo: future.length > 0, cancel };
}

/** Time in which all rows may come after the first ones, so that these are not shown for a blink only; in milliseconds. */
const soon = 30;

/** How often progress is drawn at most: the drawing takes its time from the work. In milliseconds. */
const frame = 50;

/** Size of two files of which a kernel holds a second pair only when it must, in bytes. */
const muchMemory = 2e8;

/** Bytes of both files. */
export function bytesOf({ left, right }: Request): number {
  return left.data.size + right.data.size;
}

/** Places that a sample is taken from, and rows of each. */
const samplePlaces = 4;
const sampleRows = 16;

/** Rows from all over a diff. */
async function sampleOf(diff: KernelDiff): Promise<Row[]> {
  const starts =
    diff.length <= samplePlaces * sampleRows
      ? [0]
      : Array.from({ length: samplePlaces }, (_, i) =>
          Math.floor(((diff.length - sampleRows) * i) / (samplePlaces - 1)),
        );
  const count = starts.length === 1 ? diff.length : sampleRows;
  const parts = await Promise.all(
    starts.map((start) => diff.rows(start, start + count, { bothValues: true })),
  );
  return parts.flat();
}
