// What is published: packed, installed into an empty project, and used there.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { example, makeProject, transpile } from '../support/example.ts';
import { TemporaryFolder } from '../support/folder.ts';
import { packHeddle } from '../support/packed.ts';
import { runCommand } from '../support/programs.ts';

const project = new TemporaryFolder();
let paths: readonly string[];

beforeAll(() => {
  const packed = packHeddle(project);
  paths = packed.paths;
  makeProject(project, { 'use.mjs': transpile(example), 'use.ts': example });
  const install = ['install', '--offline', '--no-audit', '--no-fund', packed.file];
  execFileSync('npm', install, { cwd: project.path, stdio: 'ignore' });
});

afterAll(() => {
  project[Symbol.dispose]();
});

it('HoldsWhatRunsAndNothingElse', () => {
  const folders = new Set(paths.map((path) => path.replace(/\/.*/, '')));
  expect([...folders].sort()).toEqual([
    'LICENSE',
    'README.md',
    'bin',
    'dist',
    'package.json',
    'wasm',
  ]);
  expect(paths.filter((path) => /\.test\.|\.tsbuildinfo$|fixtures/.test(path))).toEqual([]);
  expect(paths).toEqual(
    expect.arrayContaining([
      'bin/heddle.js',
      'dist/coi/index.js',
      'dist/coi/service_worker.js',
      'dist/index.js',
      'dist/index.node.js',
      'dist/shared/index.js',
      'dist/sim/index.js',
      'dist/sim/index.node.js',
      'dist/table/index.js',
      'dist/vite/index.js',
      'dist/worker/browser.js',
      'dist/worker/node.js',
      'wasm/cli.mjs',
      'wasm/cli.wasm',
      'wasm/sim.script.mjs',
      'wasm/sim.simd.mjs',
      'wasm/sim.simd.wasm',
      'wasm/sim.threads.mjs',
      'wasm/sim.threads.wasm',
      'wasm/table.script.mjs',
      'wasm/table.simd.mjs',
      'wasm/table.simd.wasm',
      'wasm/table.threads.mjs',
      'wasm/table.threads.wasm',
    ]),
  );
});

it('HasEveryFileThatItsManifestNames', () => {
  const installed = project.at('node_modules/heddle');
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    exports: Record<string, unknown>;
    bin: Record<string, string>;
    dependencies?: Record<string, string>;
  };
  const named: string[] = [];
  const collect = (entry: unknown): void => {
    if (typeof entry === 'string') named.push(entry);
    else for (const value of Object.values(entry as Record<string, unknown>)) collect(value);
  };
  collect(manifest.exports);
  collect(manifest.bin);
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((path) => !existsSync(join(installed, path)))).toEqual([]);
  expect(manifest.dependencies ?? {}).toEqual({});
  expect(readdirSync(project.at('node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
    'heddle',
  ]);
});

it('RunsInNode', async () => {
  const outcome = await runCommand([process.execPath, 'use.mjs'], { cwd: project.path });
  expect(outcome).toMatchObject({ exit: 0, stderr: '' });
  expect(JSON.parse(outcome.stdout)).toEqual({
    counts: [1, 1, 1],
    cell: ['Ann', 'Anne'],
    names: ['id', 'name'],
    code: 'malformed_input',
    tier: 'threads',
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as unknown,
  });
});

it('InstallsTheCommand', async () => {
  const command = project.at('node_modules/.bin/heddle');
  const outcome = await runCommand([command, '--version'], { cwd: project.path });
  expect(outcome).toMatchObject({ exit: 0, stderr: '' });
  expect(outcome.stdout).toMatch(/^heddle \d/);
});

it.each([
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])('HasTypesThatCheck_%s_%s', async (module, resolution) => {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--target', 'es2022'];
  const libraries = ['--lib', 'es2022,esnext.disposable,dom'];
  const modules = ['--module', module, '--moduleResolution', resolution];
  const command = [process.execPath, tsc, ...options, ...libraries, ...modules, 'use.ts'] as const;
  const outcome = await runCommand([...command], { cwd: project.path });
  expect(outcome).toEqual({ exit: 0, stdout: '', stderr: '' });
});
