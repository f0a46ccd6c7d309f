// The pool's benchmark runs its programs and reports our rows. No time is judged here, and peers that are not
// installed are left out.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { inRepository, requireBuilt } from '../support/paths.ts';
import { runCommand } from '../support/programs.ts';

it('ASmallRunReportsOurRows', async () => {
  requireBuilt('packages/heddle/dist/index.node.js');
  using folder = new TemporaryFolder();
  const file = folder.at('rows.json');
  const script = inRepository('bench/run.mjs');
  const command = [process.execPath, script, 'pool', '--quick', '--json', file] as const;
  const { exit, stderr } = await runCommand(command);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });

  const rows = JSON.parse(readFileSync(file, 'utf8')) as { name: string }[];
  const number = expect.any(Number) as unknown;
  for (const row of rows) expect(row).toMatchObject({ ours: number, peerValue: number });
  const names = rows.map(({ name }) => name);
  for (const name of [
    'small job, Node, p50 above a bare echo',
    'small job, Chromium, p50',
    '8 kernels ready, cached, Chromium',
    'urgent job behind 1,000 others, with a spare',
    'cancel a comparison, next one done',
    '200 jobs of 10 ms, 2 kernels',
    '50 MB there and back, shared, Chromium',
    'memory of an idle kernel, Node',
  ]) {
    expect(names).toContain(name);
  }
});
