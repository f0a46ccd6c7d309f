/** The job that the engine room runs: the weather sample, so many times over that every lane gets some. */
import type { Pool } from 'heddle';
import { table, type TableDiff } from 'heddle/table';
import { fetchSample, weather } from '../../parts/samples.ts';

/** How often the sample's rows are repeated. */
export const repeats = 32;

export interface Work {
  readonly left: Blob;
  readonly right: Blob;
  readonly key: string[];
}

let loading: Promise<Work> | undefined;

/** The work; fetched once, and again after a failure. */
export function loadWork(): Promise<Work> {
  loading ??= makeWork().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function makeWork(): Promise<Work> {
  const { left, right } = await fetchSample(weather);
  const [before, after] = await Promise.all([left.text(), right.text()]);
  return { left: repeated(before), right: repeated(after), key: [...weather.key] };
}

/** The file with its rows repeated; both versions of the sample end their last row. */
function repeated(text: string): Blob {
  const rows = text.slice(text.indexOf('\n') + 1);
  return new Blob([text, ...Array.from({ length: repeats - 1 }, () => rows)]);
}

export async function runWork(
  pool: Pool,
  options: { readonly signal: AbortSignal; readonly onProgress?: (fraction: number) => void },
): Promise<TableDiff> {
  const { left, right, key } = await loadWork();
  options.signal.throwIfAborted();
  return pool.run(table.diff, { left, right, key }, options);
}

/** SHA-256 of everything that the comparison found, in hexadecimal. */
export async function hashOf(diff: TableDiff): Promise<string> {
  if (!isSecureContext) {
    throw new Error(
      'Browsers hash only in secure contexts: open the page over https or from localhost.',
    );
  }
  const bytes = await (await diff.toBlob()).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
