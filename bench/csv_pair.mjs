import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../build/${path}`, import.meta.url));

/** The generated pair of `rows` rows, made when it is not there yet, and what differs in it. */
export function csvPair(rows, seed = 1) {
  const folder = at(`data/pair-${rows}-${seed}`);
  generate(folder, 'right-respelled.csv', rows, seed);
  return {
    ...filesOf(folder),
    shuffled: `${folder}/right-shuffled.csv`,
    respelled: `${folder}/right-respelled.csv`,
  };
}

/** The same without the other right files, for very many rows. */
export function plainPair(rows, seed = 1) {
  const folder = at(`data/plain-${rows}-${seed}`);
  generate(folder, 'right.csv', rows, seed, ['--plain']);
  return filesOf(folder);
}

/** last  a file that only a complete folder has. */
function generate(folder, last, rows, seed, options = []) {
  if (existsSync(`${folder}/${last}`)) return;
  mkdirSync(at('data'), { recursive: true });
  const generator = at('native-release/tests/generate_csv_pair');
  const size = ['--rows', `${rows}`, '--seed', `${seed}`];
  execFileSync(generator, [...size, ...options, '--out', folder]);
}

function filesOf(folder) {
  return {
    left: `${folder}/left.csv`,
    right: `${folder}/right.csv`,
    truth: JSON.parse(readFileSync(`${folder}/truth.json`, 'utf8')),
  };
}
