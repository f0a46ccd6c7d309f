// The World workspace of the built Studio: worlds that are made, ruled, saved and opened.
import { readFile } from 'node:fs/promises';
import { createSimulation } from 'heddle/sim';
import { describe, expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import {
  figure,
  giveUp,
  press,
  standStill,
  tiers,
  twin,
  world,
  worldPages,
} from '../support/studio_world.ts';

const { open, visit } = worldPages();

describe('AWorld', () => {
  it.each(tiers)('IsGivenUpWhileItIsMade_%s', async (tier, kernels) => {
    const page = await visit(`#/world?entities=1000000&tier=${tier}&kernels=${kernels}`);
    await giveUp(page, 0.01);
    await page.getByText('No world was made.').waitFor();
    await page.getByLabel('Entities').fill('500');
    await press(page, /^Begin$/);
    await expect.poll(() => figure(page, 'Tick')).toBeGreaterThan(3);
  });

  it('LivesWithAMillion', async () => {
    // Its frames do not fit into the memory that it was made in.
    const page = await open('#/world?entities=1000000&tier=threads');
    await expect.poll(() => figure(page, 'Tick'), { timeout: 20_000 }).toBeGreaterThan(2);
    expect(await figure(page, 'Alive')).toBeGreaterThan(900_000);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it.each(tiers)('BeginsWithTheRulesOfTheAddress_%s', async (tier, kernels) => {
    const page = await open(`${world}&rules=wander:0.7,growth:8&tier=${tier}&kernels=${kernels}`);
    await expect.poll(() => figure(page, 'Tick')).toBeGreaterThan(5);
    const tick = await standStill(page);
    await using sim = await createSimulation({ scenario: 'crowd', entities: 3000, seed: 5 });
    await sim.adjust({ steering: { wander: 0.7 }, food: { growth: 8 } });
    await sim.step(tick);
    await press(page, /^Hash/);
    await expect.poll(() => page.locator('.world-hash').innerText()).toBe(await sim.hash());
  });

  it('TakesOtherRulesAndUndoesThem', async () => {
    const page = await open();
    const slider = (name: string) => page.getByRole('slider', { name: new RegExp(`^${name}`) });
    const usual = await slider('Wander').inputValue();
    const growth = await slider('Growth').inputValue();
    await slider('Wander').fill('0.5');
    await slider('Growth').fill('16');
    await expect.poll(() => page.url()).toContain('rules=wander%3A0.5%2Cgrowth%3A16');
    // What is edited is what is.
    await press(page, /^Edit/);
    const text = await page.getByLabel('The scenario as JSON').inputValue();
    expect(JSON.parse(text)).toMatchObject({ steering: { wander: 0.5 }, food: { growth: 16 } });
    await slider('Growth').focus();
    await page.keyboard.press('Control+z');
    expect(await slider('Growth').inputValue()).toBe(growth);
    expect(await slider('Wander').inputValue()).toBe('0.5');
    await press(page, /^As the scenario/);
    expect(await slider('Wander').inputValue()).toBe(usual);
    await expect.poll(() => page.url()).not.toContain('rules');
    await press(page, /^Undo/);
    expect(await slider('Wander').inputValue()).toBe('0.5');
    // A world that begins again begins with them.
    await press(page, /^Begin$/);
    await expect.poll(() => figure(page, 'Tick')).toBeGreaterThan(3);
    expect(await slider('Wander').inputValue()).toBe('0.5');
    const tick = await standStill(page);
    await using sim = await createSimulation({ scenario: 'crowd', entities: 3000, seed: 5 });
    await sim.adjust({ steering: { wander: 0.5 } });
    await sim.step(tick);
    await press(page, /^Hash/);
    await expect.poll(() => page.locator('.world-hash').innerText()).toBe(await sim.hash());
  });

  it('BeginsAgainAsAnother', async () => {
    const page = await open();
    await page.getByRole('combobox', { name: 'Scenario' }).selectOption('archipelago');
    await page.getByText('islanders').waitFor();
    expect(page.url()).toContain('scenario=archipelago');
    await page.getByLabel('Entities').fill('500');
    await press(page, /^Begin$/);
    await expect.poll(() => page.url()).toContain('entities=500');
  });

  it.each(tiers)('BeginsWithAScenarioOfOnesOwn_%s', async (tier, kernels) => {
    const page = await open(`${world}&tier=${tier}&kernels=${kernels}`);
    await expect.poll(() => figure(page, 'Tick')).toBeGreaterThan(2);
    await press(page, /^Edit/);
    const text = page.getByLabel('The scenario as JSON');
    const shown = JSON.parse(await text.inputValue()) as { name: string; entities: number };
    expect(shown.entities).toBe(3000);

    // What is refused is said beside the text, and the world goes on.
    const alert = page.getByRole('alert');
    const tribe = { name: 'frogs', share: 1, genes: { diet: -1 } };
    const own = { name: 'Pond', entities: 700, seed: 11, tribes: [tribe] };
    const before = await figure(page, 'Tick');
    for (const [wrong, reason] of [
      ['{ "name": ', 'JSON'],
      ['[]', 'object'],
      [
        JSON.stringify({ ...own, tribes: [{ ...tribe, genes: { diet: 7 } }] }),
        '/tribes/0/genes/diet',
      ],
      [JSON.stringify({ ...own, weather: 1 }), '/weather'],
    ] as const) {
      await text.fill(wrong);
      await text.press('Control+Enter');
      await alert.waitFor();
      expect(await alert.innerText()).toContain(reason);
    }
    await expect.poll(() => figure(page, 'Tick')).toBeGreaterThan(before);
    await press(page, /^As it was/);
    expect(JSON.parse(await text.inputValue())).toEqual(shown);
    expect(await alert.count()).toBe(0);

    // A file does what the text does.
    await page.getByLabel('Open a saved world').setInputFiles({
      name: 'pond.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(own)),
    });
    await page.locator('.world-tribes li', { hasText: 'frogs' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Scenario' }).inputValue()).toBe('own');
    const tick = await standStill(page);
    await using sim = await createSimulation({ scenario: own });
    await sim.step(tick);
    expect(await figure(page, 'Alive')).toBe(sim.state.size);
    await press(page, /^Hash/);
    await expect.poll(() => page.locator('.world-hash').innerText()).toBe(await sim.hash());
    // The address leads to it again.
    await page.goto('about:blank');
    await page.goBack();
    await page.locator('.world-tribes li', { hasText: 'frogs' }).waitFor();
    const again = await standStill(page);
    await using same = await createSimulation({ scenario: own });
    await same.step(again);
    await press(page, /^Hash/);
    await expect.poll(() => page.locator('.world-hash').innerText()).toBe(await same.hash());
    await page.getByRole('combobox', { name: 'Scenario' }).selectOption('meadow');
    await page.locator('.world-tribes li', { hasText: 'frogs' }).waitFor({ state: 'detached' });
  });

  it.each(tiers)('SavesAndGoesOnFromAFile_%s', async (tier, kernels) => {
    const page = await open(`${world}&tier=${tier}&kernels=${kernels}`);
    await expect.poll(() => figure(page, 'Tick')).toBeGreaterThan(5);
    // While it runs: the name must be the file's own tick.
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, /^Save/)]);
    const name = download.suggestedFilename();
    expect(name).toMatch(/^world-\d+\.heddlesim$/);
    const tick = Number(/\d+/.exec(name)?.[0]);
    const path = await download.path();
    await using sim = await createSimulation({ snapshot: await readFile(path) });
    expect(sim.state.tick).toBe(tick);
    await using same = await twin(tick);
    expect(await sim.hash()).toBe(await same.hash());

    // Another world goes on from it.
    await page.getByRole('combobox', { name: 'Scenario' }).selectOption('archipelago');
    await page.locator('.world-tribes', { hasText: 'islanders' }).waitFor();
    await page.getByLabel('Open a saved world').setInputFiles({
      name,
      mimeType: 'application/octet-stream',
      buffer: await readFile(path),
    });
    await page.getByText(`Goes on from ${name}`).waitFor();
    expect(await page.locator('.world-tribes', { hasText: 'islanders' }).count()).toBe(0);
    await expect.poll(() => figure(page, 'Tick')).toBeGreaterThan(tick);
    const later = await standStill(page);
    await press(page, /^Hash/);
    await page.locator('.world-hash:not(:empty)').waitFor();
    await sim.step(later - tick);
    expect(await page.locator('.world-hash').innerText()).toBe(await sim.hash());
  });

  it.each(tiers)('StaysWhenAFileIsGivenUpWhileItIsOpened_%s', async (tier, kernels) => {
    const page = await open(`${world}&tier=${tier}&kernels=${kernels}`);
    const tick = await standStill(page);
    await using large = await createSimulation({ entities: 1_000_000 });
    using folder = new TemporaryFolder();
    folder.write({ 'large.heddlesim': await large.snapshot() });
    const given = giveUp(page);
    await page.getByLabel('Open a saved world').setInputFiles(folder.at('large.heddlesim'));
    expect(await given).toBe('large.heddlesim is being opened.');
    await page.locator('.world-note').waitFor({ state: 'detached' });
    await press(page, /^Hash/);
    await using sim = await twin(tick);
    await expect.poll(() => page.locator('.world-hash').innerText()).toBe(await sim.hash());
    expect(await page.getByText('Goes on from').count()).toBe(0);
  });

  it('ShowsTheRulesOfEachFileAlsoWhereNamesAreTheSame', async () => {
    const page = await open();
    const wander = page.getByRole('slider', { name: /^Wander/ });
    await using sim = await twin(3);
    for (const value of [0.25, 0.75]) {
      await sim.adjust({ steering: { wander: value } });
      const buffer = Buffer.from(await sim.snapshot());
      const file = { name: 'saved.heddlesim', mimeType: 'application/octet-stream', buffer };
      await page.getByLabel('Open a saved world').setInputFiles(file);
      await expect.poll(() => wander.inputValue()).toBe(`${value}`);
    }
  });

  it.each(tiers)('SaysWhatIsWrongWithAFileAndGoesOn_%s', async (tier, kernels) => {
    const page = await open(`${world}&tier=${tier}&kernels=${kernels}`);
    await using sim = await twin(3);
    const damaged = await sim.snapshot();
    damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] ?? 0) ^ 255;
    const reason = await sim.restore(damaged).then(
      () => '',
      (error: unknown) => (error as Error).message,
    );
    expect(reason).not.toBe('');
    // Dropped, as a person would.
    const transfer = await page.evaluateHandle(
      (bytes) => {
        const files = new DataTransfer();
        files.items.add(new File([Uint8Array.from(bytes)], 'old.heddlesim'));
        return files;
      },
      [...damaged],
    );
    await page.locator('.world-canvas').dispatchEvent('drop', { dataTransfer: transfer });
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toContain('old.heddlesim');
    expect(await alert.innerText()).toContain(reason);
    const before = await figure(page, 'Tick');
    await expect.poll(() => figure(page, 'Tick')).toBeGreaterThan(before + 3);
    await press(page, /^Close$/);
    expect(await alert.count()).toBe(0);
  });
});
