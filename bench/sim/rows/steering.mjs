/** The engine against its steering alone in JavaScript. */
import { makeRow } from '../../harness.mjs';
import { count, nativeSteering, nodeContender, steering } from '../programs.mjs';

export function prepare(quick) {
  const [entities, ticks] = quick ? [2000, 25] : [12_000, 300];
  const args = (lanes) => [steering, entities, ticks, lanes];
  const node = (lanes) => nodeContender(`wasm ${lanes}`, 'steering', args(lanes), quick);
  return {
    truth: { right: true },
    contenders: [node(1), node(2), nativeSteering(entities, ticks, quick)],
    rows: (times) => rows(times, entities),
  };
}

function rows(times, entities) {
  const one = times.get('wasm 1');
  const two = times.get('wasm 2');
  const native = times.get('native steering');
  const add = (name, ours, script, goal = null) =>
    makeRow({
      name: `steering of ${count(entities)}, ${name}, p50`,
      unit: 'ms',
      ours,
      peer: 'typed arrays',
      peerValue: script,
      goal,
      note: `after a tick, places differ by ${one.apart.toFixed(6)} at most; the engine's is the whole tick`,
    });
  return [
    add('wasm in Node, 1 lane', one.engine, one.script, 5),
    add('wasm in Node, 2 lanes', two.engine, two.script),
    add('native, 1 lane', native.p50, one.script),
  ];
}
