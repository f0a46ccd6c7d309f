/** The package as it is published. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { TemporaryFolder } from './folder.ts';
import { inRepository, requireBuilt } from './paths.ts';

export interface Packed {
  /** The archive. */
  readonly file: string;
  /** What is in it. */
  readonly paths: readonly string[];
}

/** Packs the built package into `folder`. */
export function packHeddle(folder: TemporaryFolder): Packed {
  requireBuilt('packages/heddle/dist/index.js');
  requireBuilt('packages/heddle/wasm/cli.wasm', 'wasm-threads');
  const json = execFileSync('npm', ['pack', '--json', '--pack-destination', folder.path], {
    cwd: inRepository('packages/heddle'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = JSON.parse(json) as {
    readonly filename: string;
    readonly files: readonly { readonly path: string }[];
  }[];
  if (packed === undefined) throw new Error('npm pack made nothing.');
  const paths = packed.files.map(({ path }) => path).sort();
  return { file: folder.at(packed.filename), paths };
}

/** Puts the archive's content where `npm install` would. */
export function unpackInto(project: TemporaryFolder, { file }: Packed): void {
  const target = project.at('node_modules/heddle');
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', file, '-C', target, '--strip-components=1']);
}
