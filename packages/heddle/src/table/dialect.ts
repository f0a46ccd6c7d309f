import { HeddleError } from '../errors.js';

/** How the CSV files of an input are written, beside what RFC 4180 says. */
export interface Dialect {
  /** What stands between fields; without it it is found, for each file by itself, in its first 64 KiB. */
  readonly delimiter?: ',' | ';' | '|' | '\t' | undefined;
  /** Whether the first record names the columns (the default); else they are called 1, 2, 3 and so on. */
  readonly header?: boolean | undefined;
  /**
   * What stands around fields that need it; `null`: nothing does. Without it it is `"`, or an apostrophe
   * where a file's first 64 KiB hold no `"` and read well only so.
   */
  readonly quote?: '"' | "'" | null | undefined;
  /**
   * Reads quotes that RFC 4180 forbids as Python's csv module does: one inside a field that does not begin with
   * it is a character like others; text behind a closing quote belongs to the value; a quote that is never
   * closed reaches to the end of the file.
   */
  readonly lenient?: boolean | undefined;
  /**
   * What becomes of rows that are not as long as the first: `'error'` (the default) refuses the file, `'pad'` fills up
   * those that are too short with empty values, `'keep'` also gives the table more columns for those that are too
   * long, called by their numbers.
   */
  readonly ragged?: 'error' | 'pad' | 'keep' | undefined;
}

/** enum heddle_table_dialect_flag */
const flags = { noHeader: 256, lenient: 512 } as const;
const raggedFlags: Readonly<Record<string, number>> = { error: 0, pad: 1024, keep: 2048 };
const noQuote = 1;
const quoteFactor = 65536;
const delimiters: readonly unknown[] = [',', ';', '|', '\t'];

/**
 * A dialect as the C ABI takes it.
 *
 * @throws HeddleError `invalid_argument` when it is malformed.
 */
export function postDialect(dialect: Dialect): number {
  const { delimiter, header = true, quote, lenient = false, ragged = 'error' } = dialect;
  refuseUnless(
    delimiter === undefined || delimiters.includes(delimiter),
    'delimiter',
    'a comma, a semicolon, a bar or a tab',
  );
  refuseUnless(typeof header === 'boolean', 'header', 'true or false');
  const quotes: readonly unknown[] = [undefined, null, '"', "'"];
  refuseUnless(quotes.includes(quote), 'quote', 'a quote ("), an apostrophe or null');
  refuseUnless(typeof lenient === 'boolean', 'lenient', 'true or false');
  refuseUnless(Object.hasOwn(raggedFlags, ragged), 'ragged', 'error, pad or keep');
  const quoteCode = quote === null ? noQuote : (quote?.charCodeAt(0) ?? 0);
  return (
    (delimiter?.charCodeAt(0) ?? 0) +
    (header ? 0 : flags.noHeader) +
    (lenient ? flags.lenient : 0) +
    (raggedFlags[ragged] ?? 0) +
    quoteFactor * quoteCode
  );
}

function refuseUnless(condition: boolean, name: string, wanted: string): void {
  if (!condition) {
    throw new HeddleError('invalid_argument', `The option ${name} must be ${wanted}.`);
  }
}
