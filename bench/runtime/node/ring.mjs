// node ring.mjs [--quick] NAME: seconds a push and a pop of 128 stereo frames, on one thread.
import { parseArgs } from 'node:util';
import { median } from '../../harness.mjs';
import { countOn, countsOn, quantum, rings } from './rings.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false } },
});
const { make, attach } = rings[positionals[0]];
const batch = values.quick ? 100 : 10_000;
const batches = values.quick ? 2 : 60;
// The first ones are not counted: they are for the compiler.
const warmUp = values.quick ? 0 : 10;

const buffer = await make();
const producer = await attach(buffer);
const consumer = await attach(buffer);
const input = new Float32Array(quantum);
const output = new Float32Array(quantum);

function timeBatch() {
  let moved = 0;
  const began = performance.now();
  for (let i = 0; i < batch; ++i) {
    moved += producer.push(input);
    moved += consumer.pop(output);
  }
  const seconds = (performance.now() - began) / 1000 / batch;
  if (moved !== 2 * quantum * batch) throw new Error(`${moved} samples went through the ring`);
  return seconds;
}

const times = [];
for (let i = 0; i < warmUp + batches; ++i) {
  countOn(input, i * quantum);
  output.fill(-1);
  const seconds = timeBatch();
  if (!countsOn(output, i * quantum)) throw new Error('other samples came out of the ring');
  if (i >= warmUp) times.push(seconds);
}
console.log(JSON.stringify({ right: true, figures: { quantum: median(times) } }));
