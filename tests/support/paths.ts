/** Where the things under test are. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/** A path in the repository; it need not exist. */
export function inRepository(path: string): string {
  return fileURLToPath(new URL(path, root));
}

/**
 * @param by  what makes it: `./dev build`, with a preset where one is enough, or another verb
 * @throws when a build that the tests need is missing: such tests fail, they are never skipped.
 */
export function requireBuilt(path: string, preset?: string, by = './dev build'): string {
  const file = inRepository(path);
  const command = [by, ...(preset === undefined ? [] : [preset])].join(' ');
  if (!existsSync(file)) throw new Error(`${file} is missing: run ${command} first.`);
  return file;
}
