import { HeddleError } from '../../errors.js';
import { heddleBytes, heddleError } from '../../generated/common.js';
import type { PostedFilter } from '../../table/filter.js';
import { formatNumbers, mediaTypes } from '../../table/formats.js';
import type {
  ChangesInput,
  FirstInput,
  NextInput,
  RowsInput,
  WriteStepInput,
} from '../../table/session.js';
import type { PostedProposal } from '../../table/summary.js';
import type { DiffFactsReply } from '../../table/wire.js';
import type { JobContext, Outcome } from '../kernel.js';
import { isFatal, Scratch } from '../memory.js';
import type { SessionKind } from '../sessions.js';
import { compareInputs, type Compared } from './table_compare.js';
import { factsOf } from './table_facts.js';
import { ListingCache, type Listing } from './table_listings.js';
import { encodeOptions, type TableModule } from './table_module.js';

/** Longest time that a step works, in milliseconds, so that the next one is not kept waiting. */
const budget = 20;
/** Fewest rows to compare in one go. */
const leastStride = 4096;
/** How much text to write in one step at most, in bytes. */
const pieceBytes = 2 ** 23;

const names = ['left', 'right'];

/**
 * How many differences to look at, and of how many rows to count the changes, at least and at first; how many rows to
 * show, and how many parts of a document to write at first. Where files are read for them, a row costs as much as
 * hundreds that are in memory.
 */
interface Pace {
  readonly look: number;
  readonly count: number;
  readonly countFirst: number;
  readonly show: number;
  readonly parts: number;
}
const inMemory: Pace = { look: 4096, count: 4096, countFirst: 8192, show: Infinity, parts: 8 };
const inPieces: Pace = { look: 256, count: 256, countFirst: 256, show: 256, parts: 1 };

/** A comparison that stays: what `createDiff` opens. */
export function comparisonKind(table: TableModule): SessionKind {
  const step =
    (work: (diff: Comparison, input: never) => Outcome) =>
    (state: unknown, input: unknown): Outcome =>
      work(state as Comparison, input as never);
  return {
    open: (input, _checkpoint, job) => Comparison.open(table, input, job),
    steps: {
      first: step((diff, input: FirstInput) => diff.first(input)),
      facts: step((diff) => diff.facts()),
      count: step((diff, input: { filter: PostedFilter }) => diff.count(input)),
      rows: step((diff, input: RowsInput) => diff.rows(input)),
      next: step((diff, input: NextInput) => diff.next(input)),
      changes: step((diff, input: ChangesInput) => diff.changes(input)),
      write: step((diff, input: WriteStepInput) => diff.write(input)),
    },
    close: (state) => {
      (state as Comparison).close();
    },
  };
}

/** A document that is written step by step. */
interface OpenDocument {
  readonly listing: Listing;
  readonly format: number;
  readonly look: number;
  readonly pointer: number;
}

class Comparison {
  readonly #table: TableModule;
  readonly #diff: number;
  /** Holds the files, and what steps work with. */
  readonly #scratch: Scratch;
  readonly #proposal: PostedProposal | undefined;
  readonly #listings: ListingCache;
  readonly #error: number;
  readonly #out: number;
  readonly #pace: Pace;
  /** When all rows are compared. */
  #facts: DiffFactsReply | undefined;
  /** Time that the comparison took so far. */
  #milliseconds: number;
  #document: OpenDocument | undefined;
  /** How many rows to compare, parts of a document, and rows of which to count the changes, fill a step. */
  #stride = 32_768;
  #parts: number;
  #rows: number;

  private constructor(table: TableModule, compared: Compared, scratch: Scratch) {
    const { diff, proposal, seconds, large } = compared;
    this.#table = table;
    this.#diff = diff;
    this.#pace = large ? inPieces : inMemory;
    this.#parts = this.#pace.parts;
    this.#rows = this.#pace.countFirst;
    this.#scratch = scratch;
    this.#proposal = proposal;
    this.#milliseconds = seconds * 1000;
    this.#error = scratch.struct(heddleError);
    this.#out = scratch.struct(heddleBytes);
    this.#listings = new ListingCache(table, diff, this.#pace.look, scratch, (listing) => {
      if (this.#document?.listing === listing) this.#closeDocument();
    });
  }

  static async open(table: TableModule, input: unknown, job: JobContext): Promise<Comparison> {
    // Each format is to be had later, and some need the pairs.
    const options = encodeOptions(input, 'wanted', true);
    const scratch = new Scratch(table.memory);
    try {
      const compared = await compareInputs(table, input, options, scratch, job, true);
      table.stopIfAsked(job);
      return new Comparison(table, compared, scratch);
    } catch (error) {
      // After a trap, touching the engine again could hang.
      if (!isFatal(error)) scratch.release();
      throw error;
    }
  }

  first({ rows }: FirstInput): Outcome {
    const { exports, scheduler } = this.#table;
    const found = (): number => exports._heddle_table_diff_size(this.#diff) >>> 0;
    const complete = this.#compare(() => {
      const status = exports._heddle_table_diff_list(scheduler, this.#diff, this.#error);
      this.#table.check(status, this.#error, names);
      return found() >= rows;
    });
    if (found() === 0 && !complete) return this.#compared(undefined);
    const count = Math.min(rows, found());
    const header = this.#text(() =>
      exports._heddle_table_diff_write_header(this.#diff, this.#out, this.#error),
    );
    const text = this.#text(() =>
      exports._heddle_table_diff_write_rows(
        scheduler,
        this.#diff,
        0,
        count,
        this.#out,
        this.#error,
      ),
    );
    return this.#compared({ header, text });
  }

  facts(): Outcome {
    // A copy is posted: it may be asked for again.
    return this.#compared(this.#compare() ? this.#complete() : undefined);
  }

  count({ filter }: { readonly filter: PostedFilter }): Outcome {
    this.#complete();
    const listing = this.#listings.get(filter);
    const complete = this.#advance(listing, () => listing.complete);
    return this.#answer(listing, complete ? { count: listing.size } : undefined);
  }

  rows({ filter, begin, end, look }: RowsInput): Outcome {
    this.#complete();
    const listing = this.#listings.get(filter);
    if (!this.#advance(listing, () => listing.size >= end)) return this.#answer(listing, undefined);
    if (listing.size < end) {
      throw new HeddleError(
        'invalid_argument',
        `The rows ${begin} to ${end} were asked for; there are ${listing.size}, counted from 0.`,
      );
    }
    const { exports, scheduler } = this.#table;
    const stop = performance.now() + budget;
    const texts: Uint8Array<ArrayBuffer>[] = [];
    let next = begin;
    do {
      const count = Math.min(this.#pace.show, end - next);
      const status = exports._heddle_table_listing_write_rows(
        scheduler,
        listing.pointer,
        next,
        count,
        look,
        this.#out,
        this.#error,
      );
      this.#table.check(status, this.#error, names);
      texts.push(this.#table.take(this.#out));
      next += count;
    } while (next < end && performance.now() < stop);
    const text = joined(texts);
    return this.#answer(listing, { next, text }, [text.buffer]);
  }

  next({ from, find, within }: NextInput): Outcome {
    this.#complete();
    const places = this.#listings.get(within);
    const wanted = this.#listings.get(find);
    if (!this.#advance(places, () => places.size > from)) return this.#answer(places, undefined);
    if (places.size <= from) return this.#answer(places, { index: -1 });
    // From one of the two to the next of the other, until they meet.
    for (let place = places.place(from); ;) {
      const hit = (): number => wanted.atOrAfter(place);
      if (!this.#advance(wanted, () => hit() < wanted.size)) return this.#answer(wanted, undefined);
      if (hit() === wanted.size) return this.#answer(wanted, { index: -1 });
      place = wanted.place(hit());
      const at = (): number => places.atOrAfter(place);
      if (!this.#advance(places, () => at() < places.size)) return this.#answer(places, undefined);
      if (at() === places.size) return this.#answer(places, { index: -1 });
      if (places.place(at()) === place) return this.#answer(wanted, { index: at() });
      place = places.place(at());
    }
  }

  changes({ filter, first }: ChangesInput): Outcome {
    this.#complete();
    const listing = this.#listings.get(filter);
    if (!this.#advance(listing, () => listing.complete)) return this.#answer(listing, undefined);
    const rows = listing.size;
    const count = Math.min(this.#rows, Math.max(0, rows - first));
    const began = performance.now();
    const status = this.#table.exports._heddle_table_listing_write_changes(
      this.#table.scheduler,
      listing.pointer,
      first,
      count,
      this.#out,
      this.#error,
    );
    this.#table.check(status, this.#error, names);
    this.#rows = paced(this.#rows, performance.now() - began, this.#pace.count);
    const changes = this.#table.takeJson(this.#out);
    return this.#answer(listing, { next: first + count, rows, changes });
  }

  write({ filter, format, look, first }: WriteStepInput): Outcome {
    this.#complete();
    const listing = this.#listings.get(filter);
    if (!this.#advance(listing, () => listing.complete)) return this.#answer(listing, undefined);
    const { exports, scheduler } = this.#table;
    const document = this.#documentOf(listing, formatNumbers[format], look);
    const parts = exports._heddle_table_document_parts(document) >>> 0;
    const count = Math.min(this.#parts, Math.max(0, parts - first));
    const began = performance.now();
    const status = exports._heddle_table_document_write(
      scheduler,
      document,
      first,
      count,
      0,
      this.#out,
      this.#error,
    );
    this.#table.check(status, this.#error, names);
    const bytes = this.#table.take(this.#out);
    const most = Math.max(1, Math.floor(pieceBytes / (bytes.length / Math.max(1, count) + 1)));
    this.#parts = Math.min(most, paced(this.#parts, performance.now() - began, 1));
    if (first + count >= parts) this.#closeDocument();
    // A Blob: the page gets it without a copy.
    const text = new Blob([bytes], { type: mediaTypes[format] });
    return this.#answer(listing, { next: first + count, parts, text });
  }

  close(): void {
    this.#closeDocument();
    this.#listings.clear();
    this.#scratch.release();
  }

  /**
   * Compares rows until `enough` holds, the time of the step is up, or all are compared: then true.
   *
   * enough  is asked after each stride.
   */
  #compare(enough: () => boolean = () => false, time = budget): boolean {
    const { exports, scheduler } = this.#table;
    const end = performance.now() + time;
    for (let began = performance.now(); began < end; began = performance.now()) {
      if (exports._heddle_table_diff_complete(this.#diff) !== 0) return true;
      const status = exports._heddle_table_diff_advance(
        scheduler,
        this.#diff,
        this.#stride,
        this.#error,
      );
      this.#table.check(status, this.#error, names);
      const took = performance.now() - began;
      this.#milliseconds += took;
      // A stride of a quarter of a step: the first rows are there soon, and a step does not last much longer.
      this.#stride = paced(this.#stride, took * 4, leastStride);
      if (enough()) break;
    }
    return exports._heddle_table_diff_complete(this.#diff) !== 0;
  }

  /** Compares what is left: before anything else in a kernel that took the session over. */
  #complete(): DiffFactsReply {
    if (this.#facts !== undefined) return this.#facts;
    this.#compare(undefined, Infinity);
    const seconds = this.#milliseconds / 1000;
    return (this.#facts = factsOf(this.#table, this.#diff, this.#proposal, this.#scratch, seconds));
  }

  #compared(value: object | undefined): Outcome {
    const { exports } = this.#table;
    const looked = exports._heddle_table_diff_compared(this.#diff) >>> 0;
    const total = exports._heddle_table_diff_rows(this.#diff) >>> 0;
    return { result: { looked, total, value }, transfer: [] };
  }

  /** What the module writes when it is asked to. */
  #text(write: () => number): Uint8Array<ArrayBuffer> {
    this.#table.check(write(), this.#error, names);
    return this.#table.take(this.#out);
  }

  /**
   * Lets a filter look on until `enough` holds or there is no more to look at; false when the time of the step is up
   * before.
   */
  #advance(listing: Listing, enough: () => boolean): boolean {
    const end = performance.now() + budget;
    while (!enough() && !listing.complete) {
      if (performance.now() >= end) return false;
      listing.advance(end - performance.now());
    }
    return true;
  }

  #documentOf(listing: Listing, format: number, look: number): number {
    const open = this.#document;
    if (open?.listing === listing && open.format === format && open.look === look) {
      return open.pointer;
    }
    this.#closeDocument();
    const { exports, scheduler, memory } = this.#table;
    const pointer =
      exports._heddle_table_listing_document(
        scheduler,
        listing.pointer,
        format,
        look,
        this.#error,
      ) >>> 0;
    if (pointer === 0) throw memory.error(this.#error, []);
    this.#document = { listing, format, look, pointer };
    return pointer;
  }

  #closeDocument(): void {
    if (this.#document === undefined) return;
    this.#table.exports._heddle_table_document_release(this.#document.pointer);
    this.#document = undefined;
  }

  #answer(listing: Listing, value: object | undefined, transfer: Transferable[] = []): Outcome {
    const total = this.#table.exports._heddle_table_diff_size(this.#diff) >>> 0;
    return { result: { looked: listing.looked, total, value }, transfer };
  }
}

function joined(texts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const [only] = texts;
  if (only !== undefined && texts.length === 1) return only;
  const result = new Uint8Array(texts.reduce((size, text) => size + text.length, 0));
  let place = 0;
  for (const text of texts) {
    result.set(text, place);
    place += text.length;
  }
  return result;
}

/** How much to do in the next step, when `amount` took that many milliseconds. */
function paced(amount: number, took: number, least: number): number {
  if (took < budget / 4) return amount * 2;
  return took > budget ? Math.max(least, amount >> 1) : amount;
}
