/** Which columns identify a row: what is offered before the person chooses. */

export interface KeyProposal {
  readonly key: readonly string[];
  /** One sentence for people: why these columns. */
  readonly reason: string;
}

/** Names that usually identify a row, the strongest first. Tested on snake_case in lower case. */
const identifiers: readonly RegExp[] = [
  /^(id|uuid|guid)$/,
  /_(id|uuid|guid)$/,
  /^key$|_key$/,
  /^code$|_code$/,
  /^name$|_name$/,
];

function snakeCase(name: string): string {
  return name
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s.-]+/g, '_')
    .toLowerCase();
}

/** Columns both files have, in the order of `left`. */
export function commonColumns(left: readonly string[], right: readonly string[]): string[] {
  const there = new Set(right);
  return left.filter((name) => there.has(name));
}

export function proposeKey(common: readonly string[]): KeyProposal {
  for (const pattern of identifiers) {
    const found = common.find((name) => pattern.test(snakeCase(name)));
    if (found !== undefined) {
      return { key: [found], reason: `“${found}” is named like an identifier.` };
    }
  }
  const first = common[0];
  if (first === undefined) {
    return { key: [], reason: 'The files have no column in common.' };
  }
  return { key: [first], reason: `“${first}” is the first column that both files have.` };
}

/** `key` with `column` added or taken out; key columns keep the order of `common`. */
export function toggleKeyColumn(
  key: readonly string[],
  column: string,
  common: readonly string[],
): string[] {
  const chosen = new Set(key);
  if (!chosen.delete(column)) chosen.add(column);
  return common.filter((name) => chosen.has(name));
}

/** Pairs of names that differ only in case or in outer spaces: the usual reason for no match. */
export function nearMatches(
  left: readonly string[],
  right: readonly string[],
): readonly (readonly [string, string])[] {
  const fold = (name: string) => name.trim().toLowerCase();
  const byFold = new Map(right.map((name) => [fold(name), name]));
  return left.flatMap((name) => {
    const other = byFold.get(fold(name));
    return other !== undefined && other !== name ? [[name, other] as const] : [];
  });
}

/** The key in an address; undefined where it names none, empty for whole rows. */
export function readKey(params: URLSearchParams): readonly string[] | undefined {
  return params.has('key') ? params.getAll('key').filter((name) => name !== '') : undefined;
}

/** The inverse. */
export function writeKey(key: readonly string[] | undefined, params: URLSearchParams): void {
  for (const name of key?.length === 0 ? [''] : (key ?? [])) params.append('key', name);
}
