import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { beforeAll, expect, it } from 'vitest';

import { requireBuilds } from './built.js';

beforeAll(requireBuilds);

it('TheExampleInTheReadmeRuns', async () => {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const readme = await readFile(`${folder}/README.md`, 'utf8');
  const example = /```js\n([^]*?)```/.exec(readme)?.[1] ?? '';
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', example], {
    cwd: folder,
    timeout: 15_000,
  });
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    '1 0 1',
    "changed [ '2', [ 'Bob', 'Rob' ] ]",
    "added [ '3', 'Cid' ]",
  ]);
});
