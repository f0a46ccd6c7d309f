/** Something that waits in a {@link JobQueue}. */
export interface Waiting {
  /** Number in the order of the calls. */
  readonly number: number;
  /** The smallest goes first: the time of the call, moved forward by the priority. */
  readonly rank: number;
  /** Whether it ended while it waited. */
  readonly settled: boolean;
}

/** How much earlier one level of priority makes a job, in milliseconds: the ageing. */
export const ageing = 1000;

/**
 * A priority queue with linear ageing.
 *
 * A job's effective priority is `priority + waited / ageing`. All jobs age at the same rate, so the order
 * of two jobs never changes while they wait, and the time of the call minus `priority * ageing` is a key
 * that stays. That makes a binary heap enough: O(log n) to push and to pop. No job starves, because a key
 * is behind only so many others. A job that settles while it waits is left in place, and skipped later.
 */
export class JobQueue<Item extends Waiting> {
  readonly #heap: Item[] = [];
  #settled = 0;

  /** Jobs that wait. */
  get length(): number {
    return this.#heap.length - this.#settled;
  }

  push(item: Item): void {
    const heap = this.#heap;
    let place = heap.length;
    heap.push(item);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(item, above)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = item;
  }

  /** The first job; it stays. */
  peek(): Item | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (first?.settled !== true) return first;
      this.#removeFirst();
      --this.#settled;
    }
  }

  /** Takes out the first job. */
  pop(): Item | undefined {
    const first = this.peek();
    if (first !== undefined) this.#removeFirst();
    return first;
  }

  /** The first of the jobs that fit; it stays. O(n). */
  find(fits: (item: Item) => boolean): Item | undefined {
    let best: Item | undefined;
    for (const item of this.#heap) {
      if (!item.settled && fits(item) && (best === undefined || isBefore(item, best))) best = item;
    }
    return best;
  }

  /** Goes through the jobs that wait, in no order. */
  reduce<Value>(start: Value, step: (value: Value, item: Item) => Value): Value {
    let value = start;
    for (const item of this.#heap) if (!item.settled) value = step(value, item);
    return value;
  }

  /** Takes out a job; O(log n) for the first, O(n log n) for any other. */
  remove(item: Item): void {
    if (this.peek() === item) this.#removeFirst();
    else this.#rebuild((other) => other !== item && !other.settled);
  }

  /** Told that a job in the queue has settled. */
  discard(): void {
    ++this.#settled;
    // So that settled jobs never hold more memory than those that wait.
    if (this.#settled > 32 && this.#settled * 2 > this.#heap.length) {
      this.#rebuild((item) => !item.settled);
    }
  }

  /** Takes out all jobs that wait. */
  clear(): Item[] {
    const items = this.#heap.splice(0).filter((item) => !item.settled);
    this.#settled = 0;
    return items;
  }

  #rebuild(stays: (item: Item) => boolean): void {
    const items = this.#heap.filter(stays).sort((a, b) => (isBefore(a, b) ? -1 : 1));
    // A sorted array is a heap.
    this.#heap.length = 0;
    for (const item of items) this.#heap.push(item);
    this.#settled = 0;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    const size = heap.length;
    if (last === undefined || size === 0) return;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const a = heap[left];
      if (a === undefined) break;
      const b = heap[left + 1];
      const right = b !== undefined && isBefore(b, a);
      const below = right ? b : a;
      if (!isBefore(below, last)) break;
      heap[place] = below;
      place = right ? left + 1 : left;
    }
    heap[place] = last;
  }
}

/** Whether `a` goes before `b`; on equal ranks the earlier call does. */
export function isBefore(a: Waiting, b: Waiting): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.number < b.number);
}
