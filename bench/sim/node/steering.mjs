// The engine's steering and the same in JavaScript, turn by turn: node steering.mjs SCENARIO ENTITIES TICKS LANES
import { readFileSync } from 'node:fs';
import { createSimulation } from '../../../packages/heddle/dist/sim/index.node.js';
import { median } from '../../harness.mjs';
import { Flock } from '../steering.mjs';

const [file, ...numbers] = process.argv.slice(2);
const [entities, ticks, lanes] = numbers.map(Number);
/** Ticks of one before it is the other's turn. */
const turn = 25;
/** JavaScript computes in float64, the engine in float32. */
const tolerance = 1e-3;

const scenario = JSON.parse(readFileSync(file, 'utf8'));
const simulation = await createSimulation({ scenario, entities, lanes, tier: 'threads' });
const flock = new Flock(await everyone(simulation), simulation.state, await simulation.scenario());

/** All entities in the order of their ids: circles around these places cover the whole torus. */
async function everyone({ state: { extent, size } }) {
  const found = new Map();
  const half = extent / 2;
  for (const x of [0, half]) {
    for (const y of [0, half]) {
      const circle = { x, y, radius: half, max: size };
      for (const entity of await simulation.query(circle)) found.set(entity.id, entity);
    }
  }
  if (found.size !== size) throw new Error(`${found.size} of ${size} entities were found.`);
  return [...found.values()].sort((a, b) => a.id - b.id);
}

/** The largest distance between where the two have an entity. */
function difference() {
  const { count, ids, positions } = simulation.frame();
  if (count !== flock.count) throw new Error(`There are ${count} entities, not ${flock.count}.`);
  const { extent } = simulation.state;
  let largest = 0;
  for (let k = 0; k < count; k++) {
    for (const [axis, at] of [flock.x, flock.y].entries()) {
      const apart = Math.abs(positions[2 * k + axis] - at[ids[k]]);
      largest = Math.max(largest, Math.min(apart, extent - apart));
    }
  }
  return largest;
}

const moved = [Float32Array.from(flock.x), Float32Array.from(flock.y)];
await simulation.step();
flock.step();
const apart = difference();
// Without this two worlds where nothing moves would agree.
const rest = flock.x.filter((x, i) => x === moved[0][i] && flock.y[i] === moved[1][i]).length;

const times = { engine: [], script: [] };
let before = 0;
for (let done = -2 * turn; done < ticks; done += turn) {
  for (let tick = 0; tick < turn; tick++) {
    await simulation.step();
    // The histogram's sum: what the kernel took.
    const { ticks: passed, phases } = simulation.stats();
    const sum = Object.values(phases).reduce((all, mean) => all + mean) * passed;
    if (done >= 0) times.engine.push(sum - before);
    before = sum;
  }
  for (let tick = 0; tick < turn; tick++) {
    const began = performance.now();
    flock.step();
    if (done >= 0) times.script.push(performance.now() - began);
  }
}
console.log(
  JSON.stringify({
    right: apart <= tolerance && rest < entities / 100,
    figures: { engine: median(times.engine) / 1000, script: median(times.script) / 1000, apart },
  }),
);
await simulation.dispose();
