// Kernels die at random in Chromium, in every way that they can; no job may notice more than a delay, and
// the page nothing at all.
import { cpSync } from 'node:fs';
import { dirname } from 'node:path';
import { build } from 'esbuild';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makePlan, type Plan } from '../chaos/plan.ts';
import { deathsOf, expectSettled, summarize, type Report } from '../chaos/report.ts';
import { TemporaryFolder } from '../support/folder.ts';
import { longest, longestIn, recordTasks, type Span } from '../support/main_thread.ts';
import { inRepository, requireBuilt } from '../support/paths.ts';
import { testSeed } from '../support/random.ts';
import { hostFolder, type Server } from '../support/servers.ts';
import { launchChromium } from '../support/studio_page.ts';

// Chromium tells nobody that a worker was terminated or has closed itself, so these and the endless loop cost
// as long as a kernel may be silent.
const deaths = {
  trap: 300,
  throw: 200,
  reject: 120,
  nonsense: 80,
  stranger: 80,
  text: 50,
  abort: 80,
  terminate: 40,
  exit: 30,
  loop: 20,
};

const site = new TemporaryFolder();
let server: Server;
let browser: Browser;
let page: Page;
let tools: CDPSession;
const errors: string[] = [];

beforeAll(async () => {
  const built = dirname(requireBuilt('packages/heddle/dist/index.js'));
  cpSync(built, site.at('heddle'), { recursive: true });
  cpSync(inRepository('tests/chaos'), site.at('chaos'), { recursive: true });
  // One file, as bundlers make it: otherwise most of the time goes into loading modules.
  await build({
    entryPoints: [inRepository('tests/chaos/kernel.browser.js')],
    outfile: site.at('chaos/kernel.browser.js'),
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
  });
  const script = '<script type="module" src="chaos/page.js"></script>';
  site.write({ 'index.html': `<!doctype html><title>Chaos</title>${script}` });
  server = await hostFolder(site.path, {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cache-Control': 'max-age=600',
  });
  browser = await launchChromium();
  page = await browser.newPage();
  page.on('pageerror', ({ message }) => {
    if (!message.includes('outside of any job')) errors.push(message);
  });
  await page.goto(server.address);
  await page.waitForFunction('globalThis.runPlan !== undefined');
  tools = await page.context().newCDPSession(page);
  await tools.send('Performance.enable');
});
afterAll(async () => {
  await browser.close();
  await server.close();
  site[Symbol.dispose]();
  expect(errors).toEqual([]);
});

/** What the page script has. */
interface ChaosPage {
  plan: Plan;
  report: Report;
  runPlan(plan: Plan): Promise<Report>;
}

/** Runs a plan; also says what the main thread did meanwhile, the plan's and the report's way apart. */
async function runPlan(plan: Plan) {
  await page.evaluate((argument) => {
    (globalThis as unknown as ChaosPage).plan = argument;
  }, plan);
  const { tasks } = await recordTasks(browser, page, () =>
    page.evaluate(async () => {
      const chaos = globalThis as unknown as ChaosPage;
      chaos.report = await chaos.runPlan(chaos.plan);
    }),
  );
  const report = await page.evaluate(() => (globalThis as unknown as ChaosPage).report);
  return { report, tasks };
}

/** What must not grow. */
async function measure() {
  await tools.send('HeapProfiler.collectGarbage');
  const { metrics } = await tools.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? NaN;
  return {
    megabytes: metric('JSHeapUsedSize') / 1e6,
    listeners: metric('JSEventListeners'),
    workers: page.workers().length,
  };
}

it('EveryJobSettlesOnceWhileAThousandKernelsDie', { timeout: 150_000 }, async () => {
  const seed = testSeed();
  const small = makePlan(seed + 1, 1000, deaths);
  expectSettled(small, (await runPlan(small)).report);
  const before = await measure();

  const plan = makePlan(seed, 10_000, deaths);
  const { report, tasks } = await runPlan(plan);
  const after = await measure();
  const show = ({ wall, cpu }: Span) =>
    `${wall.toFixed(1)} ms (${cpu.toFixed(1)} ms of processor time)`;
  console.log(
    `Chromium, seed ${seed}: ${summarize(report)}; then ${JSON.stringify(after)}; of ${tasks.length} tasks of ` +
      `the main thread the longest takes ${show(longest(tasks))}, scripts in those of ours ` +
      show(longestIn(tasks, '/heddle/')),
  );
  expectSettled(plan, report);
  expect(deathsOf(report), `seed ${seed}`).toBeGreaterThanOrEqual(1000);
  expect(after.workers).toBe(0);
  expect(after.listeners).toBe(before.listeners);
  expect(after.megabytes - before.megabytes, `seed ${seed}`).toBeLessThan(4);
});

it('FiftyPoolsLeaveNothingBehind', async () => {
  const cycle = (count: number) =>
    page.evaluate(async (rounds) => {
      const { cyclePools } = globalThis as unknown as {
        cyclePools: (rounds: number) => Promise<void>;
      };
      await cyclePools(rounds);
    }, count);
  await cycle(5);
  const before = await measure();
  await cycle(50);
  const after = await measure();
  expect(after).toMatchObject({ listeners: before.listeners, workers: 0 });
  expect(after.megabytes - before.megabytes).toBeLessThan(1);
});
