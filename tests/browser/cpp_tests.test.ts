// The C++ tests in Chromium: the same programs that run under Node, on an isolated page.
import { cpSync } from 'node:fs';
import { basename } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { inRepository, requireBuilt } from '../support/paths.ts';
import { hostFolder, type Server } from '../support/servers.ts';
import { launchChromium } from '../support/studio_page.ts';

const folders = { core: 'core', runtime: 'runtime', sim: 'engines/sim', table: 'engines/table' };

const site = new TemporaryFolder();
let server: Server;
let browser: Browser;

beforeAll(async () => {
  cpSync(inRepository('tests/browser/cpp_tests'), site.path, { recursive: true });
  for (const [name, folder] of Object.entries(folders)) {
    for (const type of ['cjs', 'wasm']) {
      const path = `build/wasm-threads/${folder}/${name}_tests.${type}`;
      const file = requireBuilt(path, 'wasm-threads');
      cpSync(file, site.at(basename(file)));
    }
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

it.each(Object.keys(folders))('TheTestsOf_%s_Pass', async (name) => {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(server.address);
  await page.evaluate(`start('${name}_tests.cjs')`);
  const ended = await page
    .waitForFunction('run.exit !== undefined', undefined, { timeout: 50_000 })
    .then(
      () => '',
      () => 'and did not end in time',
    );
  const { output, exit } = await page.evaluate<{ output: string; exit: unknown }>('run');
  await page.close();
  const text = `${output}${ended}`;
  expect(exit, text).toBe(0);
  expect(output).toMatch(/^\[ {2}PASSED {2}\] [1-9]\d* tests\.$/m);
  expect(output).not.toContain('[  SKIPPED ]');
  expect(errors).toEqual([]);
});
