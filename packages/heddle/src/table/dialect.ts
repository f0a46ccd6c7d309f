import { HeddleError } from '../errors.js';

/** How the CSV files of an input are written, beside what RFC 4180 says. */
export interface Dialect {
  /** What stands between fields; without it it is found, for each file by itself, in its first 64 KiB. */
  readonly delimiter?: ',' | ';' | '|' | '\t' | undefined;
  /** Whether the first record names the columns (the default); else they are called 1, 2, 3 and so on. */
  readonly header?: boolean | undefined;
}

/** enum HEDDLE_TABLE_NO_HEADER */
const noHeader = 256;
const delimiters: readonly unknown[] = [',', ';', '|', '\t'];

/**
 * A dialect as the C ABI takes it.
 *
 * @throws HeddleError `invalid_argument` when it is malformed.
 */
export function postDialect({ delimiter, header = true }: Dialect): number {
  if (delimiter !== undefined && !delimiters.includes(delimiter)) {
    throw new HeddleError(
      'invalid_argument',
      'The option delimiter must be a comma, a semicolon, a bar or a tab.',
    );
  }
  if (typeof header !== 'boolean') {
    throw new HeddleError('invalid_argument', 'The option header must be true or false.');
  }
  return (delimiter?.charCodeAt(0) ?? 0) + (header ? 0 : noHeader);
}
