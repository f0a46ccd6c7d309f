import { useEffect, useRef, useState } from 'react';
import type { DomainInfo, Scenario, Simulation } from 'heddle/sim';
import { meanEnergy } from './coloring.ts';
import { History } from './history.ts';

/** Figures are read calmer than frames, in milliseconds. */
const figuresEvery = 250;
/** Domains answer between ticks. */
const domainsEvery = 1000;
/** A frame that is further from the state belongs to another world. */
const nearTicks = 8;

export interface Figures {
  readonly tick: number;
  readonly size: number;
  readonly bytes: number;
  readonly census: readonly number[];
  /** Mean of all, where a frame says it. */
  readonly energy: number | undefined;
  readonly tickTime: number;
  /** Entities of each domain. */
  readonly domains: readonly number[];
  /** Ticks, each tribe, and the mean energy. */
  readonly history: History;
}

/** The numbers of a world, now and since it began. */
export function useFigures(
  sim: Simulation | undefined,
  scenario: Scenario | undefined,
): Figures | undefined {
  const [figures, setFigures] = useState<Figures>();
  useEffect(() => {
    setFigures(undefined);
    if (sim === undefined || scenario === undefined) return;
    const history = new History(scenario.tribes.length + 1);
    const most = scenario.economy?.most ?? 0;
    const read = () => {
      const { tick, size, bytes, census } = sim.state;
      const frame = sim.frame();
      const close = frame !== undefined && Math.abs(frame.tick - tick) <= nearTicks;
      const energy = close ? meanEnergy(frame, most) : undefined;
      // A census has room for more tribes than there are.
      history.add(tick, [...scenario.tribes.map((_, tribe) => census[tribe] ?? 0), energy ?? null]);
      setFigures({
        tick,
        size,
        bytes,
        census,
        energy,
        tickTime: sim.stats().tick.p50,
        domains: frame?.domains ?? [],
        history,
      });
    };
    read();
    const timer = setInterval(read, figuresEvery);
    return () => {
      clearInterval(timer);
    };
  }, [sim, scenario]);
  return figures;
}

/** The domains that the world is spread over, now and then; none where all lanes share one memory. */
export function useDomains(
  sim: Simulation | undefined,
  active: boolean,
  onProblem: (error: unknown) => void,
): readonly DomainInfo[] {
  const [domains, setDomains] = useState<readonly DomainInfo[]>([]);
  const fail = useRef(onProblem);
  useEffect(() => {
    fail.current = onProblem;
  });
  useEffect(() => {
    setDomains([]);
  }, [sim]);
  useEffect(() => {
    if (sim === undefined || !active) return;
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () => {
      sim.domains().then(
        (infos) => {
          if (gone) return;
          // One memory stays one.
          if (infos.length === 0) return;
          setDomains(infos);
          timer = setTimeout(ask, domainsEvery);
        },
        (error: unknown) => {
          if (!gone) fail.current(error);
        },
      );
    };
    ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [sim, active]);
  return domains;
}
