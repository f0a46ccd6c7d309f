import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const files = [
  'sim.threads.mjs',
  'sim.threads.wasm',
  'sim.simd.mjs',
  'sim.simd.wasm',
  'sim.script.mjs',
  'table.threads.mjs',
  'table.threads.wasm',
  'table.simd.mjs',
  'table.simd.wasm',
  'table.script.mjs',
];

/** @throws when a build that the tests need is missing: such tests fail, they are never skipped. */
export function requireBuilds(): void {
  const missing = files.filter((file) => !existsSync(new URL(`../wasm/${file}`, import.meta.url)));
  if (missing.length === 0) return;
  const folder = fileURLToPath(new URL('../wasm/', import.meta.url));
  throw new Error(`${folder} lacks ${missing.join(', ')}: run ./dev build first.`);
}
