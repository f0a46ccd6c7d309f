// The example of docs/guide/shared-memory.md in Chromium: what the page pushes is what the worklet plays.
import { cpSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { inRepository, requireBuilt } from '../support/paths.ts';
import { hostFolder, type Server } from '../support/servers.ts';
import { launchChromium } from '../support/studio_page.ts';

/** The guide's blocks of code by the file name in their first line. */
function readExample(): Record<string, string> {
  const guide = readFileSync(inRepository('docs/guide/shared-memory.md'), 'utf8');
  const blocks = guide.matchAll(/^```js\n(\/\/ (\S+)\n[^]*?)^```$/gm);
  return Object.fromEntries([...blocks].map(([, code = '', name = '']) => [name, code]));
}

const site = new TemporaryFolder();
let server: Server;
let browser: Browser;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  const example = readExample();
  expect(Object.keys(example)).toEqual(['playback.js', 'page.js']);
  site.write({
    ...example,
    'index.html': '<!doctype html><title>Ring</title><button>Play</button>',
  });
  const shared = dirname(requireBuilt('packages/heddle/dist/shared/spsc_ring.js'));
  cpSync(shared, site.at('heddle'), { recursive: true });
  server = await hostFolder(site.path, {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  });
  browser = await launchChromium();
  page = await browser.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(server.address);
});
afterAll(async () => {
  await browser.close();
  await server.close();
  site[Symbol.dispose]();
  expect(errors).toEqual([]);
});

it('RendersEveryFrameThatWasPushedAndCountsTheRest', async () => {
  // Text, because the page's module is not one of this project's.
  const outcome = await page.evaluate<{ wrong: number; underrun: number; left: number }>(`
    (async () => {
      const { makePlayback } = await import('./page.js');
      const context = new OfflineAudioContext(2, 4096, 48000);
      const ring = await makePlayback(context);
      const frames = Float32Array.from({ length: 2 * 4000 }, (_, i) => (i + 1) / 8192);
      ring.push(frames);
      const rendered = await context.startRendering();
      let wrong = 0;
      for (let channel = 0; channel < 2; ++channel) {
        const samples = rendered.getChannelData(channel);
        for (let i = 0; i < 4096; ++i) if (samples[i] !== (frames[2 * i + channel] ?? 0)) ++wrong;
      }
      return { wrong, underrun: ring.underrun, left: ring.availableToRead() };
    })()`);
  expect(outcome).toEqual({ wrong: 0, underrun: 96, left: 0 });
});

it('PlaysLive', async () => {
  await page.getByRole('button').click(); // audio starts only for a user who did something
  await page.evaluate(`
    (async () => {
      const { makePlayback } = await import('./page.js');
      globalThis.context = new AudioContext();
      globalThis.ring = await makePlayback(context);
      ring.push(new Float32Array(2 * 8192));
      await context.resume();
    })()`);
  await page.waitForFunction('ring.availableToWrite() === ring.capacity && ring.underrun > 0');
  await page.evaluate('context.close()');
});
