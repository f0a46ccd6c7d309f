// node main.mjs CASE [--quick]: runs one of cases.mjs in a fresh Chromium, on an isolated page.
import { fileURLToPath } from 'node:url';
import { inChromium } from '../../chromium.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const roots = { heddle: here('../../../packages/heddle'), pool: here('..') };

const figures = await inChromium(roots, (page) =>
  page.evaluate(
    async ([name, quick]) => (await import('/pool/page/cases.mjs'))[name](quick),
    [process.argv[2], process.argv.includes('--quick')],
  ),
);
console.log(JSON.stringify({ right: true, figures }));
