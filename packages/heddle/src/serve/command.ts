// heddle serve: the command line of the file server.
import { realpath, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

import { messageOf } from '../errors.js';
import { isIsolation, isolations, type Isolation } from '../isolation.js';
import { makeFileServer } from './file_server.js';

const help = `Serve a folder to browsers, with the headers that threads need
Usage: heddle serve [FOLDER] [OPTIONS]

  FOLDER                Default: the current one
  -h,--help             Print this help message and exit
  --port N              Port, 0 for any that is free (default 8080)
  --host H              Address to listen at (default 127.0.0.1, this machine only)
  --isolation POLICY    coop-coep (default), document-isolation-policy or none
`;

interface Arguments {
  readonly folder: string;
  readonly port: number;
  readonly host: string;
  readonly isolation: Isolation;
}

/** A mistake of the caller; its message is all there is to say. */
class UsageError extends Error {}

/**
 * Runs the command until it is interrupted.
 *
 * args  what follows `serve`.
 * Returns the exit code: 0 after an interrupt or help, 2 when it cannot serve.
 */
export async function serve(args: readonly string[]): Promise<number> {
  try {
    const parsed = parse(args);
    if (parsed === undefined) {
      process.stdout.write(help);
      return 0;
    }
    const { folder, host, isolation } = parsed;
    const server = makeFileServer({ root: await findFolder(folder), isolation });
    await listen(server, parsed);
    const { port } = server.address() as AddressInfo;
    const name = host.includes(':') ? `[${host}]` : host;
    process.stdout.write(`Serving ${folder} at http://${name}:${port}/ (Ctrl-C stops it)\n`);
    await interrupted();
    await close(server);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`heddle: ${error.message}\n`);
    return 2;
  }
}

function parse(args: readonly string[]): Arguments | undefined {
  const { values, positionals } = parseStrictly(args);
  if (values.help === true) return undefined;
  const [folder = '.', extra] = positionals;
  if (extra !== undefined) throw usage(`there is a second folder, ${extra}`);
  const { port = '8080', host = '127.0.0.1', isolation = 'coop-coep' } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw usage(`--port must be an integer from 0 to 65535, not ${port}`);
  }
  if (!isIsolation(isolation)) {
    throw usage(`--isolation must be one of ${isolations.join(', ')}, not ${isolation}`);
  }
  return { folder, port: Number(port), host, isolation };
}

function parseStrictly(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        port: { type: 'string' },
        host: { type: 'string' },
        isolation: { type: 'string' },
      },
    });
  } catch (error) {
    const [sentence = ''] = messageOf(error).split(/\.\s/);
    throw usage(sentence);
  }
}

function usage(message: string): UsageError {
  return new UsageError(`${message}; see heddle serve --help`);
}

async function findFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) throw new UsageError(`${folder}: there is no such folder`);
  if (!found.isDirectory()) {
    throw new UsageError(`${folder}: this is a file; name the folder that it is in`);
  }
  return realpath(folder);
}

async function listen(server: Server, { port, host }: Arguments): Promise<void> {
  try {
    await attempt(server, port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      const free = await nextFree(port, host);
      const remedy = free === undefined ? 'choose another' : `port ${free} is free`;
      throw new UsageError(`port ${port} is taken; ${remedy}: heddle serve --port ${free ?? 'N'}`);
    }
    if (code === 'EACCES') {
      throw new UsageError(`port ${port} needs more rights; choose one from 1024 on with --port N`);
    }
    throw new UsageError(`${host} cannot be listened at (${messageOf(error)}); see --host`);
  }
}

/** The first port above `taken` that nobody listens at; undefined when there is none near. */
async function nextFree(taken: number, host: string): Promise<number | undefined> {
  for (let port = taken + 1; port <= Math.min(taken + 100, 65_535); ++port) {
    const probe = createServer();
    try {
      await attempt(probe, port, host);
      await close(probe);
      return port;
    } catch {
      continue;
    }
  }
  return undefined;
}

function attempt(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
  });
}
