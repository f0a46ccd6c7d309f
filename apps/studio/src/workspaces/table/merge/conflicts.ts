/** The cells on which two sides of a merge disagree. */

/** `null`: there the row or the column is not. */
export type Value = string | null;

export interface Conflict {
  /** Row in the merged table, counted from 1. */
  readonly row: number;
  readonly key: readonly Value[];
  readonly column: string;
  readonly base: Value;
  readonly left: Value;
  readonly right: Value;
}

export type Side = 'base' | 'left' | 'right';

/** Bytes parsed between two turns of the page. */
const stretch = 2 ** 16;

/**
 * Parses the engine's list, JSON Lines, and gives the page its turns.
 * @throws SyntaxError when a line is malformed.
 */
export async function parseConflicts(list: Blob, signal?: AbortSignal): Promise<Conflict[]> {
  const conflicts: Conflict[] = [];
  const decoder = new TextDecoder();
  let rest = '';
  for (let start = 0; start < list.size; start += stretch) {
    const bytes = await list.slice(start, start + stretch).arrayBuffer();
    signal?.throwIfAborted();
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) conflicts.push(JSON.parse(line) as Conflict);
  }
  return conflicts;
}

/** What the engine has put into the merged table for a conflict. */
export function markOf({ base, left, right }: Conflict): string {
  if (left === null || right === null) return left ?? right ?? '';
  return `((( ${base ?? ''} ))) ${left} /// ${right}`;
}

/** Values that one side changed in a column which the other side has dropped, so that the merged table has no place for them. */
export interface Lost {
  readonly column: string;
  /** That dropped it. */
  readonly by: 'left' | 'right';
  readonly count: number;
}

/**
 * Tells conflicts that can be decided from values that are lost with their column.
 *
 * headers  names of the columns that each file has.
 */
export function withoutLost(
  conflicts: readonly Conflict[],
  headers: Readonly<Record<Side, readonly string[]>>,
): { readonly conflicts: readonly Conflict[]; readonly lost: readonly Lost[] } {
  const dropped = new Map<string, 'left' | 'right'>();
  for (const column of headers.base) {
    if (!headers.left.includes(column)) dropped.set(column, 'left');
    else if (!headers.right.includes(column)) dropped.set(column, 'right');
  }
  const counts = new Map<string, number>();
  const kept = conflicts.filter(({ column }) => {
    if (!dropped.has(column)) return true;
    counts.set(column, (counts.get(column) ?? 0) + 1);
    return false;
  });
  const lost = [...counts].map(([column, count]) => ({
    column,
    by: dropped.get(column) ?? 'left',
    count,
  }));
  return { conflicts: kept, lost };
}
