import type { LaneStats, MemoryStats } from '../control.js';
import type { Pool } from '../pool.js';
import { TimeCounter, type TimeHistogram } from './histogram.js';
import { ledgerNames, phaseNames, type Ledger, type PhaseTimes, type StepWork } from './wire.js';

/** What a simulation took and did so far. */
export interface SimulationStats {
  /** Ticks that were done here. */
  readonly ticks: number;
  /** Mean milliseconds of a tick, by phase. */
  readonly phases: PhaseTimes;
  /** Milliseconds of a tick in the kernel; of a step of several ticks the mean, that often. */
  readonly tick: TimeHistogram;
  /** Milliseconds from the call of a step to its reply. */
  readonly step: TimeHistogram;
  /** Gains and losses of energy in all ticks. */
  readonly ledger: Ledger;
  /** Of the kernels where it lives; as far as memory is shared. */
  readonly lanes: readonly LaneStats[];
  /** Of the first of them. */
  readonly memory: MemoryStats | undefined;
  /** How often these kernels were started again. */
  readonly restarts: number;
}

/** Adds up what steps tell. */
export class StatsCounter {
  readonly #phases = Object.fromEntries(phaseNames.map((name) => [name, 0]));
  readonly #ledger = Object.fromEntries(ledgerNames.map((name) => [name, 0]));
  readonly #tick = new TimeCounter();
  readonly #step = new TimeCounter();
  #ticks = 0;

  /** took  milliseconds from the call to the reply. */
  add(work: StepWork, took: number): void {
    const { ticks } = work;
    let whole = 0;
    for (const name of phaseNames) {
      this.#phases[name] = (this.#phases[name] ?? 0) + work.phases[name];
      whole += work.phases[name];
    }
    for (const name of ledgerNames) {
      this.#ledger[name] = (this.#ledger[name] ?? 0) + work.ledger[name];
    }
    this.#ticks += ticks;
    for (let tick = 0; tick < ticks; ++tick) this.#tick.add(whole / ticks);
    this.#step.add(took);
  }

  read(pool: Pool, kernels: readonly number[]): SimulationStats {
    const homes = pool.stats().kernels.filter((one) => kernels.includes(one.kernel));
    const mean = (name: keyof PhaseTimes): number =>
      (this.#phases[name] ?? 0) / Math.max(1, this.#ticks);
    return {
      ticks: this.#ticks,
      phases: {
        sort: mean('sort'),
        behave: mean('behave'),
        resolve: mean('resolve'),
        turnover: mean('turnover'),
      },
      tick: this.#tick.read(),
      step: this.#step.read(),
      ledger: { ...this.#ledger } as unknown as Ledger,
      lanes: homes.flatMap(({ lanes }) => lanes),
      memory: homes[0]?.memory,
      restarts: homes.reduce((sum, { restarts }) => sum + restarts, 0),
    };
  }
}
