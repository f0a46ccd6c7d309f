/** What it costs to let blanks, case and the way a number is written not matter in any column. */
import { columnsOf } from '../../peers/columns.mjs';
import { makeRow } from '../../harness.mjs';
import { lanesText, nativeContender } from '../programs.mjs';

const lanesCounts = [1, 2];
/** As long as the exact comparison takes, and this many times. */
const most = 1.6;
/** The right file as it is, and with every value but the key written in another way. */
const kinds = [
  ['right', 'rules on all columns'],
  ['respelled', 'rules on all columns, no value written alike'],
];
const contenderName = (kind, rules, lanes) => `${kind}, ${rules ? 'rules' : 'exact'}, ${lanes}`;

export function prepare(pair, quick) {
  const columns = columnsOf(pair.left).filter((column) => column !== 'id');
  const rules = ['--trim', '--ignore-case'];
  for (const column of columns) rules.push('--tolerance', `${column}=0`);
  // What exact comparison must find where nothing is written alike.
  const paired = pair.truth.rows - pair.truth.removed;
  const allDiffer = { changed: paired, changedCells: paired * columns.length };
  const make = (kind, withRules, lanes) => {
    const exactRespelled = kind === 'respelled' && !withRules;
    return nativeContender({ left: pair.left, right: pair[kind] }, lanes, quick, {
      name: contenderName(kind, withRules, lanes),
      rules: withRules ? rules : [],
      ...(exactRespelled && { answer: (stdout) => expectedAs(stdout, allDiffer, pair.truth) }),
    });
  };
  return {
    truth: pair.truth,
    contenders: kinds.flatMap(([kind]) =>
      lanesCounts.flatMap((lanes) => [make(kind, false, lanes), make(kind, true, lanes)]),
    ),
    rows,
  };
}

/** The counts that a program printed, with those of `expected` it got right replaced by the truth of the pair. */
function expectedAs(stdout, expected, truth) {
  const { added, removed, ...found } = JSON.parse(stdout);
  const counts = { added, removed };
  for (const [name, value] of Object.entries(expected)) {
    counts[name] = found[name] === value ? truth[name] : found[name];
  }
  return counts;
}

function rows(times) {
  return kinds.flatMap(([kind, text]) =>
    lanesCounts.map((lanes) =>
      makeRow({
        name: `native, ${lanesText(lanes)}, ${text}, whole process`,
        ours: times.get(contenderName(kind, true, lanes)).process,
        peer: `${most} of exact`,
        peerValue: most * times.get(contenderName(kind, false, lanes)).process,
        goal: 1,
      }),
    ),
  );
}
