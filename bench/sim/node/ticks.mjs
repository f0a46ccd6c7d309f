// A world on the package, with several numbers of lanes turn by turn: node ticks.mjs SNAPSHOT WARM TIMED LANES...
import { readFileSync } from 'node:fs';
import { createSimulation } from '../../../packages/heddle/dist/sim/index.node.js';
import { median } from '../../harness.mjs';
import { quantile } from '../../pool/measure.mjs';

const [file, ...numbers] = process.argv.slice(2);
const [warm, timed, ...lanes] = numbers.map(Number);
const phases = ['sort', 'behave', 'resolve', 'turnover'];
/** Ticks of one before it is the other's turn. */
const turn = 25;

const snapshot = readFileSync(file);
const worlds = [];
for (const count of lanes) {
  const simulation = await createSimulation({ snapshot, lanes: count, tier: 'threads' });
  await simulation.step(warm);
  worlds.push({ count, simulation, ticks: [], steps: [], sums: [0, 0, 0, 0], counted: 0 });
}

/** Lets one tick pass; returns the milliseconds of its phases, and from the call to the reply. */
async function step(simulation) {
  const sumsOf = ({ ticks, phases: means }) => phases.map((name) => means[name] * ticks);
  const before = sumsOf(simulation.stats());
  const began = performance.now();
  await simulation.step();
  const took = performance.now() - began;
  const after = sumsOf(simulation.stats());
  return { parts: after.map((sum, i) => sum - before[i]), took };
}

for (let done = 0; done < timed; done += turn) {
  for (const world of worlds) {
    for (let tick = done; tick < Math.min(done + turn, timed); tick++) {
      const { parts, took } = await step(world.simulation);
      // The first one of a turn finds the caches full of the other world.
      if (tick === done && worlds.length > 1) continue;
      world.ticks.push(parts.reduce((sum, part) => sum + part));
      world.steps.push(took);
      world.counted++;
      parts.forEach((part, i) => (world.sums[i] += part));
    }
  }
}

const figures = {};
const hashes = new Set();
for (const { count, simulation, ticks, steps, sums, counted } of worlds) {
  figures[`${count} p50`] = median(ticks) / 1000;
  figures[`${count} p99`] = quantile(ticks, 0.99) / 1000;
  figures[`${count} step`] = median(steps) / 1000;
  phases.forEach((name, i) => (figures[`${count} ${name}`] = sums[i] / counted / 1000));
  figures.bytes = simulation.state.bytes;
  figures.population = simulation.state.size;
  hashes.add(await simulation.hash());
  await simulation.dispose();
}
console.log(JSON.stringify({ hash: [...hashes].join(' or '), figures }));
