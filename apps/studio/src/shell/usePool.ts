import { useEffect, useState } from 'react';
import { createPool, type Pool, type PoolInfo } from 'heddle';
import { isolationSettled } from '../offline/isolation.ts';
import { messageOf } from '../parts/messageOf.ts';
import { PoolLog } from './poolLog.ts';
import type { PoolSettings } from './route.ts';

export type PoolState =
  | { readonly status: 'starting' }
  | { readonly status: 'ready'; readonly pool: Pool; readonly info: PoolInfo }
  | { readonly status: 'failed'; readonly message: string };

const starting: PoolState = { status: 'starting' };

/** One for the page: it tells of every pool that the page has had. */
export const poolLog = new PoolLog();

/** The page's pool; another one when the settings change. */
export function usePool(settings: PoolSettings): PoolState {
  const [made, setMade] = useState<{ settings: PoolSettings; state: PoolState }>();
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let pool: Pool | undefined;
    const start = async () => {
      // What the host allows is known only once the page is as isolated as it will be.
      await isolationSettled;
      signal.throwIfAborted();
      pool = await createPool({ ...settings, log: poolLog.add });
      if (signal.aborted) void pool.dispose();
      else setMade({ settings, state: { status: 'ready', pool, info: pool.info() } });
    };
    start().catch((error: unknown) => {
      if (signal.aborted) return;
      setMade({ settings, state: { status: 'failed', message: messageOf(error) } });
    });
    return () => {
      controller.abort();
      void pool?.dispose();
    };
  }, [settings]);
  // Never a pool of other settings: it is being disposed of.
  return made?.settings === settings ? made.state : starting;
}
