import { open, stat, type FileHandle } from 'node:fs/promises';
import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream/promises';

import { isolationHeaders, type Isolation } from '../isolation.js';
import { parseRange } from './byte_range.js';
import { locate } from './locate.js';
import { mediaType } from './media_types.js';

/** What a file server serves. */
export interface FileServerOptions {
  /** The folder, as `realpath` gives it. */
  readonly root: string;
  readonly isolation: Isolation;
}

/**
 * Makes a server for the files of a folder (RFC 9110): GET and HEAD, one range, entity tags, index.html for a
 * folder. The isolation headers are on every response. It listens to nothing yet.
 */
export function makeFileServer({ root, isolation }: FileServerOptions): Server {
  const headers = { ...isolationHeaders(isolation), 'X-Content-Type-Options': 'nosniff' };
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    // A file that is cut while it is sent must not leave the reader waiting for the rest.
    response.strictContentLength = true;
    answer(root, request, response).catch((error: unknown) => {
      // Once it has begun, an answer can only be cut.
      if (response.headersSent) response.destroy();
      else refuse(response, (error as NodeJS.ErrnoException).code === 'EACCES' ? 403 : 500);
    });
  });
  // Node itself would answer what is not HTTP without the headers.
  server.on('clientError', (_error, socket) => {
    if (!socket.writable) return;
    const lines = Object.entries({ ...headers, Connection: 'close' });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    socket.end(`HTTP/1.1 400 Bad Request\r\n${head}\r\n`);
  });
  return server;
}

async function answer(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    refuse(response, 405);
    return;
  }
  const target = request.url ?? '';
  const end = target.indexOf('?');
  const path = end < 0 ? target : target.slice(0, end);
  const found = path.startsWith('/') ? await locate(root, path) : undefined;
  const slash = path.endsWith('/');
  const folder = found !== undefined && (await stat(found)).isDirectory();
  if (folder && !slash) {
    // Relative addresses in the index need the slash. One at the start: two would name a host.
    const query = end < 0 ? '' : target.slice(end);
    response.setHeader('Location', `/${path.replace(/^\/+/, '')}/${query}`);
    refuse(response, 301);
    return;
  }
  const file = folder ? await locate(root, `${path}index.html`) : slash ? undefined : found;
  // To open a pipe could take for ever.
  if (file === undefined || !(await stat(file)).isFile()) {
    refuse(response, 404);
    return;
  }
  const handle = await open(file);
  try {
    await send(handle, mediaType(file), request, response);
  } finally {
    await handle.close();
  }
}

async function send(
  file: FileHandle,
  type: string,
  { method, headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { size, mtimeNs } = await statOf(file);
  const tag = `"${size.toString(36)}-${mtimeNs.toString(36)}"`;
  response.setHeader('ETag', tag);
  response.setHeader('Cache-Control', 'no-cache'); // Kept, but asked for again each time.
  response.setHeader('Accept-Ranges', 'bytes');
  if (matches(headers['if-none-match'], tag)) {
    response.writeHead(304).end();
    return;
  }
  const condition = headers['if-range'];
  const usable = method === 'GET' && (condition === undefined || condition === tag);
  const range = usable ? parseRange(headers.range, size) : undefined;
  if (range === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${size}`);
    refuse(response, 416);
    return;
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  if (range !== undefined) response.setHeader('Content-Range', `bytes ${first}-${last}/${size}`);
  response.writeHead(range === undefined ? 200 : 206, {
    'Content-Type': type,
    'Content-Length': last - first + 1,
  });
  if (method === 'HEAD' || size === 0) response.end();
  else {
    const bytes = file.createReadStream({ start: first, end: last, autoClose: false });
    await pipeline(bytes, response);
  }
}

async function statOf(file: FileHandle): Promise<{ size: number; mtimeNs: bigint }> {
  const { size, mtimeNs } = await file.stat({ bigint: true });
  return { size: Number(size), mtimeNs };
}

/** Whether an If-None-Match header names the tag; the weak comparison of RFC 9110. */
function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const tags = header.split(',').map((entry) => entry.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(tag);
}

/** Ends with a status and its name. */
function refuse(response: ServerResponse, status: number): void {
  const text = `${status} ${STATUS_CODES[status] ?? ''}\n`;
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': text.length,
  });
  response.end(text);
}
