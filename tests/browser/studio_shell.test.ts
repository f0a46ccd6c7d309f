// What every workspace of the built Studio shares: addresses, keys, commands, and that all can use it.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../support/axe.ts';
import { TemporaryFolder } from '../support/folder.ts';
import { compare } from '../support/reference.ts';
import { hostStudio, previewStudio, type Server } from '../support/servers.ts';
import { launchChromium, StudioPage } from '../support/studio_page.ts';
import { readIndependently, realPair } from '../support/vega.ts';

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

async function open(fragment = '', context: BrowserContextOptions = {}): Promise<StudioPage> {
  studio = await StudioPage.open(browser, `${server.address}${fragment}`, context);
  return studio;
}

const inView = (page: Page) => page.locator('[aria-current=page]');
const fragmentOf = (page: Page) => new URL(page.url()).hash;
const weather = realPair('weather.csv');
const truth = compare(readIndependently(weather.left), readIndependently(weather.right), [
  'location',
  'date',
]);

describe('Addresses', () => {
  it('OpenTheFirstWorkspaceWithoutOne', async () => {
    const { page } = await open();
    await page.waitForFunction(() => document.title === 'Table · Heddle Studio');
    expect(await inView(page).innerText()).toBe('Table');
  });

  it('OpenTheFirstWorkspaceForOneThatDoesNotExist', async () => {
    const { page } = await open('#/nowhere');
    await page.getByRole('heading', { name: 'Compare two CSV files' }).waitFor();
  });

  it('NameTheWorkspaceAndGoBack', async () => {
    const { page } = await open();
    await page.getByRole('link', { name: 'Engine room' }).click();
    await page.getByRole('heading', { name: 'Engine room', level: 1 }).waitFor();
    expect(fragmentOf(page)).toBe('#/engine-room');
    await page.waitForFunction(() => document.title === 'Engine room · Heddle Studio');
    await page.goBack();
    await page.getByRole('heading', { name: 'Compare two CSV files' }).waitFor();
    expect(await inView(page).innerText()).toBe('Table');
  });

  it('ShareAView', async () => {
    const first = await open('#/table?sample=weather');
    await first.chooseKey(['date']);
    const changed = first.summary().getByRole('radio', { name: /changed/ });
    await changed.press('Space');
    await first.page.waitForURL(/key=date&show=changed$/);
    const shared = fragmentOf(first.page);
    const shown = await changed.locator('..').innerText();
    await first.page.context().close();

    const second = await open(shared);
    const again = second.summary().getByRole('radio', { name: /changed/ });
    await again.waitFor();
    expect(await again.isChecked()).toBe(true);
    expect(await again.locator('..').innerText()).toBe(shown);
    const key = second.page.getByRole('group', { name: 'Key' }).getByRole('checkbox');
    const chosen = await key.evaluateAll((boxes) =>
      boxes
        .filter((box) => (box as HTMLInputElement).checked)
        .map((box) => box.closest('label')?.textContent),
    );
    expect(chosen).toEqual(['date']);
  });

  it('ForceATier', async () => {
    const { page } = await open('#/table?tier=workers&kernels=2');
    await page.getByRole('button', { name: /^Engine: Workers · 2 × 1 lane/ }).waitFor();
  });

  it('ThatAskForWhatIsNotThereSayHowToGoOn', async () => {
    const { page } = await open('#/engine-room?tier=warp');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/no tier "warp"/);
    await alert.getByRole('button', { name: /Let the page choose/ }).click();
    await page.getByRole('button', { name: /^Engine: Threads/ }).waitFor();
    expect(await alert.count()).toBe(0);
    expect(fragmentOf(page)).toBe('#/engine-room');
  });
});

describe('Keys', () => {
  it('GoFromWorkspaceToWorkspace', async () => {
    const { page } = await open();
    await page.getByRole('heading', { name: 'Compare two CSV files' }).waitFor();
    await page.keyboard.press('3');
    await page.getByRole('heading', { name: 'Engine room', level: 1 }).waitFor();
    await page.keyboard.press('1');
    await page.getByRole('heading', { name: 'Compare two CSV files' }).waitFor();
  });

  it('AreListedByTheQuestionMark', async () => {
    const { page } = await open('#/engine-room');
    await page.getByRole('heading', { name: 'Engine room', level: 1 }).waitFor();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    await help.waitFor();
    expect(await help.innerText()).toMatch(/Kill kernel 1\s+K/);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
  });

  it('OfOneLetterCanBeSwitchedOff', async () => {
    const { page } = await open();
    const meter = page.getByTitle(/^Frames a second/);
    await meter.waitFor();
    await page.keyboard.press('f');
    await meter.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('heading', { name: 'Compare two CSV files' }).waitFor();
    expect(await meter.count()).toBe(0);
    await page.keyboard.press('?');
    await page.getByRole('checkbox', { name: /^Single keys/ }).uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('f');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Commands' }).waitFor();
    expect(await meter.count()).toBe(0);
  });

  it('ReachEverything', async () => {
    const { page } = await open('#/table?sample=weather');
    await page.locator('[data-row="0"]').waitFor();
    for (const workspace of ['Table', 'World', 'Engine room']) {
      await page.getByRole('link', { name: workspace }).click();
      await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
      if (workspace === 'World') await pickInTheWorld(page);
      if (workspace === 'Engine room') await page.getByText('First result').waitFor();
      // Of radio buttons one is reached; the arrow keys go on from there.
      const wanted = await page.evaluate(() => {
        const all = document.querySelectorAll<HTMLElement>(
          'a[href], summary, button:enabled, select:enabled, input:enabled, [tabindex="0"]',
        );
        const visible = [...all].filter(
          (element) =>
            element.checkVisibility() &&
            !(element instanceof HTMLInputElement && element.type === 'radio' && !element.checked),
        );
        visible.forEach((element, i) => (element.dataset['tab'] = `${i}`));
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        return visible.map((element) => element.outerHTML.slice(0, 120));
      });
      expect(wanted.length).toBeGreaterThan(10);
      const reached = new Set<number>();
      for (let press = 0; press < wanted.length + 5; ++press) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate(() =>
          document.activeElement instanceof HTMLElement
            ? document.activeElement.dataset['tab']
            : undefined,
        );
        if (at !== undefined) reached.add(Number(at));
      }
      expect(wanted.filter((_element, i) => !reached.has(i))).toEqual([]);
    }
  });
});

describe('TheCommandPalette', () => {
  it('FindsAndRuns', async () => {
    const { page } = await open();
    await page.getByRole('heading', { name: 'Compare two CSV files' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a command' }).fill('sample seattle');
    const options = page.getByRole('option');
    expect(await options.allInnerTexts()).toHaveLength(1);
    await page.keyboard.press('Enter');
    await studio?.tile(truth.changed, 'rows changed').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('GivesTheFocusBack', async () => {
    const { page } = await open();
    const opener = page.getByRole('button', { name: 'Commands' });
    await opener.press('Enter');
    await page.getByRole('option').first().waitFor();
    await page.getByRole('combobox', { name: 'Find a command' }).fill('zzz');
    await page.getByText('Nothing is called “zzz”.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});

describe('Offline', () => {
  it('WorksAfterTheFirstVisit', async () => {
    const host = await hostStudio({});
    studio = await StudioPage.open(browser, host.address);
    const { page } = studio;
    try {
      await page.getByRole('button', { name: 'Compare a sample' }).click();
      await page.locator('[data-row="0"]').waitFor();
      await page.waitForFunction(async () => {
        const names = await caches.keys();
        const caching = names.map(async (name) => (await caches.open(name)).keys());
        const kept = (await Promise.all(caching)).flat().map(({ url }) => url);
        return ['/index.html', '.wasm'].every((end) => kept.some((url) => url.endsWith(end)));
      });
    } finally {
      await host.close();
    }
    await page.goto(`${host.address}#/table?sample=weather`);
    await page.reload();
    await studio.tile(truth.changed, 'rows changed').waitFor();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await page.getByRole('link', { name: 'Engine room' }).click();
    await page.getByText('First result').waitFor();
    // Chromium tells of the page's own request that the service worker could not send on.
    studio.errors.length = 0;
  });
});

/** Stops the world and picks who is in the middle, or next to it, by keys alone. */
async function pickInTheWorld(page: Page): Promise<void> {
  await page.locator('.world-tribes').first().waitFor();
  await page.keyboard.press('p');
  await page.getByRole('button', { name: /^Go on/ }).waitFor();
  await page.getByRole('slider').first().waitFor();
  const heading = page.getByRole('heading', { name: /^Number / });
  await expect
    .poll(
      async () => {
        // Where the world happened to stop there may be nobody in the middle.
        await page.keyboard.press('.');
        await page.locator('.world-canvas').press('Enter');
        await heading.waitFor({ timeout: 1000 }).catch(() => undefined);
        return heading.count();
      },
      { timeout: 30_000 },
    )
    .toBe(1);
}

/** Each with something to see in it. */
const views: readonly (readonly [string, (given: StudioPage) => Promise<void>])[] = [
  ['start', ({ page }) => page.getByRole('button', { name: 'Compare a sample' }).waitFor()],
  [
    'table',
    async ({ page }) => {
      await page.getByRole('button', { name: 'Compare a sample' }).click();
      await page.locator('[data-row="0"] [data-column="0"]').click();
    },
  ],
  [
    'rules',
    async ({ page }) => {
      await page.getByRole('button', { name: 'Compare a sample' }).click();
      await page.getByText('Rules', { exact: true }).click();
      await page.getByLabel('when they are numbers no further apart than').fill('close');
      await page.getByRole('alert').waitFor();
    },
  ],
  [
    'side by side',
    async ({ page }) => {
      await page.getByRole('button', { name: 'Compare a sample' }).click();
      await page.getByRole('radio', { name: 'Side by side' }).press('Space');
      await page.locator('.grid-half').first().waitFor();
      await page.keyboard.press('n');
      await page.getByText('Row 1 of').waitFor();
    },
  ],
  [
    'export',
    async ({ page }) => {
      await page.getByRole('button', { name: 'Compare a sample' }).click();
      await page.getByText('Reading', { exact: true }).click();
      await page.getByRole('button', { name: 'Formats' }).click();
      await page.getByRole('radio', { name: 'Whole rows' }).press('Space');
      await page.getByLabel('Take similar rows for one that changed').check();
      await page.getByRole('button', { name: /^Save as/ }).waitFor();
    },
  ],
  [
    'merge start',
    async ({ page }) => {
      await page.getByRole('radio', { name: 'Merge three files' }).press('Space');
      await page.getByRole('button', { name: 'Merge a sample' }).waitFor();
    },
  ],
  [
    'merge',
    async ({ page }) => {
      await page.getByRole('radio', { name: 'Merge three files' }).press('Space');
      await page.getByRole('button', { name: 'Merge a sample' }).click();
      await page.locator('.conflict').first().waitFor();
      await page.keyboard.press('l');
      await page.keyboard.press('n');
    },
  ],
  [
    'merge by rules',
    async ({ page }) => {
      await page.goto(`${server.address}#/table?task=merge&sample=garden&rule=number:1:plants`);
      await page.reload();
      await page.locator('.conflict').first().waitFor();
      await page.getByText('Rules', { exact: true }).click();
      await page.getByLabel('How far numbers in plants may be apart').fill('far');
      await page.getByText('Write a number such as 0.01').waitFor();
    },
  ],
  [
    'values that are alike',
    async (given) => {
      using folder = new TemporaryFolder();
      folder.write({ 'left.csv': 'id,n,m\n1,1.5,a\n', 'right.csv': 'id,n,m\n1,1.50,b\n' });
      await given.choose('left', folder.at('left.csv'));
      await given.choose('right', folder.at('right.csv'));
      await given.page.getByText('Rules', { exact: true }).click();
      await given.page.getByLabel('How n is compared').selectOption('as numbers within');
      await given.grid().getByText('≈').click();
    },
  ],
  [
    'problem',
    async (given) => {
      using folder = new TemporaryFolder();
      folder.write({ 'good.csv': 'id,n\n1,x\n', 'bad.csv': 'id,n\n1,"x\n' });
      await given.choose('left', folder.at('good.csv'));
      await given.choose('right', folder.at('bad.csv'));
      await given.page.getByRole('alert').waitFor();
    },
  ],
  [
    'world',
    async ({ page }) => {
      await page.getByRole('link', { name: 'World' }).click();
      await pickInTheWorld(page);
      await page.getByLabel('Color by').selectOption('energy');
      await page.keyboard.press('h');
      await page.locator('.world-hash:not(:empty)').waitFor();
    },
  ],
  [
    'engine room',
    async ({ page }) => {
      await page.getByRole('link', { name: 'Engine room' }).click();
      await page.getByText('First result').waitFor();
      await page
        .getByRole('button', { name: /^Kill kernel 1/ })
        .first()
        .click();
      await page.getByText(/was back after/).waitFor();
    },
  ],
  [
    'no engine',
    async ({ page }) => {
      await page.goto(`${server.address}#/engine-room?lanes=0`);
      await page.reload();
      await page.getByRole('alert').waitFor();
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
  ],
  [
    'commands',
    async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('option').first().waitFor();
    },
  ],
  [
    'keys',
    async ({ page }) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    },
  ],
  [
    'tier',
    async (given) => {
      await given.badge().click();
      await given.page.getByText(/^Worker pool active/).waitFor();
    },
  ],
];

describe.each(['light', 'dark'] as const)('In_%s', (colorScheme) => {
  it.each(views)('AxeFindsNothingIn_%s', async (_name, show) => {
    const given = await open('', { colorScheme, reducedMotion: 'reduce' });
    await given.badge().waitFor();
    await show(given);
    expect(await violations(given.page)).toEqual([]);
  });
});

describe.each([360, 3840])('At_%d_Pixels', (width) => {
  it.each(views)('NothingIsWiderThanThePage_%s', async (_name, show) => {
    const given = await open('', { viewport: { width, height: width === 360 ? 740 : 2160 } });
    await given.badge().waitFor();
    await show(given);
    const wider = await given.page.evaluate(() => {
      // What scrolls by itself may be wider inside.
      const inScroller = (element: Element): boolean =>
        element.closest('.grid, .card-table, .reading-line, [role=dialog]') !== null;
      return [...document.querySelectorAll('.shell *')]
        .filter((element) => !inScroller(element) && element.checkVisibility())
        .filter((element) => !(element instanceof SVGElement))
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
        .map((element) => element.outerHTML.slice(0, 100));
    });
    expect(wider).toEqual([]);
  });
});
