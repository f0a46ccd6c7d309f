// All workspaces of the built Studio in every browser that is at hand: what they show is what Node and the
// native program find. Only what a page can do by itself is done here, so that every driver can do it.
import { createSimulation } from 'heddle/sim';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInstalled, type OpenPage, type RunningBrowser } from '../support/browsers/browser.ts';
import { chromium } from '../support/browsers/chromium.ts';
import { firefox } from '../support/browsers/firefox.ts';
import { webkit, webkitWithSharedMemory } from '../support/browsers/webkit.ts';
import { nativeHash } from '../support/engine_room.ts';
import { compare } from '../support/reference.ts';
import { previewStudio, type Server } from '../support/servers.ts';
import { readIndependently, realPair } from '../support/vega.ts';

let server: Server;
beforeAll(async () => {
  server = await previewStudio();
});
afterAll(() => server.close());

/** Much more than a slow machine needs. */
const patience = 60_000;

/** The Studio as scripts in the page see it. */
class Studio {
  readonly #page: OpenPage;

  constructor(page: OpenPage) {
    this.#page = page;
  }

  value<Value>(expression: string): Promise<Value> {
    return this.#page.value<Value>(expression, patience);
  }

  /** Presses the first visible element of the selector whose text begins so. */
  async press(selector: string, words: string): Promise<void> {
    await this.value(`(() => {
      const found = [...document.querySelectorAll(${JSON.stringify(selector)})].find(
        (one) => one.getClientRects().length > 0 && !one.disabled &&
          one.textContent.trim().startsWith(${JSON.stringify(words)}));
      found?.click();
      return found === undefined ? null : true;
    })()`);
  }

  async choose(label: string, option: string): Promise<void> {
    await this.value(`(() => {
      const named = [...document.querySelectorAll('label')].find(
        (one) => one.getClientRects().length > 0 && one.textContent.trim().startsWith(${JSON.stringify(label)}));
      const select = named?.querySelector('select');
      if (!select || select.disabled) return null;
      select.value = ${JSON.stringify(option)};
      select.dispatchEvent(new Event('change', { bubbles: true }));
      return true;
    })()`);
  }

  /** The text of what the selector finds, once it has one that fits. */
  async text(selector: string, fits = /./): Promise<string> {
    return this.value<string>(`(() => {
      const text = document.querySelector(${JSON.stringify(selector)})?.textContent ?? '';
      return ${String(fits)}.test(text) ? text : null;
    })()`);
  }

  /** A figure of the world, once it is more than `above`. */
  figure(name: string, above: number): Promise<number> {
    return this.value<number>(`(() => {
      const line = [...document.querySelectorAll('.world-facts div')].find(
        (one) => one.textContent.startsWith(${JSON.stringify(name)}));
      const value = Number(line?.querySelector('dd').textContent.replaceAll(',', ''));
      return value > ${above} ? value : null;
    })()`);
  }

  /** The tick of a world that was told to pause, once two readings agree that lie further apart than two looks. */
  async restingTick(): Promise<number> {
    let last = -1;
    for (;;) {
      const tick = await this.figure('Tick', 0);
      if (tick === last) return tick;
      last = tick;
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
  }
}

const kinds = [
  { kind: chromium, tier: 'Threads' },
  { kind: firefox, tier: 'Threads' },
  // As it is shipped, it has no shared memory.
  { kind: webkit, tier: 'Workers' },
  { kind: webkitWithSharedMemory, tier: 'Threads' },
] as const;

for (const { kind, tier } of kinds) {
  describe.skipIf(!isInstalled(kind))(`In_${kind.name}`, () => {
    let browser: RunningBrowser;
    beforeAll(async () => {
      browser = await kind.launch();
    });
    afterAll(() => browser.close());

    async function visit(fragment: string, work: (studio: Studio) => Promise<void>): Promise<void> {
      const page = await browser.open(`${server.address}${fragment}`);
      try {
        await work(new Studio(page));
      } finally {
        await page.close();
      }
    }

    it('TheTableFindsWhatDiffers', { timeout: 2 * patience }, () =>
      visit('#/table', async (studio) => {
        expect(await studio.text('.shell-tools', /Threads|Workers|Script/)).toContain(tier);
        await studio.press('button', 'Compare a sample');
        const { left, right } = realPair('co2-concentration.csv');
        const truth = compare(readIndependently(left), readIndependently(right), ['Date']);
        const tiles = await studio.value<string[]>(`(() => {
          const labels = [...document.querySelectorAll('[aria-label=Summary] label')];
          return labels.length > 0 ? labels.map((one) => one.textContent.replace(/\\s+/g, ' ')) : null;
        })()`);
        const counts = tiles.map((text) => Number.parseInt(text.replaceAll(',', ''), 10));
        const { differences, added, removed, changed } = truth;
        expect(counts).toEqual([differences.length, added, removed, changed]);
        // The first row that differs has its cells, before and after.
        const row = differences.findIndex((one) => one.kind === 'changed');
        const marks = differences[row]?.cells.filter((cell) => Array.isArray(cell)).flat();
        const drawn = await studio.value<string[]>(`(() => {
          const found = document.querySelector('[data-row="${row}"]');
          return found && [...found.querySelectorAll('del, ins')].map((one) => one.textContent);
        })()`);
        expect(drawn).toEqual(marks);
      }),
    );

    it('TheWorldLivesWithTheHashOfEveryOther', { timeout: 4 * patience }, () =>
      visit('#/world?scenario=crowd&entities=3000&seed=5', async (studio) => {
        await studio.figure('Tick', 5);
        // It is drawn everywhere: where there is no WebGL 2, by the page itself.
        expect(await studio.value(`document.querySelectorAll('[role=alert]').length`)).toBe(0);
        const colors = await studio.value<number>(`(() => {
          const canvas = document.querySelector('.world-canvas');
          const copy = document.createElement('canvas');
          [copy.width, copy.height] = [canvas.width, canvas.height];
          const context = copy.getContext('2d');
          context.drawImage(canvas, 0, 0);
          const { data } = context.getImageData(0, 0, copy.width, copy.height);
          const colors = new Set(new Uint32Array(data.buffer));
          return colors.size > 50 ? colors.size : null;
        })()`);
        console.log(`${browser.version} draws the world in ${colors} colors.`);
        await studio.press('.world-bar button', 'Pause');
        const tick = await studio.restingTick();
        await studio.press('.world-bar button', 'Hash');
        const hash = await studio.text('.world-hash');
        await using sim = await createSimulation({ scenario: 'crowd', entities: 3000, seed: 5 });
        await sim.step(tick);
        expect(hash).toBe(await sim.hash());
        expect(await studio.figure('Alive', 0)).toBe(sim.state.size);
        console.log(`${browser.version}: tick ${tick} has the hash ${hash}`);
      }),
    );

    it('TheEngineRoomFindsTheSameBitsOnAnotherTier', { timeout: 4 * patience }, () =>
      visit('#/engine-room', async (studio) => {
        const hashes = (least: number) =>
          studio.value<string[]>(`(() => {
            const all = [...document.querySelectorAll('[data-hash]')];
            return all.length >= ${least} ? all.map((one) => one.dataset.hash) : null;
          })()`);
        const native = await nativeHash();
        expect(await hashes(1)).toEqual([native]);
        await studio.choose('Tier', tier === 'Workers' ? 'script' : 'workers');
        expect(await hashes(2)).toEqual([native, native]);
        await studio.text('.bits-badge', /Same bits/);
        await studio.press('.room-actions button', 'Kill kernel 1');
        await studio.text('.room-said', /was back after \d+ ms/);
      }),
    );
  });
}
