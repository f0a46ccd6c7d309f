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
