import { HeddleError } from '../errors.js';
import { HeapView } from '../heap_view.js';
import { sliceLimit } from '../protocol.js';
import { nextTask } from '../slices.js';
import { DiffFacts } from './facts.js';
import { parseDiffReply, type DiffPart } from './wire.js';

/**
 * One cell of a difference, for the column at the same place in {@link TableDiff.columns}.
 *
 * - a string: the value; both files agree, or only one of them has the row;
 * - `null`: the file that has the row lacks the column;
 * - a pair: a changed cell, as it is in left and as it is in right.
 */
export type Cell = string | null | [before: string, after: string];

/** One row that differs. Row numbers count from 1, the first record below the header. */
export type Difference =
  | { kind: 'added'; right: number; cells: Cell[] }
  | { kind: 'removed'; left: number; cells: Cell[] }
  | { kind: 'changed'; left: number; right: number; cells: Cell[] };

// A line begins {"kind":" and then the kind, which its first letter tells.
const KIND_OFFSET = '{"kind":"'.length;
const KINDS: Readonly<Record<number, Difference['kind']>> = {
  [97]: 'added',
  [99]: 'changed',
  [114]: 'removed',
};

/**
 * The differences of two CSV files.
 *
 * It holds them as JSON Lines and makes objects only of the differences that
 * are asked for; so millions of them cost no more than their text. Order: removed and changed rows by their
 * row in left, added rows by their row in right, merged by that number; on equal numbers removed and
 * changed rows come first. Immutable; {@link dispose} is there for who compares much.
 */
export class TableDiff extends DiffFacts implements Iterable<Difference> {
  readonly #header: Uint8Array<ArrayBuffer>;
  readonly #parts: readonly DiffPart[];
  #disposed = false;

  /**
   * Made by the pool; there is no need to call it.
   *
   * reply  the kernel's answer; owned by the new object, as are `views`.
   * @throws TypeError when the reply is malformed.
   */
  constructor(reply: unknown, views: readonly HeapView[] = []) {
    const parsed = parseDiffReply(reply, views);
    super(parsed);
    this.#header = parsed.header;
    this.#parts = parsed.parts;
  }

  /**
   * The difference at `index`, from 0 to `length` - 1.
   *
   * @throws HeddleError `invalid_argument` when there is none.
   */
  at(index: number): Difference {
    return this.#decode(this.#partOf(index), index);
  }

  /**
   * The kind of the difference at `index`, without decoding the rest of it: fit for a look at all of
   * millions.
   *
   * @throws HeddleError `invalid_argument` when there is none.
   */
  kindAt(index: number): Difference['kind'] {
    const { first, text, offsets } = this.#partOf(index);
    const kind = KINDS[text.bytes[(offsets[index - first] ?? 0) + KIND_OFFSET] ?? 0];
    if (kind === undefined) {
      throw new HeddleError('internal', `The difference ${index} is not readable.`);
    }
    return kind;
  }

  /** The differences from `first` on, at most `count` of them; none when `first` is behind the last. */
  slice(first: number, count: number): Difference[] {
    const begin = Math.max(0, Math.trunc(first));
    const end = Math.min(this.length, begin + Math.max(0, Math.trunc(count)));
    const differences: Difference[] = [];
    for (let index = begin; index < end; ++index) differences.push(this.at(index));
    return differences;
  }

  /** All differences, one at a time. */
  *[Symbol.iterator](): IterableIterator<Difference> {
    for (const part of this.#parts) {
      this.#check();
      const end = part.first + part.offsets.length - 1;
      for (let index = part.first; index < end; ++index) yield this.#decode(part, index);
    }
  }

  /** The header and all differences as JSON Lines. Copied piece by piece, so that the page stays free. */
  async toBlob(): Promise<Blob> {
    const pieces: Blob[] = [new Blob([this.#header])];
    for (const { text, offsets } of this.#parts) {
      const size = offsets.at(-1) ?? 0;
      for (let offset = 0; offset < size; offset += sliceLimit) {
        await nextTask();
        this.#check();
        // A copy: a Blob does not take shared memory.
        pieces.push(new Blob([text.bytes.slice(offset, offset + sliceLimit)]));
      }
    }
    // Of Blobs only the references are taken.
    return new Blob(pieces, { type: 'application/jsonl' });
  }

  /**
   * Gives back the memory of the differences; the counts and names stay. Large ones lie in the kernel's memory
   * (tier `threads`), which then has room for others; without this they go when nobody can reach the diff any
   * more.
   */
  dispose(): void {
    this.#disposed = true;
    for (const { text } of this.#parts) if (text instanceof HeapView) text.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #check(): void {
    if (this.#disposed) {
      throw new HeddleError('invalid_argument', 'The diff was disposed of: compare again.');
    }
  }

  #partOf(index: number): DiffPart {
    this.#check();
    let low = 0;
    let high = this.#parts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((this.#parts[middle]?.first ?? 0) <= index) low = middle;
      else high = middle;
    }
    const part =
      Number.isInteger(index) && index >= 0 && index < this.length ? this.#parts[low] : undefined;
    if (part === undefined) {
      throw new HeddleError(
        'invalid_argument',
        `There is no difference ${index}: the diff has ${this.length}, counted from 0.`,
      );
    }
    return part;
  }

  #decode({ first, text: { bytes }, offsets }: DiffPart, index: number): Difference {
    const line = index - first;
    // A copy: a decoder does not take shared memory.
    const json = decodeText(bytes.slice(offsets[line], offsets[line + 1]));
    try {
      return JSON.parse(json) as Difference;
    } catch (cause) {
      throw new HeddleError('internal', `The difference ${index} is not readable.`, { cause });
    }
  }
}

function decodeText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
