import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { createSimulation, type BundledScenario, type Scenario, type Simulation } from 'heddle/sim';
import { messageOf } from '../../parts/messageOf.ts';
import type { PoolState } from '../../shell/usePool.ts';
import { paletteOf } from './palette.ts';
import { changeTo, type Tuned } from './rules.ts';

/** Which world to make. */
export interface WorldSettings {
  readonly scenario: BundledScenario;
  /** The person's own, in place of that. */
  readonly own?: Scenario | undefined;
  readonly entities: number;
  readonly seed: number;
}

export type WorldState =
  | {
      readonly status: 'starting';
      /** From 0 to 1. */
      readonly progress: number;
    }
  | { readonly status: 'cancelled' }
  | {
      readonly status: 'ready';
      readonly sim: Simulation;
      /** With its own rules. */
      readonly scenario: Scenario;
    }
  | { readonly status: 'failed'; readonly message: string };

const starting: WorldState = { status: 'starting', progress: 0 };

/**
 * The world of these settings in the page's pool; another object of settings makes another world.
 *
 * tuned  rules in place of the scenario's, with which a world begins.
 * Returns also what gives up the world that is being made.
 */
export function useWorld(
  pool: PoolState,
  settings: WorldSettings,
  tuned: RefObject<Tuned>,
): { readonly world: WorldState; readonly cancel: () => void } {
  const making = useRef<AbortController>(undefined);
  const [made, setMade] = useState<{ key: object; pool: PoolState; state: WorldState }>();
  useEffect(() => {
    if (pool.status !== 'ready') return;
    let gone = false;
    let sim: Simulation | undefined;
    const controller = new AbortController();
    const { signal } = controller;
    making.current = controller;
    const tell = (state: WorldState) => {
      if (!gone) setMade({ key: settings, pool, state });
    };
    const leave = () => {
      void sim?.dispose().catch(() => undefined);
    };
    const start = async () => {
      const { own, scenario: bundled, entities, seed } = settings;
      sim = await createSimulation({
        scenario: own ?? bundled,
        entities,
        seed,
        pool: pool.pool,
        colors: paletteOf(),
        signal,
        onProgress: (progress) => {
          tell({ status: 'starting', progress });
        },
      });
      const scenario = await sim.scenario();
      if (tuned.current.size > 0) await sim.adjust(changeTo(tuned.current));
      // It is seen after its first tick.
      await sim.step(1, { signal });
      signal.throwIfAborted();
      tell({ status: 'ready', sim, scenario });
    };
    start().catch((error: unknown) => {
      leave();
      tell(
        signal.aborted ? { status: 'cancelled' } : { status: 'failed', message: messageOf(error) },
      );
    });
    return () => {
      gone = true;
      controller.abort();
      leave();
    };
  }, [pool, settings, tuned]);
  const cancel = useCallback(() => {
    making.current?.abort();
  }, []);
  const world = made?.key === settings && made.pool === pool ? made.state : starting;
  return { world, cancel };
}
