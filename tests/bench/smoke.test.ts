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
  const wholeProcess = ['native', 'wasm in Node', 'package in Node'].flatMap((form) =>
    ['1 lane', '2 lanes'].map((lanes) => `${form}, ${lanes}, whole process`),
  );
  const names = rows.filter(({ peer }) => peer === 'PapaParse + Map').map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(wholeProcess));
  const number = expect.any(Number) as unknown;
  for (const row of rows) {
    expect(row).toMatchObject({ unit: 's', ours: number, peerValue: number, ratio: number });
    expect(Object.keys(row).sort()).toEqual(
      ['goal', 'met', 'name', 'ours', 'peer', 'peerValue', 'ratio', 'unit'].sort(),
    );
  }
  expect(rows).toContainEqual(
    expect.objectContaining({ name: 'native, 2 lanes, whole process', goal: 5 }),
  );
});

it('RefusesANameThatItDoesNotKnow', async () => {
  const { exit, stdout, stderr } = await runCommand([process.execPath, script, 'weaving']);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toMatch(/^heddle: there is no benchmark weaving\n.*names: table/);
});
