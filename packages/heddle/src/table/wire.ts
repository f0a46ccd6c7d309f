/** What a kernel answers to table.diff, and the check of it. */
import type { HeapView } from '../heap_view.js';
import {
  parseProposal,
  parseSummary,
  type DiffSummary,
  type KeyProposal,
  type PostedProposal,
} from './summary.js';

/** A run of consecutive differences as JSON Lines. */
export interface DiffPart {
  /** Number of the first difference, from 0. */
  readonly first: number;
  /** UTF-8; each difference is one line with its line feed. May be in shared memory. */
  readonly text: HeapView | { readonly bytes: Uint8Array };
  /** Where each line starts; one more than there are lines, the last being the size of the text. */
  readonly offsets: Uint32Array<ArrayBuffer>;
}

/** The same as it is posted. */
export interface PostedPart {
  readonly first: number;
  /** The text, or its place among the views of the reply. */
  readonly text: Uint8Array<ArrayBuffer> | number;
  readonly offsets: Uint32Array<ArrayBuffer>;
}

/** Counts of a diff, as in struct heddle_table_counts. */
export interface DiffCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly changedCells: number;
  readonly leftRows: number;
  readonly rightRows: number;
}

/** What a kernel says of a comparison beside the differences; the header is transferred. */
export interface DiffFactsReply<Proposal = PostedProposal> {
  readonly counts: DiffCounts;
  readonly summary: DiffSummary;
  /** When a key was looked for. */
  readonly proposal: Proposal | undefined;
  /** The header line of the JSON Lines, with its line feed. */
  readonly header: Uint8Array<ArrayBuffer>;
  readonly lanes: number;
  readonly seconds: number;
}

/** The reply to table.diff; its buffers are transferred. */
export interface DiffReply<
  Part = PostedPart,
  Proposal = PostedProposal,
> extends DiffFactsReply<Proposal> {
  /** In order, without gaps. More than one, so that no buffer grows beyond what a host can allocate. */
  readonly parts: readonly Part[];
}

const countNames = [
  'added',
  'removed',
  'changed',
  'unchanged',
  'changedCells',
  'leftRows',
  'rightRows',
] as const satisfies readonly (keyof DiffCounts)[];

type Fields = Readonly<Record<string, unknown>>;

/** @throws TypeError when `value` is not a complete {@link DiffFactsReply}. */
export function parseFacts(value: unknown): DiffFactsReply<KeyProposal> {
  const { counts, summary, proposal, header, lanes, seconds } = fieldsOf(value);
  const numbers = fieldsOf(counts);
  check(
    countNames.every((name) => isNumber(numbers[name])),
    'counts',
  );
  check(isBytes(header), 'header');
  check(isNumber(lanes) && lanes >= 1, 'lanes');
  check(isNumber(seconds), 'seconds');
  return {
    counts: counts as DiffCounts,
    summary: parseSummary(summary),
    proposal: parseProposal(proposal),
    header,
    lanes,
    seconds,
  };
}

/**
 * Checks a reply, and puts its views in.
 *
 * @throws TypeError when `value` is not a complete {@link DiffReply}.
 */
export function parseDiffReply(
  value: unknown,
  views: readonly HeapView[],
): DiffReply<DiffPart, KeyProposal> {
  const { parts } = fieldsOf(value);
  check(Array.isArray(parts), 'parts');
  const result: DiffReply<DiffPart, KeyProposal> = {
    ...parseFacts(value),
    parts: parts.map((part) => parsePart(part, views)),
  };
  let length = 0;
  for (const part of result.parts) {
    check(part.first === length, 'parts');
    length += part.offsets.length - 1;
  }
  const { added, removed, changed } = result.counts;
  check(length === added + removed + changed, 'parts');
  return result;
}

function parsePart(value: unknown, views: readonly HeapView[]): DiffPart {
  const { first, text: posted, offsets } = fieldsOf(value);
  check(isNumber(first), 'first');
  const text = isBytes(posted) ? { bytes: posted } : isNumber(posted) ? views[posted] : undefined;
  check(text !== undefined, 'text');
  check(offsets instanceof Uint32Array && offsets.length > 1, 'offsets');
  check(offsets[0] === 0 && offsets[offsets.length - 1] === text.bytes.length, 'offsets');
  return { first, text, offsets: offsets as Uint32Array<ArrayBuffer> };
}

function fieldsOf(value: unknown): Fields {
  check(typeof value === 'object' && value !== null, 'reply');
  return value as Fields;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value);
}

function isBytes(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer;
}

function check(condition: boolean, name: string): asserts condition {
  if (!condition) throw new TypeError(`The field ${name} of the diff is malformed.`);
}
