import { useEffect, useState } from 'react';
import { createPool, type Pool } from 'heddle';

export type PoolInfo = ReturnType<Pool['info']>;

export type PoolState =
  | { readonly status: 'starting' }
  | { readonly status: 'ready'; readonly pool: Pool; readonly info: PoolInfo }
  | { readonly status: 'failed'; readonly message: string };

/** The page's pool: one kernel with every lane, because the Studio runs one big job at a time. */
export function usePool(): PoolState {
  const [state, setState] = useState<PoolState>({ status: 'starting' });
  useEffect(() => {
    let left = false;
    let pool: Pool | undefined;
    createPool({ kernels: 1 }).then(
      (made) => {
        pool = made;
        if (left) void made.dispose();
        else setState({ status: 'ready', pool: made, info: made.info() });
      },
      (error: unknown) => {
        if (left) return;
        const message = error instanceof Error ? error.message : String(error);
        setState({ status: 'failed', message });
      },
    );
    return () => {
      left = true;
      void pool?.dispose();
    };
  }, []);
  return state;
}
