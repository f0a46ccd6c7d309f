// The simulation's benchmark makes its worlds, runs its programs, compares their hashes and places, and reports
// our rows. No time is judged here, and peers that are not installed are left out.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { inRepository, requireBuilt } from '../support/paths.ts';
import { runCommand } from '../support/programs.ts';

interface Row {
  readonly name: string;
  readonly peer: string;
  readonly unit: string;
  readonly ours: number;
  readonly note: string;
}

it('ASmallRunReportsOurRows', async () => {
  requireBuilt('build/native-release/heddle', 'native-release');
  requireBuilt('packages/heddle/dist/sim/index.node.js');
  using folder = new TemporaryFolder();
  const file = folder.at('rows.json');
  const script = inRepository('bench/run.mjs');
  const command = [process.execPath, script, 'sim', '--quick', '--json', file] as const;
  const { exit, stderr } = await runCommand(command);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });

  const rows = JSON.parse(readFileSync(file, 'utf8')) as Row[];
  const number = expect.any(Number) as unknown;
  const note = expect.any(String) as unknown;
  for (const row of rows) expect(row).toMatchObject({ ours: number, peerValue: number, note });
  const names = rows.map(({ name }) => name);
  const phases = ['sort', 'behave', 'resolve', 'turnover'];
  for (const name of [
    'tick of 4,000, wasm in Node, 1 lane, p99',
    'tick of 4,000, wasm in Node, 2 lanes, p50',
    ...phases.map((phase) => `${phase} of 4,000, wasm in Node, 1 lane, mean`),
    'tick of 8,000, native, 2 lanes, p50',
    'tick of 2,000, native, 1 lane, p50',
    'steering of 2,000, wasm in Node, 1 lane, p50',
    'snapshot of 4,000, wasm in Node, 1 lane, inside the module',
    'hash of 4,000, wasm in Node, 1 lane, from the call to the answer',
  ]) {
    expect(names).toContain(name);
  }
  expect(rows).toContainEqual(
    expect.objectContaining({ peer: 'flocking with objects and a Map', unit: 'ms' }),
  );
  // Memory is no time: the same arrays are as large in both.
  const [native, wasm] = ['native', 'wasm in Node'].map((form) =>
    rows.find(({ name }) => name === `memory of an entity of 4,000, ${form}`),
  );
  expect(native?.ours).toBe(wasm?.ours);
});
