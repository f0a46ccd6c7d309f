/** What a tick of 100,000 entities takes, phase by phase, on one lane and on two; and one of 250,000 natively. */
import { makeRow, scales } from '../../harness.mjs';
import {
  count,
  makeWorlds,
  nativeContender,
  nativeName,
  packageContender,
  packageName,
  populationNote,
} from '../programs.mjs';

const phases = ['sort', 'behave', 'resolve', 'turnover'];

export function prepare(quick) {
  const [many, more] = quick ? [4000, 8000] : [100_000, 250_000];
  const { worlds, truth } = makeWorlds([many, more], quick);
  return {
    truth,
    contenders: [
      packageContender(worlds.get(many), [1, 2], quick),
      nativeContender(worlds.get(many), 1, quick),
      nativeContender(worlds.get(more), 1, quick),
      nativeContender(worlds.get(more), 2, quick),
    ],
    rows: (times) => rows(times, worlds.get(many), worlds.get(more)),
  };
}

function rows(times, many, more) {
  const found = [];
  const add = (world, name, ours, peer, peerValue, goal = null) => {
    const note = populationNote(world);
    found.push(makeRow({ name, unit: 'ms', ours, peer, peerValue, goal, note }));
  };
  const limit = (world, name, ours, milliseconds) => {
    add(world, name, ours, `limit of ${milliseconds} ms`, milliseconds / scales.ms, 1);
  };

  const wasm = times.get(packageName(many.entities, [1, 2]));
  const native = times.get(nativeName(many.entities, 1));
  const tick = `tick of ${count(many.entities)}, wasm in Node`;
  limit(many, `${tick}, 1 lane, p50`, wasm['1 p50'], 13);
  limit(many, `${tick}, 1 lane, p99`, wasm['1 p99'], 16.6);
  add(many, `${tick}, 1 lane, p99`, wasm['1 p99'], '1.25 of its p50', 1.25 * wasm['1 p50'], 1);
  // At most 0.55 of the time.
  add(many, `${tick}, 2 lanes, p50`, wasm['2 p50'], '1 lane', wasm['1 p50'], 1.82);
  add(many, `${tick}, 2 lanes, p99`, wasm['2 p99'], '1 lane', wasm['1 p99']);
  add(many, `${tick}, 2 lanes, p99`, wasm['2 p99'], '1.25 of its p50', 1.25 * wasm['2 p50'], 1);
  for (const phase of phases) {
    const name = `${phase} of ${count(many.entities)}, wasm in Node`;
    add(many, `${name}, 1 lane, mean`, wasm[`1 ${phase}`], 'native', native[phase]);
    add(many, `${name}, 2 lanes, mean`, wasm[`2 ${phase}`], '1 lane', wasm[`1 ${phase}`]);
  }
  for (const lanes of ['1', '2']) {
    const name = `step() of ${count(many.entities)}, ${lanes === '1' ? '1 lane' : '2 lanes'}, p50`;
    add(many, name, wasm[`${lanes} step`], 'the tick alone', wasm[`${lanes} p50`]);
  }
  const one = times.get(nativeName(more.entities, 1));
  const two = times.get(nativeName(more.entities, 2));
  const name = `tick of ${count(more.entities)}, native, 2 lanes, p50`;
  limit(more, name, two.p50, 16.6);
  add(more, name, two.p50, '1 lane', one.p50);
  return found;
}
