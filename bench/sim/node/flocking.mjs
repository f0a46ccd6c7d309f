// Flocking as a plain port of Agents.jl's example: node flocking.mjs ENTITIES STEPS
import { median } from '../../harness.mjs';
import { Flocking } from '../flocking.mjs';

const [entities, steps] = process.argv.slice(2).map(Number);
const model = new Flocking(entities);
const neighbors = model.step() / entities;
const times = [];
for (let step = -2; step < steps; step++) {
  const began = performance.now();
  model.step();
  if (step >= 0) times.push(performance.now() - began);
}
const { birds, extent, speed } = model;
const inside = (at) => at >= 0 && at < extent;
const right =
  // As many as the other worlds have on average, give or take chance.
  Math.abs(neighbors - 12) < 1 &&
  birds.length === entities &&
  birds.every(({ x, y }) => inside(x) && inside(y)) &&
  birds.every(({ vx, vy }) => Math.abs(Math.hypot(vx, vy) - 1) < 1e-9 && speed > 0);
console.log(JSON.stringify({ right, figures: { step: median(times) / 1000, neighbors } }));
