/** What others do with as many: a physics engine, and flocking as one would write it in JavaScript. */
import { isInstalled, makeRow } from '../../harness.mjs';
import { count, makeWorlds, nodeContender, packageContender, packageName } from '../programs.mjs';

const peers = [
  { peer: 'Box2D 3, contacts of circles', program: 'box2d', module: 'box2d3-wasm', steps: 3e6 },
  { peer: 'flocking with objects and a Map', program: 'flocking', steps: 2e6 },
];

export function prepare(quick) {
  const sizes = quick ? [2000] : [12_000, 100_000];
  const { worlds, truth } = makeWorlds(sizes, quick);
  const present = peers.filter(({ module }) => !quick || !module || isInstalled(module));
  return {
    truth,
    contenders: [...worlds.values()].flatMap((world) => {
      const { entities } = world;
      // The large ones take so long that three runs have to do.
      const runs = entities > 12_000 ? 3 : 5;
      return [
        packageContender(world, [1], quick, runs),
        ...present.map(({ program, steps }) => {
          const args = [entities, quick ? 5 : Math.round(steps / entities)];
          return nodeContender(`${program} ${entities}`, program, args, quick, runs);
        }),
      ];
    }),
    rows: (times) => [...worlds.values()].flatMap((world) => rows(times, world, present)),
  };
}

function rows(times, { entities }, present) {
  const ours = times.get(packageName(entities, [1]))['1 p50'];
  return present.map(({ peer, program }) => {
    const { step, contacts, neighbors } = times.get(`${program} ${entities}`);
    return makeRow({
      name: `tick of ${count(entities)}, wasm in Node, 1 lane, p50`,
      unit: 'ms',
      ours,
      peer,
      peerValue: step,
      note:
        contacts === undefined
          ? `other work: ${neighbors.toFixed(1)} neighbors, three rules`
          : `other work: ${count(contacts)} contacts, nobody sees anybody`,
    });
  });
}
