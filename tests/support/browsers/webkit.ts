/** WebKitGTK's small browser on a screen in memory, driven by WebDriver. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { TemporaryFolder } from '../folder.ts';
import { eventually, type InstallableBrowser, type RunningBrowser } from './browser.ts';

const driver = '/usr/bin/WebKitWebDriver';
const screen = '/usr/bin/xvfb-run';

/** Debian's folder of libraries has the architecture's name, and WebKitGTK's that of its interface. */
function findBrowser(): string {
  for (const architecture of readdirSync('/usr/lib')) {
    for (const version of ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0']) {
      const file = join('/usr/lib', architecture, version, 'MiniBrowser');
      if (existsSync(file)) return file;
    }
  }
  return 'MiniBrowser of WebKitGTK';
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** What WebDriver answers to a command; see the W3C's recommendation. */
async function command<Value>(
  address: string,
  method: 'GET' | 'POST' | 'DELETE',
  body?: object,
): Promise<Value> {
  const response = await fetch(address, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { value } = (await response.json()) as { value: Value & { message?: string } };
  if (!response.ok) throw new Error(`${method} ${address}: ${value.message ?? response.status}`);
  return value;
}

interface Session {
  readonly sessionId: string;
  readonly capabilities: { readonly browserVersion: string };
}

const needs = [driver, screen, findBrowser()];

/** WebKitGTK as it is shipped: an isolated page has no shared memory. */
export const webkit: InstallableBrowser = {
  name: 'WebKitGTK',
  needs,
  launch: () => launch({}),
};

/** WebKitGTK with its shared memory switched on. */
export const webkitWithSharedMemory: InstallableBrowser = {
  name: 'WebKitGTK with shared memory',
  needs,
  launch: () => launch({ JSC_useSharedArrayBuffer: '1' }),
};

async function launch(environment: Readonly<Record<string, string>>): Promise<RunningBrowser> {
  const home = new TemporaryFolder();
  const port = await freePort();
  const args = ['-a', '-s', '-screen 0 1280x900x24', driver, '--host=127.0.0.1', `--port=${port}`];
  const child = spawn(screen, args, {
    // A group of its own, so that the screen ends with the browser.
    detached: true,
    stdio: 'ignore',
    env: {
      ...process.env,
      HOME: home.path,
      XDG_RUNTIME_DIR: home.path,
      LIBGL_ALWAYS_SOFTWARE: '1',
      // As in a bare container; the browser calls the language "C" then.
      LC_ALL: 'C',
      ...environment,
    },
  });
  const ended = once(child, 'close');
  const stop = async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid);
    await ended;
    home[Symbol.dispose]();
  };
  const base = `http://127.0.0.1:${port}`;
  try {
    await eventually('driver', () => command(`${base}/status`, 'GET'));
    const { sessionId, capabilities } = await command<Session>(`${base}/session`, 'POST', {
      capabilities: {
        alwaysMatch: {
          'webkitgtk:browserOptions': { binary: findBrowser(), args: ['--automation'] },
        },
      },
    });
    const session = `${base}/session/${sessionId}`;
    return {
      version: `WebKitGTK ${capabilities.browserVersion}`,
      async close() {
        await command(session, 'DELETE');
        await stop();
      },
      async open(url) {
        await command(`${session}/url`, 'POST', { url });
        return {
          value: (expression, timeout) =>
            eventually(
              expression,
              () =>
                command<never>(`${session}/execute/sync`, 'POST', {
                  script: `return ${expression}`,
                  args: [],
                }),
              timeout,
            ),
          close: () => command(`${session}/url`, 'POST', { url: 'about:blank' }),
        };
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
