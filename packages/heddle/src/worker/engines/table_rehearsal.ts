/** Small comparisons before the first job, so that its code is compiled as well as it will be. */
import type { JobContext, Rehearsal } from '../kernel.js';
import type { SessionKind } from '../sessions.js';

/** So many that the loops over bytes and rows are found worth optimizing, by the engines of all browsers and Node's. */
const steps = 16;
/** As many as make a few milliseconds of work. */
const rows = 1000;

/** Nobody listens. */
const silent: JobContext = {
  cancelled: false,
  progress: () => undefined,
  share: () => undefined,
};

/**
 * Compares two small tables, with all that a comparison comes across: quotes, commas and line breaks in them, rows that
 * were changed, added and removed.
 *
 * kind  comparisons as a session; what they show of themselves first is asked for too.
 */
export function rehearseComparison(kind: SessionKind): Rehearsal {
  let pair: { readonly left: Uint8Array; readonly right: Uint8Array } | undefined;
  return {
    steps,
    async step() {
      pair ??= { left: makeTable(0), right: makeTable(1) };
      const diff = await kind.open({ ...pair, key: ['id'] }, undefined, silent);
      try {
        for (const name of ['first', 'facts']) {
          await kind.steps[name]?.(diff, { rows: 64 }, silent);
        }
      } finally {
        kind.close?.(diff);
      }
    },
  };
}

/** A table of which a part differs from edition to edition. */
function makeTable(edition: number): Uint8Array {
  const lines = ['id,name,city,amount,price,day,note'];
  for (let row = 0; row < rows; ++row) {
    // Another row is missing in each edition.
    if (row % 100 === edition) continue;
    const price = row % 20 === 0 ? row + edition : row;
    const note = row % 10 === 0 ? `"a ""word"",\nand ${row}"` : `plain ${row}`;
    lines.push(
      `${row},name ${row},"${row % 7}, ${row % 31}",${row * 7},${price}.5,2001-02-03,${note}`,
    );
  }
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}
