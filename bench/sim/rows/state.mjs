/** What it takes to hash a world and to write it down. */
import { makeRow, scales } from '../../harness.mjs';
import { count, makeWorld, nodeContender } from '../programs.mjs';

const limits = { snapshot: 5, hash: 0.3 };

export function prepare(quick) {
  const world = makeWorld(quick ? 4000 : 100_000, quick);
  return {
    truth: { right: true },
    contenders: [nodeContender('state', 'state', [world.file, quick ? 3 : 50], quick)],
    rows: (times) => rows(times.get('state'), world),
  };
}

function rows(times, { entities, begin }) {
  return Object.entries(limits).flatMap(([which, limit]) => {
    const inside = times[`inside ${which}`];
    const name = `${which} of ${count(entities)}, wasm in Node, 1 lane`;
    const common = { unit: 'ms', note: `${count(begin)} entities` };
    return [
      makeRow({
        ...common,
        name: `${name}, inside the module`,
        ours: inside,
        peer: `limit of ${limit} ms`,
        peerValue: limit / scales.ms,
        goal: 1,
      }),
      makeRow({
        ...common,
        name: `${name}, from the call to the answer`,
        ours: times[`outside ${which}`],
        peer: 'inside the module',
        peerValue: inside,
      }),
    ];
  });
}
