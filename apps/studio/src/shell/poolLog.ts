import type { LogRecord } from 'heddle';

/** Most records that are kept; the oldest go first. */
const limit = 200;

/** What has happened in the page's pools, newest last. */
export class PoolLog {
  #records: readonly LogRecord[] = [];
  readonly #listeners = new Set<() => void>();

  readonly add = (record: LogRecord): void => {
    this.#records = [...this.#records.slice(1 - limit), record];
    for (const listener of this.#listeners) listener();
  };

  /** The same array as long as nothing happened. */
  readonly records = (): readonly LogRecord[] => this.#records;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
