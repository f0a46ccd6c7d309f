// A large pair whose differences are known gives the same bytes in every program, tier and lane count.
import { createHash } from 'node:crypto';
import { openAsBlob, readFileSync } from 'node:fs';
import { table } from 'heddle/table';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvPair, type CsvPair, type Truth } from '../support/csv_pair.ts';
import { TemporaryFolder } from '../support/folder.ts';
import { programs, run } from '../support/programs.ts';
import { disposeAll, makePools, poolOf, type Pools } from '../support/tiers.ts';

type Order = 'right' | 'rightShuffled';
const orders: readonly Order[] = ['right', 'rightShuffled'];

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function truthOf({ truth }: CsvPair) {
  const { added, removed, changed, unchanged, changedCells }: Truth = truth;
  return { added, removed, changed, unchanged, changedCells };
}

/** The counts that the lines themselves tell. */
function countLines(lines: string): Record<string, number> {
  const counts = { added: 0, removed: 0, changed: 0, changedCells: 0 };
  for (const line of lines.trimEnd().split('\n').slice(1)) {
    const { kind, cells } = JSON.parse(line) as {
      kind: 'added' | 'removed' | 'changed';
      cells: unknown[];
    };
    ++counts[kind];
    counts.changedCells += cells.filter((cell) => Array.isArray(cell)).length;
  }
  return counts;
}

describe('APairOfAMillionRows', () => {
  const both = programs();
  /** What the native program writes with one lane. */
  const expected = new Map<Order, string>();
  let pair: CsvPair;

  beforeAll(async () => {
    pair = csvPair(1_000_000);
    for (const order of orders) {
      const args = ['table', 'diff', pair.left, pair[order], '--key', 'id', '--format', 'json'];
      const { exit, stdout, stderr } = await run(both.native, [...args, '--threads', '1']);
      expect({ exit, stderr }).toEqual({ exit: 1, stderr: '' });
      const { unchanged: _, ...counts } = truthOf(pair);
      expect(countLines(stdout)).toEqual(counts);
      expected.set(order, sha256(stdout));
    }
  });

  describe.each(orders)('%s', (order) => {
    describe.each(['native', 'node'] as const)('%s', (program) => {
      it.each(['1', '2', '3', '8'])('GivesTheSameBytes_%s', async (lanes) => {
        using folder = new TemporaryFolder();
        const out = folder.at('differences.jsonl');
        const args = ['table', 'diff', pair.left, pair[order], '--key', 'id', '--threads', lanes];
        const written = await run(both[program], [...args, '--format', 'json', '-o', out]);
        expect(written).toEqual({ exit: 1, stdout: '', stderr: '' });
        expect(sha256(readFileSync(out))).toBe(expected.get(order));
      });

      it('CountsWhatTheGeneratorChanged', async () => {
        const args = ['table', 'diff', pair.left, pair[order], '--key', 'id', '--json'];
        const { exit, stdout } = await run(both[program], args);
        expect(exit).toBe(1);
        expect(JSON.parse(stdout)).toMatchObject(truthOf(pair));
      });
    });
  });
});

describe('ThePool', () => {
  const rows = { threads: 1_000_000, workers: 1_000_000, script: 50_000 } as const;
  let pools: Pools;
  beforeAll(async () => {
    pools = await makePools();
  });
  afterAll(() => disposeAll(pools));

  const small = csvPair(rows.script);
  const expected = new Map<CsvPair, string>();

  async function check(pool: string, pair: CsvPair): Promise<void> {
    const left = await openAsBlob(pair.left);
    const right = await openAsBlob(pair.rightShuffled);
    const diff = await poolOf(pools, pool).run(table.diff, { left, right, key: ['id'] });
    expect(diff).toMatchObject(truthOf(pair));
    const hash = sha256(new Uint8Array(await (await diff.toBlob()).arrayBuffer()));
    if (!expected.has(pair)) {
      const args = ['table', 'diff', pair.left, pair.rightShuffled, '--key', 'id'];
      const { stdout } = await run(programs().native, [...args, '--format', 'json']);
      expected.set(pair, sha256(stdout));
    }
    expect(hash).toBe(expected.get(pair));
  }

  const large = csvPair(rows.threads);
  it.each(['threads, 1 lane', 'threads, 2 lanes', 'threads, 8 lanes', 'workers'])(
    'GivesTheProgramsBytesForAMillionRows_%s',
    (name) => check(name, large),
  );
  it.each(['threads, 3 lanes', 'workers', 'script'])(
    'GivesTheProgramsBytesForFiftyThousandRows_%s',
    (name) => check(name, small),
  );
});
