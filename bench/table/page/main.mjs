// node main.mjs LEFT RIGHT: compares two files by the column id in a fresh Chromium, as a page does with those that a
// user picks.
import { fileURLToPath } from 'node:url';
import { inChromium } from '../../chromium.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const roots = { heddle: here('../../../packages/heddle'), table: here('.') };

const { cold, first } = await inChromium(roots, async (page) => {
  await page.evaluate(async () => (await import('/table/compare.mjs')).showInput());
  await page.locator('input').setInputFiles(process.argv.slice(2, 4));
  return page.evaluate(async () => (await import('/table/compare.mjs')).compare());
});
// Both comparisons found the same.
if (JSON.stringify(cold.counts) !== JSON.stringify(first.counts)) process.exit(2);
const figures = { cold: cold.seconds, first: first.seconds };
console.log(JSON.stringify({ counts: first.counts, figures }));
