/** Numbers of the last minute, in the columns that a chart takes: times first, then one for each line. */
export class Series {
  readonly #limit: number;
  readonly #columns: (number | null)[][];

  constructor(lines: number, limit: number) {
    this.#limit = limit;
    this.#columns = Array.from({ length: lines + 1 }, () => []);
  }

  /** time  in seconds; values  one for each line, null where there is none. */
  add(time: number, values: readonly (number | null)[]): void {
    [time, ...values].forEach((value, i) => {
      const column = this.#columns[i];
      if (column === undefined) return;
      column.push(value);
      if (column.length > this.#limit) column.shift();
    });
  }

  get columns(): readonly (readonly (number | null)[])[] {
    return this.#columns;
  }
}

/** What a counter grew by in a second, averaged over the last one; 0 where it began anew. */
export class Rate {
  #looks: { readonly time: number; readonly count: number }[] = [];

  /** time  in seconds. */
  next(time: number, count: number): number {
    if (count < (this.#looks.at(-1)?.count ?? 0)) this.#looks = [];
    this.#looks.push({ time, count });
    // The oldest look is the last one that is a second old, or the first there is.
    while ((this.#looks[1]?.time ?? time) <= time - 1) this.#looks.shift();
    const [oldest = { time, count }] = this.#looks;
    return time > oldest.time ? (count - oldest.count) / (time - oldest.time) : 0;
  }
}
