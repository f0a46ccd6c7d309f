/** How often a time was how long. */
export interface TimeHistogram {
  /** Times that were counted. */
  readonly count: number;
  /** The middle one and the longest but for one in a hundred, in milliseconds; 0 when there is none. */
  readonly p50: number;
  readonly p99: number;
  /** The longest, in milliseconds. */
  readonly longest: number;
  /** Upper edges of the bins, in milliseconds; the last is Infinity. Each is 1.19 times the one before. */
  readonly edges: readonly number[];
  /** Times in each bin. */
  readonly counts: readonly number[];
}

const smallest = 0.125;
const binsPerOctave = 4;
const octaves = 13;

const edges: readonly number[] = [
  ...Array.from({ length: octaves * binsPerOctave }, (_, bin) => {
    return smallest * 2 ** (bin / binsPerOctave);
  }),
  Infinity,
];

/** Counts times in bins of equal ratio, so that a frame of 1 ms is told from one of 1.2 ms as is 100 from 120. */
export class TimeCounter {
  readonly #counts = new Uint32Array(edges.length);
  #count = 0;
  #longest = 0;

  /** time  in milliseconds, from 0. */
  add(time: number): void {
    const octave = Math.log2(time / smallest) * binsPerOctave;
    const bin = Math.min(edges.length - 1, Math.max(0, Math.ceil(octave)));
    this.#counts[bin] = (this.#counts[bin] ?? 0) + 1;
    ++this.#count;
    this.#longest = Math.max(this.#longest, time);
  }

  read(): TimeHistogram {
    return {
      count: this.#count,
      p50: this.#quantile(0.5),
      p99: this.#quantile(0.99),
      longest: this.#longest,
      edges,
      counts: [...this.#counts],
    };
  }

  /** The upper edge of the bin where that share of the times is reached, but never more than the longest. */
  #quantile(share: number): number {
    let seen = 0;
    for (const [bin, count] of this.#counts.entries()) {
      seen += count;
      if (count > 0 && seen >= share * this.#count) {
        return Math.min(this.#longest, edges[bin] ?? Infinity);
      }
    }
    return 0;
  }
}
