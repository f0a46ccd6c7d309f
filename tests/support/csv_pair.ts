/** Generated pairs of CSV files with known differences. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository, requireBuilt } from './paths.ts';

/** What a comparison with the key `id` must find. */
export interface Truth {
  readonly rows: number;
  readonly rightRows: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly changedCells: number;
  readonly unchanged: number;
}

export interface CsvPair {
  readonly left: string;
  readonly right: string;
  readonly rightShuffled: string;
  readonly truth: Truth;
}

/** The pair of `rows` rows, generated when it is not there yet. */
export function csvPair(rows: number, seed = 1): CsvPair {
  const folder = inRepository(`build/data/pair-${rows}-${seed}`);
  const at = (name: string) => join(folder, name);
  if (!existsSync(folder)) {
    const generator = requireBuilt(
      'build/native-release/tests/generate_csv_pair',
      'native-release',
    );
    mkdirSync(inRepository('build/data'), { recursive: true });
    execFileSync(generator, ['--rows', `${rows}`, '--seed', `${seed}`, '--out', folder]);
  }
  return {
    left: at('left.csv'),
    right: at('right.csv'),
    rightShuffled: at('right-shuffled.csv'),
    truth: JSON.parse(readFileSync(at('truth.json'), 'utf8')) as Truth,
  };
}
