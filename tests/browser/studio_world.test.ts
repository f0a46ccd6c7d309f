// The World workspace of the built Studio: a world that is drawn, stopped, asked and changed.
import { createSimulation } from 'heddle/sim';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../support/axe.ts';
import { previewStudio, type Server } from '../support/servers.ts';
import { launchChromium, StudioPage } from '../support/studio_page.ts';

let browser: Browser;
let server: Server;
let studio: StudioPage | undefined;
beforeAll(async () => {
  browser = await launchChromium('--use-angle=swiftshader', '--enable-unsafe-swiftshader');
  server = await previewStudio();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
afterEach(async () => {
  await studio?.page.context().close();
  expect(studio?.errors).toEqual([]);
});

const world = '#/world?scenario=crowd&entities=3000&seed=5';

async function open(fragment = world, context: BrowserContextOptions = {}): Promise<Page> {
  studio = await StudioPage.open(browser, `${server.address}${fragment}`, context);
  const { page } = studio;
  await page.locator('.world-canvas').waitFor();
  return page;
}

const figure = async (page: Page, name: string): Promise<number> => {
  const text = await page.locator('.world-facts div', { hasText: name }).first().innerText();
  return Number(text.replace(name, '').replaceAll(',', ''));
};
const press = (page: Page, name: RegExp) => page.getByRole('button', { name }).click();

describe('TheWorld', () => {
  it('LivesUntilItIsPausedAndHasTheHashOfEveryOther', async () => {
    const page = await open();
    await expect.poll(() => figure(page, 'Tick')).toBeGreaterThan(5);
    await press(page, /^Pause/);
    await press(page, /^Hash/);
    await page.locator('.world-hash:not(:empty)').waitFor();
    // The figures are read now and then; two equal readings are of the world that stands.
    let last = 0;
    await expect
      .poll(
        async () => (await figure(page, 'Tick')) === last || !(last = await figure(page, 'Tick')),
        {
          interval: 400,
        },
      )
      .toBe(true);
    const ticks = await figure(page, 'Tick');
    const hash = await page.locator('.world-hash').innerText();
    await using sim = await createSimulation({ scenario: 'crowd', entities: 3000, seed: 5 });
    await sim.step(ticks);
    expect(hash).toBe(await sim.hash());
    expect(await figure(page, 'Alive')).toBe(sim.state.size);
  });

  it('IsDrawnInMoreThanOneColor', async () => {
    const page = await open();
    await press(page, /^Pause/);
    const shot = await page.locator('.world-canvas').screenshot();
    // A picture of one color is a few hundred bytes.
    expect(shot.length).toBeGreaterThan(20_000);
  });

  it('GoesOnWhenItsKernelIsKilledInTheEngineRoom', async () => {
    const page = await open();
    await page.getByRole('link', { name: 'Engine room' }).click();
    await page
      .getByRole('button', { name: /^Kill kernel 1/ })
      .first()
      .click();
    await page.getByRole('link', { name: 'World' }).click();
    const before = await figure(page, 'Tick');
    await expect.poll(() => figure(page, 'Tick')).toBeGreaterThan(before + 3);
  });

  it('SaysWhoIsInTheMiddle', async () => {
    const page = await open();
    await press(page, /^Pause/);
    await page.locator('.world-canvas').focus();
    await page.keyboard.press('+');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Number / }).waitFor();
    await page.getByText('Top speed').waitFor();
  });

  it('TakesOtherRules', async () => {
    const page = await open();
    await page.getByRole('slider', { name: /^Wander/ }).fill('0.5');
    await expect
      .poll(() => page.locator('.world-rules label', { hasText: 'Wander' }).innerText())
      .toContain('0.5');
    await expect.poll(() => figure(page, 'Tick')).toBeGreaterThan(3);
  });

  it('BeginsAgainAsAnother', async () => {
    const page = await open();
    await page.getByLabel('Scenario').selectOption('archipelago');
    await page.getByText('islanders').waitFor();
    expect(page.url()).toContain('scenario=archipelago');
    await page.getByLabel('Entities').fill('500');
    await press(page, /^Begin$/);
    await expect.poll(() => page.url()).toContain('entities=500');
  });

  it.each(['light', 'dark'] as const)('CanBeUsedByAll_%s', async (colorScheme) => {
    const page = await open(world, { colorScheme, viewport: { width: 360, height: 780 } });
    await press(page, /^Pause/);
    expect(await violations(page)).toEqual([]);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(wide).toBe(false);
  });
});
