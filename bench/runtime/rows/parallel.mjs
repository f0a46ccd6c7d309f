/** What a parallel region, a loop and a join cost: ours natively and in Node, and other runtimes. */
import os from 'node:os';
import { makeRow } from '../../harness.mjs';
import { forms, makeContender, nativePeer } from '../programs.mjs';

/** How fast each form of ours is to be, in seconds. */
const limits = {
  native: { awake: 2e-6, parked: 15e-6 },
  'wasm in Node': { awake: 3e-6, parked: 60e-6 },
};
const shortLanes = [1, 2, 4, 8];
// As many lanes as cores, and two and four times as many.
const cores = os.availableParallelism();
const computeLanes = [...new Set([1, 2, cores, 2 * cores, 4 * cores])];
const ourCases = [
  ['awake', 2],
  ['parked', 2],
  ['short', ...shortLanes],
  ['compute', ...computeLanes],
  ['allocate', 1, 2],
  ['join'],
];
const peers = [
  { peer: 'OpenMP', program: 'openmp', cases: [['awake', 2]] },
  {
    peer: 'oneTBB',
    program: 'tbb',
    cases: [
      ['static', 2],
      ['simple', 2],
      ['join', 1],
    ],
  },
  { peer: 'thread pool', program: 'thread_pool', cases: [['parked', 2]] },
];

/** Those of a case stand together, so that they run within a moment of each other. */
export function contenders(quick) {
  for (const { peer, program } of peers) {
    if (nativePeer(program) === undefined)
      console.log(`${peer} is not installed; its rows are left out`);
  }
  const contender = (name, program, args) =>
    makeContender({ name: `${name}, ${args[0]}`, program, args, quick });
  return ourCases.flatMap((ourCase) => [
    ...forms.map(({ form, program }) => contender(form, program, ourCase)),
    ...peers
      .filter(({ program }) => nativePeer(program) !== undefined)
      .flatMap(({ peer, program, cases }) =>
        cases
          .filter((peerCase) => peersCase(peerCase) === ourCase[0])
          .map((peerCase) => contender(peer, nativePeer(program), peerCase)),
      ),
  ]);
}

/** Which case of ours a peer's is compared with. */
function peersCase([which]) {
  return which === 'static' || which === 'simple' ? 'awake' : which;
}

/** times  what race() returned for the contenders. */
export function rows(times) {
  const found = [];
  const add = (name, unit, ours, peer, peerValue, goal) => {
    if (ours === undefined || peerValue === undefined) return;
    found.push(makeRow({ name, unit, ours, peer, peerValue, goal }));
  };
  for (const { form } of forms) {
    const ours = (which) => times.get(`${form}, ${which}`);
    const peer = (name, which) => (form === 'native' ? times.get(`${name}, ${which}`) : undefined);

    for (const which of ['awake', 'parked']) {
      const limit = limits[form][which];
      for (const [kind, figure] of [
        ['empty region', 'empty 2'],
        ['region that needs both', 'meet 2'],
      ]) {
        const name = `${kind}, 2 lanes ${which}, ${form}`;
        const against = (other, value) => {
          add(name, 'us', ours(which)[figure], other, value?.[figure], 1);
        };
        add(name, 'us', ours(which)[figure], `limit of ${Math.round(limit * 1e6)} us`, limit, 1);
        if (which === 'parked') {
          against('thread pool', peer('thread pool', which));
        } else {
          against('OpenMP', peer('OpenMP', which));
          against('oneTBB, static', peer('oneTBB', 'static'));
          against('oneTBB, simple', peer('oneTBB', 'simple'));
        }
      }
    }

    const short = ours('short');
    for (const lanes of shortLanes) {
      const name = `loop of 2 us, ${laneCount(lanes)}, ${form}`;
      add(name, 'us', short[lanes], 'plain loop', short.serial, 0.5);
    }

    const { 1: alone, busy } = ours('join');
    const joins = [
      [`join that nobody takes, 1 lane, ${form}`, alone],
      [`join that nobody takes, other lane busy, ${form}`, busy],
    ];
    for (const [name, time] of joins) {
      add(name, 'ns', time, 'limit of 10 ns', 10e-9, 1);
      add(name, 'ns', time, 'oneTBB', peer('oneTBB', 'join')?.[1], 1);
    }

    const compute = ours('compute');
    add(`arithmetic, 2 lanes, ${form}`, 'ms', compute[2], '1 lane', compute[1], 1.9);
    for (const factor of [2, 4]) {
      const name = `arithmetic, ${factor} lanes a core, ${form}`;
      // At most 1.2 times as long.
      add(name, 'ms', compute[factor * cores], '1 lane a core', compute[cores], 0.83);
    }
    const allocate = ours('allocate');
    add(`allocation, 2 lanes, ${form}`, 'ms', allocate[2], '1 lane', allocate[1], 1.7);
  }
  return found;
}

const laneCount = (lanes) => (lanes === 1 ? '1 lane' : `${lanes} lanes`);
