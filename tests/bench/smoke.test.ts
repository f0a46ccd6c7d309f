// The benchmarks run, check the answers and write what is documented. No time is judged here.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { inRepository, requireBuilt } from '../support/paths.ts';
import { runCommand } from '../support/programs.ts';

const script = inRepository('bench/run.mjs');

it('ASmallRunOfTableReportsEveryRow', async () => {
  requireBuilt('build/native-release/tests/generate_csv_pair', 'native-release');
  using folder = new TemporaryFolder();
  const file = folder.at('rows.json');
  const command = [process.execPath, script, 'table', '--quick', '--json', file] as const;
  const { exit, stdout, stderr } = await runCommand([...command]);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  expect(stdout).toMatch(/^[^\n]+ cores, [^\n]+\n/);
  expect(stdout).toMatch(/\| name +\| ours +\| peer +\| peer takes +\| ratio +\| goal +\|/);

  const rows = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>[];
  const names = rows.filter(({ peer }) => peer === 'PapaParse + Map').map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'native, 2 lanes, whole process',
      'wasm in Node, 2 lanes, whole process',
      'package in Node, 1 lane, whole process',
      'package in Node, 2 lanes, whole process',
    ]),
  );
  const number = expect.any(Number) as unknown;
  for (const row of rows) {
    expect(row).toMatchObject({ ours: number, peerValue: number, ratio: number });
    expect(['s', 'ms', 'B', 'MB']).toContain(row['unit']);
  }
  // One row at least of each part.
  const goals = new Map(
    rows.map(({ name, peer, goal }) => [`${String(name)}: ${String(peer)}`, goal]),
  );
  for (const [row, goal] of [
    ['native, 2 lanes, whole process: PapaParse + Map', 5],
    ['native, 2 lanes, whole process: limit of 0.2 s', 1],
    ['native, 1 lane, every differing row as JSON lines, whole process: 1.2 of a summary', 1],
    ['native, 1 lane, shuffled rows, whole process: 1.25 of the same order', 1],
    ['native, 1 lane, rules on all columns, whole process: 1.6 of exact', 1],
    ['native, 1 lane, peak memory above the files, of a row: limit of 48 B', 1],
    ['native, sorted, 1 lane, peak memory above the program: limit of 16 MB', 1],
    ['2 x 0.02 GB, createDiff in Node, memory of the module: limit of 32 MiB', 1],
  ] as const) {
    expect({ row, goal: goals.get(row) }).toEqual({ row, goal });
  }
});

it('RefusesANameThatItDoesNotKnow', async () => {
  const { exit, stdout, stderr } = await runCommand([process.execPath, script, 'weaving']);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toMatch(/^heddle: there is no benchmark weaving\n.*names: table/);
});
