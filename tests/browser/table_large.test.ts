// Files larger than the memory that a comparison may take, in every browser that is at hand: read piece by piece from where
// they are, with the differences that a comparison in memory finds.
import { cpSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { createPool } from 'heddle';
import type { createDiff, KernelDiff } from 'heddle/table';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInstalled, type RunningBrowser } from '../support/browsers/browser.ts';
import { chromium } from '../support/browsers/chromium.ts';
import { firefox } from '../support/browsers/firefox.ts';
import { webkit, webkitWithSharedMemory } from '../support/browsers/webkit.ts';
import { TemporaryFolder } from '../support/folder.ts';
import { requireBuilt } from '../support/paths.ts';
import { hostFolder, type Server } from '../support/servers.ts';
import { launchChromium } from '../support/studio_page.ts';

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** 2 x 11 MB: every 100th row differs. */
const tables = `
export const rows = 50_000;
export function makeTable(changed) {
  const filler = 'x'.repeat(200);
  const lines = ['id,name,filler\\n'];
  for (let row = 0; row < rows; ++row) {
    lines.push(row + (changed && row % 100 === 7 ? ',changed,' : ',name,') + filler + '\\n');
  }
  return lines.join('');
}
`;

const script = `
import { createPool, file } from './heddle/dist/index.js';
import { createDiff, table } from './heddle/dist/table/index.js';
import { makeTable, rows } from './tables.js';

const memoryLimit = 2 ** 24;

async function main() {
  const pool = await createPool({ kernels: 1, lanes: 2 });
  const { tier } = pool.info();
  const input = { left: new Blob([makeTable(false)]), right: new Blob([makeTable(true)]), key: ['id'] };
  const whole = await pool.run(table.diff, input);
  const diff = await createDiff(pool, { ...input, memoryLimit });
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const windows = [];
  for (const begin of [0, 123, diff.length - 50]) {
    windows.push(same(await diff.rows(begin, begin + 50), whole.slice(begin, 50)));
  }
  const text = await (await diff.write({ format: 'json' })).text();
  const texts = text === (await (await whole.toBlob()).text());
  const found = await diff.count({ text: 'changed', textIn: ['name'] });
  const next = await diff.next(10, { text: '3007' });
  const nextRow = next === undefined ? undefined : (await diff.rows(next, next + 1))[0].left;

  const reason = new Error('enough');
  const controller = new AbortController();
  const cut = createDiff(
    pool,
    { ...input, memoryLimit },
    { signal: controller.signal, onProgress: () => controller.abort(reason) },
  );
  const aborted = await cut.then(() => false, (error) => error === reason);
  let refused;
  try {
    file('left.csv');
  } catch (error) {
    refused = error.code;
  }
  const { changed, unchanged, length } = diff;
  await pool.dispose();
  globalThis.outcome = {
    tier, changed, unchanged, length, windows, texts, found, nextRow, aborted, refused, rows,
  };
}
if (location.search === '') {
  main().catch((error) => {
    globalThis.outcome = { error: String(error) };
  });
} else {
  // For a test that works with files of the disk.
  globalThis.heddle = { createPool, createDiff, memoryLimit };
}
`;

const site = new TemporaryFolder();
beforeAll(() => {
  const manifest = dirname(requireBuilt('packages/heddle/package.json'));
  requireBuilt('packages/heddle/dist/index.js');
  requireBuilt('packages/heddle/wasm/table.threads.wasm', 'wasm-threads');
  for (const part of ['dist', 'wasm']) {
    cpSync(`${manifest}/${part}`, site.at(`heddle/${part}`), { recursive: true });
  }
  site.write({
    'index.html':
      '<!doctype html><title>Large</title><script type="module" src="page.js"></script>',
    'tables.js': tables,
    'page.js': script,
  });
});
afterAll(() => {
  site[Symbol.dispose]();
});

const matrix = [
  { browser: chromium, headers: isolation, tier: 'threads' },
  { browser: chromium, headers: {}, tier: 'workers' },
  { browser: firefox, headers: isolation, tier: 'threads' },
  { browser: webkit, headers: isolation, tier: 'workers' },
  { browser: webkitWithSharedMemory, headers: isolation, tier: 'threads' },
];

for (const { browser: kind, headers, tier } of matrix) {
  describe.skipIf(!isInstalled(kind))(`In_${kind.name}_${tier}`, () => {
    let browser: RunningBrowser;
    let server: Server;
    beforeAll(async () => {
      browser = await kind.launch();
      server = await hostFolder(site.path, headers);
    });
    afterAll(async () => {
      await browser.close();
      await server.close();
    });

    it('BlobsAreReadPieceByPiece', { timeout: 120_000 }, async () => {
      const page = await browser.open(server.address);
      const outcome = await page.value('globalThis.outcome', 110_000);
      await page.close();
      expect(outcome).toEqual({
        tier,
        changed: 500,
        unchanged: 49_500,
        length: 500,
        windows: [true, true, true],
        texts: true,
        found: 500,
        nextRow: 3008,
        aborted: true,
        refused: 'unavailable',
        rows: 50_000,
      });
    });
  });
}

/** What the page's script has. */
interface LargePage {
  heddle: {
    createPool: typeof createPool;
    createDiff: typeof createDiff;
    memoryLimit: number;
  };
  diff: KernelDiff;
}

describe.skipIf(!isInstalled(chromium))('AFileOfTheDisk', () => {
  it('ThatHasBecomeShorterIsNamed', { timeout: 60_000 }, async () => {
    const { makeTable } = (await import(`data:text/javascript,${encodeURIComponent(tables)}`)) as {
      makeTable: (changed: boolean) => string;
    };
    const paths = [site.at('left.csv'), site.at('right.csv')] as const;
    writeFileSync(paths[0], makeTable(false));
    writeFileSync(paths[1], makeTable(true));
    const server = await hostFolder(site.path, isolation);
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(`${server.address}?files`);
      await page.waitForFunction('globalThis.heddle !== undefined');
      await page.evaluate('document.body.innerHTML = `<input type="file" multiple>`');
      await page.locator('input').setInputFiles([...paths]);
      const changed = await page.evaluate(async () => {
        const { heddle } = globalThis as unknown as LargePage;
        const pool = await heddle.createPool({ kernels: 1 });
        const [left, right] = document.querySelector('input')?.files ?? [];
        if (left === undefined || right === undefined) throw new Error('There are no files.');
        const { memoryLimit } = heddle;
        const diff = await heddle.createDiff(pool, { left, right, key: ['id'], memoryLimit });
        (globalThis as unknown as LargePage).diff = diff;
        await diff.rows(0, 10);
        return diff.changed;
      });
      expect(changed).toBe(500);
      truncateSync(paths[1], 5_000_000);
      const failure = await page.evaluate(async () => {
        const { diff } = globalThis as unknown as LargePage;
        return diff.rows(400, 410).then(
          () => undefined,
          (error: unknown) => {
            const { code, input, message } = error as {
              code: string;
              input: string;
              message: string;
            };
            return { code, input, message };
          },
        );
      });
      expect(failure).toMatchObject({ code: 'io', input: 'right' });
      expect(failure?.message).toMatch(/right could not be read .*changed or moved/);
    } finally {
      await browser.close();
      await server.close();
    }
  });
});
