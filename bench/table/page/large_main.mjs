// node large_main.mjs LEFT RIGHT MAXIMUM: compares two files of the disk in Chromium, in a memory of so many bytes.
import { fileURLToPath } from 'node:url';
import { inChromium } from '../../chromium.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const roots = { heddle: here('../../../packages/heddle'), table: here('.') };
const [left, right, maximum] = process.argv.slice(2);

const found = await inChromium(roots, async (page) => {
  await page.evaluate(async () => (await import('/table/compare.mjs')).showInput());
  await page.locator('input').setInputFiles([left, right]);
  page.setDefaultTimeout(0);
  return page.evaluate(
    async (most) => (await import('/table/large.mjs')).compareLarge(most),
    Number(maximum),
  );
});
console.log(JSON.stringify(found));
