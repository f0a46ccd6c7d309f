// Lanes that die of a real trap in Chromium, in a module that is built for these tests only.
import { cpSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { inRepository, requireBuilt } from '../support/paths.ts';
import { hostFolder, type Server } from '../support/servers.ts';
import { launchChromium } from '../support/studio_page.ts';

interface Outcome {
  readonly result?: string;
  readonly code?: string;
  readonly message?: string;
  readonly kernel?: number;
}

const site = new TemporaryFolder();
let server: Server;
let browser: Browser;

beforeAll(async () => {
  cpSync(inRepository('tests/browser/lane_failure'), site.path, { recursive: true });
  const dist = dirname(requireBuilt('packages/heddle/dist/index.js'));
  cpSync(dist, site.at('heddle/dist'), { recursive: true });
  for (const type of ['mjs', 'wasm']) {
    const file = requireBuilt(`build/wasm-threads/abi/failing.threads.${type}`, 'wasm-threads');
    cpSync(file, site.at(basename(file)));
  }
  server = await hostFolder(site.path, {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await server.close();
  site[Symbol.dispose]();
});

it('ALaneThatDiesFailsItsJobAndTheKernelComesBack', async () => {
  const page = await browser.newPage();
  await page.goto(server.address);
  const well = { lane: 0, how: 0 };
  const jobs = [well, { lane: 1, how: 1 }, well, { lane: 1, how: 2 }, { lane: 1, how: 3 }, well];
  await page.waitForFunction('globalThis.runJobs !== undefined');
  const { outcomes, restarts } = await page.evaluate<{ outcomes: Outcome[]; restarts: number }>(
    `runJobs(${JSON.stringify(jobs)})`,
  );
  await page.close();
  const died = (why: RegExp): unknown =>
    expect.objectContaining({
      code: 'kernel_failed',
      kernel: 1,
      message: expect.stringMatching(why) as unknown,
    });
  expect(outcomes).toEqual([
    { result: 'well' },
    died(/The kernel's lane 1 failed: .*unreachable/),
    { result: 'well' },
    died(/The kernel's lane 1 failed: .*memory access out of bounds/),
    died(/The kernel's lane 1 failed: .*[Aa]bort/),
    { result: 'well' },
  ]);
  expect(restarts).toBe(3);
});
