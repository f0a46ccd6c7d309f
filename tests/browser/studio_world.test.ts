// The World workspace of the built Studio: a world that is drawn, looked at, stopped and asked.
import { isDeepStrictEqual } from 'node:util';
import { createSimulation, type Simulation } from 'heddle/sim';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { violations } from '../support/axe.ts';
import {
  figure,
  press,
  standStill,
  tiers,
  twin,
  world,
  worldPages,
} from '../support/studio_world.ts';

const { open } = worldPages();

/** Mean energy of all: circles around the middle and around a corner cover a world that repeats itself. */
async function trueEnergy(sim: Simulation): Promise<number> {
  const { extent, size } = sim.state;
  const circle = { radius: extent / 2, max: size };
  const found = await Promise.all([
    sim.query({ x: extent / 2, y: extent / 2, ...circle }),
    sim.query({ x: 0, y: 0, ...circle }),
  ]);
  const energies = new Map(found.flat().map(({ id, energy }) => [id, energy]));
  expect(energies.size).toBe(size);
  return [...energies.values()].reduce((sum, energy) => sum + energy, 0) / size;
}

/** The hues of the first two tribes and domains, in degrees. */
const hues = [202, 21] as const;

/** How many strongly colored pixels of the drawn world have each of two hues, give or take 12 degrees, between these heights. */
async function pixelsOf(
  page: Page,
  top = 0,
  bottom = Infinity,
  wanted: readonly [number, number] = hues,
): Promise<[number, number]> {
  const shot = (await page.locator('.world-canvas').screenshot()).toString('base64');
  return page.evaluate(
    async ({ shot, hues, top, bottom }) => {
      const bytes = Uint8Array.from(atob(shot), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const { width } = picture;
      const last = Math.min(picture.height, bottom);
      const context = new OffscreenCanvas(width, last).getContext('2d');
      if (context === null) throw new Error('There is no 2D context.');
      context.drawImage(picture, 0, 0);
      const { data } = context.getImageData(0, top, width, last - top);
      const counts: [number, number] = [0, 0];
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
        if (Math.max(red, green, blue) - Math.min(red, green, blue) < 50) continue;
        const [u, v] = [red - (green + blue) / 2, (Math.sqrt(3) / 2) * (green - blue)];
        const hue = ((Math.atan2(v, u) * 180) / Math.PI + 360) % 360;
        for (const place of [0, 1] as const) {
          const away = Math.abs(hue - hues[place]);
          if (Math.min(away, 360 - away) < 12) counts[place]++;
        }
      }
      return counts;
    },
    { shot, hues: wanted, top: Math.round(top), bottom },
  );
}

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

  it('IsLookedAtWhereTheAddressSays', async () => {
    const page = await open();
    await page.locator('.world-canvas').focus();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await expect.poll(() => page.url()).toContain('at=0.5%2C0.5%2C1.69');
    await page.reload();
    await page.locator('.world-canvas').focus();
    await page.keyboard.press('+');
    await expect.poll(() => page.url()).toContain('at=0.5%2C0.5%2C2.2');
    await page.keyboard.press('0');
    await expect.poll(() => page.url()).not.toContain('at=');
  });

  it('ComesNearerBetweenTwoFingers', async () => {
    const page = await open(world, { hasTouch: true });
    await press(page, /^Pause/);
    const {
      x = 0,
      y = 0,
      width = 0,
      height = 0,
    } = (await page.locator('.world-canvas').boundingBox()) ?? {};
    const [middle, across] = [x + width / 2, y + height / 2];
    const client = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart?: number) =>
      client.send('Input.dispatchTouchEvent', {
        type,
        touchPoints:
          apart === undefined
            ? []
            : [
                { x: middle - apart, y: across, id: 1 },
                { x: middle + apart, y: across, id: 2 },
              ],
      });
    await touch('touchStart', 20);
    await touch('touchMove', 40);
    await touch('touchMove', 80);
    await touch('touchEnd');
    await expect.poll(() => page.url()).toMatch(/at=0\.\d+%2C0\.\d+%2C4(&|$)/);
    // Two fingers choose nobody.
    expect(await page.getByRole('heading', { name: /^Number / }).count()).toBe(0);
  });

  it.each(tiers)('DrawsItsHistoryWithTrueNumbers_%s', async (tier, kernels) => {
    const page = await open(
      `#/world?scenario=predators&entities=3000&seed=5&tier=${tier}&kernels=${kernels}`,
    );
    await expect.poll(() => figure(page, 'Tick')).toBeGreaterThan(20);
    const tick = await standStill(page);
    await using sim = await twin(tick, 'predators');
    const { tribes, economy } = await sim.scenario();
    const population = page.getByRole('img', { name: /^Population/ });
    const said = await population.getAttribute('aria-label');
    expect(said).toContain(`to ${tick.toLocaleString('en-US')}:`);
    expect(tribes.length).toBeGreaterThan(1);
    for (const [tribe, { name }] of tribes.entries()) {
      const count = (sim.state.census[tribe] ?? 0).toLocaleString('en-US');
      expect(said).toMatch(new RegExp(`${name} from [\\d,]+ to ${count}, at least`));
      const sign = page.locator('.world-tribes li', { hasText: name }).locator('b');
      expect(await sign.innerText()).toBe(count);
    }
    const shown = Number(
      (await page.locator('[data-field=energy]').innerText()).replaceAll(',', ''),
    );
    // A frame tells energy in 159 steps, rounded down.
    const step = (economy?.['most'] ?? NaN) / 159;
    const truth = await trueEnergy(sim);
    expect(shown).toBeGreaterThanOrEqual(truth - step - 1);
    expect(shown).toBeLessThanOrEqual(truth + 1);
    const [, last = ''] =
      /mean of all from [\d,]+ to ([\d,]+), at least/.exec(
        (await page.getByRole('img', { name: /^Energy/ }).getAttribute('aria-label')) ?? '',
      ) ?? [];
    expect(Math.abs(Number(last.replaceAll(',', '')) - truth)).toBeLessThan(step + 1);
    // Drawn: lines of the tribes' colors on a canvas of the card's width.
    const drawn = await population.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      return [...data].filter((_, at) => at % 4 === 3 && (data[at] ?? 0) > 0).length;
    });
    expect(drawn).toBeGreaterThan(500);
  });

  it('FitsItsChartsToTheirPlace', async () => {
    const page = await open();
    const chart = page.getByRole('img', { name: /^Population/ });
    const overhang = () =>
      chart.evaluate(
        (element) => element.clientWidth - (element.querySelector('.uplot')?.clientWidth ?? 0),
      );
    await expect.poll(overhang).toBe(0);
    const before = (await chart.boundingBox())?.width;
    await page.setViewportSize({ width: 700, height: 700 });
    await expect.poll(async () => (await chart.boundingBox())?.width).not.toBe(before);
    await expect.poll(overhang).toBe(0);
  });

  it('IsColoredByEnergyAndRemembersIt', async () => {
    const page = await open('#/world?scenario=predators&entities=3000&seed=5', {
      colorScheme: 'dark',
    });
    await standStill(page);
    const [prey, hunters] = await pixelsOf(page);
    expect(prey).toBeGreaterThan(500);
    expect(hunters).toBeGreaterThan(50);
    await page.getByLabel('Color by').selectOption('energy');
    await expect.poll(() => page.url()).toContain('color=energy');
    await page.getByText('hungry').waitFor();
    // The ramp has blue between its stops, and no orange.
    expect((await pixelsOf(page))[1]).toBe(0);
    await page.reload();
    await expect.poll(() => page.getByLabel('Color by').inputValue()).toBe('energy');
  });

  it.each(['page', 'webgl'])('HasItsColorsAtAnySize_DrawnBy_%s', async (drawer) => {
    const page = await open(`#/world?scenario=predators&entities=60000&seed=5&draw=${drawer}`, {
      colorScheme: 'dark',
    });
    await expect.poll(() => figure(page, 'Tick')).toBeGreaterThan(3);
    await standStill(page);
    const [prey, hunters] = await pixelsOf(page);
    expect(prey).toBeGreaterThan(10_000);
    expect(hunters).toBeGreaterThan(500);
    await page.getByLabel('Color by').selectOption('energy');
    await expect.poll(async () => (await pixelsOf(page))[1]).toBe(0);
    await page.getByLabel('Color by').selectOption('diet');
    await expect
      .poll(async () => (await pixelsOf(page, 0, Infinity, [112, 0]))[0])
      .toBeGreaterThan(3000);
    // Nearer they are discs, in the same colors.
    await page.getByLabel('Color by').selectOption('tribe');
    await page.locator('.world-canvas').focus();
    for (let nearer = 0; nearer < 8; ++nearer) await page.keyboard.press('+');
    await expect.poll(async () => (await pixelsOf(page))[0]).toBeGreaterThan(10_000);
  });

  it.each(['page', 'webgl'])('IsColoredByDiet_DrawnBy_%s', async (drawer) => {
    const view = `#/world?scenario=predators&entities=3000&seed=5&color=diet&draw=${drawer}`;
    const page = await open(view, { colorScheme: 'dark' });
    await page.getByText('plants').waitFor();
    await standStill(page);
    // Grazers are green and hunters pink, whatever their tribes.
    const [green, pink] = await pixelsOf(page, 0, Infinity, [112, 0]);
    expect(green).toBeGreaterThan(500);
    expect(pink).toBeGreaterThan(50);
    expect((await pixelsOf(page))[0]).toBe(0);
    await page.getByLabel('Color by').selectOption('tribe');
    expect((await pixelsOf(page))[0]).toBeGreaterThan(500);
  });

  it.each(['page', 'webgl'])('ShowsHowDenselyItIsPeopled_DrawnBy_%s', async (drawer) => {
    const view = `#/world?scenario=predators&entities=3000&seed=5&ground=density&draw=${drawer}`;
    const page = await open(view, { colorScheme: 'dark' });
    await page.getByText('crowded').waitFor();
    // It begins evenly peopled, and gathers.
    await expect.poll(() => figure(page, 'Tick'), { timeout: 20_000 }).toBeGreaterThan(60);
    await standStill(page);
    // Crowded ground has the hue of the second tribe, of which there are few.
    const amber = async () => (await pixelsOf(page))[1];
    await expect.poll(amber).toBeGreaterThan(2000);
    const crowded = await amber();
    await page.getByLabel('Ground').selectOption('food');
    await expect.poll(() => page.url()).not.toContain('ground');
    await expect.poll(amber).toBeLessThan(crowded - 1000);
    await page.keyboard.press('g');
    await expect.poll(() => page.getByLabel('Ground').inputValue()).toBe('density');
  });

  it('ShowsItsDomainsAndTheirBorders', async () => {
    const page = await open(`${world}&tier=workers&kernels=2&color=domain`, {
      colorScheme: 'dark',
    });
    await expect.poll(() => figure(page, 'Domains')).toBe(2);
    await standStill(page);
    const imbalance = page.locator('.world-facts div', { hasText: 'Imbalance' });
    expect(
      Number.parseFloat((await imbalance.innerText()).replace('Imbalance', '')),
    ).toBeGreaterThan(0.99);
    // Domains are asked once a second, and borders move until the world stands still.
    const told = () =>
      page.evaluate(() => ({
        counts: [...document.querySelectorAll('.world-domains b')].map(
          ({ textContent }) => textContent,
        ),
        rows: [...document.querySelectorAll('.world-domains span')].map(
          ({ textContent }) => textContent,
        ),
        path: document.querySelector('.world-borders')?.getAttribute('d') ?? '',
      }));
    let seen = await told();
    await expect
      .poll(
        async () => {
          const before = seen;
          seen = await told();
          return isDeepStrictEqual(seen, before);
        },
        { interval: 1500 },
      )
      .toBe(true);
    // What each has adds up, and their rows are all that there are.
    const counts = seen.counts.map((text) => Number(text.replaceAll(',', '')));
    expect(counts).toHaveLength(2);
    expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(await figure(page, 'Alive'));
    const rows = seen.rows.map((text) => text.split(/\D+/).filter(Boolean).map(Number));
    await using sim = await twin(1);
    const { side, cellSize, extent } = sim.state;
    expect(rows[0]?.[0]).toBe(0);
    expect(rows[1]?.[0]).toBe((rows[0]?.[1] ?? NaN) + 1);
    expect(rows[1]?.[1]).toBe(side - 1);
    // The lines are where the rows begin: in the middle of the view is the middle of the world.
    const box = await page.locator('.world-canvas').boundingBox();
    const { width = NaN, height = NaN } = box ?? {};
    const scale = Math.max(width, height) / extent;
    const away = (rows[1]?.[0] ?? NaN) * cellSize - extent / 2;
    const lines = [...seen.path.matchAll(/M0 (-?[\d.]+)H/g)].map((match) => Number(match[1]));
    expect(lines).toHaveLength(2);
    expect(Math.abs((lines[1] ?? NaN) - (height / 2 + away * scale))).toBeLessThan(1.5);
    // A row of cells on each side of it is seen by the other domain too.
    const band = page.locator('.world-ghosts');
    expect(await band.getAttribute('d')).toBe(seen.path);
    expect(Number(await band.getAttribute('stroke-width'))).toBeCloseTo(2 * cellSize * scale, 1);
    // Each domain has its color on its side of the line; dots at the line reach a little over it. The line
    // may be out of view, and the keys move the world by 40 pixels.
    const presses = Math.round(((lines[1] ?? NaN) - height / 2) / 40);
    await page.locator('.world-canvas').focus();
    for (let press = 0; press < Math.abs(presses); ++press) {
      await page.keyboard.press(presses > 0 ? 'ArrowDown' : 'ArrowUp');
    }
    const border = (lines[1] ?? NaN) - 40 * presses;
    expect((await told()).path).toContain(`M0 ${Math.round(border * 100) / 100}H`);
    // Not further than each domain reaches: behind it the world repeats itself.
    const heights = rows.map(([begin = NaN, last = NaN]) => Math.min(last + 1 - begin, 8));
    const [upper = NaN, lower = NaN] = heights.map((height) => height * cellSize * scale - 6);
    const above = await pixelsOf(page, Math.max(0, border - upper), border - 6);
    expect(above[0]).toBeGreaterThan(200);
    expect(above[1]).toBe(0);
    const below = await pixelsOf(page, border + 6, Math.min(height, border + lower));
    expect(below[0]).toBe(0);
    expect(below[1]).toBeGreaterThan(200);
  });

  it.each(tiers)('ShowsHowFarThePickedEntitySees_%s', async (tier, kernels) => {
    const page = await open(`${world}&tier=${tier}&kernels=${kernels}`);
    let tick = await standStill(page);
    const heading = page.getByRole('heading', { name: /^Number / });
    await page.locator('.world-canvas').focus();
    await page.keyboard.press('Enter');
    // Where the world happened to stop there may be nobody in the middle.
    const shown = () =>
      heading.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
    while (!(await shown())) {
      await press(page, /^One tick/);
      ++tick;
      await page.locator('.world-canvas').focus();
      await page.keyboard.press('Enter');
    }
    await page.locator('.world-canvas').focus();
    for (let nearer = 0; nearer < 3; ++nearer) await page.keyboard.press('+');
    const id = Number((await heading.innerText()).replace(/\D/g, ''));
    await using sim = await twin(tick);
    const { extent } = sim.state;
    const middle = { x: extent / 2, y: extent / 2 };
    const [entity] = await sim.query({ ...middle, radius: extent / 4, max: 1 });
    expect(entity?.id).toBe(id);
    if (entity === undefined) return;
    const { width = NaN, height = NaN } = (await page.locator('.world-canvas').boundingBox()) ?? {};
    const scale = (1.3 ** 3 * Math.max(width, height)) / extent;
    const circle = page.locator('.world-reach');
    const number = async (name: string) => Number(await circle.getAttribute(name));
    expect(Math.abs((await number('r')) - entity.genes.visionRange * scale)).toBeLessThan(1);
    expect(
      Math.abs((await number('cx')) - (width / 2 + (entity.x - middle.x) * scale)),
    ).toBeLessThan(1.5);
    expect(
      Math.abs((await number('cy')) - (height / 2 + (entity.y - middle.y) * scale)),
    ).toBeLessThan(1.5);
    // It follows: a tick later it is where the entity is.
    await press(page, /^One tick/);
    await sim.step();
    const [later] = (await sim.query({ x: entity.x, y: entity.y, radius: 9, max: 500 })).filter(
      (one) => one.id === id,
    );
    if (later === undefined) throw new Error('The entity of this seed lives on.');
    await expect
      .poll(async () => Math.abs((await number('cx')) - (width / 2 + (later.x - middle.x) * scale)))
      .toBeLessThan(1.5);
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
