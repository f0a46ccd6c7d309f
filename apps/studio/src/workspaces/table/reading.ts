/** How the two files are written: what a person can say of it, and what was found. */
import type { Dialect, FoundDialect } from 'heddle/table';
import { formatList, formatPlural } from '../../parts/format.ts';

export interface Reading {
  readonly delimiter: 'auto' | ',' | ';' | '|' | '\t';
  /** Whether the first row names the columns. */
  readonly header: boolean;
  readonly quote: 'auto' | '"' | "'" | 'none';
  /** Whether quotes that RFC 4180 forbids are read. */
  readonly lenient: boolean;
  readonly ragged: 'error' | 'pad' | 'keep';
}

export const strictReading: Reading = {
  delimiter: 'auto',
  header: true,
  quote: 'auto',
  lenient: false,
  ragged: 'error',
};

export const delimiterNames = {
  auto: 'found in each file',
  ',': 'commas',
  ';': 'semicolons',
  '|': 'bars',
  '\t': 'tabs',
} as const;
export const quoteNames = {
  auto: 'found in each file',
  '"': 'quotes (")',
  "'": "apostrophes (')",
  none: 'nothing',
} as const;
export const raggedNames = {
  error: 'refused',
  pad: 'filled up when too short',
  keep: 'kept, with more columns',
} as const;

/** As the engine takes it. */
export function dialectOf({ delimiter, header, quote, lenient, ragged }: Reading): Dialect {
  return {
    ...(delimiter === 'auto' ? {} : { delimiter }),
    ...(header ? {} : { header }),
    ...(quote === 'auto' ? {} : { quote: quote === 'none' ? null : quote }),
    ...(lenient ? { lenient } : {}),
    ...(ragged === 'error' ? {} : { ragged }),
  };
}

export function isStrict(reading: Reading): boolean {
  return Object.keys(dialectOf(reading)).length === 0;
}

const sentence = (parts: readonly string[]) => {
  const words = formatList(parts);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
};

/** What was asked for, in one sentence. */
export function describeReading(reading: Reading): string {
  const { delimiter, header, quote, lenient, ragged } = reading;
  const parts = [
    delimiter === 'auto' ? '' : `fields between ${delimiterNames[delimiter]}`,
    header ? '' : 'no header',
    quote === 'auto' ? '' : `${quoteNames[quote]} around fields`,
    lenient ? 'odd quotes are read' : '',
    ragged === 'error' ? '' : `rows of another length ${raggedNames[ragged]}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'As RFC 4180 says; delimiters are found.' : sentence(parts);
}

/** What the engine found that a person may want to know of; undefined for plain CSV. */
export function describeFound(side: string, found: FoundDialect): string | undefined {
  const parts = [
    found.delimiter === ',' ? '' : delimiterNames[found.delimiter],
    found.quote === "'" ? 'apostrophes as quotes' : '',
    found.quote === null ? 'no quotes' : '',
    found.lineEnd === 'CR' ? 'lines that end with CR' : '',
    found.lenientFields === 0
      ? ''
      : formatPlural(found.lenientFields, 'field with odd quotes', 'fields with odd quotes'),
    found.raggedRows === 0
      ? ''
      : formatPlural(found.raggedRows, 'row of another length', 'rows of another length'),
  ].filter((part) => part !== '');
  return parts.length === 0 ? undefined : `${side}: ${formatList(parts)}.`;
}

const delimiterWords = { ',': 'comma', ';': 'semicolon', '|': 'bar', '\t': 'tab' } as const;
const quoteWords = { '"': 'double', "'": 'single', none: 'none' } as const;

/** What is not strict goes into an address. */
export function writeReading(reading: Reading, params: URLSearchParams): void {
  const { delimiter, header, quote, lenient, ragged } = reading;
  if (delimiter !== 'auto') params.set('delimiter', delimiterWords[delimiter]);
  if (!header) params.set('header', 'no');
  if (quote !== 'auto') params.set('quote', quoteWords[quote]);
  if (lenient) params.set('lenient', 'yes');
  if (ragged !== 'error') params.set('ragged', ragged);
}

/** The inverse; what an address says wrong is as if it were not there. */
export function readReading(params: URLSearchParams): Reading {
  const named = <Value extends string>(words: Readonly<Record<Value, string>>, name: string) =>
    (Object.keys(words) as Value[]).find((value) => words[value] === params.get(name)) ?? 'auto';
  const reading: Reading = {
    delimiter: named(delimiterWords, 'delimiter'),
    header: params.get('header') !== 'no',
    quote: named(quoteWords, 'quote'),
    lenient: params.get('lenient') === 'yes',
    ragged: (['pad', 'keep'] as const).find((known) => known === params.get('ragged')) ?? 'error',
  };
  return isStrict(reading) ? strictReading : reading;
}
