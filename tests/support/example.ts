/** What a user of the package would write first. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import ts from 'typescript';
import type { TemporaryFolder } from './folder.ts';

export const example = `
import { createPool, HeddleError, detectTier, version, type Pool } from 'heddle';
import { table, type Cell, type Difference, type TableDiff } from 'heddle/table';

await using pool: Pool = await createPool({ kernels: 1 });
const left = 'id,name\\n1,Ann\\n2,Bob\\n';
const right = 'id,name\\n1,Anne\\n3,Cid\\n';
const diff: TableDiff = await pool.run(table.diff, { left, right, key: ['id'] });
const first: Difference = diff.at(0);
const cell: Cell | undefined = first.cells[1];
const names: string[] = await pool.run(table.columns, { file: left });
const error: unknown = await pool.run(table.diff, { left, right: '' }).catch((e: unknown) => e);
const code: string = error instanceof HeddleError ? error.code : 'none';
console.log(JSON.stringify({
  counts: [diff.added, diff.removed, diff.changed], cell, names, code,
  tier: detectTier().tier, version,
}));
`;

/** TypeScript as JavaScript that the oldest Node can run. */
export function transpile(code: string): string {
  const { ES2022 } = ts.ScriptTarget;
  const compilerOptions = { target: ES2022, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(code, { compilerOptions }).outputText;
}

/** A folder that is a project of its own. */
export function makeProject(
  folder: TemporaryFolder,
  files: Readonly<Record<string, string>>,
): void {
  for (const [name, content] of Object.entries({
    'package.json': '{ "private": true, "type": "module" }\n',
    ...files,
  })) {
    mkdirSync(dirname(folder.at(name)), { recursive: true });
    writeFileSync(folder.at(name), content);
  }
}
