// The command `heddle serve` as its user runs it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../bin/heddle.js', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-serve-'));
  writeFileSync(join(folder, 'index.html'), '<title>Home</title>');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** The address that it prints. */
  readonly address: Promise<string>;
}

function serve(...args: string[]): Running {
  const child = spawn(process.execPath, [program, 'serve', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    stdout,
    stderr,
  }));
  const address = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const found = /http:\S+/.exec(stdout);
      if (found !== null) resolve(found[0]);
    });
    void ended.then(() => {
      reject(new Error(`It ended: ${stderr}`));
    });
  });
  address.catch(() => undefined);
  return { child, ended, address };
}

it.each(['SIGTERM', 'SIGINT'] as const)('ServesUntil_%s', async (signal) => {
  const server = serve('--port', '0');
  const address = await server.address;
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const response = await fetch(address);
  expect(await response.text()).toBe('<title>Home</title>');
  expect(response.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
  server.child.kill(signal);
  expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
});

it('EndsAlthoughABrowserStaysConnected', async () => {
  const server = serve('--port', '0', folder);
  const response = await fetch(await server.address, { headers: { Connection: 'keep-alive' } });
  await response.text();
  server.child.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0 });
});

it('NamesAFreePortWhenThePortIsTaken', async () => {
  const first = serve('--port', '0');
  const taken = new URL(await first.address).port;
  const second = await serve('--port', taken).ended;
  expect(second).toMatchObject({ code: 2, stdout: '' });
  const free = /^heddle: port (\d+) is taken; port (\d+) is free: heddle serve --port \2\n$/;
  const [, named, offered] = free.exec(second.stderr) ?? [];
  expect(named).toBe(taken);
  const third = serve('--port', offered ?? '');
  expect(new URL(await third.address).port).toBe(offered);
  for (const { child } of [first, third]) child.kill();
  await Promise.all([first.ended, third.ended]);
});

describe('Refuses', () => {
  it.each<[rule: string, args: string[], message: RegExp]>([
    ['AMissingFolder', ['none'], /^heddle: none: there is no such folder\n$/],
    ['AFile', ['index.html'], /^heddle: index\.html: this is a file; name the folder/],
    ['TwoFolders', ['.', 'b'], /second folder, b; see heddle serve --help/],
    ['AnUnknownOption', ['--hue'], /^heddle: Unknown option '--hue'; see heddle serve --help\n$/],
    ['AWrongPort', ['--port', '65536'], /0 to 65535, not 65536; see/],
    ['AWrongIsolation', ['--isolation', 'coep'], /coop-coep.*none, not coep; see/],
    ['AnAddressOfAnotherMachine', ['--host', '192.0.2.1'], /192\.0\.2\.1 cannot be listened at/],
  ])('%s', async (_rule, args, message) => {
    const outcome = await serve(...args).ended;
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toMatch(message);
  });
});

it('ExplainsItself', async () => {
  const outcome = await serve('--help').ended;
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  expect(outcome.stdout).toMatch(/--port N.*\n.*--host H.*\n.*--isolation POLICY/);
});
