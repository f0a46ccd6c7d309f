// Differences as text, patches and merges by the engine as it is shipped, in Node's worker threads.
import { createPool, type Pool, type Tier } from 'heddle';
import { table, type Format } from 'heddle/table';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { requireBuilds } from './built.js';
import { makePair } from './csv.js';

const tiers: Tier[] = ['threads', 'workers', 'script', 'solo'];
const left = 'id,name\n1,Ann\n2,Bob\n4,Dan\n';
const right = 'id,name\n1,Ann\n2,=Rob\n3,Cid\n';
const key = ['id'];
const formats: Format[] = ['json', 'csv', 'tdiff', 'html', 'patch'];

beforeAll(requireBuilds);

describe.each(tiers)('InTheTier_%s', (tier) => {
  let pool: Pool;
  beforeAll(async () => {
    pool = await createPool({ tier });
  });
  afterAll(() => pool.dispose());

  it('WritesDifferencesAsCsv', async () => {
    const csv = await pool.run(table.write, { left, right, key, format: 'csv' });
    expect(csv.type).toBe('text/csv;charset=utf-8');
    expect(await csv.text()).toBe(
      'change,left,right,id,name\nbefore,2,2,2,Bob\nafter,2,2,2,=Rob\nremoved,3,,4,Dan\n' +
        'added,,3,3,Cid\n',
    );
  });

  it('WritesWhatIsAskedFor', async () => {
    const input = {
      left,
      right,
      key,
      format: 'csv',
      only: ['changed'],
      columns: ['name'],
    } as const;
    const csv = await pool.run(table.write, { ...input, guardFormulas: true });
    expect(await csv.text()).toBe(
      'change,left,right,id,name\nbefore,2,2,2,Bob\nafter,2,2,2,"\'=Rob"\n',
    );
  });

  it('AppliesThePatchThatItWrote', async () => {
    const patch = await pool.run(table.write, { left, right, key, format: 'patch' });
    expect(await (await pool.run(table.patch, { left, patch })).text()).toBe(right);
    await expect(pool.run(table.patch, { left: right, patch })).rejects.toMatchObject({
      code: 'invalid_argument',
      input: 'patch',
      message: expect.stringContaining('the patch does not fit') as unknown,
    });
    await expect(pool.run(table.patch, { left, patch: right })).rejects.toMatchObject({
      code: 'malformed_input',
      input: 'patch',
    });
  });

  it('MergesThreeTables', async () => {
    const other = 'id,name\n1,Ann\n2,Bo\n4,Dan\n5,Eve\n';
    const merged = await pool.run(table.merge, { base: left, left: right, right: other, key });
    expect(merged).toMatchObject({ rows: 4, conflictCount: 1 });
    expect(await merged.table.text()).toBe(
      'id,name\n1,Ann\n2,((( Bob ))) =Rob /// Bo\n5,Eve\n3,Cid\n',
    );
    expect(JSON.parse(await merged.conflicts.text())).toEqual({
      row: 2,
      key: ['2'],
      column: 'name',
      base: 'Bob',
      left: '=Rob',
      right: 'Bo',
    });
  });

  it('MergesByRules', async () => {
    const base = 'id,price,day\n1,1.5,2012-01-31\n';
    const one = 'id,price,day\n1,1.50,31.1.2012\n';
    const other = 'id,price,day\n1,2,2012-02-01\n';
    const columnRules = { price: { tolerance: 0 }, day: { date: true } };
    const input = { base, left: one, right: other, key };
    expect((await pool.run(table.merge, input)).conflictCount).toBe(2);
    const merged = await pool.run(table.merge, { ...input, columnRules });
    expect(merged.conflictCount).toBe(0);
    expect(await merged.table.text()).toBe(other);
    await expect(
      pool.run(table.merge, { ...input, columnRules: { id: { trim: true } } }),
    ).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('part of the key') as unknown,
    });
    await expect(
      pool.run(table.merge, { ...input, rule: { trim: 'yes' as never } }),
    ).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  it('ReadsOtherDialects', async () => {
    const file = '1;a,b\n2;c\n';
    expect(await pool.run(table.columns, { file, delimiter: ';' })).toEqual(['1', 'a,b']);
    const other = '1\ta,b\n2\td\n';
    const input = { left: file, right: other, key: ['1'], header: false } as const;
    expect((await pool.run(table.diff, input)).at(0).cells).toEqual(['2', ['c', 'd']]);
    const patch = await pool.run(table.write, { ...input, format: 'patch' });
    const patched = await pool.run(table.patch, { left: file, patch, header: false });
    expect(await patched.text()).toBe('1,"a,b"\n2,d\n');
    const merged = await pool.run(table.merge, { ...input, base: file });
    expect(await merged.table.text()).toBe('1,"a,b"\n2,d\n');
  });

  it('NamesTheTableThatIsBroken', async () => {
    const broken = 'id,name\n1\n';
    await expect(
      pool.run(table.merge, { base: left, left, right: broken, key }),
    ).rejects.toMatchObject({ code: 'malformed_input', input: 'right', line: 2 });
    await expect(
      pool.run(table.write, { left: broken, right, key, format: 'csv' }),
    ).rejects.toMatchObject({ code: 'malformed_input', input: 'left', line: 2 });
  });

  it.each([
    [{ format: 'patch', only: ['added'] }, 'a patch holds every difference'],
    [{ format: 'html', guardFormulas: true }, 'only CSV is guarded'],
    [{ format: 'csv', columns: ['nope'] }, 'there is no column "nope"'],
  ] as const)('Refuses_%j', async (options, why) => {
    await expect(pool.run(table.write, { left, right, key, ...options })).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining(why) as unknown,
    });
  });
});

it('WritesTheSameTextInEachTier', async () => {
  const pair = makePair(20_000);
  const texts = await Promise.all(
    tiers.map(async (tier) => {
      await using pool = await createPool({ tier });
      const run = async (format: Format): Promise<string> =>
        (await pool.run(table.write, { ...pair, key, format })).text();
      return await Promise.all(formats.map(run));
    }),
  );
  for (const text of texts) expect(text).toEqual(texts[0]);
  expect(texts[0]?.every((text) => text.length > 1000)).toBe(true);
});

it('EndsWhenItIsAborted', async () => {
  await using pool = await createPool();
  const { left, right } = makePair(200_000);
  const abort = new AbortController();
  const run = pool.run(
    table.write,
    { left, right, key, format: 'html' },
    {
      signal: abort.signal,
      onProgress: (fraction) => {
        if (fraction > 0.5) abort.abort();
      },
    },
  );
  await expect(run).rejects.toMatchObject({ name: 'AbortError' });
});
