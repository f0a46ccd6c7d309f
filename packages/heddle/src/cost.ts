import type { Operation } from './operation.js';

/** An operation whose mean is under this is small, in milliseconds. */
export const smallJob = 0.5;

/** How much the latest run counts. */
const weight = 0.125;

/** The recent mean time of each operation: a moving average. */
export class Costs {
  readonly #means = new WeakMap<Operation<unknown, unknown>, { mean: number }>();

  /** Mean time in milliseconds; Infinity before anything is known. */
  of(operation: Operation<unknown, unknown>): number {
    return this.#means.get(operation)?.mean ?? Infinity;
  }

  /** Counts one run. */
  add(operation: Operation<unknown, unknown>, took: number): void {
    const entry = this.#means.get(operation);
    if (entry === undefined) this.#means.set(operation, { mean: took });
    else entry.mean += (took - entry.mean) * weight;
  }
}
