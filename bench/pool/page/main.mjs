// node main.mjs CASE [--quick]: runs one of cases.mjs in a fresh Chromium, on an isolated page.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const roots = { heddle: here('../../../packages/heddle'), pool: here('..') };
const types = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cache-Control': 'max-age=600',
};

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
await new Promise((resolve) => {
  server.listen(0, '127.0.0.1', resolve);
});
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
});
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const figures = await page.evaluate(
    async ([name, quick]) => (await import('/pool/page/cases.mjs'))[name](quick),
    [process.argv[2], process.argv.includes('--quick')],
  );
  console.log(JSON.stringify({ right: true, figures }));
} finally {
  await browser.close();
  server.close();
}
