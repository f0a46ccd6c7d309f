import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The generated pair of `rows` rows, made when it is not there yet, and what differs in it. */
export function csvPair(rows, seed = 1) {
  const at = (path) => fileURLToPath(new URL(`../build/${path}`, import.meta.url));
  const folder = at(`data/pair-${rows}-${seed}`);
  if (!existsSync(`${folder}/right-respelled.csv`)) {
    mkdirSync(at('data'), { recursive: true });
    const generator = at('native-release/tests/generate_csv_pair');
    execFileSync(generator, ['--rows', `${rows}`, '--seed', `${seed}`, '--out', folder]);
  }
  return {
    left: `${folder}/left.csv`,
    right: `${folder}/right.csv`,
    shuffled: `${folder}/right-shuffled.csv`,
    respelled: `${folder}/right-respelled.csv`,
    truth: JSON.parse(readFileSync(`${folder}/truth.json`, 'utf8')),
  };
}
