import { useCallback, useEffect, useReducer, useRef, type Dispatch } from 'react';
import type { Pool } from 'heddle';
import { table } from 'heddle/table';
import type { PoolState } from '../../shell/usePool.ts';
import { describeProblem, sideOf } from './problem.ts';
import { inputOf } from './rules.ts';
import {
  initialState,
  reduce,
  requestId,
  requestOf,
  type Action,
  type Slot,
  type State,
} from './state.ts';

export interface Table {
  readonly state: State;
  readonly dispatch: Dispatch<Action>;
  readonly cancel: () => void;
}

/** The state of the workspace, with the pool doing what it asks for. */
export function useTable(poolState: PoolState): Table {
  const [state, dispatch] = useReducer(reduce, initialState);
  const pool = poolState.status === 'ready' ? poolState.pool : undefined;
  useEffect(() => {
    // The engine is there before the first file is. If it cannot be loaded, the first job says so.
    pool?.warm(table.columns).catch(() => undefined);
  }, [pool]);
  useColumns(pool, state.left, dispatch);
  useColumns(pool, state.right, dispatch);

  const running = useRef<AbortController | undefined>(undefined);
  const id = requestId(state);
  useEffect(() => {
    const request = requestOf(state);
    if (pool === undefined || request === undefined) return;
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    dispatch({ type: 'started' });
    const { left, right, key, rules } = request;
    pool
      .run(
        table.diff,
        {
          left: left.data,
          right: right.data,
          ...(key.length > 0 ? { key } : {}),
          ...inputOf(rules, key),
        },
        {
          signal,
          onProgress: (progress) => {
            if (!signal.aborted) dispatch({ type: 'progressed', progress });
          },
        },
      )
      .then(
        (diff) => {
          if (signal.aborted) return;
          const bytes = left.data.size + right.data.size;
          const result = { diff, bytes, key, rules, leftName: left.name, rightName: right.name };
          dispatch({ type: 'finished', result });
        },
        (error: unknown) => {
          if (signal.aborted) return;
          dispatch({ type: 'failed', problem: describeProblem(error), side: sideOf(error) });
        },
      );
    return () => {
      controller.abort();
    };
    // The id stands for all of the state that a run depends on.
  }, [pool, id]);

  const { result } = state;
  useEffect(
    () => () => {
      // Another one is shown by now: its memory in the kernel is free for what comes.
      result?.diff.dispose();
    },
    [result],
  );

  const cancel = useCallback(() => {
    running.current?.abort();
    dispatch({ type: 'cancelled' });
  }, []);

  return { state, dispatch, cancel };
}

/** Reads the header of a file that has just been placed. */
function useColumns(pool: Pool | undefined, slot: Slot, dispatch: Dispatch<Action>): void {
  useEffect(() => {
    if (pool === undefined || slot.status !== 'reading') return;
    const { file } = slot;
    const controller = new AbortController();
    const { signal } = controller;
    pool.run(table.columns, { file: file.data }, { signal }).then(
      (columns) => {
        if (!signal.aborted) dispatch({ type: 'columnsRead', file, columns });
      },
      (error: unknown) => {
        if (signal.aborted) return;
        dispatch({ type: 'readFailed', file, problem: describeProblem(error) });
      },
    );
    return () => {
      controller.abort();
    };
  }, [pool, slot, dispatch]);
}
