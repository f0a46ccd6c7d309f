import { HeddleError, type ErrorCode } from 'heddle';
import { formatCount } from '../../parts/format.ts';
import { messageOf } from '../../parts/messageOf.ts';
import type { Problem } from '../../parts/ProblemNote.tsx';
import type { Reading } from './reading.ts';

export type Side = 'left' | 'right';

/** The file that caused an error of table.diff; undefined when it was not a file. */
export function sideOf(error: unknown): Side | undefined {
  if (!(error instanceof HeddleError)) return undefined;
  return error.input === 'left' || error.input === 'right' ? error.input : undefined;
}

/** The part of the page that has to do with an error which is not of a file. */
export type Concern = 'key' | 'rules' | undefined;

export function concernOf(error: unknown): Concern {
  if (!(error instanceof HeddleError) || error.code !== 'invalid_argument') return undefined;
  if (/\brules?\b|ignore|tolerance/i.test(error.message)) return 'rules';
  return /\bkey\b|similar/i.test(error.message) ? 'key' : undefined;
}

/** A way of reading that takes what was refused. */
export interface Fix {
  readonly label: string;
  readonly reading: Partial<Reading>;
}

/** Ways of reading that would take a file with this error. */
export function fixesOf(error: unknown): readonly Fix[] {
  if (!(error instanceof HeddleError) || error.code !== 'malformed_input') return [];
  if (error.message.includes('pad or keep')) {
    return [
      { label: 'Fill up rows that are too short', reading: { ragged: 'pad' } },
      { label: 'Keep all fields', reading: { ragged: 'keep' } },
    ];
  }
  if (/\bquote|never closed/i.test(error.message)) {
    return [
      { label: 'Read odd quotes', reading: { lenient: true } },
      { label: 'Take quotes for text', reading: { quote: 'none' } },
    ];
  }
  return error.message.includes('twice in the header')
    ? [{ label: 'The first row is no header', reading: { header: false } }]
    : [];
}

function place(error: HeddleError): string | undefined {
  const parts: string[] = [];
  if (error.line !== undefined) parts.push(`Line ${formatCount(error.line)}`);
  if (error.byteOffset !== undefined) parts.push(`byte ${formatCount(error.byteOffset)}`);
  return parts.length > 0 ? parts.join(', ') : undefined;
}

/** For errors whose message does not end with what to do. */
const remedies: Readonly<Record<ErrorCode, string>> = {
  malformed_input: 'Export the file again as CSV in UTF-8, with a header row.',
  invalid_argument: 'Choose other key columns.',
  out_of_memory: 'Close other pages, or take parts of the files.',
  unavailable: 'Update the browser, or allow workers and WebAssembly for this page.',
  io: 'Choose the file again.',
  internal: 'Try again. If it happens again, please report it.',
  kernel_failed: 'A new worker takes over. Try again.',
  timeout: 'Take smaller files.',
  queue_full: 'Wait until what runs has ended.',
  operation_failed: 'Try again. If it happens again, please report it.',
  disposed: 'Reload the page.',
};

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/.test(capital) ? capital : `${capital}.`;
}

/**
 * The engine writes "line 3, byte offset 40: what is wrong; what to do". Here the place has a line of
 * its own, and the parts are sentences.
 */
export function describeProblem(error: unknown): Problem {
  if (!(error instanceof HeddleError)) {
    const message = messageOf(error);
    return { title: sentence(message), remedy: remedies.internal };
  }
  const where = place(error);
  const message =
    where === undefined
      ? error.message
      : error.message.replace(/^line \d+(, byte offset \d+)?: /i, '');
  const [what = message, ...fix] = message.split('; ');
  const remedy = fix.length > 0 ? sentence(fix.join('; ')) : remedies[error.code];
  return {
    title: sentence(what),
    ...(where === undefined ? {} : { where }),
    remedy: error.code === 'malformed_input' ? `${remedy} Then choose it again.` : remedy,
  };
}
