import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import {
  request,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type Server,
} from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { makeFileServer } from './file_server.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heddle-serve-')));
const root = join(folder, 'site');
const digits = '0123456789';
const started: Server[] = [];

async function start(isolation: 'coop-coep' | 'document-isolation-policy' | 'none') {
  const server = makeFileServer({ root, isolation });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  started.push(server);
  return (server.address() as AddressInfo).port;
}

let port: number;
beforeAll(async () => {
  mkdirSync(join(root, 'sub'), { recursive: true });
  mkdirSync(join(root, '.git'));
  mkdirSync(join(root, '.well-known'));
  mkdirSync(join(root, 'bare'));
  mkdirSync(join(root, 'odd/index.html'), { recursive: true });
  execFileSync('mkfifo', [join(root, 'pipe')]);
  const files = {
    'index.html': '<title>Home</title>',
    'digits.txt': digits,
    'empty.csv': '',
    'two words é.js': 'export {};',
    'module.WASM': '\0asm',
    'sub/index.html': '<title>Sub</title>',
    '.git/config': 'secret',
    '.well-known/security.txt': 'open',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  symlinkSync(join(folder, 'secret.txt'), join(root, 'leak.txt'));
  symlinkSync(folder, join(root, 'up'));
  symlinkSync(join(root, 'digits.txt'), join(root, 'inside.txt'));
  port = await start('coop-coep');
});
afterAll(async () => {
  for (const server of started) {
    const closed = once(server, 'close');
    server.close().closeAllConnections();
    await closed;
  }
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks for exactly this path: `fetch` would tidy it. */
function get(path: string, headers: OutgoingHttpHeaders = {}, method = 'GET', at = port) {
  return new Promise<Answer>((resolve, reject) => {
    const asked = request({ port: at, host: '127.0.0.1', path, headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    asked.on('error', reject).end();
  });
}

/** Sends exactly these bytes; returns all that comes back. */
function send(text: string) {
  return new Promise<string>((resolve, reject) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => (said += chunk.toString()));
    socket.on('end', () => {
      resolve(said);
    });
    socket.on('error', reject);
  });
}

describe('Answers', () => {
  it.each([
    ['/', 'text/html; charset=utf-8', '<title>Home</title>'],
    ['/?a=/..', 'text/html; charset=utf-8', '<title>Home</title>'],
    ['/sub/', 'text/html; charset=utf-8', '<title>Sub</title>'],
    ['/digits.txt', 'text/plain; charset=utf-8', digits],
    ['/inside.txt', 'text/plain; charset=utf-8', digits],
    ['/empty.csv', 'text/csv; charset=utf-8', ''],
    ['/module.WASM', 'application/wasm', '\0asm'],
    ['/two%20words%20%C3%A9.js', 'text/javascript; charset=utf-8', 'export {};'],
    ['/.well-known/security.txt', 'text/plain; charset=utf-8', 'open'],
  ])('SendsTheFileAt %s', async (path, type, body) => {
    const answer = await get(path);
    expect(answer).toMatchObject({ status: 200, body });
    expect(answer.headers).toMatchObject({
      'content-type': type,
      'content-length': `${body.length}`,
    });
  });

  it.each([
    '/none.txt',
    '/bare/',
    '/digits.txt/',
    '/pipe',
    '/odd/',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/sub/..%2f..%2fsecret.txt',
    '/sub/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/sub/..%5c..%5csecret.txt',
    '/%252e%252e/secret.txt',
    '//../secret.txt',
    '/digits.txt%00.html',
    '/%ff',
    '/leak.txt',
    '/up/secret.txt',
    '/.git/config',
    '/sub/../digits.txt',
  ])('FindsNothingAt %s', async (path) => {
    const { status, body } = await get(path);
    expect({ status, body }).toEqual({ status: 404, body: '404 Not Found\n' });
  });

  it('SendsNoBodyForHead', async () => {
    const { status, headers, body } = await get('/digits.txt', {}, 'HEAD');
    expect({ status, body }).toEqual({ status: 200, body: '' });
    expect(headers['content-length']).toBe('10');
  });

  it('RefusesOtherMethods', async () => {
    const { status, headers } = await get('/digits.txt', {}, 'POST');
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD' });
  });

  it.each([
    ['/sub', '/sub/'],
    ['/sub?a=1', '/sub/?a=1'],
    ['//sub', '/sub/'],
  ])('LeadsToTheFolder %s', async (path, location) => {
    const { status, headers } = await get(path);
    expect({ status, location: headers.location }).toEqual({ status: 301, location });
  });
});

describe('Conditions', () => {
  it('AnswersThatNothingChanged', async () => {
    const { etag = '' } = (await get('/digits.txt')).headers;
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const { status, body, headers } = await get('/digits.txt', { 'If-None-Match': tag });
      expect({ status, body, etag: headers.etag }).toEqual({ status: 304, body: '', etag });
    }
    expect((await get('/digits.txt', { 'If-None-Match': '"x"' })).status).toBe(200);
  });

  it('ChangesTheTagWithTheFile', async () => {
    writeFileSync(join(root, 'changing.txt'), 'one');
    const before = (await get('/changing.txt')).headers.etag;
    writeFileSync(join(root, 'changing.txt'), 'three');
    expect((await get('/changing.txt')).headers.etag).not.toBe(before);
  });

  it('SendsARange', async () => {
    const { status, body, headers } = await get('/digits.txt', { Range: 'bytes=2-4' });
    expect({ status, body }).toEqual({ status: 206, body: '234' });
    expect(headers).toMatchObject({ 'content-range': 'bytes 2-4/10', 'content-length': '3' });
  });

  it('RefusesARangeOutside', async () => {
    const { status, headers } = await get('/digits.txt', { Range: 'bytes=10-' });
    expect({ status, range: headers['content-range'] }).toEqual({
      status: 416,
      range: 'bytes */10',
    });
  });

  it('SendsTheWholeFileWhenTheRangeIsOfAnother', async () => {
    const { etag } = (await get('/digits.txt')).headers;
    const ranged = { Range: 'bytes=2-4' };
    expect((await get('/digits.txt', { ...ranged, 'If-Range': '"x"' })).status).toBe(200);
    expect((await get('/digits.txt', { ...ranged, 'If-Range': etag })).status).toBe(206);
  });
});

describe('Isolation', () => {
  const both = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
  };

  it.each<[status: number, path: string, headers: OutgoingHttpHeaders, method?: string]>([
    [200, '/', {}],
    [206, '/digits.txt', { Range: 'bytes=0-1' }],
    [301, '/sub', {}],
    [304, '/', { 'If-None-Match': '*' }],
    [404, '/none', {}],
    [405, '/', {}, 'DELETE'],
    [416, '/digits.txt', { Range: 'bytes=99-' }],
  ])('IsOnTheStatus %i', async (status, path, headers, method) => {
    const answer = await get(path, headers, method);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject(both);
  });

  it('IsOnWhatIsNoRequest', async () => {
    const answer = await send('nonsense\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/Cross-Origin-Embedder-Policy: require-corp/);
  });

  it('CanBeOfTheDocumentAlone', async () => {
    const { headers } = await get('/', {}, 'GET', await start('document-isolation-policy'));
    expect(headers['document-isolation-policy']).toBe('isolate-and-require-corp');
    expect(headers['cross-origin-embedder-policy']).toBeUndefined();
  });

  it('CanBeLeftOut', async () => {
    const { headers } = await get('/', {}, 'GET', await start('none'));
    expect(Object.keys(headers).filter((name) => /^cross-|isolation/.test(name))).toEqual([]);
  });
});
