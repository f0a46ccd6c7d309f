// The Table workspace's options in Chromium: each gives what the program gives, and is in the address.
import { readFileSync } from 'node:fs';
import type { Difference } from 'heddle/table';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { programs, run } from '../support/programs.ts';
import { previewStudio, type Server } from '../support/servers.ts';
import { showsCounts, type Counts } from '../support/studio_counts.ts';
import { launchChromium, StudioPage } from '../support/studio_page.ts';
import { realPair } from '../support/vega.ts';

let browser: Browser;
let server: Server;
beforeAll(async () => {
  browser = await launchChromium();
  server = await previewStudio();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const left = `id,name,born,height,city
1,Ann,2001-03-04,1.80,Rome
2,Bob,1999-12-31,1.75,Oslo
3,Cy,1980-05-06,1.90,Bern
4,Dee,1970-01-02,1.60,Lima
`;
const right = `id,name,born,height,town
2,bob,31.12.1999,1.750,Oslo
1,Ann,2001-03-04,1.81,Rome
3,Cy ,1980-05-06,1.90,Bern
5,Eve,1990-01-02,1.65,Nice
`;

describe.each(['', 'tier=workers'])('OnTheTier_%s', (tier) => {
  let studio: StudioPage;
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = new TemporaryFolder();
    folder.write({ 'left.csv': left, 'right.csv': right });
    studio = await StudioPage.open(browser, `${server.address}#/table?${tier}`);
  });
  afterEach(async () => {
    folder[Symbol.dispose]();
    await studio.page.context().close();
    expect(studio.errors).toEqual([]);
  });

  const choose = async () => {
    await studio.choose('left', folder.at('left.csv'));
    await studio.choose('right', folder.at('right.csv'));
  };
  const fragment = () => new URLSearchParams(new URL(studio.page.url()).hash.split('?')[1]);
  const pairBy = async (name: string) => {
    const radio = studio.page.getByRole('radio', { name, exact: true });
    await radio.press('Space');
  };
  /** What the program counts with these arguments is what is shown. */
  const agrees = async (...args: string[]): Promise<Counts> => {
    const { stdout } = await run(programs().native, [
      ...['table', 'diff', folder.at('left.csv'), folder.at('right.csv')],
      ...[...args, '--format', 'summary', '--json'],
    ]);
    const counts = JSON.parse(stdout) as Counts;
    if (counts.added + counts.removed + counts.changed > 0) await showsCounts(studio, counts);
    return counts;
  };

  it('PairsRowsInEveryWay', async () => {
    await choose();
    const { page } = studio;
    expect(await agrees('--key', 'id')).toMatchObject({ added: 1, removed: 1, changed: 3 });
    await pairBy('Find a key');
    await page.getByText('“id” was found.').waitFor();
    await page.getByText(/tells all rows apart, and pairs 3 of 4 and 4/).waitFor();
    await agrees('--key', 'auto');
    await page.waitForURL(/pair=auto/);
    await pairBy('Row number');
    expect(await agrees('--key', 'position')).toMatchObject({ changed: 4, added: 0 });
    await page.waitForURL(/pair=position/);
    await pairBy('Whole rows');
    expect(await agrees()).toMatchObject({ added: 4, removed: 4, changed: 0 });
    await page.getByLabel('Take similar rows for one that changed').check();
    await agrees('--similar', '0.5');
    const share = page.getByLabel('when they share');
    await share.fill('many');
    await page.getByText('Write a whole number from 1 to 100.').waitFor();
    await share.fill('60');
    await share.press('Enter');
    await agrees('--similar', '0.6');
    await page.waitForURL(/similar=60/);
    await pairBy('Chosen columns');
    await agrees('--key', 'id');
  });

  it('TakesAFoundKeyForTheOneToChange', async () => {
    await choose();
    await pairBy('Find a key');
    await studio.page.getByText('“id” was found.').waitFor();
    await studio.page.getByRole('checkbox', { name: 'name' }).press('Space');
    await studio.page.getByText(/^Rows with the same “id” and “name” belong together/).waitFor();
    await agrees('--key', 'id,name');
  });

  it('UndoesWhatWasSetUp', async () => {
    await choose();
    const { page } = studio;
    await agrees('--key', 'id');
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
    await pairBy('Row number');
    await agrees('--key', 'position');
    await page.getByText('Rules', { exact: true }).click();
    await page.getByLabel('in upper or lower case').check();
    await agrees('--key', 'position', '--ignore-case');
    await page.keyboard.press('Control+z');
    expect(await page.getByLabel('in upper or lower case').isChecked()).toBe(false);
    await agrees('--key', 'position');
    await page.getByRole('button', { name: 'Undo' }).click();
    await agrees('--key', 'id');
    expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true);
    await page.keyboard.press('Control+Shift+z');
    await page.keyboard.press('Control+y');
    await agrees('--key', 'position', '--ignore-case');
    await page.waitForURL(/pair=position/);
  });

  it('ComparesEachColumnByItsRule', async () => {
    await choose();
    const { page } = studio;
    await showsCounts(studio, await agrees('--key', 'id'));
    await page.getByText('Rules', { exact: true }).click();
    const rule = (column: string, value: string) =>
      page.getByLabel(`How ${column} is compared`).selectOption(value);
    await rule('born', 'as dates');
    await agrees('--key', 'id', '--date', 'born');
    await rule('height', 'as numbers within');
    await agrees('--key', 'id', '--date', 'born', '--tolerance', 'height=0');
    const tolerance = page.getByLabel('How far numbers in height may be apart');
    await tolerance.fill('1%');
    await tolerance.press('Enter');
    const rules = ['--key', 'id', '--date', 'born', '--tolerance', 'height=1%'];
    expect(await agrees(...rules)).toMatchObject({ changed: 2, changedCells: 2 });
    await rule('name', 'whatever blanks and case');
    await showsCounts(studio, { added: 1, removed: 1, changed: 0, changedCells: 0, unchanged: 3 });
    await rule('name', 'in any case');
    await showsCounts(studio, { added: 1, removed: 1, changed: 1, changedCells: 1, unchanged: 2 });
    await rule('name', 'not at all');
    await agrees(...rules, '--ignore', 'name');
    await page.getByText('2 columns by a rule of their own and “name” left out.').waitFor();
  });

  it('ShowsWhatEachFileSaysWhereItIsNoDifference', async () => {
    await choose();
    const { page } = studio;
    await page.getByText('Rules', { exact: true }).click();
    await page.getByLabel('How born is compared').selectOption('as dates');
    await page.getByLabel('How height is compared').selectOption('not at all');
    await agrees('--key', 'id', '--date', 'born', '--ignore', 'height');
    const row = studio.grid().locator('[data-row]', { hasText: 'bob' });
    const cell = (column: number, side = '') => row.locator(`[data-column="${column}"]${side}`);
    expect(await cell(2).textContent()).toBe('31.12.1999≈(left: 1999-12-31, the same by its rule)');
    expect(await cell(3).textContent()).toBe('1.750≠(left: 1.75, not compared)');
    await cell(2).click();
    const full = page.getByRole('region', { name: 'Cell in full' });
    expect(await full.innerText()).toMatch(
      /born\s+row left 2, right 1\s+the same by its rule\s+Left\s*1999-12-31\s+Right\s*31.12.1999/,
    );
    await page.keyboard.press('v');
    const [left, right] = ['[data-side=left]', '[data-side=right]'];
    await cell(2, left).waitFor();
    expect(await cell(2, left).textContent()).toBe('1999-12-31');
    expect(await cell(2, right).textContent()).toBe('31.12.1999');
    expect(await cell(3, left).textContent()).toBe('1.75');
    expect(await cell(3, right).textContent()).toBe('1.750');
    // A value that is there in one file only stays as it was.
    expect(await cell(4, left).textContent()).toBe('no such column');
  });

  it('FindsRenamedColumns', async () => {
    await choose();
    const { page } = studio;
    await page.getByText('Rules', { exact: true }).click();
    await page.getByLabel('also when they were renamed but hold the same').check();
    await page.getByText('“city” is “town” now.').waitFor();
    await agrees('--key', 'id', '--renames');
    await page.waitForURL(/renames=yes/);
    const grid = studio.grid();
    expect(await grid.getAttribute('aria-colcount')).toBe('8');
  });

  it('ReadsFilesInEveryWay', async () => {
    folder.write({
      'left.csv': 'id;note\n1;a\n2;c\n3\n',
      'right.csv': 'id;note\n1;a\n2;d\n3;e\n',
    });
    await choose();
    const { page } = studio;
    const note = studio.file('left').getByRole('alert');
    await note.waitFor();
    expect(await note.innerText()).toMatch(/line 4/i);
    await note.getByRole('button', { name: 'Fill up rows that are too short' }).click();
    await agrees('--key', 'id', '--ragged', 'pad');
    await page.getByText(/Left: semicolons and 1 row of another length/).waitFor();
    await page.waitForURL(/ragged=pad/);
    await page.getByText('Reading', { exact: true }).click();
    await page.getByLabel('Around fields stand').selectOption('nothing');
    await page.getByLabel('Rows of another length are').selectOption('kept, with more columns');
    await agrees('--key', 'id', '--ragged', 'keep', '--quote', 'none');
    await page.getByLabel('The first row names the columns').uncheck();
    await agrees('--key', '1', '--ragged', 'keep', '--quote', 'none', '--no-header');
    folder.write({ 'left.csv': 'id,n\n1,a"b\n', 'right.csv': 'id,n\n1,a"c\n' });
    await page.getByLabel('The first row names the columns').check();
    await page.getByLabel('Rows of another length are').selectOption('refused');
    await page.getByLabel('Around fields stand').selectOption('found in each file');
    await choose();
    await studio
      .file('left')
      .getByRole('button', { name: 'Read odd quotes' })
      .or(studio.file('right').getByRole('button', { name: 'Read odd quotes' }))
      .first()
      .click();
    expect(await agrees('--key', 'id', '--lenient')).toMatchObject({ changed: 1 });
    await page.waitForURL(/lenient=yes/);
  });

  it('SaysBesideTheRulesWhatDoesNotFit', async () => {
    await choose();
    const { page } = studio;
    await page.getByText('Rules', { exact: true }).click();
    await pairBy('Find a key');
    await page.getByText('“id” was found.').waitFor();
    await page.getByLabel('How id is compared').selectOption('as numbers within');
    const note = page.locator('.rules').getByRole('alert');
    await note.getByText(/a rule names the column "id", which is part of the key/i).waitFor();
    await page.getByLabel('How id is compared').selectOption('as all columns');
    await note.waitFor({ state: 'detached' });
    await agrees('--key', 'auto');
  });

  it('SharesAllOfItInTheAddress', async () => {
    const { page } = studio;
    await page.getByRole('button', { name: /^Engine/ }).waitFor();
    const query =
      'sample=weather&key=location&key=date&renames=yes&quote=double&blanks=any&within=1%25' +
      '&rule=number%3A5%3Aprecipitation&leave=wind&show=changed';
    await page.goto(`${server.address}#/table?${tier}&${query}`);
    await page.reload();
    const pair = realPair('weather.csv');
    const { stdout } = await run(programs().native, [
      ...['table', 'diff', pair.left, pair.right, '--key', 'location,date', '--ignore', 'wind'],
      ...['--trim', '--tolerance', 'precipitation=5', '--tolerance', 'temp_max=1%'],
      ...['--tolerance', 'temp_min=1%', '--format', 'summary', '--json'],
    ]);
    const counts = JSON.parse(stdout) as Counts;
    expect(counts.changed).toBeGreaterThan(0);
    await showsCounts(studio, counts);
    const kept = fragment();
    for (const [name, value] of new URLSearchParams(query)) {
      expect(kept.getAll(name)).toContain(value);
    }
  });

  it('WritesEveryFormatAsTheProgramDoes', async () => {
    await choose();
    await showsCounts(studio, await agrees('--key', 'id'));
    const { page } = studio;
    await page.getByRole('button', { name: 'Formats' }).click();
    const panel = page.getByRole('region', { name: 'Export' });
    const saves = async (name: string, ...args: string[]) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        panel.getByRole('button', { name: `Save as ${name}` }).click(),
      ]);
      const { stdout } = await run(programs().native, [
        ...['table', 'diff', folder.at('left.csv'), folder.at('right.csv'), '--key', 'id', ...args],
      ]);
      expect(stdout.length).toBeGreaterThan(0);
      expect(readFileSync(await download.path(), 'utf8')).toBe(stdout);
      return download.suggestedFilename();
    };
    const format = (name: string) => panel.getByRole('radio', { name }).check();
    expect(await saves('JSON Lines', '--format', 'json')).toBe('left to right.jsonl');
    await format('CSV');
    expect(await saves('CSV', '--format', 'csv')).toBe('left to right.csv');
    await panel.getByLabel('Guard against formulas (CSV)').check();
    await panel.getByLabel('removed').uncheck();
    await panel.getByLabel('name', { exact: true }).check();
    await panel.getByLabel('Of changed rows only the cells that changed').check();
    const filters = ['--only', 'added,changed', '--columns', 'name'];
    await saves('CSV', '--format', 'csv', ...filters, '--guard-formulas', '--changed-cells');
    await format('Tabular diff');
    expect(await saves('Tabular diff', '--format', 'tdiff', ...filters)).toBe(
      'left to right.tdiff.csv',
    );
    await format('Web page');
    await saves('Web page', '--format', 'html', ...filters, '--changed-cells');
    await format('Patch');
    expect(await saves('Patch', '--format', 'patch')).toBe('left to right.patch.csv');
    await page.getByText('Rules', { exact: true }).click();
    await page.getByLabel('How name is compared').selectOption('in any case');
    await panel.getByText(/^A patch holds every difference/).waitFor();
    expect(await panel.getByRole('button', { name: 'Save as Patch' }).isDisabled()).toBe(true);
  });

  /** The differences as the program lists them. */
  const differences = async (...args: string[]): Promise<Difference[]> => {
    const { stdout } = await run(programs().native, [
      ...['table', 'diff', folder.at('left.csv'), folder.at('right.csv'), ...args],
      ...['--format', 'json'],
    ]);
    const lines = stdout.trim().split('\n').slice(1);
    return lines.map((line) => JSON.parse(line) as Difference);
  };

  it('ShowsTheFirstRowsWhileTheOthersAreCompared', async () => {
    const rows = 600_000;
    const lines = (value: (row: number) => string): string =>
      `id,a,b,c,d,e\n${Array.from({ length: rows }, (_, row) => `${row},${value(row)}\n`).join('')}`;
    folder.write({
      'left.csv': lines((row) => `one ${row},two,three,four,five`),
      // Each value takes its rule; the first row and the last one differ.
      'right.csv': lines(
        (row) => `ONE ${row} ,TWO , THREE,FOUR ,${row % (rows - 1) === 0 ? 'six' : 'FIVE'}`,
      ),
    });
    const { page } = studio;
    // It may be there for a fifth of a second only, so that the page itself has to look.
    await page.addInitScript(() => {
      const seen = new Set<string>();
      Object.assign(globalThis, { seen });
      new MutationObserver(() => {
        for (const row of document.querySelectorAll('.first-rows [data-row]')) {
          seen.add(row.querySelector('.grid-number')?.textContent ?? '');
        }
      }).observe(document, { childList: true, subtree: true });
    });
    await page.goto(`${server.address}#/table?${tier}&blanks=any&case=any`);
    await page.reload();
    await choose();
    await showsCounts(studio, {
      ...{ added: 0, removed: 0, changed: 2 },
      ...{ changedCells: 2, unchanged: rows - 2 },
    });
    expect(await page.evaluate('[...seen]')).toEqual(['1']);
    expect(await page.getByRole('region', { name: 'The first rows that differ' }).count()).toBe(0);
    const drawn = await studio.drawnRows();
    expect(drawn.map(({ left }) => left)).toEqual(['1', `${rows}`]);
  });

  it('GoesFromChangeToChange', async () => {
    await choose();
    await agrees('--key', 'id');
    const { page } = studio;
    const stops = (await differences('--key', 'id')).flatMap(({ kind, cells }, row) =>
      kind === 'changed'
        ? cells.flatMap((cell, column) => (Array.isArray(cell) ? [`${row}:${column}`] : []))
        : [`${row}:0`],
    );
    expect(stops.length).toBeGreaterThan(5);
    const chosen = page.locator('[role=gridcell][aria-selected=true]');
    const at = () =>
      chosen.evaluate(
        (cell) =>
          `${cell.closest<HTMLElement>('[data-row]')?.dataset['row']}:${(cell as HTMLElement).dataset['column']}`,
      );
    const walked: string[] = [];
    for (const _stop of stops) {
      await page.keyboard.press('n');
      walked.push(await at());
    }
    expect(walked).toEqual(stops);
    await page.keyboard.press('n');
    await page.getByText('No change below.').waitFor();
    expect(await at()).toBe(stops.at(-1));
    await page.keyboard.press('p');
    expect(await at()).toBe(stops.at(-2));
    await page.getByRole('button', { name: 'Next change' }).click();
    expect(await at()).toBe(stops.at(-1));
    await page.getByRole('button', { name: 'Previous change' }).click();
    expect(await at()).toBe(stops.at(-2));
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    await help.waitFor();
    expect(await help.innerText()).toMatch(/Go to the next change\s+N/);
    expect(await help.innerText()).toMatch(/Go to the previous change\s+P/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a command' }).fill('next change');
    await page.keyboard.press('Enter');
    await help.waitFor({ state: 'detached' });
    expect(await at()).toBe(stops.at(-1));
  });

  it('CountsChangedCellsByColumnAndShowsThose', async () => {
    await choose();
    const { page } = studio;
    const all = await differences('--key', 'id');
    const { stdout } = await run(programs().native, [
      ...['table', 'diff', folder.at('left.csv'), folder.at('right.csv'), '--key', 'id'],
      ...['--by-column', '--json'],
    ]);
    const { columns } = JSON.parse(stdout) as { columns: Record<string, number> };
    const strip = page.getByRole('group', { name: 'Changed cells by column' });
    await strip.waitFor();
    const shown = Object.fromEntries(
      await strip.getByRole('button').evaluateAll((tiles) =>
        tiles.map((tile) => {
          const [name, count] = [...tile.querySelectorAll('span')].map((part) => part.innerText);
          return [name, Number(count)];
        }),
      ),
    ) as Record<string, number>;
    const changed = Object.entries(columns).filter(([, count]) => count > 0);
    expect(changed.length).toBeGreaterThan(1);
    expect(shown).toEqual(Object.fromEntries(changed));
    await strip.getByRole('button', { name: /^name/ }).click();
    const inName = all.filter(({ cells }) => Array.isArray(cells[1]));
    await page.getByText(`${inName.length} found that changed in “name”`).waitFor();
    const rows = await studio.drawnRows();
    expect(rows.map(({ left }) => left)).toEqual(
      inName.map((found) => (found.kind === 'added' ? '' : `${found.left}`)),
    );
    await page.keyboard.press('n');
    expect(await page.locator('[aria-selected=true]').getAttribute('data-column')).toBe('1');
    await strip.getByRole('button', { name: /^name/ }).click();
    await page.locator(`[data-row="${all.length - 1}"]`).waitFor();
  });

  it('ShowsBothFilesSideBySide', async () => {
    await choose();
    await agrees('--key', 'id');
    const { page } = studio;
    await page.getByRole('radio', { name: 'Side by side' }).press('Space');
    await page.locator('.grid-half').first().waitFor();
    await page.waitForURL(/view=sides/);
    const all = await differences('--key', 'id');
    const drawn = await studio.grid().evaluate((grid) =>
      [...grid.querySelectorAll<HTMLElement>('[data-row]')].map((row) =>
        ['left', 'right'].map((side) =>
          [...row.querySelectorAll<HTMLElement>(`.grid-cell[data-side=${side}]`)].map((cell) => {
            const mark = cell.querySelector('del, ins');
            return `${mark === null ? '' : `${mark.tagName} `}${cell.innerText.trim()}`;
          }),
        ),
      ),
    );
    const gone = 'no such row';
    const expected = all.map(({ kind, cells }) =>
      ['left', 'right'].map((side) =>
        cells.map((cell, column) => {
          if (kind === (side === 'left' ? 'added' : 'removed')) return gone;
          // Column 4 is only in right, column 5 only in left.
          if (column === (side === 'left' ? 4 : 5)) return 'no such column';
          if (!Array.isArray(cell)) return (cell ?? '').trim();
          return side === 'left' ? `DEL ${cell[0]}` : `INS ${cell[1].replace(/ $/, '·')}`;
        }),
      ),
    );
    expect(drawn).toEqual(expected);
    await page.keyboard.press('n');
    expect(await page.locator('[aria-selected=true]').count()).toBe(2);
    await page.reload();
    await choose();
    await page.locator('.grid-half').first().waitFor();
    await page.keyboard.press('v');
    await page.locator('.grid-half').first().waitFor({ state: 'detached' });
    expect(fragment().has('view')).toBe(false);
  });

  it('TakesPastedTextForAFile', async () => {
    const { page } = studio;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const paste = async (text: string) => {
      await page.evaluate((given) => navigator.clipboard.writeText(given), text);
      await page.keyboard.press('Control+v');
    };
    await page.getByRole('button', { name: 'Compare a sample' }).waitFor();
    // As a spreadsheet copies cells.
    await paste(left.replaceAll(',', '\t'));
    await studio.file('left').getByText('pasted 1.tsv').waitFor();
    await paste(right);
    await studio.file('right').getByText('pasted 2.csv').waitFor();
    await agrees('--key', 'id');
    const find = page.getByRole('searchbox', { name: 'Find in the cells' });
    await find.focus();
    await paste('bob');
    expect(await find.inputValue()).toBe('bob');
    expect(await studio.file('left').innerText()).toMatch(/pasted 1\.tsv/);
  });

  it('TakesTwoFilesThatAreDroppedAtOnce', async () => {
    const { page } = studio;
    await page.getByRole('button', { name: 'Compare a sample' }).waitFor();
    const drag = (type: 'dragover' | 'drop') =>
      page.evaluate(
        ([kind, before, after]) => {
          const data = new DataTransfer();
          data.items.add(new File([before ?? ''], 'before.csv'));
          data.items.add(new File([after ?? ''], 'after.csv'));
          const event = { dataTransfer: data, bubbles: true, cancelable: true };
          document.body.dispatchEvent(new DragEvent(kind ?? '', event));
        },
        [type, left, right],
      );
    await drag('dragover');
    await page.getByText('Drop to place them: left, then right').waitFor();
    await drag('drop');
    await studio.file('left').getByText('before.csv').waitFor();
    await studio.file('right').getByText('after.csv').waitFor();
    await agrees('--key', 'id');
    await drag('drop');
    await agrees('--key', 'id');
  });

  it('HasItsRowsBackAfterTheirKernelWasKilled', async () => {
    const { page } = studio;
    const pair = realPair('weather.csv');
    await studio.choose('left', pair.left);
    await studio.choose('right', pair.right);
    await studio.chooseKey(['location', 'date']);
    await page.locator('[data-row="0"]').waitFor();
    await page.getByRole('link', { name: 'Engine room' }).click();
    await page.getByText('First result').waitFor();
    await page.keyboard.press('k');
    await page.getByText(/was back after/).waitFor();
    await page.getByRole('link', { name: 'Table' }).click();
    const { stdout } = await run(programs().native, [
      ...['table', 'diff', pair.left, pair.right, '--key', 'location,date', '--format', 'json'],
    ]);
    const all = stdout.trim().split('\n').slice(1);
    await studio.grid().press('Control+End');
    await page.locator(`[data-row="${all.length - 1}"]`).waitFor();
    const rows = await studio.drawnRows();
    expect(rows.length).toBeGreaterThan(5);
    for (const { row, cells } of rows) {
      const expected = (JSON.parse(all[row] ?? '') as Difference).cells;
      const shown = expected.map((cell) =>
        Array.isArray(cell) ? { before: cell[0], after: cell[1] } : cell,
      );
      for (const [column, cell] of Object.entries(cells)) {
        expect(cell).toEqual(shown[Number(column)]);
      }
    }
    expect(await page.locator('.problem').count()).toBe(0);
  });
});
