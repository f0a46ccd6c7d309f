import { heddleError } from '../../generated/common.js';
import type { PostedFilter } from '../../table/filter.js';
import { withScratchNow, type Scratch } from '../memory.js';
import { encodeNames, type TableModule } from './table_module.js';

/** Listings that are kept: what is shown, what is looked for in it, and one of each before. */
const mostListings = 4;
const names = ['left', 'right'];

/** What a filter picks among the differences of a diff; it looks at them step by step. */
export class Listing {
  readonly pointer: number;
  readonly #table: TableModule;
  readonly #total: number;
  readonly #error: number;
  readonly #fewest: number;
  #most: number;

  /**
   * fewest  differences to look at in one go.
   * error   a struct heddle_error that lives as long.
   */
  constructor(
    table: TableModule,
    diff: number,
    filter: PostedFilter,
    fewest: number,
    error: number,
  ) {
    this.#table = table;
    this.#error = error;
    this.#fewest = this.#most = fewest;
    this.#total = table.exports._heddle_table_diff_size(diff) >>> 0;
    this.pointer = withScratchNow(table.memory, (scratch) => create(table, diff, filter, scratch));
  }

  get looked(): number {
    return this.#table.exports._heddle_table_listing_looked(this.pointer) >>> 0;
  }

  get complete(): boolean {
    return this.looked === this.#total;
  }

  /** How many are picked so far. */
  get size(): number {
    return this.#table.exports._heddle_table_listing_size(this.pointer) >>> 0;
  }

  /** The place of one among all differences. */
  place(index: number): number {
    return this.#table.exports._heddle_table_listing_place(this.pointer, index) >>> 0;
  }

  /** The first whose place is not below `place`; `size` when there is none. */
  atOrAfter(place: number): number {
    return this.#table.exports._heddle_table_listing_at_or_after(this.pointer, place) >>> 0;
  }

  /** Looks on, for about so many milliseconds at most. */
  advance(milliseconds: number): void {
    const { exports, scheduler } = this.#table;
    const began = performance.now();
    const status = exports._heddle_table_listing_advance(
      scheduler,
      this.pointer,
      this.#most,
      this.#error,
    );
    this.#table.check(status, this.#error, names);
    const took = performance.now() - began;
    if (took < milliseconds / 4) this.#most = Math.min(this.#most * 2, 2 ** 30);
    else if (took > milliseconds / 2) this.#most = Math.max(this.#fewest, this.#most >> 1);
  }

  release(): void {
    this.#table.exports._heddle_table_listing_release(this.pointer);
  }
}

function create(
  table: TableModule,
  diff: number,
  { show, columns, changedIn, text, textIn }: PostedFilter,
  scratch: Scratch,
): number {
  const error = scratch.struct(heddleError);
  const shown = table.place(encodeNames(columns, 'columns'), 'The columns', scratch);
  const changed = table.place(encodeNames(changedIn, 'changedIn'), 'The columns', scratch);
  const wanted = table.place(new TextEncoder().encode(text), 'The text', scratch);
  const looked = table.place(encodeNames(textIn, 'textIn'), 'The columns', scratch);
  const made =
    table.exports._heddle_table_listing_create(
      diff,
      show,
      shown.pointer,
      shown.size,
      changed.pointer,
      changed.size,
      wanted.pointer,
      wanted.size,
      looked.pointer,
      looked.size,
      error,
    ) >>> 0;
  if (made === 0) throw table.memory.error(error, []);
  return made;
}

/** The listings of a diff that were used last. */
export class ListingCache {
  readonly #table: TableModule;
  readonly #diff: number;
  readonly #fewest: number;
  readonly #error: number;
  readonly #onRelease: (listing: Listing) => void;
  /** By filter, the one that was used last at the end. */
  readonly #listings = new Map<string, Listing>();

  /**
   * fewest     differences to look at in one go.
   * onRelease  told of a listing before it goes.
   */
  constructor(
    table: TableModule,
    diff: number,
    fewest: number,
    scratch: Scratch,
    onRelease: (listing: Listing) => void,
  ) {
    this.#table = table;
    this.#diff = diff;
    this.#fewest = fewest;
    this.#error = scratch.struct(heddleError);
    this.#onRelease = onRelease;
  }

  /** @throws HeddleError `invalid_argument` for a filter that does not fit. */
  get(filter: PostedFilter): Listing {
    const key = JSON.stringify(filter);
    const listing =
      this.#listings.get(key) ??
      new Listing(this.#table, this.#diff, filter, this.#fewest, this.#error);
    this.#listings.delete(key);
    this.#listings.set(key, listing);
    for (const old of this.#listings.keys()) {
      if (this.#listings.size <= mostListings) break;
      this.#release(old);
    }
    return listing;
  }

  clear(): void {
    for (const key of [...this.#listings.keys()]) this.#release(key);
  }

  #release(key: string): void {
    const listing = this.#listings.get(key);
    if (listing === undefined) return;
    this.#onRelease(listing);
    this.#listings.delete(key);
    listing.release();
  }
}
