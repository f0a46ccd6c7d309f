// The engine room of the built Studio: kernels that are killed and come back, and the same bits on all tiers.
import { readFileSync } from 'node:fs';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { traceProblems } from '../support/chrome_trace.ts';
import { nativeHash } from '../support/engine_room.ts';
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

describe.each(['auto', 'workers'])('OnTheTier_%s', (tier) => {
  let studio: StudioPage;
  beforeEach(async () => {
    studio = await StudioPage.open(
      browser,
      `${server.address}#/engine-room?tier=${tier}&kernels=2&lanes=${tier === 'auto' ? 2 : 1}`,
      { permissions: ['clipboard-read', 'clipboard-write'] },
    );
    await verdict('First result').waitFor();
  });
  afterEach(async () => {
    await studio.page.context().close();
    expect(studio.errors).toEqual([]);
  });

  const verdict = (words: string) => studio.page.locator('.bits-badge').getByText(words);
  const said = () => studio.page.locator('.room-said');
  const button = (name: RegExp) =>
    studio.page.locator('.room-actions').getByRole('button', { name });
  const field = (kernel: number, name: string): Locator =>
    studio.page.locator(`[data-kernel="${kernel}"] [data-field="${name}"]`);
  const jobs = async () =>
    Number((await field(1, 'jobs').innerText()).replaceAll(',', '')) +
    Number((await field(2, 'jobs').innerText()).replaceAll(',', ''));
  const hashes = () =>
    studio.page
      .locator('[data-hash]')
      .evaluateAll((all) => all.map((element) => element.getAttribute('data-hash')));

  it('FindsTheBitsOfTheNativeProgram', async () => {
    expect(await hashes()).toEqual([await nativeHash()]);
  });

  it('SwitchesTierAndKernelsWithoutALoadAndFindsTheSameBits', async () => {
    await studio.page.evaluate(() => {
      document.body.dataset['mark'] = 'here';
    });
    const [first] = await hashes();
    await studio.page
      .getByRole('combobox', { name: 'Tier' })
      .selectOption(tier === 'auto' ? 'workers' : 'threads');
    await verdict('Same bits').waitFor();
    expect(await hashes()).toEqual([first, first]);
    await studio.page.getByRole('combobox', { name: 'Kernels' }).selectOption('1');
    await studio.page.locator('[data-run="3"]').waitFor();
    await verdict('Same bits').waitFor();
    expect(await hashes()).toEqual([first, first, first]);
    expect(await studio.page.locator('[data-kernel]').count()).toBe(1);
    expect(await studio.page.evaluate(() => document.body.dataset['mark'])).toBe('here');
  });

  it('BringsAKilledKernelBack', async () => {
    const restarts = await field(1, 'restarts').innerText();
    expect(restarts).toBe('0');
    await button(/^Kill kernel 1/).click();
    await said()
      .getByText(/^Kernel 1 was killed and was back after \d+ ms\. No job ran on it/)
      .waitFor();
    await field(1, 'restarts').getByText('1', { exact: true }).waitFor();
    await studio.page.locator('[data-event="kernel-killed"]').waitFor();
    await studio.page.getByRole('button', { name: 'Compare again' }).click();
    await verdict('Same bits').waitFor();
  });

  it('LosesNoJobWhenAKernelIsKilledUnderLoad', async () => {
    await button(/^Start the load/).click();
    await studio.page.waitForFunction(
      () =>
        document.querySelectorAll('[data-kernel][data-state=processing]').length === 2 &&
        Number(document.querySelector('[data-field=queue]')?.textContent) > 0,
    );
    await button(/^Kill kernel 1/).click();
    // It may have been between two jobs.
    await said()
      .getByText(/was back after \d+ ms\. (1 job ran again|No job ran on it); none was lost\.$/)
      .waitFor();
    const then = await jobs();
    await expect.poll(jobs, { timeout: 20_000 }).toBeGreaterThan(then + 4);
    await button(/^Stop the load/).click();
    // A job without shared memory can be ended only with its kernel.
    const working = studio.page.locator('[data-kernel][data-state=processing]');
    await expect.poll(() => working.count()).toBe(0);
    expect(await studio.page.locator('[data-field="queue"]').innerText()).toBe('0');
  });

  it('ShowsThatThePageStoodStill', async () => {
    await button(/^Start the load/).click();
    await studio.page.locator('[data-kernel][data-state=processing]').first().waitFor();
    await button(/^Freeze the page/).click();
    await said()
      .getByText(/^The page stood still for \d{3} ms\. (Meanwhile|The kernels worked on)/)
      .waitFor();
    const longest = async () =>
      Number(
        /longest ([\d.]+) ms/.exec(
          await studio.page.locator('[data-field="frames"]').innerText(),
        )?.[1],
      );
    await expect.poll(longest).toBeGreaterThanOrEqual(100);
  });

  it('ExportsATrace', async () => {
    await button(/^Record a trace/).click();
    await said().getByText('Recording what kernels and lanes do.').waitFor();
    await studio.page.getByRole('button', { name: 'Compare again' }).click();
    await verdict('Same bits').waitFor();
    const [download] = await Promise.all([
      studio.page.waitForEvent('download'),
      button(/^Stop and save the trace/).click(),
    ]);
    expect(download.suggestedFilename()).toBe('heddle-trace.json');
    const text = readFileSync(await download.path(), 'utf8');
    expect(traceProblems(text)).toEqual([]);
    const { traceEvents } = JSON.parse(text) as {
      traceEvents: { ph: string; name: string; tid: number; args?: { name?: string } }[];
    };
    const spans = traceEvents.filter(({ ph }) => ph === 'X');
    expect(spans.filter(({ name, tid }) => tid === 0 && name === 'table.diff')).not.toEqual([]);
    // Where lanes share one memory, each has a row of its own.
    const rows = traceEvents.filter(({ name }) => name === 'thread_name');
    const lanes = new Set(rows.map(({ args }) => args?.name).filter((name) => name !== 'jobs'));
    if (tier === 'auto') expect([...lanes].sort()).toEqual(['lane 0', 'lane 1']);
    const count = spans.length.toLocaleString('en-US');
    await said().getByText(`${count} spans are saved`).waitFor();
  });

  it('CopiesDiagnostics', async () => {
    await button(/^Kill kernel 1/).click();
    await said()
      .getByText(/was back after/)
      .waitFor();
    await button(/^Copy diagnostics/).click();
    await said().getByText('The diagnostics are copied.').waitFor();
    const text = await studio.page.evaluate(() => navigator.clipboard.readText());
    const [hash] = await hashes();
    expect(text).toMatch(/^Heddle Studio \d+\.\d+\.\d+\n/);
    expect(text).toContain(hash);
    expect(text).toMatch(/\n {2}1 \(.*1 restarts/);
    expect(text).toMatch(/was ended by pool\.kill/);
  });

  it('HasAKeyForEach', async () => {
    await studio.page.keyboard.press('l');
    await button(/^Stop the load/).waitFor();
    await studio.page.keyboard.press('l');
    await button(/^Start the load/).waitFor();
    await studio.page.keyboard.press('k');
    await said()
      .getByText(/was back after/)
      .waitFor();
    await studio.page.keyboard.press('z');
    await said()
      .getByText(/^The page stood still/)
      .waitFor();
    await studio.page.keyboard.press('b');
    await verdict('Same bits').waitFor();
  });
});
