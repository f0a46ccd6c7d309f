import { useCallback, useEffect, useRef, useState } from 'react';
import type { Entity, Simulation } from 'heddle/sim';
import { nearest, type Perception } from './sight.ts';

/** How often the facts of the entity are asked for again, in milliseconds. */
const askEvery = 500;
/** Ticks that pass at most between a frame and the answer to a question about its places. */
const ticksAhead = 16;

/** The entity that was picked, as it lives on. */
export interface Picked {
  readonly entity: Entity | undefined;
  /** Whether it is in the world no more. */
  readonly gone: boolean;
  readonly pick: (entity: Entity | undefined) => void;
  /** Where it is in the latest frame and where it looks; undefined when there is none. */
  readonly perception: () => Perception | undefined;
}

export function usePicked(
  sim: Simulation | undefined,
  runs: boolean,
  onProblem: (error: unknown) => void,
): Picked {
  const [entity, setEntity] = useState<Entity>();
  const [gone, setGone] = useState(false);
  const latest = useRef<{ id: number; tick: number; seen: Perception }>(undefined);
  const fail = useRef(onProblem);
  useEffect(() => {
    fail.current = onProblem;
  });

  const pick = useCallback((found: Entity | undefined) => {
    setEntity(found);
    setGone(false);
    if (found === undefined) {
      latest.current = undefined;
      return;
    }
    const { id, x, y, vx, vy, genes } = found;
    const { visionRange, fieldOfView } = genes;
    latest.current = { id, tick: -1, seen: { x, y, vx, vy, visionRange, fieldOfView } };
  }, []);
  useEffect(() => {
    pick(undefined);
  }, [sim, pick]);

  const perception = useCallback(() => {
    const known = latest.current;
    const frame = sim?.frame();
    if (sim === undefined || known === undefined || frame === undefined) return undefined;
    if (frame.tick === known.tick) return known.seen;
    const at = frame.ids.indexOf(known.id);
    if (at < 0) {
      // It may have been born after this frame; without a later one it is not known to be dead.
      if (known.tick < 0) return known.seen;
      latest.current = undefined;
      setGone(true);
      return undefined;
    }
    const [x = 0, y = 0] = frame.positions.subarray(2 * at, 2 * at + 2);
    const { extent } = sim.state;
    const { seen } = known;
    const ticks = frame.tick - known.tick;
    // A frame has no velocities, but that is what an entity moves by in a tick.
    const moved =
      known.tick >= 0 && ticks > 0
        ? { vx: nearest(x - seen.x, extent) / ticks, vy: nearest(y - seen.y, extent) / ticks }
        : {};
    latest.current = { ...known, tick: frame.tick, seen: { ...seen, ...moved, x, y } };
    return latest.current.seen;
  }, [sim]);

  const id = gone ? undefined : entity?.id;
  useEffect(() => {
    if (sim === undefined || id === undefined || !runs) return;
    let left = false;
    const ask = () => {
      const seen = perception();
      if (seen === undefined) return;
      const speed = entity?.genes.maxSpeed ?? 1;
      const radius = Math.min(sim.state.extent / 2, 1 + ticksAhead * speed);
      sim.query({ x: seen.x, y: seen.y, radius, max: 512 }).then(
        (found) => {
          const again = found.find((one) => one.id === id);
          if (!left && again !== undefined) setEntity(again);
        },
        (error: unknown) => {
          if (!left) fail.current(error);
        },
      );
    };
    const timer = setInterval(ask, askEvery);
    return () => {
      left = true;
      clearInterval(timer);
    };
    // Not for each new state of the entity: its genes stay.
  }, [sim, id, runs, perception]);

  return { entity, gone, pick, perception };
}
