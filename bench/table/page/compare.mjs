/** Compares the files of an input in a page, with times. */
import { createPool } from '/heddle/dist/index.js';
import { table } from '/heddle/dist/table/index.js';

/** What a user picks two files with, and where the counts will be. */
export function showInput() {
  document.body.innerHTML = '<input type="file" multiple /><output></output>';
}

/** Until the browser has painted what was just put on the page. */
const painted = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve();
      port2.postMessage(undefined);
    });
  });

/** Compares the two files and shows the counts; the output is empty before. */
async function show(pool) {
  const [left, right] = document.querySelector('input').files;
  const output = document.querySelector('output');
  const diff = await pool.run(table.diff, { left, right, key: ['id'] });
  const { added, removed, changed, changedCells } = diff;
  output.textContent = `${added} added, ${removed} removed, ${changed} changed`;
  await painted();
  return { added, removed, changed, changedCells };
}

async function timed(work) {
  document.querySelector('output').textContent = '';
  await painted();
  const began = performance.now();
  const counts = await work();
  return { counts, seconds: (performance.now() - began) / 1000 };
}

const start = () => createPool({ kernels: 1, tier: 'threads' });

/**
 * `first`: the first comparison of a pool that was ready before, as where a page starts it while the user looks for
 * the files. `cold`: pool and comparison together, in a page that has had one already.
 */
export async function compare() {
  const ready = await start();
  await ready.warm(table.diff);
  const first = await timed(() => show(ready));
  await ready.dispose();
  let pool;
  const cold = await timed(async () => {
    pool = await start();
    return show(pool);
  });
  await pool.dispose();
  return { first, cold };
}
