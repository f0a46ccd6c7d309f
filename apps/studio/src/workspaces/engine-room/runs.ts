/** What the kernels and lanes did of late, as runs of the same state: short to keep, quick to draw. */
import type { KernelState, LaneStats, PoolStats } from 'heddle';

export type Doing = KernelState | LaneStats['activity'];

/** Milliseconds of performance.now(). */
export interface Run {
  readonly begin: number;
  end: number;
  readonly doing: Doing;
}

export interface Row {
  readonly kernel: number;
  /** Undefined for the row of the kernel itself. */
  readonly lane: number | undefined;
  readonly runs: Run[];
}

/** A look that came this much after the one before leaves a gap: nobody knows what was in it. */
const longestLook = 1000;

export class Runs {
  readonly #span: number;
  readonly #rows = new Map<string, Row>();
  #last: number | undefined;

  /** span  milliseconds that are kept. */
  constructor(span: number) {
    this.#span = span;
  }

  /** In the order kernel 1, its lanes, kernel 2, its lanes. */
  get rows(): readonly Row[] {
    return [...this.#rows.values()].sort(
      (a, b) => a.kernel - b.kernel || (a.lane ?? -1) - (b.lane ?? -1),
    );
  }

  /** Takes in a look at the pool. */
  add(now: number, { kernels }: Pick<PoolStats, 'kernels'>): void {
    const gap = this.#last === undefined || now - this.#last > longestLook;
    for (const { kernel, state, lanes } of kernels) {
      this.#extend(kernel, undefined, state, now, gap);
      lanes.forEach(({ activity }, lane) => {
        this.#extend(kernel, lane, activity, now, gap);
      });
    }
    this.#last = now;
  }

  #extend(kernel: number, lane: number | undefined, doing: Doing, now: number, gap: boolean): void {
    const id = `${kernel}.${lane ?? ''}`;
    let row = this.#rows.get(id);
    if (row === undefined) this.#rows.set(id, (row = { kernel, lane, runs: [] }));
    const { runs } = row;
    const last = runs.at(-1);
    // The row of a lane ends with its worker, and goes on with the next one.
    const reaches = !gap && last !== undefined && last.end === this.#last;
    if (reaches && last.doing === doing) last.end = now;
    else runs.push({ begin: reaches ? last.end : now, end: now, doing });
    while ((runs[0]?.end ?? now) < now - this.#span) runs.shift();
  }
}
