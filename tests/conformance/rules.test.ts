// Rules for values and ignored columns: every tier and lane count finds the same.
import { HeddleError } from 'heddle';
import { table, type DiffInput } from 'heddle/table';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { disposeAll, makePools, type Pools } from '../support/tiers.ts';

let pools: Pools;
beforeAll(async () => {
  pools = await makePools();
});
afterAll(() => disposeAll(pools));

const left = 'id,name,n,seen\n1,Ann,1.00,a\n2,bob,1e3,b\n3,Cy,7,c\n';
const right = 'id,name,n,seen\n1,"ANN ",1.004,d\n2,Bob,1000.0,e\n3,Cyd,8,f\n';

async function changedCells(options: Omit<DiffInput, 'left' | 'right'>): Promise<number> {
  const found = await Promise.all(
    [...pools.values()].map((pool) => pool.run(table.diff, { left, right, ...options })),
  );
  const [first] = found;
  if (first === undefined) throw new Error('There is no pool.');
  for (const diff of found) expect([...diff]).toEqual([...first]);
  return first.changedCells;
}

it('AllTiersApplyTheRules', async () => {
  const key = ['id'];
  expect(await changedCells({ key })).toBe(9);
  expect(await changedCells({ key, ignore: ['seen'] })).toBe(6);
  const ignore = ['seen'];
  expect(await changedCells({ key, ignore, rule: { trim: true, ignoreCase: true } })).toBe(4);
  expect(await changedCells({ key, ignore, rule: { tolerance: 0 } })).toBe(5);
  expect(await changedCells({ key, ignore, columnRules: { n: { tolerance: 0.004 } } })).toBe(4);
  expect(await changedCells({ key, ignore, columnRules: { n: { tolerance: '13%' } } })).toBe(3);
});

it('AllTiersCompareDates', async () => {
  const dates = 'id,d\n1,2012-04-03\n2,2012-04-03\n3,Apr 3 2012\n';
  const other = 'id,d\n1,3.4.2012\n2,4/3/2012\n3,2012/4/3\n';
  const changed = async (date: boolean | 'dmy' | 'mdy') => {
    const found = await Promise.all(
      [...pools.values()].map(async (pool) => {
        const files = { left: dates, right: other, key: ['id'] };
        return (await pool.run(table.diff, { ...files, rule: { date } })).changed;
      }),
    );
    expect(new Set(found).size).toBe(1);
    return found[0];
  };
  expect(await changed(false)).toBe(3);
  expect(await changed(true)).toBe(1);
  expect(await changed('dmy')).toBe(1);
  expect(await changed('mdy')).toBe(0);
});

it('AllTiersRefuseATolerance', async () => {
  for (const pool of pools.values()) {
    const refused = pool.run(table.diff, { left, right, key: ['id'], rule: { tolerance: 'far' } });
    await expect(refused).rejects.toThrow(HeddleError);
    await expect(refused).rejects.toThrow(/"far" is no tolerance/);
  }
});
