/** Servers for pages under test, each on a free port of this machine. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { dirname, extname, join, normalize } from 'node:path';
import { inRepository, requireBuilt } from './paths.ts';

export interface Server {
  readonly address: string;
  close(): Promise<void>;
}

const studio = inRepository('apps/studio');

/** The Studio by its own preview server, as `./dev start` serves it. */
export async function previewStudio(): Promise<Server> {
  requireBuilt('apps/studio/dist/index.html');
  const manifest = createRequire(join(studio, 'package.json')).resolve('vite/package.json');
  const vite = join(dirname(manifest), 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'preview', '--port', '0'], {
    cwd: studio,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
    detached: true,
  });
  return hostProgram(child);
}

/** A server that runs as a process and prints its address. `child` must lead a group of processes. */
export async function hostProgram(
  child: ChildProcessByStdio<null, Readable, Readable>,
): Promise<Server> {
  const closed = new Promise<void>((resolve) => {
    child.on('close', () => {
      resolve();
    });
  });
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
      if (found !== null) resolve(found[0]);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', reject);
    void closed.then(() => {
      reject(new Error(`The server ended: ${said}`));
    });
  });
  return {
    address,
    close: () => {
      // All of the group: npm leaves what it started running.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid);
      return closed;
    },
  };
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.cjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.csv': 'text/csv',
};

/** The built Studio as a plain static host serves it, with these headers and no others. */
export function hostStudio(headers: Readonly<Record<string, string>>): Promise<Server> {
  requireBuilt('apps/studio/dist/index.html');
  return hostFolder(join(studio, 'dist'), headers);
}

/** A folder's files, with these headers and no others. */
export function hostFolder(
  folder: string,
  headers: Readonly<Record<string, string>>,
): Promise<Server> {
  return hostHandler(() => Promise.resolve(false), folder, headers);
}

/** What `handle` answers, returning true; all else are a folder's files, as {@link hostFolder} has them. */
export async function hostHandler(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>,
  folder: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const name = normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    const answer = async (): Promise<void> => {
      if (await handle(request, response)) return;
      const content = await readFile(join(folder, name));
      const type = types[extname(name)] ?? 'application/octet-stream';
      response.writeHead(200, { ...headers, 'Content-Type': type }).end(content);
    };
    answer().catch(() => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
