#!/usr/bin/env node
// Makes each script of a kernel's worker in packages/heddle/dist one file, instead of the modules that tsc
// made of it: eight kernels that start at once would fetch and link each of those eight times. Run by
// the package's `build` script, after tsc.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const packageFolder = new URL('../packages/heddle/', import.meta.url);

/** The engines' modules stay files of their own: a kernel loads the one build that it needs. */
const wasmModules = {
  name: 'wasm-modules',
  setup({ onResolve }) {
    onResolve({ filter: /\/wasm\/[^/]+\.mjs$/ }, ({ path }) => ({
      path: path.replace(/^.*\/wasm\//, '../../wasm/'),
      external: true,
    }));
  },
};

for (const host of ['browser', 'node']) {
  await build({
    entryPoints: [fileURLToPath(new URL(`src/worker/${host}.ts`, packageFolder))],
    outfile: fileURLToPath(new URL(`dist/worker/${host}.js`, packageFolder)),
    bundle: true,
    format: 'esm',
    platform: host,
    target: 'es2022',
    sourcemap: true,
    plugins: [wasmModules],
    logLevel: 'warning',
  });
}
