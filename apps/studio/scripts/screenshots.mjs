/**
 * Takes the pictures of the README from the built page: docs/images/studio-{table,sides,merge,engine-room}-{light,dark}.png.
 * Needs a build (npm run build) and Chromium; CHROMIUM names its program.
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

const studio = dirname(dirname(fileURLToPath(import.meta.url)));
const images = join(studio, '..', '..', 'docs', 'images');
await mkdir(images, { recursive: true });

const server = await preview({ root: studio, preview: { port: 0 }, logLevel: 'warn' });
const address = server.resolvedUrls.local[0];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
});
const pictures = {
  async table(page) {
    await page.getByRole('button', { name: 'Compare a sample' }).click();
    await page.getByRole('row').nth(5).waitFor();
    // From the last changed rows to the first added ones, with a changed cell chosen.
    const grid = page.getByRole('grid');
    await grid.evaluate((element) => {
      const row = element.querySelector('[data-row]').getBoundingClientRect().height;
      element.scrollTop = 128 * row;
    });
    const chosen = page.locator('[data-row="133"] [data-column="1"]');
    await chosen.waitFor();
    await chosen.click();
  },
  async sides(page) {
    await page.goto(`${address}#/table?sample=co2-concentration&view=sides`);
    await page.locator('[data-row="0"]').waitFor();
    const grid = page.getByRole('grid');
    await grid.evaluate((element) => {
      const row = element.querySelector('[data-row]').getBoundingClientRect().height;
      element.scrollTop = 131 * row;
    });
    await page.locator('[data-row="135"] [data-side="right"][data-column="1"]').click();
  },
  async merge(page) {
    await page.goto(`${address}#/table?task=merge&sample=garden`);
    await page.locator('.conflict').first().waitFor();
    for (const key of ['l', 'n', 'r', 'n']) await page.keyboard.press(key);
    await page.getByText('4 conflicts of 6 open').waitFor();
  },
  async 'engine-room'(page) {
    await page.goto(`${address}#/engine-room?kernels=2`);
    await page.getByText('First result').waitFor();
    await page.getByRole('combobox', { name: 'Lanes each' }).selectOption('1');
    await page.getByText('Same bits').waitFor();
    await page.keyboard.press('l');
    const jobs = page.locator('[data-kernel="1"] [data-field="jobs"]');
    const worked = (least) =>
      jobs.evaluate(async (element, count) => {
        while (Number(element.textContent) < count) await new Promise(requestAnimationFrame);
      }, least);
    await worked(25);
    await page.keyboard.press('k');
    await page.getByText(/was back after/).waitFor();
    await worked(40);
  },
};
try {
  for (const colorScheme of ['light', 'dark']) {
    for (const [name, prepare] of Object.entries(pictures)) {
      const page = await browser.newPage({
        viewport: { width: 1200, height: 800 },
        deviceScaleFactor: 1.5,
        colorScheme,
      });
      await page.goto(address);
      await prepare(page);
      await page.evaluate(() => document.activeElement.blur());
      await page.mouse.move(0, 0);
      await page.screenshot({ path: join(images, `studio-${name}-${colorScheme}.png`) });
      await page.close();
    }
  }
} finally {
  await browser.close();
  await server.close();
}
