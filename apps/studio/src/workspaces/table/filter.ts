/** Which differences the table lists. */
import type { Difference } from 'heddle/table';

export type Kind = Difference['kind'];
export type Filter = 'all' | Kind;

/** The part of a TableDiff that filtering needs. */
export interface Kinds {
  readonly length: number;
  kindAt(index: number): Kind;
}

/** Longest stretch of work before the page gets a turn, in milliseconds. */
const stretch = 4;
/** Differences looked at between two looks at the clock. */
const block = 1024;

/** Lets the page draw and handle input; unlike a timer, not throttled to 4 ms a turn. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/**
 * Indices of the differences of one kind, in order.
 * count   how many there are, known from the comparison.
 * Gives the page a turn at least every 4 ms; rejects with signal.reason when aborted.
 */
export async function indicesOf(
  kinds: Kinds,
  kind: Kind,
  count: number,
  signal?: AbortSignal,
): Promise<Uint32Array> {
  const indices = new Uint32Array(count);
  let found = 0;
  let deadline = performance.now() + stretch;
  for (let start = 0; start < kinds.length && found < count; start += block) {
    const end = Math.min(start + block, kinds.length);
    for (let i = start; i < end; i++) {
      if (kinds.kindAt(i) === kind) indices[found++] = i;
    }
    if (performance.now() >= deadline) {
      await nextTurn();
      signal?.throwIfAborted();
      deadline = performance.now() + stretch;
    }
  }
  return indices;
}
