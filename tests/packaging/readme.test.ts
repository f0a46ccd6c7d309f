// The README's first example does what it says.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRepository } from '../support/paths.ts';
import { TemporaryFolder } from '../support/folder.ts';
import { runCommand } from '../support/programs.ts';
import { makeProject, transpile } from '../support/example.ts';

/** The first block of code that imports the package. */
function firstExample(): string {
  const text = readFileSync(inRepository('README.md'), 'utf8');
  for (const [, language, code] of text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)) {
    if (!['js', 'mjs', 'ts'].includes(language ?? '')) continue;
    if (code?.includes("from 'heddle'")) return code;
  }
  throw new Error("README.md has no block of js or ts that imports from 'heddle'.");
}

it('TheFirstExampleRuns', async () => {
  const code = firstExample();
  using folder = new TemporaryFolder();
  makeProject(folder, { 'example.mjs': transpile(code) });
  mkdirSync(folder.at('node_modules'));
  symlinkSync(inRepository('packages/heddle'), folder.at('node_modules/heddle'));
  // Files that an example may read.
  writeFileSync(folder.at('before.csv'), 'id,name\n1,Ann\n2,Bob\n');
  writeFileSync(folder.at('after.csv'), 'id,name\n1,Anne\n3,Cid\n');
  const outcome = await runCommand([process.execPath, 'example.mjs'], { cwd: folder.path });
  expect(outcome.stderr).toBe('');
  expect(outcome.exit).toBe(0);
  expect(outcome.stdout).not.toBe('');
});
