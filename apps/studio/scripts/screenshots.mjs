/**
 * Takes the pictures of the README from the built page: docs/images/studio-{table,sides,merge,world,engine-room}-{light,dark}.png.
 * With names as arguments only those. Needs a build (npm run build) and Chromium; CHROMIUM names its program.
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
  // The world is drawn by the processor where there is no graphics card.
  args: [
    '--no-sandbox',
    '--hide-scrollbars',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
  ],
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
  async world(page) {
    await page.goto(`${address}#/world?scenario=predators&entities=8000&seed=11`);
    const tick = page.locator('.world-facts dd').first();
    await tick.evaluate(async (element) => {
      while (Number(element.textContent.replaceAll(',', '')) < 600) {
        await new Promise(requestAnimationFrame);
      }
    });
    await page.keyboard.press('p');
    const canvas = page.locator('.world-canvas');
    for (let nearer = 0; nearer < 3; ++nearer) await canvas.press('+');
    const picked = page.getByRole('heading', { name: /^Number / });
    while ((await picked.count()) === 0) {
      await page.keyboard.press('.');
      await canvas.press('Enter');
      await page.waitForTimeout(500);
    }
    // The last picture, and the figures that belong to it.
    await page.waitForTimeout(1500);
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
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(pictures);
  for (const colorScheme of ['light', 'dark']) {
    for (const name of wanted) {
      const prepare = pictures[name];
      if (prepare === undefined) {
        throw new Error(`There is no picture ${name}, but ${Object.keys(pictures).join(', ')}.`);
      }
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
