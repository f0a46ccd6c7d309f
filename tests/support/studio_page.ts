/** The Studio as its user sees it. */
import type { Cell, Difference } from 'heddle/table';
import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from 'playwright-core';

/** Debian's Chromium, with more arguments where a test needs them. */
export function launchChromium(...args: string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  });
}

type Side = 'left' | 'right';

/** A row of the grid as it is drawn. */
export interface DrawnRow {
  readonly row: number;
  readonly kind: string;
  readonly left: string;
  readonly right: string;
  /** By column: a text, or what stands in the marks for before and after. */
  readonly cells: Readonly<Record<number, string | { before: string; after: string }>>;
}

export class StudioPage {
  readonly page: Page;
  /** Errors that nobody expected. */
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  /** context  what the page's browser context is made with, such as its color scheme. */
  static async open(
    browser: Browser,
    address: string,
    context: BrowserContextOptions = {},
  ): Promise<StudioPage> {
    const studio = new StudioPage(await browser.newPage(context));
    await studio.page.goto(address);
    return studio;
  }

  /** The badge that names the tier, once there is one. */
  badge(): Locator {
    return this.page.getByRole('button', { name: /^Engine: (?!Starting)/ });
  }

  file(side: Side): Locator {
    const name = side === 'left' ? 'Left file' : 'Right file';
    return this.page.getByRole('region', { name });
  }

  async choose(side: Side, path: string): Promise<void> {
    await this.file(side).locator('input[type=file]').setInputFiles(path);
  }

  /** Makes exactly these columns the key. */
  async chooseKey(key: readonly string[]): Promise<void> {
    const boxes = this.page.getByRole('group', { name: 'Key' }).getByRole('checkbox');
    await boxes.first().waitFor();
    for (const box of await boxes.all()) {
      const name = await box.evaluate((element) => element.closest('label')?.textContent ?? '');
      if ((await box.isChecked()) !== key.includes(name)) await box.press('Space');
    }
  }

  summary(): Locator {
    return this.page.getByRole('region', { name: 'Summary' });
  }

  /** The tile with a count, which is also the filter. */
  tile(count: number, label: string): Locator {
    const name = `${count.toLocaleString('en-US')} ${label}`;
    return this.summary().getByRole('radio', { name, exact: true });
  }

  /** A number beside its name in the summary. */
  reading(name: string): Locator {
    return this.summary().locator('div', { has: this.page.getByText(name, { exact: true }) });
  }

  grid(): Locator {
    return this.page.getByRole('grid', { name: 'Differences' });
  }

  /** The rows that are in the page now. */
  drawnRows(): Promise<DrawnRow[]> {
    return this.grid().evaluate((grid) =>
      [...grid.querySelectorAll<HTMLElement>('[data-row]')].map((row) => {
        const text = (element: Element | null) => element?.textContent ?? '';
        const numbers = [...row.querySelectorAll('[role=gridcell]:not([data-column])')].map(text);
        const cells = [...row.querySelectorAll<HTMLElement>('[data-column]')].map((cell) => {
          const before = cell.querySelector('del');
          const after = cell.querySelector('ins');
          const changed = before !== null || after !== null;
          return [
            Number(cell.dataset['column']),
            changed ? { before: text(before), after: text(after) } : text(cell),
          ] as const;
        });
        return {
          row: Number(row.dataset['row']),
          kind: row.dataset['kind'] ?? '',
          left: numbers[0] ?? '',
          right: numbers[1] ?? '',
          cells: Object.fromEntries(cells),
        };
      }),
    );
  }
}

/** How the grid must draw a difference, in the columns that are in view. */
export function drawn(row: number, difference: Difference, columns: readonly number[]): DrawnRow {
  const { kind } = difference;
  const mark = (text: string) => (text === '' ? 'empty' : text);
  const cell = (value: Cell | undefined) => {
    if (value === null || value === undefined) return 'no such column';
    if (typeof value === 'string') return value;
    return { before: mark(value[0]), after: mark(value[1]) };
  };
  return {
    row,
    kind,
    left: kind === 'added' ? '' : `${difference.left}`,
    right: kind === 'removed' ? '' : `${difference.right}`,
    cells: Object.fromEntries(columns.map((column) => [column, cell(difference.cells[column])])),
  };
}
