/** Pools of every kind that Node can have. */
import { createPool, type Pool, type PoolOptions } from 'heddle';
import { requireBuilt } from './paths.ts';

interface Kind extends PoolOptions {
  readonly name: string;
}

const kinds: readonly Kind[] = [
  { name: 'threads, 1 lane', tier: 'threads', lanes: 1 },
  { name: 'threads, 2 lanes', tier: 'threads', lanes: 2 },
  { name: 'threads, 3 lanes', tier: 'threads', lanes: 3 },
  { name: 'threads, 8 lanes', tier: 'threads', lanes: 8 },
  { name: 'workers', tier: 'workers' },
  { name: 'script', tier: 'script' },
];

export type Pools = ReadonlyMap<string, Pool>;

/** One pool of each kind, each with one kernel. */
export async function makePools(): Promise<Pools> {
  for (const [file, preset] of [
    ['table.threads.wasm', 'wasm-threads'],
    ['table.simd.wasm', 'wasm-simd'],
    ['table.script.mjs', 'wasm-script'],
  ] as const) {
    requireBuilt(`packages/heddle/wasm/${file}`, preset);
  }
  const pools = new Map<string, Pool>();
  for (const { name, ...options } of kinds) {
    pools.set(name, await createPool({ kernels: 1, ...options }));
  }
  return pools;
}

/** The pool of that name, which must exist. */
export function poolOf(pools: Pools, name: string): Pool {
  const pool = pools.get(name);
  if (pool === undefined) throw new Error(`There is no pool "${name}".`);
  return pool;
}

export async function disposeAll(pools: Pools): Promise<void> {
  await Promise.all([...pools.values()].map((pool) => pool.dispose()));
}
