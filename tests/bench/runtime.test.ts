// The runtime's benchmark runs its programs and reports our rows. No time is judged here, and peers
// that are not installed are left out.
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { inRepository, requireBuilt } from '../support/paths.ts';
import { runCommand } from '../support/programs.ts';

it('ASmallRunReportsOurRows', async () => {
  const by = './dev bench runtime --quick';
  requireBuilt('build/native-release/bench/runtime/runtime_ours', undefined, by);
  requireBuilt('build/wasm-threads/bench/runtime/runtime_ours.cjs', undefined, by);
  using folder = new TemporaryFolder();
  const file = folder.at('rows.json');
  const script = inRepository('bench/run.mjs');
  const command = [process.execPath, script, 'runtime', '--quick', '--json', file] as const;
  const { exit, stdout, stderr } = await runCommand(command);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  const tbb = existsSync(inRepository('build/native-release/bench/runtime/runtime_tbb'));
  expect(stdout.includes('oneTBB is not installed; its rows are left out')).toBe(!tbb);

  const rows = JSON.parse(readFileSync(file, 'utf8')) as { name: string; peer: string }[];
  const number = expect.any(Number) as unknown;
  for (const row of rows) {
    expect(row).toMatchObject({ ours: number, peerValue: number, ratio: number });
  }
  // These need no peer.
  const regions = ['empty region', 'region that needs both'];
  const expected = [
    ...regions.flatMap((kind) => [`${kind}, 2 lanes awake`, `${kind}, 2 lanes parked`]),
    ...['1 lane', '2 lanes', '4 lanes', '8 lanes'].map((lanes) => `loop of 2 us, ${lanes}`),
    ...['2 lanes', '2 lanes a core', '4 lanes a core'].map((lanes) => `arithmetic, ${lanes}`),
    'allocation, 2 lanes',
    'join that nobody takes, 1 lane',
    'join that nobody takes, other lane busy',
    '128 stereo frames through a ring',
    'frame of 1.2 MB through a triple buffer',
    ...['short call with a trace scope, off', 'short call with a trace scope, on'],
    'loop with a trace scope a chunk, off',
  ].flatMap((name) => [`${name}, native`, `${name}, wasm in Node`]);
  expected.push(
    '128 stereo frames through a ring, JavaScript in Node',
    'frame of 1.2 MB through a triple buffer, JavaScript in Node',
  );
  const peerless = rows.filter(
    ({ peer }) => !/^(OpenMP|oneTBB|thread pool|ringbuf\.js)/.test(peer),
  );
  expect(peerless.map(({ name }) => name).sort()).toEqual(expected.sort());
});

it('RunsOnePartAloneAndRefusesOneThatItDoesNotKnow', async () => {
  const script = inRepository('bench/run.mjs');
  const run = (only: string) =>
    runCommand([process.execPath, script, 'runtime', '--quick', '--only', only]);
  const { exit, stdout, stderr } = await run('trace');
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  expect(stdout).toContain('| short call with a trace scope, off, native');
  expect(stdout).not.toContain('| empty region');

  const refused = await run('weft');
  expect(refused.exit).toBe(2);
  expect(refused.stderr).toBe(
    'heddle: runtime has no part weft; its parts: parallel, ring, frame, trace\n',
  );
});
