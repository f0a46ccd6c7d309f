/** The Studio in Chromium: how soon it is there, what it answers, and whether its page ever stands still. */
import { fileURLToPath } from 'node:url';
import { makeRow, race } from './harness.mjs';
import { hasChromium } from './studio/browser.mjs';
import { measureSizes } from './studio/sizes.mjs';

export const title = 'studio: the page that people use';

/** Names that `--only` takes. */
export const parts = ['sizes', 'load', 'drop', 'world', 'smooth'];

const limit = (name, unit, ours, most, note) =>
  makeRow({
    name,
    unit,
    ours,
    peer: `limit of ${most.words}`,
    peerValue: most.value,
    goal: 1,
    note,
  });

/** One that only says how long something takes. */
async function measure(file, args, runs, show = () => undefined) {
  const command = [process.execPath, fileURLToPath(new URL(`studio/${file}.mjs`, import.meta.url))];
  const contender = {
    name: file,
    command: [...command, ...args.map(String)],
    runs,
    answer: (stdout) => ({ right: JSON.parse(stdout).right }),
    figures: (stdout) => {
      const { figures, report } = JSON.parse(stdout);
      if (report !== undefined) show(report);
      return figures;
    },
  };
  return (await race([contender], { right: true })).get(file);
}

const makers = {
  sizes() {
    const { shell, engines } = measureSizes();
    const most = (bytes) => ({ words: `${bytes / 1000} kB`, value: bytes });
    return [
      limit('JavaScript of the shell, gzip', 'kB', shell, most(200_000)),
      ...engines.map(({ name, bytes }) =>
        limit(`module ${name}, gzip`, 'kB', bytes, most(400_000)),
      ),
    ];
  },

  async load(quick) {
    const times = await measure('load', [], quick ? 1 : 5);
    const second = { words: '1 s', value: 1 };
    return [
      limit('first visit, workspaces named', 's', times.shell, second),
      limit('first visit, a sample can be compared', 's', times.interactive, second),
      limit('first visit, engine ready', 's', times.engine, second),
    ];
  },

  async drop(quick) {
    const rows = quick ? 10_000 : 1_000_000;
    const { drop } = await measure('drop', [rows], quick ? 1 : 5);
    const name = `two files of ${rows.toLocaleString('en-US')} rows, from the drop to the first rows`;
    return [limit(name, 's', drop, { words: '1 s', value: 1 })];
  },

  async world(quick) {
    const entities = quick ? 2000 : 100_000;
    const { tick, frame } = await measure('world', [entities, quick ? 1 : 10], quick ? 1 : 3);
    const name = `tick of ${entities.toLocaleString('en-US')} entities in view`;
    const note = `${(1 / tick).toFixed(0)} ticks and ${(1 / frame).toFixed(0)} frames a second`;
    return [limit(name, 'ms', tick, { words: '60 a second', value: 1 / 59.5 }, note)];
  },

  async smooth(quick) {
    const [entities, rows, seconds] = quick ? [2000, 10_000, 2] : [100_000, 1_000_000, 30];
    const what = `${entities.toLocaleString('en-US')} entities, ${rows.toLocaleString('en-US')} rows`;
    const most = { words: '16 ms', value: 0.016 };
    const made = [];
    for (const [way, words] of [
      ['page', 'drawn by the page'],
      ['webgl', 'drawn by WebGL on the processor'],
    ]) {
      console.log(`\nA world in view, ${words}, and comparisons behind it:`);
      const found = await measure('smooth', [entities, rows, seconds, way], 1, show);
      const note = `${(1 / found.tick).toFixed(0)} ticks a second, ${found.comparison.toFixed(2)} s a comparison`;
      const name = (clock) => `longest task, ${clock}, ${what}, ${words}`;
      made.push(limit(name('processor time'), 'ms', found.cpu, most, note));
      // By the clock a task also waits for a core, and for pictures that are no work of the page.
      made.push({ ...limit(name('by the clock'), 'ms', found.wall, most, note), ...noGoal(way) });
    }
    return made;
  },
};

const noGoal = (way) => (way === 'webgl' ? { goal: null, met: null } : {});

/** Prints what one number does not say. */
function show({ time, comparisons, frames, tasks, over, longest }) {
  const all = frames.reduce((sum, [, count]) => sum + count, 0);
  const most = Math.max(...frames.map(([, count]) => count));
  console.log(
    `\n${comparisons} comparisons in ${time.toFixed(1)} s; ${all} frames, by their time:`,
  );
  let from = 0;
  for (const [edge, count] of frames) {
    const span = edge === null ? `over ${from}` : `${from} to ${edge}`;
    const bar = '#'.repeat(Math.ceil((40 * count) / most));
    console.log(`${span.padStart(12)} ms ${String(count).padStart(6)} ${bar}`);
    from = edge;
  }
  console.log(
    `${tasks} tasks ran a script of ours, ${over} for more than 16 ms of processor time; the longest:`,
  );
  for (const { wall, cpu, causes } of longest) {
    const words = causes.map(({ label, time: own }) => `${label} ${own.toFixed(1)} ms`).join(', ');
    console.log(
      `${wall.toFixed(1).padStart(8)} ms, ${cpu.toFixed(1)} ms of the processor: ${words}`,
    );
  }
}

/**
 * quick  small inputs and one short run each: shows that it works, not how fast.
 * only   one of `parts`; all of them by default.
 */
export async function run({ quick, only }) {
  const browser = hasChromium();
  if (!browser) console.log('/usr/bin/chromium is not there; all but the sizes is left out');
  const wanted = only === undefined ? parts : [only];
  const rows = [];
  for (const part of wanted) {
    if (part === 'sizes' || browser) rows.push(...(await makers[part](quick)));
  }
  return rows;
}
