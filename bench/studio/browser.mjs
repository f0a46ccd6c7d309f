/** The built Studio in a fresh Chromium, from a server of this process. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const dist = fileURLToPath(new URL('../../apps/studio/dist', import.meta.url));
const executablePath = '/usr/bin/chromium';
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.csv': 'text/csv',
};

/** Whether there is a browser and what drives it. */
export function hasChromium() {
  try {
    return import.meta.resolve('playwright-core') !== '' && existsSync(executablePath);
  } catch {
    return false;
  }
}

/** Serves `dist` with the isolation headers, without compression. */
async function serve() {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://127.0.0.1');
    const name = normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    readFile(join(dist, name)).then(
      (content) =>
        response
          .writeHead(200, {
            'Content-Type': types[extname(name)] ?? 'application/octet-stream',
            'Cross-Origin-Opener-Policy': 'same-origin',
            'Cross-Origin-Embedder-Policy': 'require-corp',
          })
          .end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/**
 * Runs `work` with a browser and the Studio's address.
 *
 * hasWebGL  drawn by the processor, as a machine that measures may have no graphics card; the page then waits
 *           for each picture to be read back, which no graphics card asks of it.
 */
export async function withBrowser(work, { hasWebGL = true } = {}) {
  const { chromium } = await import('playwright-core');
  const server = await serve();
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(hasWebGL
        ? ['--use-angle=swiftshader', '--enable-unsafe-swiftshader']
        : ['--disable-gpu', '--disable-3d-apis']),
    ],
  });
  try {
    return await work(browser, server.address);
  } finally {
    await browser.close();
    server.close();
  }
}

/** A page of its own, as on a first visit. */
export async function openPage(browser, address) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  // A slow machine takes its time, and is measured all the same.
  page.setDefaultTimeout(180_000);
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(address);
  return page;
}

/** The world's tick, as the page shows it. */
export async function tickOf(page) {
  const text = await page.evaluate(
    () => document.querySelector('.world-facts dd')?.textContent ?? '0',
  );
  return Number(text.replaceAll(',', ''));
}

/** Waits until the world is past the tick. */
export async function untilTick(page, tick) {
  while ((await tickOf(page)) <= tick) await page.waitForTimeout(100);
}
