// Snapshot and hash of a world, inside the module and as the package's users get them: node state.mjs SNAPSHOT TURNS
import { readFileSync } from 'node:fs';
import { createSimulation } from '../../../packages/heddle/dist/sim/index.node.js';
import { median } from '../../harness.mjs';
import { timed } from '../../pool/measure.mjs';
import { SimModule } from './sim_module.mjs';

const [file, turns] = process.argv.slice(2);
const bytes = readFileSync(file);
const figures = {};
let right = true;

/** Times the two; each must find what it found at first. */
async function measure(name, ways) {
  const times = { hash: [], snapshot: [] };
  const expected = {};
  for (let turn = -3; turn < Number(turns); turn++) {
    for (const [which, way] of Object.entries(ways)) {
      let found;
      const seconds = await timed(async () => (found = await way()));
      right &&= found === (expected[which] ??= found);
      if (turn >= 0) times[which].push(seconds);
    }
  }
  for (const which of Object.keys(times)) figures[`${name} ${which}`] = median(times[which]);
  return expected;
}

const module = await SimModule.open(bytes);
const inside = await measure('inside', {
  hash: () => module.hash(),
  snapshot: () => module.snapshot(),
});
const simulation = await createSimulation({ snapshot: bytes, lanes: 1, tier: 'threads' });
const outside = await measure('outside', {
  hash: () => simulation.hash(),
  snapshot: async () => (await simulation.snapshot()).length,
});
right &&= inside.hash === outside.hash && inside.snapshot === outside.snapshot;
right &&= inside.snapshot === bytes.length;
console.log(JSON.stringify({ right, figures }));
await simulation.dispose();
// The module's own threads would keep the process alive.
process.exit();
