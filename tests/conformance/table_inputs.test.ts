// Dialects, keys and duplicates: every tier and lane count reads and pairs the same, and says how.
import { HeddleError } from 'heddle';
import { table, type DiffInput } from 'heddle/table';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { disposeAll, makePools, type Pools } from '../support/tiers.ts';

let pools: Pools;
beforeAll(async () => {
  pools = await makePools();
});
afterAll(() => disposeAll(pools));

/** The comparison by one pool, after all of them did it and agreed. */
async function compare(input: DiffInput) {
  const found = await Promise.all([...pools.values()].map((pool) => pool.run(table.diff, input)));
  const told = found.map((diff) => ({
    differences: [...diff],
    counts: [diff.added, diff.removed, diff.changed, diff.unchanged],
    duplicates: [diff.duplicateKeys, diff.duplicateRows],
    dialects: diff.dialects,
    proposal: diff.proposal,
  }));
  for (const one of told) expect(one).toEqual(told[0]);
  const [first] = told;
  if (first === undefined) throw new Error('There is no pool.');
  return first;
}

it('CountsDuplicates', async () => {
  const left = 'id,v\n1,a\n1,b\n2,x\n';
  const right = 'id,v\n1,c\n1,a\n2,x\n2,y\n';
  const { counts, duplicates } = await compare({ left, right, key: ['id'] });
  expect(counts).toEqual([1, 0, 1, 2]);
  expect(duplicates).toEqual([
    [1, 2],
    [2, 4],
  ]);
});

it('FindsAKeyAndSaysWhy', async () => {
  const left = 'n,id\nx,1\nx,2\n';
  const right = 'n,id\nx,2\ny,1\n';
  const { counts, proposal } = await compare({ left, right, key: 'auto' });
  expect(counts).toEqual([0, 0, 1, 1]);
  expect(proposal).toEqual({
    columns: ['id'],
    leftRows: 2,
    rightRows: 2,
    matched: 2,
    reason: 'It tells all rows apart, and pairs 2 of 2 and 2.',
  });
  const none = await compare({ left: 'n\nx\nx\n', right: 'n\nx\n', key: 'auto' });
  expect(none.counts).toEqual([0, 1, 0, 1]);
  expect(none.proposal?.columns).toEqual([]);
});

it('TakesRowsByPositionAndColumnsByNumber', async () => {
  const left = 'a,b\n1,x\n2,y\n';
  const right = 'c,b\n2,y\n1,x\n3,z\n';
  expect((await compare({ left, right, key: 'position' })).counts).toEqual([1, 0, 2, 0]);
  expect((await compare({ left, right, key: ['#1'] })).counts).toEqual([1, 0, 0, 2]);
});

it('WritesFormatsByAnyKey', async () => {
  const left = 'id,v\n1,a\n2,b\n';
  const right = 'id,v\n2,c\n1,a\n';
  for (const pool of pools.values()) {
    for (const key of ['auto', 'position'] as const) {
      const patch = await pool.run(table.write, { left, right, key, format: 'patch' });
      const after = await pool.run(table.patch, { left, patch: await patch.text() });
      expect(await after.text()).toBe(right);
    }
  }
});

it('ReadsOtherDialects', async () => {
  const left = "id;v\r1;'a;b'\r2;\r";
  const right = 'id,v\n1,"a;b"\n2\n';
  const { counts, dialects } = await compare({ left, right, key: ['id'], ragged: 'pad' });
  expect(counts).toEqual([0, 0, 0, 2]);
  const same = { lenient: false, lenientFields: 0, ragged: 'pad' };
  expect(dialects).toEqual([
    { ...same, delimiter: ';', quote: "'", lineEnd: 'CR', raggedRows: 0 },
    { ...same, delimiter: ',', quote: '"', lineEnd: 'LF', raggedRows: 1 },
  ]);
  const lenient = await compare({ left: 'v\na"b\n', right: 'v\n"a""b"\n', lenient: true });
  expect(lenient.counts).toEqual([0, 0, 0, 1]);
  expect(lenient.dialects.map((dialect) => dialect.lenientFields)).toEqual([1, 0]);
});

it('FindsRenamedColumnsAndSimilarRows', async () => {
  const left = 'id,town\n1,Rome\n2,Oslo\n3,Bern\n';
  const right = 'city,id\nRome,1\nOslo,2\nBonn,3\n';
  const { counts } = await compare({ left, right, key: ['id'], renames: true });
  expect(counts).toEqual([0, 0, 1, 2]);
  const similar = { left: 'n,v\nAnn Lee,a\nBob,b\n', right: 'n,v\nAnn Ray,a\nBob,b\n' };
  expect((await compare({ ...similar, similar: 0.5 })).counts).toEqual([0, 0, 1, 1]);
  expect((await compare({ ...similar, similar: 0.6 })).counts).toEqual([1, 1, 0, 1]);
  for (const pool of pools.values()) {
    const diff = await pool.run(table.diff, { left, right, key: ['id'], renames: true });
    expect(diff.renamed).toEqual([{ left: 'town', right: 'city', score: 0.5 }]);
    const refused = pool.run(table.diff, { ...similar, key: ['n'], similar: 0.5 });
    await expect(refused).rejects.toThrow(/leave out the key or the similarity/);
  }
});

it('SaysThatAFileIsBinary', async () => {
  for (const pool of pools.values()) {
    const refused = pool.run(table.diff, { left: 'PK\x03\x04\0\0', right: 'a\n' });
    await expect(refused).rejects.toThrow(/binary file \(an Excel workbook/);
    await expect(refused).rejects.toThrow(HeddleError);
  }
});
