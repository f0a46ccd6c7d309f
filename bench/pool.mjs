/** What it costs to let a pool do it: ours in Node and in Chromium, bare workers, and other pools. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { makeRow, race, scales } from './harness.mjs';

export const title = 'pool: jobs, kernels and data that come and go';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { resolve } = createRequire(import.meta.url);
const nodeCases = ['trips', 'urgent', 'cancel', 'parallel', 'bytes', 'memory'];
const pageCases = ['trips', 'ready', 'sequential', 'bytes'];

/** Whether there is a browser and what drives it. */
function hasChromium() {
  try {
    return resolve('playwright-core') !== '' && existsSync('/usr/bin/chromium');
  } catch {
    return false;
  }
}

function contenders(quick, browser) {
  const contender = (name, file, ...args) => ({
    name,
    command: [process.execPath, '--expose-gc', here(file), ...args, ...(quick ? ['--quick'] : [])],
    runs: quick ? 1 : 5,
    answer: (stdout) => ({ right: JSON.parse(stdout).right }),
    figures: (stdout) => JSON.parse(stdout).figures,
  });
  return [
    ...nodeCases.map((which) => contender(`node ${which}`, `pool/node/${which}.mjs`)),
    ...(browser ? pageCases : []).map((which) =>
      contender(`page ${which}`, 'pool/page/main.mjs', which),
    ),
  ];
}

/** quick  one short run each: shows that it works, not how fast. */
export async function run({ quick }) {
  const browser = hasChromium();
  if (!browser) console.log('/usr/bin/chromium is not there; its rows are left out');
  const times = await race(contenders(quick, browser), { right: true });
  const rows = [];
  const add = (name, unit, ours, peer, peerValue, goal = 1) => {
    if (ours === undefined || peerValue === undefined) return;
    rows.push(makeRow({ name, unit, ours, peer, peerValue, goal }));
  };
  const limit = (name, unit, ours, value) => {
    add(name, unit, ours, `limit of ${value} ${unit}`, value / scales[unit]);
  };

  const trips = times.get('node trips');
  for (const [share, most] of [
    ['p50', 15],
    ['p99', 200],
  ]) {
    const ours = trips[`ours ${share}`];
    // Bare messages may be slower by chance; nothing is quicker than nothing.
    const above = Math.max(1e-8, ours - trips[`bare ${share}`]);
    limit(`small job, Node, ${share} above a bare echo`, 'us', above, most);
    for (const peer of ['workerpool', 'piscina']) {
      add(`small job, Node, ${share}`, 'us', ours, peer, trips[`${peer} ${share}`]);
    }
  }
  const pageTrips = times.get('page trips');
  limit('small job, Chromium, p50', 'us', pageTrips?.['ours p50'], 50);
  for (const share of ['p50', 'p99']) {
    const [ours, bare] = [pageTrips?.[`ours ${share}`], pageTrips?.[`bare ${share}`]];
    add(`small job, Chromium, ${share}`, 'us', ours, 'bare echo', bare, null);
  }
  for (const [which, most] of [
    ['cached', 100],
    ['cold', 500],
  ]) {
    const name = `8 kernels ready, ${which}, Chromium`;
    const ours = times.get('page ready')?.[which];
    limit(name, 'ms', ours, most);
    add(name, 'ms', ours, 'one after the other', times.get('page sequential')?.[which]);
  }
  const urgent = times.get('node urgent');
  const behind = 'urgent job behind 1,000 others';
  limit(`${behind}, from a free kernel to its start`, 'ms', urgent['urgent start'], 2);
  limit(`${behind}, with a spare`, 'ms', urgent['spare wait'], 2);
  add(`${behind}, from the call`, 'ms', urgent['urgent wait'], 'in order', urgent['fifo wait']);
  const cancel = times.get('node cancel');
  limit('cancel a comparison, next one done', 'ms', cancel['diff cooperative'], 5);
  limit('cancel a job that waits now and then, next one done', 'ms', cancel['own cooperative'], 5);
  limit('kill a comparison, next one done', 'ms', cancel['diff killed'], 100);
  add(
    'kill an endless loop, next job done',
    'ms',
    cancel['own killed'],
    'workerpool',
    cancel.workerpool,
  );
  const parallel = times.get('node parallel');
  add(
    '200 jobs of 10 ms, 2 kernels',
    'ms',
    parallel['2 kernels'],
    '1 kernel',
    parallel['1 kernel'],
    1.9,
  );
  for (const [host, name] of [
    ['node', 'Node'],
    ['page', 'Chromium'],
  ]) {
    const found = times.get(`${host} bytes`);
    add(
      `50 MB there and back, moved, ${name}`,
      'ms',
      found?.moved,
      'structured clone',
      found?.clone,
    );
    add(
      `50 MB there and back, copied, ${name}`,
      'ms',
      found?.copied,
      'structured clone',
      found?.clone,
    );
  }
  limit('memory of an idle kernel, Node', 'MB', times.get('node memory').megabytes, 16);
  return rows;
}
