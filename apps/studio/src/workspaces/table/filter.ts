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

/** Time between two parts that are shown, in milliseconds. */
const reportEvery = 100;

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

/** Differences of one kind, while they are being found. */
export interface Listing {
  /** Their indices, in order; as long as there are differences of the kind. */
  readonly indices: Uint32Array;
  /** How many of them are known yet. */
  readonly found: number;
}

/**
 * Lists the differences of one kind, a part at a time.
 * count   how many there are, known from the comparison.
 * onPart  called after each part, the last time with all of them.
 * Gives the page a turn at least every 4 ms; ends early when `signal` is aborted.
 */
export async function listKind(
  kinds: Kinds,
  kind: Kind,
  count: number,
  onPart: (listing: Listing) => void,
  signal?: AbortSignal,
): Promise<void> {
  const indices = new Uint32Array(count);
  let found = 0;
  let deadline = performance.now() + stretch;
  let report = performance.now() + reportEvery;
  for (let start = 0; start < kinds.length && found < count; start += block) {
    const end = Math.min(start + block, kinds.length);
    for (let i = start; i < end; i++) {
      if (kinds.kindAt(i) === kind) indices[found++] = i;
    }
    const now = performance.now();
    if (now < deadline) continue;
    if (now >= report) {
      onPart({ indices, found });
      report = now + reportEvery;
    }
    await nextTurn();
    if (signal?.aborted === true) return;
    deadline = performance.now() + stretch;
  }
  onPart({ indices, found });
}
