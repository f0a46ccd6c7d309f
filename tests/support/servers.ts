/** Servers for pages under test, each on a free port of this machine. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
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
  });
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
      reject(new Error(`The preview server ended: ${said}`));
    });
  });
  return {
    address,
    close: () => {
      child.kill();
      return closed;
    },
  };
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
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
export async function hostFolder(
  folder: string,
  headers: Readonly<Record<string, string>>,
): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const name = normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    readFile(join(folder, name)).then(
      (content) => {
        const type = types[extname(name)] ?? 'application/octet-stream';
        response.writeHead(200, { ...headers, 'Content-Type': type }).end(content);
      },
      () => response.writeHead(404).end(),
    );
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
