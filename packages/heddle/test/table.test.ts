// The table engine as it is shipped, in Node's worker threads.
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createPool, type Pool, type PoolOptions, type Tier } from 'heddle';
import { table, type TableDiff } from 'heddle/table';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { requireBuilds } from './built.js';
import { makePair } from './csv.js';
import { operation } from './fake_host.js';

const tiers: Tier[] = ['threads', 'workers', 'script', 'solo'];
const left = 'id,name,old\n1,Ann,x\n2,Bob,y\n4,Dan,z\n';
const right = 'id,new,name\n1,p,Ann\n2,q,Rob\n3,r,Cid\n';
const key = ['id'];

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

const textOf = async (diff: TableDiff): Promise<string> => (await diff.toBlob()).text();

describe.each(tiers)('InTheTier_%s', (tier) => {
  it('FindsWhatDiffers', async () => {
    const pool = await open({ tier });
    expect(pool.info().tier).toBe(tier);
    const diff = await pool.run(table.diff, { left, right, key });
    expect(diff).toMatchObject({ added: 1, removed: 1, changed: 1, unchanged: 1, changedCells: 1 });
    expect(diff).toMatchObject({ leftRows: 3, rightRows: 3, length: 3, lanes: pool.info().lanes });
    expect(diff.columns).toEqual(['id', 'new', 'name', 'old']);
    expect(diff).toMatchObject({ key, onlyLeft: ['old'], onlyRight: ['new'] });
    expect([...diff]).toEqual([
      { kind: 'changed', left: 2, right: 2, cells: ['2', 'q', ['Bob', 'Rob'], 'y'] },
      { kind: 'removed', left: 3, cells: ['4', null, 'Dan', 'z'] },
      { kind: 'added', right: 3, cells: ['3', 'r', 'Cid', null] },
    ]);
    expect(diff.seconds).toBeGreaterThan(0);
  });

  it('ComparesWholeRowsWithoutAKey', async () => {
    const pool = await open({ tier });
    const diff = await pool.run(table.diff, { left: 'a\n1\n2\n', right: 'a\n2\n3\n' });
    expect(diff).toMatchObject({ added: 1, removed: 1, changed: 0, unchanged: 1, key: [] });
  });

  it('ReadsTheColumns', async () => {
    const pool = await open({ tier });
    const file = new Blob(['"a, b",c\n1,2\n']);
    expect(await pool.run(table.columns, { file })).toEqual(['a, b', 'c']);
  });

  it('NamesTheInputAndTheLineOfABrokenFile', async () => {
    const pool = await open({ tier });
    const broken = 'id,name\n1,Ann\n2,"Bob\n';
    await expect(pool.run(table.diff, { left, right: broken, key })).rejects.toMatchObject({
      name: 'HeddleError',
      code: 'malformed_input',
      op: 'table.diff',
      input: 'right',
      line: 3,
      byteOffset: broken.indexOf('"'),
    });
    expect((await pool.run(table.diff, { left, right, key })).length).toBe(3);
  });

  it('NamesAMissingKeyColumn', async () => {
    const pool = await open({ tier });
    await expect(pool.run(table.diff, { left, right, key: ['nope'] })).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('nope') as unknown,
    });
  });

  it('RefusesAnEmptyFile', async () => {
    const pool = await open({ tier });
    const run = pool.run(table.diff, { left: '', right, key });
    await expect(run).rejects.toMatchObject({ code: 'malformed_input', input: 'left' });
    await expect(pool.run(table.columns, { file: '' })).rejects.toMatchObject({ input: 'file' });
  });

  it('ReportsProgressThatNeverFalls', async () => {
    const pool = await open({ tier });
    const pair = makePair(tier === 'script' ? 20_000 : 100_000);
    const fractions: number[] = [];
    const input = { left: new Blob([pair.left]), right: new Blob([pair.right]), key };
    await pool.run(table.diff, input, { onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions.length).toBeGreaterThan(2);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions[0]).toBeLessThan(0.5);
    expect(fractions.at(-1)).toBe(1);
  });

  it('IsCancelledWhileItRuns', async () => {
    const pool = await open({ tier, kernels: 1 });
    const pair = makePair(tier === 'script' ? 20_000 : 100_000);
    const abort = new AbortController();
    const onProgress = (): void => {
      abort.abort();
    };
    const options = { signal: abort.signal, onProgress };
    const cancelled = pool.run(table.diff, { ...pair, key }, options);
    const next = pool.run(table.diff, { left, right, key });
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect((await next).length).toBe(3);
  });
});

describe('TheSameBytes', () => {
  it('ComeFromEveryTierAndNumberOfLanes', async () => {
    const pair = makePair(5000);
    const results = new Map<string, string>();
    const setups: PoolOptions[] = [
      ...tiers.map((tier) => ({ tier })),
      ...[1, 2, 3, 8].map((lanes) => ({ tier: 'threads' as const, lanes })),
    ];
    for (const setup of setups) {
      const pool = await open(setup);
      const diff = await pool.run(table.diff, { ...pair, key });
      expect(diff.lanes).toBe(pool.info().lanes);
      results.set(await textOf(diff), JSON.stringify(setup));
      await pool.dispose();
    }
    expect([...results.values()]).toHaveLength(1);
    const [text] = [...results.keys()];
    // 500 changed, of which some lost one side; 167 rows only in left, 167 only in right.
    expect(text?.split('\n').length).toBeGreaterThan(800);
  });

  it('ComeFromEveryKindOfInput', async () => {
    const pool = await open();
    const pair = makePair(2000);
    const bytes = new TextEncoder().encode(pair.left);
    const padded = new Uint8Array(bytes.length + 100);
    padded.set(bytes, 50);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    const folder = await mkdtemp(join(tmpdir(), 'heddle-'));
    try {
      const path = join(folder, 'left.csv');
      await writeFile(path, bytes);
      const inputs = [
        pair.left,
        bytes,
        bytes.buffer,
        padded.subarray(50, 50 + bytes.length),
        shared,
        new Blob([bytes]),
        new File([bytes], 'left.csv'),
        await openAsBlob(path),
      ];
      const texts = new Set<string>();
      for (const input of inputs) {
        texts.add(
          await textOf(await pool.run(table.diff, { left: input, right: pair.right, key })),
        );
      }
      expect(texts.size).toBe(1);
      expect(bytes.length).toBeGreaterThan(0);
      expect(padded.length).toBe(bytes.length + 100);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('ComeFromABlobOfManySlices', async () => {
    const pool = await open();
    const pair = makePair(400_000, 1000);
    expect(pair.left.length).toBeGreaterThan(2 ** 23);
    const whole = await pool.run(table.diff, { ...pair, key });
    const blobs = { left: new Blob([pair.left]), right: new Blob([pair.right]), key };
    const sliced = await pool.run(table.diff, blobs);
    expect(await textOf(sliced)).toBe(await textOf(whole));
  });
});

describe('Trouble', () => {
  it('WithAFileThatIsTooLargeNamesItAndTheSizes', async () => {
    const pool = await open();
    const piece = new Blob([new Uint8Array(2 ** 20)]);
    const huge = new Blob(new Array<Blob>(3000).fill(piece));
    await expect(pool.run(table.diff, { left, right: huge, key })).rejects.toMatchObject({
      code: 'out_of_memory',
      input: 'right',
      message: expect.stringMatching(/right \(3\.15 GB\).*2\.15 GB/) as unknown,
    });
    expect((await pool.run(table.diff, { left, right, key })).length).toBe(3);
  });

  it('WithAFileThatChangedSaysSo', async () => {
    const pool = await open();
    const folder = await mkdtemp(join(tmpdir(), 'heddle-'));
    try {
      const path = join(folder, 'left.csv');
      await writeFile(path, left);
      const file = await openAsBlob(path);
      await truncate(path, 3);
      const run = pool.run(table.diff, { left: file, right, key });
      await expect(run).rejects.toMatchObject({ code: 'io', input: 'left' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('OfARealTrapReplacesTheKernel', async () => {
    const workerUrl = new URL('./fixtures/trapping_worker.mjs', import.meta.url);
    const pool = await open({ tier: 'workers', kernels: 1, workerUrl });
    const trap = operation('trap');
    const module = new URL('../wasm/table.simd.wasm', import.meta.url);
    const engine = { name: 'test', modules: { threads: () => module, simd: () => module } };
    await expect(pool.run({ ...trap, engine }, undefined)).rejects.toMatchObject({
      code: 'kernel_failed',
      message: expect.stringMatching(/out of bounds/) as unknown,
    });
    expect((await pool.run(table.diff, { left, right, key })).length).toBe(3);
  });
});

describe('ManyJobs', () => {
  let pool: Pool;
  beforeAll(async () => {
    pool = await createPool({ tier: 'workers', kernels: 2 });
  });
  afterAll(() => pool.dispose());

  it('RunOnAllKernels', async () => {
    const jobs = Array.from({ length: 40 }, () => pool.run(table.diff, { left, right, key }));
    for (const diff of await Promise.all(jobs)) expect(diff.length).toBe(3);
  });
});
