/** The World of the Studio for tests: its pages, what they show, and the same world in Node. */
import { createSimulation, type Simulation } from 'heddle/sim';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { previewStudio, type Server } from './servers.ts';
import { launchChromium, StudioPage } from './studio_page.ts';

export const world = '#/world?scenario=crowd&entities=3000&seed=5';

/** One memory for all lanes, and a world in two domains. */
export const tiers = [
  ['threads', 1],
  ['workers', 2],
] as const;

type Open = (fragment?: string, context?: BrowserContextOptions) => Promise<Page>;

/**
 * A browser that draws and a served Studio, for the tests of one file. Each test's page is closed at its end, and
 * must have had no error.
 *
 * Returns how to visit a fragment of the address, and how to do so until a world is in view.
 */
export function worldPages(): { readonly visit: Open; readonly open: Open } {
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
  const visit: Open = async (fragment = world, context = {}) => {
    studio = await StudioPage.open(browser, `${server.address}${fragment}`, context);
    return studio.page;
  };
  const open: Open = async (fragment, context) => {
    const page = await visit(fragment, context);
    await page.locator('.world-canvas').waitFor();
    return page;
  };
  return { visit, open };
}

/** A number among the figures of the world. */
export async function figure(page: Page, name: string): Promise<number> {
  const text = await page.locator('.world-facts div', { hasText: name }).first().innerText();
  return Number(text.replace(name, '').replaceAll(',', ''));
}

export function press(page: Page, name: RegExp): Promise<void> {
  return page.getByRole('button', { name }).click();
}

/**
 * Presses Cancel beside what takes its time, in the moment when so much of it is seen to be done: it may soon be over.
 * Returns what is said of it.
 */
export function giveUp(page: Page, least = 0): Promise<string> {
  return page.evaluate(
    (least) =>
      new Promise<string>((resolve) => {
        const observer = new MutationObserver(() => {
          const note = document.querySelector('.world-note');
          const button = note?.querySelector('button');
          const done = note?.querySelector('progress')?.value ?? -1;
          if (!button || done < least) return;
          observer.disconnect();
          button.click();
          resolve(note?.querySelector('p')?.textContent ?? '');
        });
        observer.observe(document.body, { attributes: true, childList: true, subtree: true });
      }),
    least,
  );
}

/** Stops the world; the tick it stands at, once two readings agree. */
export async function standStill(page: Page): Promise<number> {
  await press(page, /^Pause/);
  let last = -1;
  await expect
    .poll(
      async () => {
        const before = last;
        last = await figure(page, 'Tick');
        return last === before;
      },
      { interval: 600 },
    )
    .toBe(true);
  return last;
}

/** The world of a test in Node, at that tick. */
export async function twin(
  ticks: number,
  scenario: 'crowd' | 'predators' = 'crowd',
): Promise<Simulation> {
  const sim = await createSimulation({ scenario, entities: 3000, seed: 5 });
  await sim.step(ticks);
  return sim;
}
