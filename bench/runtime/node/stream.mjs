// node stream.mjs [--quick] NAME: seconds a billion samples take through a ring from worker to worker.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { countOn, countsOn, quantum, rings } from './rings.mjs';

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false } },
  });
  const [name] = positionals;
  const quanta = Math.floor((values.quick ? 1e6 : 1e9) / quantum);
  const shared = { name, quanta, buffer: await rings[name].make() };
  const workers = ['produce', 'consume'].map(
    (role) => new Worker(fileURLToPath(import.meta.url), { workerData: { ...shared, role } }),
  );
  // Both stand ready before either begins. A worker that fails rejects.
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const done = Promise.all(workers.map((worker) => once(worker, 'message')));
  for (const worker of workers) worker.postMessage('go');
  const [, [seconds]] = await done;
  console.log(JSON.stringify({ right: true, figures: { stream: seconds } }));
}

/** Moves all `samples` by a ring's push or pop, which may take less at a time. */
function moveAll(move, samples) {
  let moved = 0;
  while (moved < samples.length) moved += move(moved === 0 ? samples : samples.subarray(moved));
}

function produce(ring, quanta) {
  const samples = new Float32Array(quantum);
  for (let i = 0; i < quanta; ++i) {
    countOn(samples, i * quantum);
    moveAll(ring.push, samples);
  }
}

function consume(ring, quanta) {
  const samples = new Float32Array(quantum);
  for (let i = 0; i < quanta; ++i) {
    moveAll(ring.pop, samples);
    if (!countsOn(samples, i * quantum)) throw new Error('a sample was lost or changed');
  }
  if (ring.pop(samples) !== 0) throw new Error('more samples came out than went in');
}

async function work({ name, quanta, buffer, role }) {
  const ring = await rings[name].attach(buffer);
  parentPort.postMessage('ready');
  await once(parentPort, 'message');
  const began = performance.now();
  if (role === 'produce') produce(ring, quanta);
  else consume(ring, quanta);
  parentPort.postMessage((performance.now() - began) / 1000);
  parentPort.close();
}

if (isMainThread) await main();
else await work(workerData);
