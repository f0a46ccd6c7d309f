// Each workspace of the built Studio, opened, used and left again and again: nothing stays behind.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureHolding, type Holding } from '../support/page_memory.ts';
import { previewStudio, type Server } from '../support/servers.ts';
import { launchChromium, StudioPage } from '../support/studio_page.ts';

let browser: Browser;
let server: Server;
beforeAll(async () => {
  browser = await launchChromium('--use-angle=swiftshader', '--enable-unsafe-swiftshader');
  server = await previewStudio();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const rounds = 10;
/** First rounds load code, fill caches and are compiled. */
const warmUp = 5;
/** A lost view of a workspace has hundreds of nodes and dozens of listeners; a lost round holds 100 kB or more. */
const slack: Holding = { heap: 1_000_000, nodes: 100, listeners: 30, workers: 0 };

const go = (page: Page, workspace: string) => page.getByRole('link', { name: workspace }).click();

/** Runs the only command that the words find. */
async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find a command' }).fill(words);
  await expect.poll(() => page.getByRole('dialog').getByRole('option').count()).toBe(1);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

interface Use {
  readonly workspace: string;
  readonly from: string;
  /** What is done while it is open. */
  readonly use: (page: Page) => Promise<void>;
}

const tick = async (page: Page): Promise<number> =>
  Number(
    (await page.locator('.world-facts dd').first().innerText({ timeout: 30_000 })).replaceAll(
      ',',
      '',
    ),
  );

const uses: readonly Use[] = [
  {
    workspace: 'Table',
    from: 'Engine room',
    async use(page) {
      await page.getByRole('region', { name: 'Left file' }).waitFor();
      const summary = page.getByRole('region', { name: 'Summary' });
      const counts = async () => ((await summary.count()) === 1 ? summary.innerText() : '');
      for (const sample of ['sample seattle', 'sample mauna']) {
        const before = await counts();
        await command(page, sample);
        await expect.poll(counts, { timeout: 30_000 }).toMatch(/differences/);
        await expect.poll(counts, { timeout: 30_000 }).not.toBe(before);
        await page.locator('[data-row="0"]').waitFor();
      }
    },
  },
  {
    workspace: 'World',
    from: 'Table',
    async use(page) {
      for (let times = 0; times < 2; ++times) {
        await expect.poll(() => tick(page), { timeout: 30_000 }).toBeGreaterThan(20);
        await page.keyboard.press('n');
        // Another world has fewer ticks behind it.
        await expect.poll(() => tick(page), { timeout: 30_000, interval: 10 }).toBeLessThan(20);
      }
    },
  },
  {
    workspace: 'Engine room',
    from: 'Table',
    async use(page) {
      await page.locator('[data-run]').first().waitFor();
      const latest = async () =>
        Number(await page.locator('[data-run]').first().getAttribute('data-run'));
      const tier = page.getByRole('combobox', { name: 'Tier' });
      for (const wanted of ['workers', 'auto']) {
        const before = await latest();
        await tier.selectOption(wanted);
        await expect.poll(latest, { timeout: 30_000 }).toBe(before + 1);
        await page.locator('.bits-badge').getByText('Same bits').waitFor();
      }
    },
  },
];

describe('TenTimesOpenedAndLeft', () => {
  it.each(uses)('$workspace', { timeout: 300_000 }, async ({ workspace, from, use }) => {
    const first = from.toLowerCase().replace(' ', '-');
    const studio = await StudioPage.open(browser, `${server.address}#/${first}`);
    const { page } = studio;
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    await studio.badge().waitFor();
    const round = async () => {
      await go(page, workspace);
      await use(page);
      await go(page, from);
    };
    for (let times = 0; times < warmUp; ++times) await round();
    const before = await measureHolding(page);
    for (let times = 0; times < rounds; ++times) await round();
    // What was left behind ends in its own time: workers that are told to, jobs that are on their way.
    let after = before;
    const grown = async () => {
      after = await measureHolding(page);
      return (Object.keys(slack) as (keyof Holding)[]).filter(
        (name) => after[name] > before[name] + slack[name],
      );
    };
    const show = ({ heap, nodes, listeners, workers }: Holding) =>
      `${(heap / 1e6).toFixed(2)} MB, ${nodes} nodes, ${listeners} listeners, ${workers} workers`;
    await expect
      .poll(grown, { timeout: 20_000, interval: 500 })
      .toEqual([])
      .finally(() => {
        console.log(`${workspace}: ${show(before)}; ${rounds} rounds later ${show(after)}`);
      });
    // Such as of graphics contexts that nobody gave back.
    expect(warnings.filter((text) => /too many/i.test(text))).toEqual([]);
    await page.context().close();
    expect(studio.errors).toEqual([]);
  });
});
