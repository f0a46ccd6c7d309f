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

/** What a counter grew by in a second, between two looks; 0 where it began anew. */
export class Rate {
  #last: { readonly time: number; readonly count: number } | undefined;

  /** time  in seconds. */
  next(time: number, count: number): number {
    const last = this.#last;
    this.#last = { time, count };
    if (last === undefined || time <= last.time || count < last.count) return 0;
    return (count - last.count) / (time - last.time);
  }
}
