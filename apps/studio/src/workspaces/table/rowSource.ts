/** Where the table's rows come from: windows that are pulled while they are looked at. */
import type { Row } from './cells.ts';

export interface RowSource {
  /** How many rows there are. */
  readonly count: number;
  /** One of them; undefined while it is on its way. */
  at(row: number): Row | undefined;
}

/** Gives rows [begin, end), which are there. */
export type Pull = (begin: number, end: number, signal: AbortSignal) => Promise<Row[]>;

/** Rows of a window. */
const windowRows = 128;
/** Windows that are kept: those looked at last. */
const mostWindows = 64;

/** Rows behind a pull; only those near the view are held. */
export class WindowedRows implements RowSource {
  readonly count: number;
  readonly #pull: Pull;
  /** In the order in which they were looked at. */
  readonly #windows = new Map<number, readonly Row[]>();
  readonly #pending = new Map<number, AbortController>();
  readonly #listeners = new Set<() => void>();
  #version = 0;
  #error: unknown;

  constructor(count: number, pull: Pull) {
    this.count = count;
    this.#pull = pull;
  }

  at(row: number): Row | undefined {
    return this.#windows.get(Math.floor(row / windowRows))?.[row % windowRows];
  }

  /** The row, once it has come; undefined when there is none. */
  async fetch(row: number): Promise<Row | undefined> {
    if (row < 0 || row >= this.count) return undefined;
    const here = this.at(row);
    if (here !== undefined) return here;
    const window = Math.floor(row / windowRows);
    const rows = await this.#load(window, new AbortController().signal);
    this.#keep(window, rows);
    return rows[row % windowRows];
  }

  /** Pulls what is missing of rows [first, last), and gives up what is on its way elsewhere. */
  want(first: number, last: number): void {
    const end = Math.min(last, this.count);
    const from = Math.floor(Math.max(first, 0) / windowRows);
    const to = Math.floor((end - 1) / windowRows);
    for (const [window, controller] of this.#pending) {
      if (window >= from && window <= to) continue;
      controller.abort();
      this.#pending.delete(window);
    }
    if (this.#error !== undefined) return;
    for (let window = from; window <= to; ++window) {
      const rows = this.#windows.get(window);
      if (rows !== undefined) {
        // It is the latest now.
        this.#windows.delete(window);
        this.#windows.set(window, rows);
      } else if (!this.#pending.has(window)) this.#request(window);
    }
  }

  /** Grows whenever rows have come, or have failed to. */
  readonly version = (): number => this.#version;

  /** Why rows did not come; undefined as long as they do. */
  get error(): unknown {
    return this.#error;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #load(window: number, signal: AbortSignal): Promise<Row[]> {
    const begin = window * windowRows;
    return this.#pull(begin, Math.min(begin + windowRows, this.count), signal);
  }

  #request(window: number): void {
    const controller = new AbortController();
    this.#pending.set(window, controller);
    this.#load(window, controller.signal).then(
      (rows) => {
        if (controller.signal.aborted) return;
        this.#pending.delete(window);
        this.#keep(window, rows);
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        this.#pending.delete(window);
        this.#error = error;
        this.#tell();
      },
    );
  }

  #keep(window: number, rows: readonly Row[]): void {
    this.#windows.set(window, rows);
    for (const oldest of this.#windows.keys()) {
      if (this.#windows.size <= mostWindows) break;
      this.#windows.delete(oldest);
    }
    this.#tell();
  }

  #tell(): void {
    ++this.#version;
    for (const listener of this.#listeners) listener();
  }
}
