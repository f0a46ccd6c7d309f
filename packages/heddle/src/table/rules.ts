import { HeddleError } from '../errors.js';

/** When two values of a column count as the same. Without any of these: when they are the same text. */
export interface ValueRule {
  /** Blanks, tabs and line ends around a value do not matter. */
  readonly trim?: boolean | undefined;
  /** ASCII letters of either case are the same. */
  readonly ignoreCase?: boolean | undefined;
  /**
   * How far two numbers may be apart: a number, or a text such as `'0.01'` or `'1%'` of the larger one.
   * With 0, 315.7 is 315.70. Without it numbers are text.
   */
  readonly tolerance?: number | string | undefined;
  /**
   * The same day, or time, in several forms: 2012-01-31, 2012/1/31, 31.1.2012, Jan 31 2012; each with or without a time such
   * as 13:45:30 and a zone. `'dmy'` and `'mdy'` say what 3/4/2012 means, which is no date when it is `true`.
   */
  readonly date?: boolean | 'dmy' | 'mdy' | undefined;
}

/** A rule as the kernel gets it. */
export interface PostedRule {
  /** Undefined: for all columns without a rule of their own. */
  readonly column: string | undefined;
  readonly flags: number;
  readonly tolerance: string;
}

/** enum heddle_table_rule */
const flagOf = { trim: 1, ignoreCase: 2, allColumns: 4 } as const;
const dateFlags = new Map<unknown, number>([
  [false, 0],
  [true, 8],
  ['dmy', 16],
  ['mdy', 32],
]);

/**
 * The rules of an input, or undefined when it has none.
 *
 * @throws HeddleError `invalid_argument` when one of them is malformed.
 */
export function postRules(
  rule: ValueRule | undefined,
  columnRules: Readonly<Record<string, ValueRule>> | undefined,
): PostedRule[] | undefined {
  const rules: PostedRule[] = [];
  if (rule !== undefined) rules.push(post(undefined, rule));
  for (const [column, own] of Object.entries(columnRules ?? {})) rules.push(post(column, own));
  return rules.length === 0 ? undefined : rules;
}

function post(column: string | undefined, rule: unknown): PostedRule {
  const name = column === undefined ? 'The rule' : `The rule of the column ${column}`;
  if (typeof rule !== 'object' || rule === null) {
    throw new HeddleError('invalid_argument', `${name} must be an object.`);
  }
  const fields = rule as Record<string, unknown>;
  const { trim = false, ignoreCase = false, tolerance = '', date = false } = fields;
  if (typeof trim !== 'boolean' || typeof ignoreCase !== 'boolean') {
    throw new HeddleError(
      'invalid_argument',
      `${name}: trim and ignoreCase must be true or false.`,
    );
  }
  if (typeof tolerance !== 'number' && typeof tolerance !== 'string') {
    throw new HeddleError('invalid_argument', `${name}: tolerance must be a number or a text.`);
  }
  const dateFlag = dateFlags.get(date);
  if (dateFlag === undefined) {
    throw new HeddleError('invalid_argument', `${name}: date must be true, false, dmy or mdy.`);
  }
  const flags =
    dateFlag |
    (trim ? flagOf.trim : 0) |
    (ignoreCase ? flagOf.ignoreCase : 0) |
    (column === undefined ? flagOf.allColumns : 0);
  return { column, flags, tolerance: String(tolerance) };
}

/** Texts as the C ABI takes them: each a little-endian 32-bit size and its UTF-8 bytes. */
export function encodeTexts(texts: readonly string[]): Uint8Array {
  const writer = new Writer();
  for (const text of texts) writer.text(text);
  return writer.bytes();
}

/** Rules as the C ABI takes them. */
export function encodeRules(rules: readonly PostedRule[]): Uint8Array {
  const writer = new Writer();
  for (const { column, flags, tolerance } of rules) {
    writer.text(column ?? '');
    writer.number(flags);
    writer.text(tolerance);
  }
  return writer.bytes();
}

class Writer {
  readonly #pieces: Uint8Array[] = [];

  number(value: number): void {
    const piece = new Uint8Array(4);
    new DataView(piece.buffer).setUint32(0, value, true);
    this.#pieces.push(piece);
  }

  text(value: string): void {
    const piece = new TextEncoder().encode(value);
    this.number(piece.length);
    this.#pieces.push(piece);
  }

  bytes(): Uint8Array {
    const result = new Uint8Array(this.#pieces.reduce((size, piece) => size + piece.length, 0));
    let place = 0;
    for (const piece of this.#pieces) {
      result.set(piece, place);
      place += piece.length;
    }
    return result;
  }
}
