/** What it costs when the rows of one file are in another order. */
import { makeRow } from '../../harness.mjs';
import { nativeContender, nativeName, wasmContender, wasmName } from '../programs.mjs';

const forms = [
  [nativeName, nativeContender],
  [wasmName, wasmContender],
];
const lanesCounts = [1, 2];
/** As long as rows in the same order take, and this many times. */
const most = 1.25;
const shuffled = (name) => `${name}, shuffled rows`;

export function prepare(pair, quick) {
  const other = { left: pair.left, right: pair.shuffled };
  return {
    truth: pair.truth,
    contenders: forms.flatMap(([nameOf, make]) =>
      lanesCounts.flatMap((lanes) => [
        make(pair, lanes, quick),
        make(other, lanes, quick, { name: shuffled(nameOf(lanes)) }),
      ]),
    ),
    rows,
  };
}

function rows(times) {
  return forms.flatMap(([nameOf]) =>
    lanesCounts.map((lanes) =>
      makeRow({
        name: `${shuffled(nameOf(lanes))}, whole process`,
        ours: times.get(shuffled(nameOf(lanes))).process,
        peer: `${most} of the same order`,
        peerValue: most * times.get(nameOf(lanes)).process,
        goal: 1,
      }),
    ),
  );
}
