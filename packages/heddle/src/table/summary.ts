/** What there is to say of a comparison beside its counts and differences, and the check of it. */

/** How a file was read. */
export interface FoundDialect {
  readonly delimiter: ',' | ';' | '|' | '\t';
  /** `null`: nothing is quoted. */
  readonly quote: '"' | "'" | null;
  /** `'LF'` stands for CRLF too. */
  readonly lineEnd: 'LF' | 'CR';
  /** Whether quotes that RFC 4180 forbids were read. */
  readonly lenient: boolean;
  /** Fields with such quotes. */
  readonly lenientFields: number;
  /** What became of rows that were not as long as the first. */
  readonly ragged: 'error' | 'pad' | 'keep';
  /** How many rows that were. */
  readonly raggedRows: number;
}

/** The key that `key: 'auto'` found. */
export interface KeyProposal {
  /** Names of its columns; none when nothing tells all rows apart: then whole rows were compared. */
  readonly columns: readonly string[];
  /** Rows of left and of right. */
  readonly leftRows: number;
  readonly rightRows: number;
  /** Rows that have a partner with the same key in the other file. */
  readonly matched: number;
  /** Why it was chosen, in words. */
  readonly reason: string;
}

/** A column that is called differently in right. */
export interface RenamedColumn {
  readonly left: string;
  readonly right: string;
  /** The share of their values that they have in common, 0 to 1. */
  readonly score: number;
}

/** A value of left, and the same of right. */
export type Both<T> = readonly [left: T, right: T];

/** The engine's summary, as heddle/table/summary.h describes it. */
export interface DiffSummary {
  readonly duplicateKeys: Both<number>;
  readonly duplicateRows: Both<number>;
  readonly dialects: Both<FoundDialect>;
  readonly renamed: readonly RenamedColumn[];
}

/** The engine's answer to the search for a key. */
export type PostedProposal = Omit<KeyProposal, 'reason'>;

type Fields = Readonly<Record<string, unknown>>;

/** @throws TypeError when `value` is not a complete {@link DiffSummary}. */
export function parseSummary(value: unknown): DiffSummary {
  const fields = fieldsOf(value);
  const isCount = (one: unknown): boolean => typeof one === 'number' && one >= 0;
  for (const name of ['duplicateKeys', 'duplicateRows']) {
    if (!isBoth(fields[name], isCount)) throw malformed(name);
  }
  if (!isBoth(fields['dialects'], (one) => typeof fieldsOf(one)['delimiter'] === 'string')) {
    throw malformed('dialects');
  }
  const { renamed } = fields;
  if (!Array.isArray(renamed) || !renamed.every((one) => isCount(fieldsOf(one)['score']))) {
    throw malformed('renamed');
  }
  return value as DiffSummary;
}

/** @throws TypeError when `value` is not a complete {@link PostedProposal}. */
export function parseProposal(value: unknown): KeyProposal | undefined {
  if (value === undefined) return undefined;
  const { columns, leftRows, rightRows, matched } = fieldsOf(value);
  if (!Array.isArray(columns) || !columns.every((name) => typeof name === 'string')) {
    throw malformed('columns');
  }
  if (![leftRows, rightRows, matched].every((count) => typeof count === 'number')) {
    throw malformed('matched');
  }
  const proposal = value as PostedProposal;
  return { ...proposal, reason: reasonFor(proposal) };
}

function reasonFor({ columns, leftRows, rightRows, matched }: PostedProposal): string {
  if (columns.length === 0) {
    return 'No column, nor three together, tell all rows apart and pair any: whole rows were compared.';
  }
  const [subject, verbs] =
    columns.length === 1 ? ['It', ['tells', 'pairs']] : ['Together they', ['tell', 'pair']];
  return `${subject} ${verbs[0]} all rows apart, and ${verbs[1]} ${matched} of ${leftRows} and ${rightRows}.`;
}

function isBoth(value: unknown, check: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(check);
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw malformed('summary');
  return value as Fields;
}

function malformed(name: string): TypeError {
  return new TypeError(`The field ${name} of the summary is malformed.`);
}
