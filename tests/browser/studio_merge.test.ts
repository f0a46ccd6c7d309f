// The Table workspace's merge in Chromium: its conflicts are the program's, and what is decided is in the file.
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { programs, run } from '../support/programs.ts';
import { previewStudio, type Server } from '../support/servers.ts';
import { launchChromium, StudioPage } from '../support/studio_page.ts';

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

interface Listed {
  readonly key: readonly string[];
  readonly column: string;
  readonly base: string | null;
  readonly left: string | null;
  readonly right: string | null;
}

const files = {
  'base.csv': 'id,city,n\n1,Rome,10\n2,Oslo,20\n3,"a, ""b""",30\n4,Bern,40\n5,Lima,50\n',
  'left.csv': 'id,city,n\n1,Roma,11\n2,Oslo,21\n3,x,30\n5,Lima,50\n6,Nice,60\n',
  'right.csv': 'id,city,n\n1,Rom,12\n2,Oslo,20\n3,y,30\n4,Berne,41\n5,Lima,55\n6,Nizza,60\n',
};

describe.each(['', 'tier=workers'])('OnTheTier_%s', (tier) => {
  let studio: StudioPage;
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = new TemporaryFolder();
    folder.write(files);
    studio = await StudioPage.open(browser, `${server.address}#/table?task=merge&${tier}`);
  });
  afterEach(async () => {
    folder[Symbol.dispose]();
    await studio.page.context().close();
    expect(studio.errors).toEqual([]);
  });

  const choose = async () => {
    for (const side of ['base', 'left', 'right']) {
      const input = studio.page.locator(`.table-task:visible .slot[data-side=${side}] input`);
      await input.setInputFiles(folder.at(`${side}.csv`));
    }
    await studio.page.getByText(/rows merged/).waitFor();
  };
  const program = async (...options: string[]) => {
    await run(programs().native, [
      ...['table', 'merge', folder.at('base.csv'), folder.at('left.csv'), folder.at('right.csv')],
      ...(options.length === 0 ? ['--key', 'id'] : options),
      ...['-o', folder.at('merged.csv'), '--conflicts', folder.at('c.jsonl')],
    ]);
    const lines = readFileSync(folder.at('c.jsonl'), 'utf8').trim().split('\n');
    return {
      table: readFileSync(folder.at('merged.csv'), 'utf8'),
      conflicts: lines.map((line) => JSON.parse(line) as Listed),
    };
  };
  const save = async () => {
    const [download] = await Promise.all([
      studio.page.waitForEvent('download'),
      studio.page.getByRole('button', { name: 'Download merged' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('base merged.csv');
    return readFileSync(await download.path(), 'utf8');
  };
  const group = (key: string, column: string) =>
    studio.page.getByRole('radiogroup', { name: `${key}, ${column}`, exact: true });
  const take = (key: string, column: string, side: string) =>
    group(key, column)
      .getByRole('radio', { name: new RegExp(`^${side}`) })
      .press('Space');

  it('SaysWhichValuesGoWithADroppedColumn', async () => {
    folder.write({ 'right.csv': 'id,city\n1,Rom\n2,Oslo\n3,y\n4,Berne\n5,Lima\n6,Nizza\n' });
    await choose();
    const { conflicts } = await program();
    const lost = conflicts.filter(({ column }) => column === 'n').length;
    const open = conflicts.length - lost;
    expect(lost).toBeGreaterThan(1);
    const { page } = studio;
    await page.getByText(`The right file has no column “n” any more`).waitFor();
    await page.getByText(`${lost} values that left changed there are left out.`).waitFor();
    await page.getByText(`${open} conflicts of ${open} open.`).waitFor();
    await page.getByRole('button', { name: 'All open: left' }).click();
    const saved = await save();
    expect(saved.split('\n')[0]).toBe('id,city');
    expect(saved).toContain('1,Roma\n');
    expect(saved).not.toContain('(((');
  });

  it('ListsTheProgramsConflictsAndWritesItsTable', async () => {
    await choose();
    const { table, conflicts } = await program();
    expect(conflicts.length).toBeGreaterThan(4);
    const { page } = studio;
    await page.getByText(`${conflicts.length} conflicts of ${conflicts.length} open.`).waitFor();
    const shown = await page.locator('.conflict').evaluateAll((rows) =>
      rows.map((row) => {
        const text = (selector: string) =>
          row.querySelector<HTMLElement>(selector)?.innerText ?? '';
        const value = (side: string) => {
          const choice = `.conflict-choice[data-side=${side}]`;
          return text(`${choice} em`) !== '' ? null : text(`${choice} .conflict-value`);
        };
        return {
          key: [text('.conflict-key')],
          column: text('.conflict-column'),
          base: value('base'),
          left: value('left'),
          right: value('right'),
        };
      }),
    );
    expect(shown).toEqual(
      conflicts.map(({ key, column, base, left, right }) => ({ key, column, base, left, right })),
    );
    expect(await save()).toBe(table);
  });

  it('WritesWhatWasChosen', async () => {
    await choose();
    await take('1', 'city', 'Left');
    await take('1', 'n', 'Right');
    await take('3', 'city', 'Base');
    await take('4', 'n', 'Left');
    const own = studio.page.getByLabel('Own text for 6, city');
    await own.fill('Nice "old", new');
    await own.press('Enter');
    await studio.page.getByText(/^\d+ rows merged\. All \d conflicts decided\.$/).waitFor();
    expect(await save()).toBe(
      'id,city,n\n1,Roma,12\n2,Oslo,21\n3,"a, ""b""",30\n5,Lima,55\n6,"Nice ""old"", new",60\n',
    );
    await take('4', 'city', 'Right');
    await studio.page.getByText(/1 conflict of \d open/).waitFor();
    await take('4', 'n', 'Right');
    expect(await save()).toContain('\n4,Berne,41\n');
  });

  it('MergesByTheRulesOfValues', async () => {
    folder.write({
      'base.csv': 'id,born,height,city\n1,1999-12-31,1.80,Rome\n2,1980-05-06,1.90,Bern\n',
      'left.csv': 'id,born,height,city\n1,31.12.1999,1.81,rome\n2,1980-05-06,1.91,Berne\n',
      'right.csv': 'id,born,height,city\n1,2000-01-01,1.800,Rom\n2,6.5.1980,1.92,Berna\n',
    });
    await choose();
    const { page } = studio;
    const agrees = async (...rules: string[]) => {
      const { table, conflicts } = await program('--key', 'id', ...rules);
      await page
        .getByText(new RegExp(`^2 rows merged\\. ${conflicts.length} conflicts? of`))
        .waitFor();
      expect(await save()).toBe(table);
      return conflicts.length;
    };
    expect(await agrees()).toBe(5);
    await page.getByText('Rules', { exact: true }).click();
    const rule = (column: string, value: string) =>
      page.getByLabel(`How ${column} is compared`).selectOption(value);
    await rule('born', 'as dates');
    expect(await agrees('--date', 'born')).toBe(4);
    await rule('height', 'as numbers within');
    expect(await agrees('--date', 'born', '--tolerance', 'height=0')).toBe(3);
    await page.getByLabel('in upper or lower case').check();
    expect(await agrees('--date', 'born', '--tolerance', 'height=0', '--ignore-case')).toBe(2);
    await page.waitForURL(/case=any/);
    expect(page.url()).not.toContain('born');
    await page.getByRole('checkbox', { name: 'id' }).press('Space');
    await page.getByText('Choose a key first: whole rows are compared as text.').waitFor();
  });

  it('MergesTablesWithoutAHeader', async () => {
    const lines = (text: string) => text.slice(text.indexOf('\n') + 1);
    folder.write(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [name, lines(text)])),
    );
    await choose();
    const { page } = studio;
    await page.getByText('Reading', { exact: true }).click();
    await page.getByLabel('The first row names the columns').uncheck();
    await page.waitForURL(/header=no/);
    await group('1', '2').waitFor();
    const { table, conflicts } = await program('--no-header', '--key', '1');
    await page.getByText(`${conflicts.length} conflicts of ${conflicts.length} open.`).waitFor();
    expect(await save()).toBe(table);
    await take('1', '2', 'Left');
    await take('1', '3', 'Right');
    await take('3', '2', 'Base');
    await take('4', '3', 'Left');
    const own = page.getByLabel('Own text for 6, 2');
    await own.fill('Nizza');
    await own.press('Enter');
    await page.getByText(/^\d+ rows merged\. All \d conflicts decided\.$/).waitFor();
    expect(await save()).toBe('1,Roma,12\n2,Oslo,21\n3,"a, ""b""",30\n5,Lima,55\n6,Nizza,60\n');
  });

  it('UndoesAndRedoes', async () => {
    await choose();
    const { page } = studio;
    const { conflicts } = await program();
    const open = (count: number) =>
      page
        .getByText(
          count === 0 ? /conflicts decided\.$/ : new RegExp(`${count} conflicts? of \\d open`),
        )
        .waitFor();
    const all = conflicts.length;
    await page.getByRole('button', { name: 'All open: left' }).click();
    await open(0);
    await page.keyboard.press('Control+z');
    await open(all);
    await page.keyboard.press('Control+Shift+z');
    await open(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await open(all);
    await page.keyboard.press('l');
    await open(all - 1);
    await page.keyboard.press('n');
    await page.keyboard.press('r');
    await open(all - 2);
    expect(await page.locator('.conflict[data-decided=true]').count()).toBe(2);
    expect(await page.getByRole('button', { name: 'Redo' }).isDisabled()).toBe(true);
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    expect(await help.innerText()).toMatch(/Take left\s+L/);
  });

  it('TakesThreeFilesThatAreDroppedAtOnce', async () => {
    await studio.page.getByRole('button', { name: 'Merge a sample' }).waitFor();
    await studio.page.evaluate((given) => {
      const data = new DataTransfer();
      for (const [name, text] of Object.entries(given)) data.items.add(new File([text], name));
      const drop = { dataTransfer: data, bubbles: true, cancelable: true };
      document.body.dispatchEvent(new DragEvent('drop', drop));
    }, files);
    await studio.page.getByText(/^6 rows merged/).waitFor();
    const { table } = await program();
    expect(await save()).toBe(table);
  });

  it('SaysWhatIsWrongBesideTheFile', async () => {
    folder.write({ 'right.csv': 'id,city,n\n1,"Rom,12\n' });
    for (const side of ['base', 'left', 'right']) {
      const input = studio.page.locator(`.table-task:visible .slot[data-side=${side}] input`);
      await input.setInputFiles(folder.at(`${side}.csv`));
    }
    const note = studio.page.locator('.slot[data-side=right]').getByRole('alert');
    await note.waitFor();
    expect(await note.innerText()).toMatch(/never closed/);
  });

  it('MergesItsSampleAndSharesIt', async () => {
    const { page } = studio;
    await page.getByRole('button', { name: 'Merge a sample' }).click();
    await page.getByText('8 rows merged. 6 conflicts of 6 open.').waitFor();
    await page.waitForURL(/task=merge&sample=garden&key=bed/);
    const words = await page.locator('.merge-count').innerText();
    await page.reload();
    await page.getByText('8 rows merged. 6 conflicts of 6 open.').waitFor();
    expect(await page.locator('.merge-count').innerText()).toBe(words);
    await page.getByText('Rules', { exact: true }).click();
    await page.getByLabel('How plants is compared').selectOption('as numbers within');
    const tolerance = page.getByLabel('How far numbers in plants may be apart');
    await tolerance.fill('10%');
    await tolerance.press('Enter');
    await page.getByText('8 rows merged. 5 conflicts of 5 open.').waitFor();
    await page.waitForURL(/rule=number%3A10%25%3Aplants/);
    await page.reload();
    await page.getByText('8 rows merged. 5 conflicts of 5 open.').waitFor();
    await page.getByText('1 column by a rule of its own.').waitFor();
    await page.getByRole('radio', { name: 'Compare two files' }).press('Space');
    await page.getByRole('button', { name: 'Compare a sample' }).click();
    await page.locator('[data-row="0"]').waitFor();
    await page.keyboard.press('m');
    await page.getByText('8 rows merged. 5 conflicts of 5 open.').waitFor();
  });
});
