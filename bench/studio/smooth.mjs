// node smooth.mjs ENTITIES ROWS SECONDS page|webgl: what the page's main thread does while a world is in view and
// two files are compared behind it, again and again; page: in a browser without WebGL.
import { csvPair } from '../csv_pair.mjs';
import { openPage, tickOf, untilTick, withBrowser } from './browser.mjs';
import { recordTasks } from './main_thread.mjs';

const [entities, rows, seconds] = process.argv.slice(2, 5).map(Number);
const hasWebGL = process.argv[5] === 'webgl';
/** Upper edges of the classes of frames, in milliseconds. */
const edges = [8, 12, 16, 20, 25, 33, 50, 67, 100, 200];
const { left, right, truth } = csvPair(rows);

/** Differences that the table shows, in view or not; undefined while it shows none. */
const differences = () => {
  const [, count] =
    /^([\d,]+)/.exec(document.querySelector('[aria-label=Summary] label')?.textContent ?? '') ?? [];
  return count === undefined ? undefined : Number(count.replaceAll(',', ''));
};

await withBrowser(
  async (browser, address) => {
    // A kernel for the world and one for the comparisons.
    const page = await openPage(browser, `${address}#/table?kernels=2&lanes=1`);
    const input = (name) =>
      page.getByRole('region', { name, includeHidden: true }).locator('input[type=file]');
    await page.getByRole('button', { name: /^Engine: (?!Starting)/ }).waitFor();
    await input('Left file').setInputFiles(left);
    await input('Right file').setInputFiles(right);
    const total = truth.added + truth.removed + truth.changed;
    const shows = (wanted) =>
      page.waitForFunction(`(${differences})() === ${wanted}`, undefined, {
        polling: 50,
      });
    await shows(total);
    await page.evaluate(
      (fragment) => {
        location.hash = fragment;
      },
      `#/world?kernels=2&lanes=1&scenario=crowd&entities=${entities}&seed=5${hasWebGL ? '&draw=webgl' : ''}`,
    );
    await untilTick(page, 30);

    const { result, tasks } = await recordTasks(browser, page, address, async () => {
      await page.evaluate(() => {
        globalThis.intervals = [];
        let last;
        const frame = (now) => {
          if (last !== undefined) globalThis.intervals.push(now - last);
          last = now;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      });
      const [began, first] = [performance.now(), await tickOf(page)];
      let comparisons = 0;
      while (performance.now() - began < seconds * 1000) {
        // The same file on both sides, and then another one again: each is a comparison.
        const same = comparisons % 2 === 0;
        await input('Right file').setInputFiles(same ? left : right);
        await shows(same ? undefined : total);
        ++comparisons;
      }
      const time = (performance.now() - began) / 1000;
      const ticks = (await tickOf(page)) - first;
      const intervals = await page.evaluate(() => globalThis.intervals);
      return { time, ticks, comparisons, intervals };
    });
    const { time, ticks, comparisons, intervals } = result;
    const ours = tasks.filter((task) => task.ours);
    const counts = edges.map(() => 0).concat(0);
    for (const interval of intervals) {
      const at = edges.findIndex((edge) => interval <= edge);
      ++counts[at < 0 ? edges.length : at];
    }
    const sorted = intervals.toSorted((a, b) => a - b);
    const share = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
    const longestBy = (clock) => ours.reduce((most, task) => Math.max(most, task[clock]), 0) / 1000;
    console.log(
      JSON.stringify({
        right: ours.length > 0 && ticks > 0 && comparisons > 0,
        figures: {
          wall: longestBy('wall'),
          cpu: longestBy('cpu'),
          tick: time / ticks,
          comparison: time / comparisons,
          frame: share(0.5) / 1000,
          lateFrame: share(0.99) / 1000,
        },
        report: {
          time,
          comparisons,
          frames: edges.map((edge, i) => [edge, counts[i]]).concat([[null, counts.at(-1)]]),
          tasks: ours.length,
          over: ours.filter(({ cpu }) => cpu > 16).length,
          longest: ours.slice(0, 5).map(({ wall, cpu, causes }) => ({
            wall,
            cpu,
            causes: causes().slice(0, 3),
          })),
        },
      }),
    );
  },
  { hasWebGL },
);
