// The built Studio in Chromium: what it shows is what an independent comparison finds, on every tier.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Cell } from 'heddle/table';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { csvPair } from '../support/csv_pair.ts';
import { TemporaryFolder } from '../support/folder.ts';
import { programs, run } from '../support/programs.ts';
import { compare, type Expected } from '../support/reference.ts';
import { hostStudio, previewStudio, type Server } from '../support/servers.ts';
import { drawn, launchChromium, StudioPage } from '../support/studio_page.ts';
import { rowsOf as rows, showsCounts } from '../support/studio_counts.ts';
import { readIndependently, realPair } from '../support/vega.ts';

const weather = realPair('weather.csv');
const key = ['location', 'date'];
const truth = compare(readIndependently(weather.left), readIndependently(weather.right), key);

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** The rows in the page are those differences, from the one at `first` on. */
async function showsRows(studio: StudioPage, differences: Expected['differences'], first: number) {
  await studio.grid().locator(`[data-row="${first}"]`).waitFor();
  const found = await studio.drawnRows();
  expect(found.length).toBeGreaterThan(0);
  for (const row of found) {
    const difference = differences[row.row];
    if (difference === undefined) throw new Error(`Row ${row.row} is drawn but does not exist.`);
    const columns = Object.keys(row.cells).map(Number);
    expect(columns.length).toBeGreaterThan(1);
    expect(row).toEqual(drawn(row.row, difference, columns));
  }
}

async function compareWeather(studio: StudioPage): Promise<void> {
  await studio.choose('left', weather.left);
  await studio.choose('right', weather.right);
  await studio.chooseKey(key);
  await showsCounts(studio, truth);
}

/** Where the Studio runs, what its badge must say there, and whether it must explain why not better. */
interface Host {
  readonly host: string;
  readonly fragment?: string;
  readonly badge: RegExp;
  readonly isolated: boolean;
  readonly explains: boolean;
  readonly serve: () => Promise<Server>;
}

const hosts: readonly Host[] = [
  {
    host: 'preview',
    badge: /^Threads · \d+ lanes?$/,
    isolated: true,
    explains: false,
    serve: previewStudio,
  },
  {
    host: 'preview, with the tier forced',
    fragment: '#/table?tier=workers',
    badge: /^Workers · 1 lane$/,
    isolated: true,
    explains: false,
    serve: previewStudio,
  },
  // The page's service worker adds the headers that this host does not send.
  {
    host: 'plain host',
    badge: /^Threads · \d+ lanes?$/,
    isolated: true,
    explains: false,
    serve: () => hostStudio({}),
  },
  {
    host: 'host that forbids isolation',
    badge: /^Workers · 1 lane$/,
    isolated: false,
    explains: true,
    serve: () => hostStudio({ 'Cross-Origin-Embedder-Policy': 'unsafe-none' }),
  },
  {
    host: 'no WebAssembly',
    badge: /^Script · 1 lane$/,
    isolated: true,
    explains: true,
    serve: () => hostStudio({ 'Content-Security-Policy': "script-src 'self'" }),
  },
];

describe.each(hosts)('OnThe_$host', ({ fragment = '', badge, isolated, explains, serve }) => {
  let server: Server;
  let studio: StudioPage;
  beforeAll(async () => {
    server = await serve();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    studio = await StudioPage.open(browser, `${server.address}${fragment}`);
  });
  afterEach(async () => {
    await studio.page.close();
    expect(studio.errors).toEqual([]);
  });

  it('NamesItsTier', async () => {
    expect(await studio.badge().innerText()).toMatch(badge);
    expect(await studio.page.evaluate(() => crossOriginIsolated)).toBe(isolated);
    await studio.badge().click();
    const why = studio.page.getByRole('heading', { name: 'Why not a faster way?' });
    expect(await why.count()).toBe(explains ? 1 : 0);
  });

  it('ShowsWhatDiffersBetweenTwoChosenFiles', async () => {
    await compareWeather(studio);
    expect(await studio.grid().getAttribute('aria-rowcount')).toBe(
      `${truth.differences.length + 1}`,
    );
    await showsRows(studio, truth.differences, 0);
    await studio.grid().press('Control+End');
    await showsRows(studio, truth.differences, truth.differences.length - 1);
  });

  it('MarksChangedCells', async () => {
    await compareWeather(studio);
    const changed = truth.differences.filter(({ kind }) => kind === 'changed');
    expect(changed.length).toBeGreaterThan(0);
    await studio.tile(changed.length, `${rows(changed.length)} changed`).press('Space');
    await studio.page.waitForFunction(
      (count) =>
        document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === `${count + 1}`,
      changed.length,
    );
    await showsRows(studio, changed, 0);
    expect(await studio.grid().locator('del').count()).toBeGreaterThan(0);
    expect(await studio.grid().locator('ins').count()).toBeGreaterThan(0);
  });

  it('FindsByTextAndColumn', async () => {
    await compareWeather(studio);
    const { page } = studio;
    const column = truth.columns.indexOf('weather');
    const shows = async (wanted: Expected['differences']) => {
      await page
        .getByText(new RegExp(`^${wanted.length.toLocaleString('en-US')} found(?! so far)`))
        .waitFor();
      expect(await studio.grid().getAttribute('aria-rowcount')).toBe(`${wanted.length + 1}`);
      await showsRows(studio, wanted, 0);
    };
    const has = (cell: Cell | undefined, text: string) =>
      [cell].flat().some((value) => value?.toLowerCase().includes(text) === true);
    await page.getByRole('searchbox', { name: 'Find in the cells' }).fill('2014-0');
    const dates = truth.differences.filter(({ cells }) =>
      cells.some((cell) => has(cell, '2014-0')),
    );
    expect(dates.length).toBeGreaterThan(0);
    await shows(dates);
    await page.getByRole('searchbox', { name: 'Find in the cells' }).fill('DRIZZLE');
    await page.getByRole('combobox', { name: 'Column to look in' }).selectOption('weather');
    const drizzle = truth.differences.filter(({ cells }) => has(cells[column], 'drizzle'));
    expect(drizzle.length).toBeGreaterThan(0);
    await shows(drizzle);
    await page.getByRole('searchbox', { name: 'Find in the cells' }).fill('');
    await shows(truth.differences.filter(({ cells }) => Array.isArray(cells[column])));
    await page.getByRole('button', { name: 'Show all again' }).click();
    await showsRows(studio, truth.differences, 0);
  });

  it('DownloadsTheProgramsBytes', async () => {
    await compareWeather(studio);
    const [download] = await Promise.all([
      studio.page.waitForEvent('download'),
      studio.page.getByRole('button', { name: 'Download JSON Lines' }).click(),
    ]);
    const args = ['table', 'diff', weather.left, weather.right, '--key', key.join()];
    const { stdout } = await run(programs().native, [...args, '--format', 'json']);
    expect(readFileSync(await download.path(), 'utf8')).toBe(stdout);
  });

  it('ComparesByRules', async () => {
    using folder = new TemporaryFolder();
    folder.write({
      'left.csv': 'id,n,m,when\n1,Ann,1.00,mon\n2,Bob,2.0,tue\n3,Cy,3,wed\n',
      'right.csv': 'id,n,m,when\n1,ann,1.004,tue\n2, Bob ,2.0,tue\n3,Cy,3.5,wed\n',
    });
    await studio.choose('left', folder.at('left.csv'));
    await studio.choose('right', folder.at('right.csv'));
    const counts = (changed: number, changedCells: number) =>
      showsCounts(studio, { added: 0, removed: 0, changed, changedCells, unchanged: 3 - changed });
    await counts(3, 5);
    const { page } = studio;
    await page.getByText('Rules', { exact: true }).click();
    await page.getByRole('checkbox', { name: 'whatever blanks are around them' }).check();
    await counts(2, 4);
    await page.getByRole('checkbox', { name: 'in upper or lower case' }).check();
    await counts(2, 3);
    const tolerance = page.getByLabel('when they are numbers no further apart than');
    await tolerance.fill('close');
    await page.getByText('Write a number such as 0.01, or a share such as 1%.').waitFor();
    await tolerance.fill('0.01');
    await tolerance.press('Enter');
    await counts(2, 2);
    await page.getByLabel('How when is compared').selectOption('not at all');
    await counts(1, 1);
    await tolerance.fill('20%');
    await tolerance.press('Enter');
    await page.getByText('All 3 rows are the same in both files by the rules above.').waitFor();
  });

  it('SaysWhatIsWrongBesideTheFile', async () => {
    using folder = new TemporaryFolder();
    folder.write({ 'good.csv': 'id,n\n1,x\n', 'bad.csv': 'id,n\n1,x\n2,"y\n' });
    await studio.choose('left', folder.at('good.csv'));
    await studio.choose('right', folder.at('bad.csv'));
    const note = studio.file('right').getByRole('alert');
    await note.waitFor();
    const words = await note.innerText();
    expect(words).toMatch(/never closed/);
    expect(words).toMatch(/line 3, byte 11/i);
    expect(await studio.file('left').getByRole('alert').count()).toBe(0);
    expect(await studio.summary().count()).toBe(0);
  });

  it('ComparesItsSample', async () => {
    await studio.page.getByRole('button', { name: 'Compare a sample' }).click();
    const { left, right } = realPair('co2-concentration.csv');
    await showsCounts(studio, compare(readIndependently(left), readIndependently(right), ['Date']));
  });
});

it('ComparesAMillionRowsOnThreads', async () => {
  const pair = csvPair(1_000_000);
  const server = await previewStudio();
  try {
    const studio = await StudioPage.open(browser, server.address);
    await studio.choose('left', pair.left);
    await studio.choose('right', pair.rightShuffled);
    await studio.chooseKey(['id']);
    await showsCounts(studio, pair.truth);
    expect(studio.errors).toEqual([]);
    await studio.page.close();
  } finally {
    await server.close();
  }
});

it('ScrollsThroughAMillionDifferencesWithFewElements', async () => {
  using folder = new TemporaryFolder();
  const count = 1_000_000;
  const lines = (value: (i: number) => number) =>
    Array.from({ length: count }, (_, i) => `${i},${value(i)}`).join('\n');
  folder.write({
    'left.csv': `id,n\n${lines((i) => i % 1000)}\n`,
    'right.csv': `id,n\n${lines((i) => (i % 1000) + 1)}\n`,
  });
  const server = await previewStudio();
  try {
    const studio = await StudioPage.open(browser, server.address);
    await studio.choose('left', folder.at('left.csv'));
    await studio.choose('right', folder.at('right.csv'));
    await studio.tile(count, 'rows changed').waitFor();
    await studio.grid().press('Control+End');
    const last = studio.page.locator(`[data-row="${count - 1}"]`);
    await last.waitFor();
    expect(await last.locator('del').innerText()).toBe('999');
    expect(await last.locator('ins').innerText()).toBe('1000');
    expect(await studio.page.locator('*').count()).toBeLessThan(2000);
    await studio.grid().evaluate((grid) => {
      grid.scrollTop = grid.scrollHeight / 2;
    });
    await studio.page.waitForFunction(() => {
      const row = Number(document.querySelector<HTMLElement>('[data-row]')?.dataset['row']);
      return row > 450_000 && row < 550_000;
    });
    for (const { row, left, cells } of await studio.drawnRows()) {
      expect(left).toBe(`${row + 1}`);
      expect(cells).toEqual({
        0: `${row}`,
        1: { before: `${row % 1000}`, after: `${(row % 1000) + 1}` },
      });
    }
    expect(studio.errors).toEqual([]);
    await studio.page.close();
  } finally {
    await server.close();
  }
});

it('ScrollsThroughTenMillionDifferencesWithFewElements', async () => {
  using folder = new TemporaryFolder();
  const count = 10_000_000;
  const step = 100_000;
  const file = openSync(folder.at('left.csv'), 'w');
  writeSync(file, 'id,n\n');
  for (let start = 0; start < count; start += step) {
    let text = '';
    for (let i = start; i < start + step; ++i) text += `${i},${i % 1000}\n`;
    writeSync(file, text);
  }
  closeSync(file);
  folder.write({ 'right.csv': 'id,n\n' });
  const server = await previewStudio();
  try {
    const studio = await StudioPage.open(browser, server.address);
    const { page } = studio;
    await studio.choose('left', folder.at('left.csv'));
    await studio.choose('right', folder.at('right.csv'));
    await studio.tile(count, 'rows removed').waitFor();
    const isShown = async (row: number) => {
      const { id, n } = await page.locator(`[data-row="${row}"]`).evaluate((element) => ({
        id: element.querySelector('[data-column="0"]')?.textContent,
        n: element.querySelector('[data-column="1"]')?.textContent,
      }));
      expect({ id, n }).toEqual({ id: `${row}`, n: `${row % 1000}` });
    };
    await isShown(0);
    let most = 0;
    for (let part = 1; part < 20; ++part) {
      await studio.grid().evaluate((grid, share) => {
        grid.scrollTop = grid.scrollHeight * share;
      }, part / 20);
      const far = (count * part) / 20;
      await page.waitForFunction(
        ([low, high]) => {
          const row = Number(document.querySelector<HTMLElement>('[data-row]')?.dataset['row']);
          return row > (low ?? 0) && row < (high ?? 0);
        },
        [far - count / 50, far + count / 50],
      );
      most = Math.max(most, await page.locator('*').count());
      const rows = await studio.drawnRows();
      expect(rows.length).toBeGreaterThan(5);
      for (const { row, left, cells } of rows) {
        expect(left).toBe(`${row + 1}`);
        expect(cells).toEqual({ 0: `${row}`, 1: `${row % 1000}` });
      }
    }
    await page.getByRole('radio', { name: 'Side by side' }).press('Space');
    await page.locator('[data-row] .grid-half').first().waitFor();
    await studio.grid().press('Control+End');
    await page.locator(`[data-row="${count - 1}"]`).waitFor();
    await isShown(count - 1);
    most = Math.max(most, await page.locator('*').count());
    expect(most).toBeLessThanOrEqual(2000);
    expect(studio.errors).toEqual([]);
    await page.context().close();
  } finally {
    await server.close();
  }
}, 180_000);
