// The native program's trace is one that Perfetto shows.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { traceProblems } from '../support/chrome_trace.ts';
import { TemporaryFolder } from '../support/folder.ts';
import { programs, run } from '../support/programs.ts';
import { realPair } from '../support/vega.ts';

it.each([1, 2, 3])('IsWellFormedWith_%d_Threads', async (threads) => {
  using folder = new TemporaryFolder();
  const { left, right } = realPair('weather.csv');
  const file = folder.at('trace.json');
  const key = ['--key', 'location,date', '--threads', `${threads}`];
  const args = ['table', 'diff', left, right, ...key, '--trace', file];
  const { exit, stderr } = await run(programs().native, args);
  expect({ exit, stderr }).toEqual({ exit: 1, stderr: '' });
  const text = readFileSync(file, 'utf8');
  expect(traceProblems(text)).toEqual([]);
  const { traceEvents } = JSON.parse(text) as { traceEvents: { ph: string }[] };
  expect(traceEvents.filter(({ ph }) => ph === 'X').length).toBeGreaterThan(0);
});
