import { HeddleError } from '../errors.js';
import { tell, type RunOptions } from '../job.js';
import type { Pool } from '../pool.js';
import { orAborted, type Session } from '../session.js';
import type { Cell, Difference } from './diff.js';
import { DiffFacts, parseHeader } from './facts.js';
import { postFilter, type DiffFilter, type PostedFilter } from './filter.js';
import {
  bothValues,
  mediaTypes,
  onlyChangedCells,
  postLook,
  type FormatOptions,
} from './formats.js';
import type { DiffInput } from './operations.js';
import { comparison, dropInput, holdInput, type StepReply } from './session.js';
import type { KeyProposal } from './summary.js';
import type { DiffFactsReply } from './wire.js';

/** What share of a comparison is done when the rows are paired. */
const pairedShare = 0.8;
/** Most of the first rows. */
const mostFirst = 256;
/** Most rows that are pulled at a time. */
const mostRows = 16_384;

/**
 * What can be said about one question. An abort rejects at once; the diff stays. `onProgress` is told how much is done,
 * from 0 to 1, about every 20 ms.
 */
export type DiffCallOptions = Pick<RunOptions, 'signal' | 'onProgress'>;

/** A row that differs; of one that changed only the key and what changed. */
export type CompactDifference =
  | Exclude<Difference, { kind: 'changed' }>
  | {
      kind: 'changed';
      left: number;
      right: number;
      /** Values of the key's columns, in the order of {@link DiffFacts.columns}. */
      key: string[];
      /** By column: as it is in left and as it is in right. */
      changes: Record<string, [before: string, after: string]>;
    };

/**
 * A cell that did not change, and that the two files write differently: the same by its rule, or in a column that is not
 * compared.
 */
export interface BothValues {
  readonly left: string;
  readonly right: string;
}

/** A row that differs, with all that both files say of it. */
export type FullDifference =
  | Exclude<Difference, { kind: 'changed' }>
  | { kind: 'changed'; left: number; right: number; cells: (Cell | BothValues)[] };

/** How often a column changed. */
export interface ColumnChanges {
  readonly column: string;
  /** Rows in which its cell changed. */
  readonly changed: number;
}

/** The first rows that differ. */
export interface FirstRows {
  /** The columns of right in right's order, then those that only left has, in left's order. */
  readonly columns: readonly string[];
  /** The key columns; none when whole rows are compared. */
  readonly key: readonly string[];
  /** Columns that only one file has. */
  readonly onlyLeft: readonly string[];
  readonly onlyRight: readonly string[];
  /** At most 256, in the order of the diff; fewer when there are no more, or when more would take longer. */
  readonly rows: readonly Difference[];
}

/** What can be said about a comparison. */
export interface CreateDiffOptions extends DiffCallOptions {
  /** Called once, as soon as rows are found that differ, or when none does: before the others are compared. */
  readonly onFirstRows?: ((first: FirstRows) => void) | undefined;
}

type Steps = typeof comparison.steps;
type Value<Name extends keyof Steps> =
  ReturnType<Steps[Name]['decode']> extends StepReply<infer Result> ? Result : never;

/**
 * Compares two CSV files and leaves the result in a kernel, for whom the page asks for the rows that it shows.
 *
 * pool     where; the diff lives in one of its kernels, with both files, and takes its memory until
 *          {@link KernelDiff.dispose}. Files that do not fit into that memory are read piece by piece, again for each
 *          window of rows.
 * input    as for `table.diff`. It must not be changed while the diff lives: it is read again when the kernel is
 *          lost.
 * options  `signal` ends the comparison, `onProgress` is told how much of it is done, and `onFirstRows` gets the first
 *          rows.
 * @throws HeddleError as `table.diff`, or the signal's reason.
 */
export async function createDiff(
  pool: Pool,
  input: DiffInput,
  { signal, onProgress, onFirstRows }: CreateDiffOptions = {},
): Promise<KernelDiff> {
  const held = holdInput({ ...input });
  let session: Session<Steps> | undefined;
  try {
    session = await pool.open(comparison, held, {
      signal,
      onProgress: (done) => {
        tell(onProgress, Math.min(done, pairedShare));
      },
    });
    const compared = ({ looked, total }: StepReply<unknown>): void => {
      const share = total > 0 ? looked / total : 1;
      tell(onProgress, pairedShare + (1 - pairedShare) * share);
    };
    if (onFirstRows !== undefined) {
      const { header, text } = await untilDone(
        session,
        'first',
        { rows: mostFirst },
        compared,
        signal,
      );
      const names = parseHeader(new TextDecoder().decode(header));
      onFirstRows({ ...names, rows: parseRows(text) });
    }
    const facts = await untilDone(session, 'facts', undefined, compared, signal);
    return new KernelDiff(session, held, facts);
  } catch (error) {
    dropInput(held);
    await session?.close();
    throw error;
  }
}

/** Asks for a step of the comparison until it has come to its value. */
async function untilDone<Name extends 'first' | 'facts'>(
  session: Session<Steps>,
  name: Name,
  input: Parameters<Steps[Name]['encode']>[0],
  tellOf: (reply: StepReply<unknown>) => void,
  signal: AbortSignal | undefined,
): Promise<Value<Name>> {
  for (;;) {
    signal?.throwIfAborted();
    // The signal is not for the kernel: the step is short.
    const step = session.run(name, input as never);
    const reply = (await (signal === undefined ? step : orAborted(step, signal))) as StepReply<
      Value<Name>
    >;
    tellOf(reply);
    if (reply.value !== undefined) return reply.value;
  }
}

/**
 * The differences of two CSV files, in the memory of a kernel: the page holds counts and names only, however many
 * differences there are, and pulls windows of rows.
 *
 * A row's place counts from 0 among those that a filter picks, in the order that `TableDiff` has. What a filter picks is
 * kept for the latest four filters, so that a window costs the same wherever it lies. Calls may be made at any time;
 * the kernel works on them in turn, for some 20 ms at a time.
 *
 * When the kernel is lost the files are compared again in another one, with the next call. That fails with the code
 * `io` when a file can no longer be read, or is not what it was.
 */
export class KernelDiff extends DiffFacts implements AsyncDisposable {
  readonly #session: Session<Steps>;
  readonly #held: number;
  #disposed = false;

  /** Use {@link createDiff} instead. */
  constructor(session: Session<Steps>, held: number, facts: DiffFactsReply<KeyProposal>) {
    super(facts);
    this.#session = session;
    this.#held = held;
  }

  /** Number of the kernel where it lives; undefined while it lives nowhere. */
  get kernel(): number | undefined {
    return this.#session.kernel;
  }

  /**
   * The columns that are shown with a filter, for which the cells of its rows stand.
   *
   * @throws HeddleError `invalid_argument` when the filter is malformed.
   */
  columnsOf(filter: DiffFilter = {}): readonly string[] {
    const { columns } = postFilter(filter);
    if (columns.length === 0) return this.columns;
    const shown = new Set([...columns, ...this.key]);
    return this.columns.filter((name) => shown.has(name));
  }

  /**
   * How many rows a filter picks.
   *
   * @throws HeddleError `invalid_argument` for a filter that does not fit; or the signal's reason.
   */
  async count(filter: DiffFilter = {}, options: DiffCallOptions = {}): Promise<number> {
    const count = await this.#ask('count', { filter: postFilter(filter) }, options);
    tell(options.onProgress, 1);
    return count;
  }

  /**
   * The rows from `begin` to before `end` among those that a filter picks, at most 16,384. They come as soon as that many
   * are found, before the filter has looked at all.
   *
   * options  the filter; with `changedCells` the rows that changed have only what changed, and with `bothValues` they
   *          have what left says too where no change was found, but other bytes.
   * @throws HeddleError `invalid_argument` when there are no such rows, or for a filter that does not fit; or the
   *   signal's reason.
   */
  rows(
    begin: number,
    end: number,
    options?: DiffFilter &
      DiffCallOptions & {
        readonly changedCells?: false | undefined;
        readonly bothValues?: false | undefined;
      },
  ): Promise<Difference[]>;
  rows(
    begin: number,
    end: number,
    options: DiffFilter & DiffCallOptions & { readonly bothValues: true },
  ): Promise<FullDifference[]>;
  rows(
    begin: number,
    end: number,
    options: DiffFilter & DiffCallOptions & { readonly changedCells: boolean },
  ): Promise<CompactDifference[]>;
  async rows(
    begin: number,
    end: number,
    options: DiffFilter &
      DiffCallOptions & {
        readonly changedCells?: boolean | undefined;
        readonly bothValues?: boolean | undefined;
      } = {},
  ): Promise<(Difference | CompactDifference | FullDifference)[]> {
    checkPlace('begin', begin);
    checkPlace('end', end);
    if (end < begin || end - begin > mostRows) {
      throw new HeddleError(
        'invalid_argument',
        `The rows ${begin} to ${end} were asked for: give a range of at most ${mostRows} rows.`,
      );
    }
    const look =
      (options.changedCells === true ? onlyChangedCells : 0) +
      (options.bothValues === true ? bothValues : 0);
    const filter = postFilter(options);
    const rows: Difference[] = [];
    let first = begin;
    do {
      const input = { filter, begin: first, end, look };
      const { next, text } = await this.#ask('rows', input, options);
      for (const row of parseRows(text)) rows.push(row);
      if (next <= first && next < end) throw unreadableRows(undefined);
      first = next;
    } while (first < end);
    tell(options.onProgress, 1);
    return rows;
  }

  /**
   * The place of the first row, from the place `from` on, that `find` picks: the next change, the next hit of a
   * text. Undefined when there is none.
   *
   * find     a kind of row, or a filter.
   * options  with `within` places are those among the rows that this filter picks; default: among all.
   * @throws HeddleError `invalid_argument`; or the signal's reason.
   */
  async next(
    from: number,
    find: Difference['kind'] | DiffFilter = {},
    options: DiffCallOptions & { readonly within?: DiffFilter | undefined } = {},
  ): Promise<number | undefined> {
    checkPlace('from', from);
    const wanted = typeof find === 'string' ? { only: [find] } : find;
    const input = { from, find: postFilter(wanted), within: postFilter(options.within ?? {}) };
    const index = await this.#ask('next', input, options);
    tell(options.onProgress, 1);
    return index < 0 ? undefined : index;
  }

  /**
   * How many rows changed in each column that a filter shows, in the order of {@link columnsOf}. Counted anew each
   * time.
   *
   * @throws HeddleError `invalid_argument`; or the signal's reason.
   */
  async changesByColumn(
    filter: DiffFilter = {},
    options: DiffCallOptions = {},
  ): Promise<ColumnChanges[]> {
    const posted = postFilter(filter);
    const columns = this.columnsOf(filter);
    const total = columns.map(() => 0);
    for (let first = 0, rows = 1; first < rows;) {
      const input = { filter: posted, first };
      const step = await this.#ask('changes', input, { signal: options.signal });
      step.changes.forEach((count, place) => {
        total[place] = (total[place] ?? 0) + count;
      });
      first = step.next;
      rows = step.rows;
      if (first < rows) tell(options.onProgress, first / rows);
    }
    tell(options.onProgress, 1);
    return columns.map((column, place) => ({ column, changed: total[place] ?? 0 }));
  }

  /**
   * The differences in a format, as `table.write` writes them, without comparing again.
   *
   * @throws HeddleError `invalid_argument` for options that do not go together; or the signal's reason.
   */
  async write(
    options: FormatOptions & DiffFilter,
    { signal, onProgress }: DiffCallOptions = {},
  ): Promise<Blob> {
    const { format } = options;
    const input = { filter: postFilter(options), format, look: postLook(options) };
    const pieces: Blob[] = [];
    for (let first = 0, parts = 1; first < parts;) {
      const step = await this.#ask('write', { ...input, first }, { signal });
      pieces.push(step.text);
      first = step.next;
      parts = step.parts;
      if (first < parts) tell(onProgress, first / parts);
    }
    tell(onProgress, 1);
    // Of Blobs only the references are taken.
    return new Blob(pieces, { type: mediaTypes[format] });
  }

  /** Gives back its memory, after what was asked of it; the counts and names stay. More calls do no more. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#session.close();
    dropInput(this.#held);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  /** Asks for a step until its filter has looked far enough. */
  async #ask<Name extends Exclude<keyof Steps, 'first' | 'facts'>>(
    name: Name,
    input: Parameters<Steps[Name]['encode']>[0] & { readonly filter?: PostedFilter },
    { signal, onProgress }: DiffCallOptions,
  ): Promise<Value<Name>> {
    for (;;) {
      signal?.throwIfAborted();
      if (this.#disposed) {
        throw new HeddleError('invalid_argument', 'The diff was disposed of: compare again.');
      }
      // The signal is not for the kernel: the step is short, and the diff is to stay.
      const step = this.#session.run(name, input as never);
      const reply = (await (signal === undefined ? step : orAborted(step, signal))) as StepReply<
        Value<Name>
      >;
      const { looked, total, value } = reply;
      if (total !== this.length) {
        throw new HeddleError(
          'io',
          `The files were compared again after their kernel was lost, and have ${total} differences in place of ${this.length}: were they changed? Compare them anew.`,
        );
      }
      if (value !== undefined) return value;
      tell(onProgress, looked / total);
    }
  }
}

function parseRows(text: Uint8Array): Difference[] {
  const lines = new TextDecoder().decode(text);
  try {
    // In a JSON text a line feed is always written as an escape: each that is there ends a row.
    return JSON.parse(`[${lines.trimEnd().replaceAll('\n', ',')}]`) as Difference[];
  } catch (cause) {
    throw unreadableRows(cause);
  }
}

function unreadableRows(cause: unknown): HeddleError {
  return new HeddleError('internal', 'The rows of the diff are not readable.', { cause });
}

function checkPlace(name: string, place: number): void {
  if (Number.isSafeInteger(place) && place >= 0 && place < 2 ** 32) return;
  throw new HeddleError('invalid_argument', `${name} must be an integer from 0, not ${place}.`);
}

/** @throws HeddleError `internal` */
