import { formatCount } from '../../parts/format.ts';

type Column = readonly (number | null)[];

/**
 * What was measured since the world began, in the columns that a chart takes: ticks first. It is bounded: when it is
 * full, every other sample is dropped, and from then on half as many are taken.
 */
export class History {
  readonly #limit: number;
  #columns: (number | null)[][];
  /** Of so many samples one is kept. */
  #stride = 1;
  #skipped = 0;

  /** lines  numbers of a sample; limit  samples at most, from 2. */
  constructor(lines: number, limit = 600) {
    this.#limit = limit;
    this.#columns = Array.from({ length: lines + 1 }, () => []);
  }

  get columns(): readonly Column[] {
    return this.#columns;
  }

  get length(): number {
    return this.#columns[0]?.length ?? 0;
  }

  /**
   * Adds a sample; one of the tick that was last is no news. A tick before that begins anew.
   *
   * values  one for each line, null where there is none.
   */
  add(tick: number, values: Column): void {
    const last = this.#columns[0]?.at(-1);
    if (typeof last === 'number') {
      if (tick === last) return;
      if (tick < last) this.clear();
      else if (++this.#skipped < this.#stride) return;
    }
    this.#skipped = 0;
    if (this.length === this.#limit) {
      this.#columns = this.#columns.map((column) => column.filter((_, index) => index % 2 === 0));
      this.#stride *= 2;
    }
    for (const [index, column] of this.#columns.entries()) {
      column.push(index === 0 ? tick : (values[index - 1] ?? null));
    }
  }

  clear(): void {
    for (const column of this.#columns) column.length = 0;
    this.#stride = 1;
    this.#skipped = 0;
  }
}

/** A chart in words, for people who do not see it. */
export function describe(
  title: string,
  names: readonly string[],
  [ticks = [], ...lines]: readonly Column[],
): string {
  if (ticks.length === 0) return `${title}: nothing is known yet.`;
  const said = names.map((name, index) => {
    const known = (lines[index] ?? []).filter((value) => value !== null);
    const [first, last] = [known[0], known.at(-1)];
    if (first === undefined || last === undefined) return `${name} not known`;
    const least = known.reduce((a, b) => Math.min(a, b));
    const most = known.reduce((a, b) => Math.max(a, b));
    const [from, to, low, high] = [first, last, least, most].map((value) =>
      formatCount(Math.round(value)),
    );
    return `${name} from ${from ?? ''} to ${to ?? ''}, at least ${low ?? ''}, at most ${high ?? ''}`;
  });
  const span = `tick ${formatCount(ticks[0] ?? 0)} to ${formatCount(ticks.at(-1) ?? 0)}`;
  return `${title}, ${span}: ${said.join('; ')}.`;
}
