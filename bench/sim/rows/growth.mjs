/** How the time of a tick grows with the number of entities, and the memory of the largest world. */
import { makeRow } from '../../harness.mjs';
import {
  count,
  makeWorlds,
  nativeContender,
  nativeName,
  packageContender,
  packageName,
  populationNote,
} from '../programs.mjs';

const all = [12_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000];

export function prepare(quick) {
  const sizes = quick ? [2000, 4000] : all;
  const { worlds, truth } = makeWorlds(sizes, quick);
  return {
    truth,
    contenders: [...worlds.values()].flatMap((world) => {
      // The large ones take so long that three runs have to do.
      const runs = world.entities > 100_000 ? 3 : 5;
      return [nativeContender(world, 1, quick, runs), packageContender(world, [1], quick, runs)];
    }),
    rows: (times) => rows(times, [...worlds.values()]),
  };
}

function rows(times, worlds) {
  const nativeOf = ({ entities }) => times.get(nativeName(entities, 1));
  const wasmOf = ({ entities }) => times.get(packageName(entities, [1]));
  const found = worlds.map((world) => {
    const [ours, peerValue] = [nativeOf(world).p50, wasmOf(world)['1 p50']];
    const share = (seconds) => Math.round((seconds * 1e9) / world.end);
    return makeRow({
      name: `tick of ${count(world.entities)}, native, 1 lane, p50`,
      unit: 'ms',
      ours,
      peer: 'wasm in Node, 1 lane',
      peerValue,
      note: `${share(ours)} and ${share(peerValue)} ns an entity; ${populationNote(world)}`,
    });
  });
  const largest = worlds.at(-1);
  for (const [form, { bytes, population }] of [
    ['native', nativeOf(largest)],
    ['wasm in Node', wasmOf(largest)],
  ]) {
    found.push(
      makeRow({
        name: `memory of an entity of ${count(largest.entities)}, ${form}`,
        unit: 'B',
        ours: bytes / population,
        peer: 'limit of 150 B',
        peerValue: 150,
        goal: 1,
        note: `${(bytes / 1e6).toFixed(1)} MB of ${count(population)} entities`,
      }),
    );
  }
  return found;
}
