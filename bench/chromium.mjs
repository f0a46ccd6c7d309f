/** A fresh Chromium on an isolated page, for benchmarks in a page. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

export const chromiumProgram = '/usr/bin/chromium';

const types = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cache-Control': 'max-age=600',
};

/** Serves folders by the first part of the path, and an empty page under every other. */
function serve(roots) {
  const server = createServer((request, response) => {
    const [, root, ...path] = normalize(request.url).split('/');
    if (!Object.hasOwn(roots, root)) {
      response.writeHead(200, { ...headers, 'Content-Type': 'text/html' }).end('<!doctype html>');
      return;
    }
    const type = types[extname(path.at(-1))] ?? 'application/octet-stream';
    readFile(join(roots[root], ...path)).then(
      (content) => response.writeHead(200, { ...headers, 'Content-Type': type }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

/**
 * Runs `work(page)` and returns what it gives.
 *
 * roots  folders by the name under which the page finds them.
 */
export async function inChromium(roots, work) {
  // Not before it is needed, so that the program's name can be asked for where there is no such package.
  const { chromium } = await import('playwright-core');
  const server = await serve(roots);
  const browser = await chromium.launch({
    executablePath: chromiumProgram,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    return await work(page);
  } finally {
    await browser.close();
    server.close();
  }
}
