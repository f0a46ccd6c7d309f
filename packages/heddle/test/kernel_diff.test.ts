// Windows of a diff that stays in its kernel, by the engine as it is shipped, in Node's worker threads.
import { createPool, type Pool, type PoolOptions, type Tier } from 'heddle';
import {
  createDiff,
  table,
  type DiffFilter,
  type FirstRows,
  type Format,
  type KernelDiff,
} from 'heddle/table';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { requireBuilds } from './built.js';
import { makePair } from './csv.js';

const tiers: Tier[] = ['threads', 'workers', 'script', 'solo'];
const key = ['id'];
const small = {
  left: 'id,name,town\n1,Ann,Rome\n2,Bob,Oslo\n3,Cid,Bern\n5,Eve,Kiev\n',
  right: 'id,name,town\n1,Ann,Roma\n3,Sid,Bern\n4,Dee,Lima\n5,Eva,Kyiv\n',
  key,
};
const pair = { ...makePair(30_000), key };

beforeAll(requireBuilds);

const pools: Pool[] = [];
async function open(options: PoolOptions = {}): Promise<Pool> {
  const pool = await createPool(options);
  pools.push(pool);
  return pool;
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.dispose()));
});

const refused = (message: RegExp): unknown =>
  expect.objectContaining({
    name: 'HeddleError',
    code: 'invalid_argument',
    message: expect.stringMatching(message) as unknown,
  });

describe.each(tiers)('InTheTier_%s', (tier) => {
  it('HasTheFactsAndTheRowsOfTheWholeDiff', async () => {
    const pool = await open({ tier });
    const whole = await pool.run(table.diff, pair);
    await using diff = await createDiff(pool, pair);
    for (const fact of ['added', 'removed', 'changed', 'unchanged', 'changedCells'] as const) {
      expect(diff[fact]).toBe(whole[fact]);
    }
    expect(diff.columns).toEqual(whole.columns);
    expect(diff.onlyRight).toEqual(['new, quoted']);
    expect(diff.length).toBe(whole.length);
    expect(await diff.count()).toBe(whole.length);
    for (const begin of [0, 1, 1023, 2000, whole.length - 100]) {
      expect(await diff.rows(begin, begin + 100)).toEqual(whole.slice(begin, 100));
    }
    expect(await diff.rows(whole.length, whole.length)).toEqual([]);
  });

  it('ShowsTheFirstRowsBeforeAllAreCompared', async () => {
    const pool = await open({ tier });
    const told: FirstRows[] = [];
    const shares: number[] = [];
    await using diff = await createDiff(pool, pair, {
      onFirstRows: (first) => told.push(first),
      onProgress: (share) => shares.push(share),
    });
    expect(told).toHaveLength(1);
    const [first] = told;
    expect(first?.columns).toEqual(diff.columns);
    expect(first?.key).toEqual(key);
    expect(first?.onlyLeft).toEqual(diff.onlyLeft);
    expect(first?.onlyRight).toEqual(['new, quoted']);
    expect(first?.rows.length).toBeGreaterThan(0);
    expect(first?.rows).toEqual(await diff.rows(0, first?.rows.length ?? 0));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('TellsHowFarItIsWithTheKeyThatItLooksFor', async () => {
    const pool = await open({ tier });
    const shares: number[] = [];
    const onProgress = (share: number): unknown => shares.push(share);
    const files = makePair(tier === 'script' ? 20_000 : 90_000);
    await using diff = await createDiff(pool, { ...files, key: 'auto' }, { onProgress });
    expect(diff.key).toEqual(['id']);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('SaysThatNoRowDiffers', async () => {
    const pool = await open({ tier });
    const told: FirstRows[] = [];
    const onFirstRows = (first: FirstRows): unknown => told.push(first);
    await using diff = await createDiff(pool, { ...pair, right: pair.left }, { onFirstRows });
    expect(diff.length).toBe(0);
    expect(told).toEqual([{ columns: diff.columns, key, onlyLeft: [], onlyRight: [], rows: [] }]);
  });

  it('PicksByKindColumnAndText', async () => {
    const pool = await open({ tier });
    const whole = [...(await pool.run(table.diff, pair))];
    await using diff = await createDiff(pool, pair);
    const column = diff.columns.indexOf('name');
    const filters: [DiffFilter, (row: (typeof whole)[number]) => boolean][] = [
      [{ only: ['added'] }, ({ kind }) => kind === 'added'],
      [{ only: ['removed', 'changed'] }, ({ kind }) => kind !== 'added'],
      [{ only: ['changed'], changedIn: ['name'] }, ({ cells }) => Array.isArray(cells[column])],
      [{ text: 'CHANGED 12' }, ({ cells }) => JSON.stringify(cells).includes('changed 12')],
      [{ text: '日本', textIn: ['name'] }, () => false],
    ];
    for (const [filter, picks] of filters) {
      const expected = whole.filter(picks);
      expect(await diff.count(filter)).toBe(expected.length);
      const end = Math.min(300, expected.length);
      expect(await diff.rows(end >> 1, end, filter)).toEqual(expected.slice(end >> 1, end));
    }
  });

  it('ShowsOnlyWhatIsAskedFor', async () => {
    await using diff = await createDiff(await open({ tier }), small);
    const filter = { only: ['changed'], columns: ['town'] } as const;
    expect(diff.columnsOf(filter)).toEqual(['id', 'town']);
    expect(await diff.rows(0, 2, filter)).toEqual([
      { kind: 'changed', left: 1, right: 1, cells: ['1', ['Rome', 'Roma']] },
      { kind: 'changed', left: 4, right: 4, cells: ['5', ['Kiev', 'Kyiv']] },
    ]);
    expect(await diff.rows(1, 3, { changedCells: true })).toEqual([
      { kind: 'removed', left: 2, cells: ['2', 'Bob', 'Oslo'] },
      { kind: 'changed', left: 3, right: 2, key: ['3'], changes: { name: ['Cid', 'Sid'] } },
    ]);
  });

  it('TellsBothValuesOfWhatItsRuleSaysIsTheSame', async () => {
    const input = {
      left: 'id,price,name,note\n1,1.5,Ann,a\n2,2,Bob,c\n',
      right: 'id,price,name,note\n1,1.50,Anna,"a"\n2,2.0,Rob,d\n',
      key,
      ignore: ['note'],
      columnRules: { price: { tolerance: 0 } },
    };
    await using diff = await createDiff(await open({ tier }), input);
    expect(await diff.rows(0, 2, { bothValues: true })).toEqual([
      {
        kind: 'changed',
        left: 1,
        right: 1,
        cells: ['1', { left: '1.5', right: '1.50' }, ['Ann', 'Anna'], 'a'],
      },
      {
        kind: 'changed',
        left: 2,
        right: 2,
        cells: ['2', { left: '2', right: '2.0' }, ['Bob', 'Rob'], { left: 'c', right: 'd' }],
      },
    ]);
    expect((await diff.rows(0, 1))[0]?.cells).toEqual(['1', '1.50', ['Ann', 'Anna'], 'a']);
  });

  it('FindsTheNextOne', async () => {
    await using diff = await createDiff(await open({ tier }), small);
    const kinds = (await diff.rows(0, diff.length)).map(({ kind }) => kind);
    expect(kinds).toEqual(['changed', 'removed', 'changed', 'added', 'changed']);
    expect(await diff.next(0)).toBe(0);
    expect(await diff.next(1, 'changed')).toBe(2);
    expect(await diff.next(2, 'changed')).toBe(2);
    expect(await diff.next(3, 'changed')).toBe(4);
    expect(await diff.next(4, 'added')).toBeUndefined();
    expect(await diff.next(99)).toBeUndefined();
    expect(await diff.next(0, { text: 'lima' })).toBe(3);
    const within = { only: ['changed'] } as const;
    expect(await diff.next(0, { changedIn: ['name'] }, { within })).toBe(1);
    expect(await diff.next(0, 'added', { within })).toBeUndefined();
    expect(await diff.next(2, { text: 'k' }, { within })).toBe(2);
  });

  it('CountsTheChangesOfEachColumn', async () => {
    await using diff = await createDiff(await open({ tier }), small);
    expect(await diff.changesByColumn()).toEqual([
      { column: 'id', changed: 0 },
      { column: 'name', changed: 2 },
      { column: 'town', changed: 2 },
    ]);
    expect(await diff.changesByColumn({ text: 'rome' })).toEqual([
      { column: 'id', changed: 0 },
      { column: 'name', changed: 0 },
      { column: 'town', changed: 1 },
    ]);
    expect((await diff.changesByColumn({ only: ['added'] })).every((c) => c.changed === 0)).toBe(
      true,
    );
  });

  it('WritesWhatTableWriteWrites', async () => {
    const pool = await open({ tier });
    await using diff = await createDiff(pool, pair);
    const formats: Format[] = ['json', 'csv', 'tdiff', 'html', 'patch'];
    for (const format of formats) {
      const blob = await diff.write({ format });
      const expected = await pool.run(table.write, { ...pair, format });
      expect(blob.type).toBe(expected.type);
      expect((await blob.text()) === (await expected.text())).toBe(true);
    }
    const options = { format: 'csv', only: ['added'], columns: ['name'] } as const;
    const some = await pool.run(table.write, { ...pair, ...options });
    expect(await (await diff.write(options)).text()).toBe(await some.text());
  });

  it('GoesOnAfterItsKernelIsLost', async () => {
    const pool = await open({ tier, kernels: 1 });
    await using diff = await createDiff(pool, pair);
    const expected = await diff.rows(500, 520);
    expect(diff.kernel).toBe(1);
    pool.kill(1);
    expect(await diff.rows(500, 520)).toEqual(expected);
    pool.kill(1);
    expect(await diff.next(0, 'added')).toBeGreaterThan(0);
    const write = diff.write({ format: 'csv' });
    const text = await (await write).text();
    expect(text.split('\n').length).toBeGreaterThan(diff.length);
  });

  it('EndsEarlyAndStays', async () => {
    const pool = await open({ tier });
    const abort = new AbortController();
    const reason = new Error('enough');
    await expect(createDiff(pool, pair, { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    const cut = createDiff(pool, pair, {
      signal: abort.signal,
      onProgress: () => {
        abort.abort(reason);
      },
    });
    await expect(cut).rejects.toBe(reason);
    await using diff = await createDiff(pool, pair);
    const restarts = pool.stats().kernels.map((kernel) => kernel.restarts);
    const controller = new AbortController();
    const search = diff.count({ text: 'nowhere' }, { signal: controller.signal });
    controller.abort(reason);
    await expect(search).rejects.toBe(reason);
    expect(await diff.count({ text: 'nowhere' })).toBe(0);
    expect(pool.stats().kernels.map((kernel) => kernel.restarts)).toEqual(restarts);
  });
});

describe('ADiffInAKernel', () => {
  async function openSmall(): Promise<KernelDiff> {
    return createDiff(await open(), small);
  }

  it('RefusesRowsThatAreNotThere', async () => {
    const diff = await openSmall();
    await expect(diff.rows(0, 6)).rejects.toEqual(refused(/rows 0 to 6 .* there are 5/));
    await expect(diff.rows(1, 2, { only: ['added'] })).rejects.toEqual(refused(/there are 1/));
    await expect(diff.rows(3, 2)).rejects.toEqual(refused(/give a range/));
    await expect(diff.rows(0, 20_000)).rejects.toEqual(refused(/at most 16384 rows/));
    await expect(diff.rows(-1, 2)).rejects.toEqual(refused(/begin must be an integer/));
    await expect(diff.rows(0, 1.5)).rejects.toEqual(refused(/end must be an integer/));
    await expect(diff.next(NaN)).rejects.toEqual(refused(/from must be an integer/));
  });

  it('RefusesFiltersThatDoNotFit', async () => {
    const diff = await openSmall();
    await expect(diff.count({ columns: ['nope'] })).rejects.toEqual(refused(/no column "nope"/));
    await expect(diff.count({ changedIn: ['nope'] })).rejects.toEqual(refused(/no column "nope"/));
    await expect(diff.count({ textIn: ['name'] })).rejects.toEqual(refused(/no text to look for/));
    await expect(diff.count({ only: [] })).rejects.toEqual(refused(/no kind of row/));
    await expect(diff.count({ only: ['gone'] as never })).rejects.toEqual(refused(/option only/));
    await expect(diff.count({ text: 7 as never })).rejects.toEqual(refused(/option text/));
    await expect(diff.write({ format: 'patch', only: ['added'] })).rejects.toEqual(
      refused(/a patch holds every difference/),
    );
    await expect(diff.write({ format: 'pdf' as never })).rejects.toEqual(refused(/option format/));
    expect(await diff.count()).toBe(5);
  });

  it('RefusesEverythingOnceItIsDisposedOf', async () => {
    const diff = await openSmall();
    await diff.dispose();
    await diff.dispose();
    expect(diff.changed).toBe(3);
    for (const call of [diff.rows(0, 1), diff.count(), diff.next(0), diff.changesByColumn()]) {
      await expect(call).rejects.toEqual(refused(/disposed of: compare again/));
    }
    await expect(diff.write({ format: 'csv' })).rejects.toEqual(refused(/disposed of/));
  });

  it('GivesBackItsMemory', async () => {
    // Of several lanes one may find no work in the first round, and keep memory only later.
    const pool = await open({ kernels: 1, lanes: 1 });
    await pool.warm(table.diff);
    let used = 0;
    for (let round = 0; round < 4; ++round) {
      const diff = await createDiff(pool, pair);
      for (let n = 0; n < 8; ++n) await diff.count({ text: String(n) });
      await diff.write({ format: 'tdiff' });
      await diff.dispose();
      const now = pool.stats().kernels[0]?.memory?.used ?? -1;
      // The first round leaves what lanes keep for the next.
      if (round > 0) expect(now).toBeLessThanOrEqual(used);
      used = now;
    }
  });

  it('SaysWhatIsWrongWithTheFiles', async () => {
    const pool = await open();
    await expect(createDiff(pool, { ...small, right: 'id\n1,2\n' })).rejects.toMatchObject({
      code: 'malformed_input',
      input: 'right',
      line: 2,
    });
    await expect(createDiff(pool, { ...small, key: ['nope'] })).rejects.toMatchObject({
      code: 'invalid_argument',
    });
    await expect(createDiff(pool, { ...small, left: 5 as never })).rejects.toMatchObject({
      code: 'invalid_argument',
      input: 'left',
    });
  });

  it('SaysThatTheFilesAreNotWhatTheyWere', async () => {
    const pool = await open({ kernels: 1 });
    const left = new TextEncoder().encode(small.left);
    const diff = await createDiff(pool, { ...small, left });
    // 'Ann' becomes 'Axn': one row that is the same now differs.
    left[small.left.indexOf('Bern')] = 88;
    left[small.left.indexOf('Ann')] = 88;
    left[small.left.indexOf('2,Bob')] = 57;
    left[small.left.indexOf('5,Eve')] = 56;
    pool.kill(1);
    await expect(diff.rows(0, 1)).rejects.toMatchObject({
      code: 'io',
      message: expect.stringMatching(/were they changed/) as unknown,
    });
  });

  it('FailsWithItsKernelWhereNothingIsTriedAgain', async () => {
    const pool = await open({ kernels: 1, retries: 0 });
    const diff = await createDiff(pool, pair);
    const pending = diff.write({ format: 'html' });
    await new Promise((resolve) => setTimeout(resolve));
    pool.kill(1);
    await expect(pending).rejects.toMatchObject({ code: 'kernel_failed' });
    expect(await diff.count()).toBe(diff.length);
  });

  it('KeepsItsOwnCopyOfABuffer', async () => {
    const pool = await open({ kernels: 1 });
    const text = new TextEncoder().encode(small.left);
    const left = await pool.buffer(table.diff, text.length);
    left.bytes.set(text);
    const diff = await createDiff(pool, { ...small, left });
    const expected = await diff.rows(0, 5);
    left.dispose();
    for (let n = 0; n < 20; ++n) (await pool.buffer(table.diff, 64)).bytes.fill(65);
    expect(await diff.rows(0, 5)).toEqual(expected);
    pool.kill(1);
    await expect(diff.rows(0, 5)).rejects.toEqual(refused(/buffer was disposed of/));
  });

  it('OutlivesACancelledJobThatDecodesItsFile', async () => {
    const pool = await open({ tier: 'threads', kernels: 1 });
    const diff = await createDiff(pool, small);
    const file = new Blob([new TextEncoder().encode(makePair(100_000).left)]);
    const controller = new AbortController();
    const reason = new Error('enough');
    const job = pool.run(
      table.diff,
      { left: file, right: file, key, lenient: true },
      {
        signal: controller.signal,
        onProgress: (fraction) => {
          // Both files are read, and are written anew.
          if (fraction > 0.3) controller.abort(reason);
        },
      },
    );
    await expect(job).rejects.toBe(reason);
    expect(await diff.rows(0, 1)).toHaveLength(1);
    expect(pool.stats().kernels[0]?.restarts).toBe(0);
  });

  it('LivesBesideOthers', async () => {
    const pool = await open({ kernels: 2 });
    const one = await createDiff(pool, small);
    const two = await createDiff(pool, { ...small, left: small.right, right: small.left });
    expect(one.kernel).not.toBe(two.kernel);
    const [a, b] = await Promise.all([one.rows(0, 1), two.rows(0, 1)]);
    expect(a[0]?.cells).toEqual(['1', 'Ann', ['Rome', 'Roma']]);
    expect(b[0]?.cells).toEqual(['1', 'Ann', ['Roma', 'Rome']]);
  });
});
