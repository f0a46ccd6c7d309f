// node --expose-gc node.js < PLANS: runs the plans one after the other and writes one report for each.
import { readdirSync } from 'node:fs';
import { json } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import { createPool, operationsOf, sessionsOf } from 'heddle';

import { runPlan } from './workload.js';

const openWorker = () =>
  new Worker(new URL('./kernel.node.js', import.meta.url), {
    // So that a heap is full after a moment.
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
  });

/** Node tells when a worker ends, so it may end at any time. */
const whenFair = (_worker, call) => {
  call();
};

const host = { createPool, operationsOf, sessionsOf, openWorker, whenFair };

/** Collects garbage until there is no less: buffers are given back while the program goes on. */
async function collectGarbage() {
  for (let held = Infinity; ;) {
    globalThis.gc();
    await nextTurn();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    if (heapUsed + arrayBuffers >= held) return;
    held = heapUsed + arrayBuffers;
  }
}

/** What must not grow. */
async function measure() {
  await collectGarbage();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return {
    megabytes: (heapUsed + arrayBuffers) / 1e6,
    processMegabytes: rss / 1e6,
    threads: readdirSync('/proc/self/task').length,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
  };
}

const reports = [];
for (const plan of await json(process.stdin)) {
  const report = await runPlan(host, plan);
  reports.push({ ...report, after: await measure() });
}
process.stdout.write(JSON.stringify(reports));
