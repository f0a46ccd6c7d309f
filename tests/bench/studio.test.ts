// The Studio's benchmark opens the built page, uses it and reports what is documented. No time is judged here,
// but for one that no machine takes: a page that is busy for a second by itself stands still.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isInstalled } from '../support/browsers/browser.ts';
import { chromium } from '../support/browsers/chromium.ts';
import { TemporaryFolder } from '../support/folder.ts';
import { inRepository, requireBuilt } from '../support/paths.ts';
import { runCommand } from '../support/programs.ts';

interface Row {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly peerValue: number;
}

it.skipIf(!isInstalled(chromium))(
  'ASmallRunReportsWhatThePageDoes',
  { timeout: 300_000 },
  async () => {
    requireBuilt('apps/studio/dist/index.html');
    using folder = new TemporaryFolder();
    const file = folder.at('rows.json');
    const script = inRepository('bench/run.mjs');
    const command = [process.execPath, script, 'studio', '--quick', '--json', file] as const;
    const { exit, stdout, stderr } = await runCommand(command);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(stdout).toMatch(/\d+ comparisons in [\d.]+ s; \d+ frames, by their time:\n +0 to 8 ms/);
    expect(stdout).toMatch(/tasks ran a script of ours, \d+ for more than 16 ms of processor time/);

    const rows = JSON.parse(readFileSync(file, 'utf8')) as Row[];
    const row = (name: RegExp): Row => {
      const found = rows.find((one) => name.test(one.name));
      if (found === undefined) throw new Error(`There is no row ${String(name)}.`);
      expect(found.ours).toBeGreaterThan(0);
      return found;
    };
    for (const name of [
      /^first visit, workspaces named/,
      /^first visit, a sample can be compared/,
      /^first visit, engine ready/,
      /^two files of 10,000 rows/,
      /^tick of 2,000 entities in view/,
      /by the clock, .* drawn by the page/,
      /by the clock, .* drawn by WebGL on the processor/,
    ]) {
      row(name);
    }
    // Sizes are the same on every machine.
    expect(row(/^JavaScript of the shell/)).toMatchObject({ unit: 'kB' });
    for (const { name, unit, ours, peerValue } of rows) {
      if (unit === 'kB') expect.soft(ours, name).toBeLessThanOrEqual(peerValue);
    }
    expect(rows.filter(({ name }) => name.startsWith('module ')).length).toBeGreaterThanOrEqual(4);
    // Two kinds of run: each has scripts of ours, and none of them holds the processor for long.
    for (const { ours } of rows.filter(({ name }) =>
      name.startsWith('longest task, processor time'),
    )) {
      expect(ours).toBeLessThan(1000);
    }
  },
);
