/** PapaParse's own cases: what it reads from a text, as rows. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';

interface PapaCase {
  readonly description: string;
  readonly input: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly expected: { readonly data: readonly unknown[]; readonly errors: readonly unknown[] };
}

/** Options of PapaParse that ask for something other than reading CSV. */
const notReading: Readonly<Record<string, string>> = {
  comments: 'CSV has no comments',
  escapeChar: 'a quote is escaped by a quote only',
  preview: 'all rows are read',
  dynamicTyping: 'values are text',
  transform: 'values are not changed',
  transformHeader: 'names are not changed',
  skipFirstNLines: 'no line is passed over',
};

export interface ReadingCase {
  readonly name: string;
  readonly input: string;
  readonly rows: readonly (readonly string[])[];
  readonly header: boolean;
  readonly delimiter: ',' | ';' | '|' | '\t' | undefined;
  readonly quote: '"' | "'" | undefined;
}

/** Every case by its name, or why it is none for the engine. */
export function papaparseCases(): Map<string, ReadingCase | string> {
  const file = createRequire(import.meta.url).resolve('papaparse/package.json');
  const code = readFileSync(join(dirname(file), 'tests', 'test-cases.js'), 'utf8');
  const ignore = Object.assign(() => undefined, { skip: () => undefined });
  const context: Record<string, unknown> = {
    module: { exports: {} },
    require: () => ({ assert: {} }),
    describe: ignore,
    it: ignore,
  };
  runInNewContext(code, context);
  const cases = new Map<string, ReadingCase | string>();
  for (const list of ['CORE_PARSER_TESTS', 'PARSE_TESTS'] as const) {
    // As JSON, so that its objects are of this realm; functions are marked.
    const text = JSON.stringify(context[list], (_, value: unknown) =>
      typeof value === 'function' ? 'a function' : value,
    );
    const isCore = list === 'CORE_PARSER_TESTS';
    (JSON.parse(text) as PapaCase[]).forEach((one, index) => {
      cases.set(`${isCore ? 'core' : 'parse'} ${index}: ${one.description}`, convert(one, isCore));
    });
  }
  return cases;
}

function convert(
  { description, input, config = {}, expected }: PapaCase,
  isCore: boolean,
): ReadingCase | string {
  for (const [option, reason] of Object.entries(notReading)) {
    if (config[option] !== undefined && config[option] !== 5 && config[option] !== 0) return reason;
  }
  if (config['skipEmptyLines'] === 'greedy') return 'lines of blanks are rows';
  if (input === '') return 'an empty file is refused';
  const { delimiter = isCore ? ',' : undefined, quoteChar } = config;
  if (delimiter !== undefined && !(',;|\t' as string).includes(delimiter as string)) {
    return 'this delimiter is none of ours';
  }
  if (quoteChar !== undefined && quoteChar !== "'") return 'this quote is none of ours';
  // The core parser itself knows no header but to give names anew when one stands twice.
  if (isCore && config['header'] === true) return 'a name that stands twice is refused';
  const header = config['header'] === true;
  const rows = header ? withHeader(expected.data, input) : (expected.data as string[][]);
  if (rows.length === 0) return 'nothing is left to be read';
  return {
    name: description,
    input,
    rows: withoutBlankLines(rows, input),
    header,
    delimiter: delimiter as ReadingCase['delimiter'],
    quote: quoteChar as ReadingCase['quote'],
  };
}

const extra = '__parsed_extra';

function withHeader(data: readonly unknown[], input: string): string[][] {
  const objects = data as Readonly<Record<string, string | string[]>>[];
  if (objects.length === 0) return [];
  // Headers with quotes have nothing in them that needs these.
  const names = (/^\ufeff?(.*)/.exec(input)?.[1] ?? '').replaceAll('"', '').split(',');
  const rows = objects.map((object) => [
    ...names.map((name) => (object[name] ?? '') as string),
    ...((object[extra] ?? []) as string[]),
  ]);
  const width = Math.max(...rows.map((row) => row.length));
  const added = Array.from({ length: width - names.length }, (_, i) => `${names.length + i + 1}`);
  return [[...names, ...added], ...rows];
}

/** PapaParse takes a blank line for a row with an empty value, also behind the last line end. */
function withoutBlankLines(rows: readonly string[][], input: string): string[][] {
  const isBlank = (row: readonly string[]) => row.length === 1 && row[0] === '';
  const kept = rows.filter((row, index) => {
    const behindTheEnd = index === rows.length - 1 && /[\r\n]$/.test(input);
    return !(behindTheEnd && isBlank(row));
  });
  if (kept.every((row) => row.length === 1)) return kept;
  return kept.filter((row, index) => index === 0 || !isBlank(row));
}
