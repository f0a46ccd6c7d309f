/** How long the page's frames took, counted. */

/** Lower edges of the classes, in milliseconds; the last one is open. */
export const edges = [0, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100] as const;

/** Frames that the percentiles look back on: half a minute at 60 a second. */
const recent = 1800;

export class FrameTimes {
  readonly counts: number[] = edges.map(() => 0);
  readonly #recent: number[] = [];
  #next = 0;
  longest = 0;
  total = 0;

  add(interval: number): void {
    let bin = edges.length - 1;
    while (bin > 0 && interval < (edges[bin] ?? 0)) --bin;
    this.counts[bin] = (this.counts[bin] ?? 0) + 1;
    this.#recent[this.#next++ % recent] = interval;
    this.longest = Math.max(this.longest, interval);
    ++this.total;
  }

  /** The time that the share `fraction` of the last frames did not exceed; 0 before the first. */
  percentile(fraction: number): number {
    const sorted = [...this.#recent].sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)] ?? 0;
  }
}
