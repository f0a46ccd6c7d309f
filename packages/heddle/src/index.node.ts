// The package in Node: the same names and types as index.ts, which documents them.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { makeApi } from './api.js';
import { DiskFile } from './disk_file.js';
import { HeddleError } from './errors.js';
import { host } from './host/node.js';

export const { createPool, detectTier } = makeApi(host);

export function file(path: string | URL): DiskFile {
  if (typeof path === 'string' && path !== '') return new DiskFile(resolve(path));
  if (path instanceof URL && path.protocol === 'file:') return new DiskFile(fileURLToPath(path));
  throw new HeddleError('invalid_argument', 'A file must be named by a path or a URL "file:".');
}

export * from './public.js';
