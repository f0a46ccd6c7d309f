// heddle/coi in Chromium: it isolates where it can, steps aside where it cannot, and never reloads twice.
import { cpSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { requireBuilt } from '../support/paths.ts';
import { hostFolder, hostHandler, type Server } from '../support/servers.ts';
import { launchChromium } from '../support/studio_page.ts';

interface Report {
  readonly outcome: 'isolated' | 'reloading' | 'refused';
  readonly reason: string;
}

const site = new TemporaryFolder();
/** A name that is not this machine's for the browser: its pages are no secure contexts over http. */
const insecureName = 'heddle.test';
let browser: Browser;
let plain: Server;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  const built = dirname(requireBuilt('packages/heddle/dist/coi/index.js'));
  cpSync(dirname(built), site.at('dist'), { recursive: true });
  for (const copy of ['heddle-coi.js', 'other/heddle-coi.js']) {
    cpSync(`${built}/service_worker.js`, site.at(copy));
  }
  site.write({
    'index.html': '<!doctype html><title>Coi</title><script type="module" src="page.js"></script>',
    'page.js': `
      const options = Object.fromEntries(new URL(location.href).searchParams);
      const { isolate } = await import('./dist/coi/register.js');
      globalThis.report = await isolate(options);`,
    'tag.html': '<!doctype html><script type="module" src="dist/coi/index.js"></script>',
    'framing.html': '<!doctype html><iframe src="./"></iframe>',
    'idle.js': "addEventListener('install', (event) => event.waitUntil(skipWaiting()));",
    'own.js': "addEventListener('fetch', () => undefined);",
    'own.html': '<!doctype html><title>Own</title>',
    'broken.js': 'throw new Error("broken");',
  });
  plain = await hostFolder(site.path, {});
  browser = await launchChromium(`--host-resolver-rules=MAP ${insecureName} 127.0.0.1`);
});
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});
afterAll(async () => {
  await browser.close();
  await plain.close();
  site[Symbol.dispose]();
});

/** A tab of a browser without a past. */
async function openTab(options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options);
  contexts.push(context);
  const page = await context.newPage();
  let loads = 0;
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame() && frame.url() !== 'about:blank') ++loads;
  });
  return { page, loads: () => loads };
}

/** What the page says once it does not load itself again. */
async function reportOf(page: Page): Promise<Report> {
  const final = 'globalThis.report?.outcome !== "reloading" && globalThis.report';
  const handle = await page.waitForFunction<Report>(final);
  return handle.jsonValue();
}

const countRegistrations = (page: Page) =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);

describe('Isolates', () => {
  it('ByOneReload', async () => {
    const { page, loads } = await openTab();
    await page.goto(plain.address);
    expect(await reportOf(page)).toMatchObject({ outcome: 'isolated' });
    expect(await page.evaluate('crossOriginIsolated')).toBe(true);
    expect(loads()).toBe(2);
    // Later visits need no reload.
    await page.goto(plain.address);
    expect(await reportOf(page)).toMatchObject({ outcome: 'isolated' });
    expect(loads()).toBe(3);
  });

  it('ByAScriptTag', async () => {
    const { page, loads } = await openTab();
    await page.goto(`${plain.address}tag.html`);
    await page.waitForFunction('crossOriginIsolated');
    expect(loads()).toBe(2);
  });

  it.each(['credentialless', 'require-corp'])('Under_%s', async (policy) => {
    const { page } = await openTab();
    await page.goto(`${plain.address}?embedderPolicy=${policy}`);
    expect(await reportOf(page)).toMatchObject({ outcome: 'isolated' });
  });

  it('TheNextLoadAfterOneThatWentPastIt', async () => {
    const { page } = await openTab();
    await page.goto(plain.address);
    await reportOf(page);
    const tools = await page.context().newCDPSession(page);
    await tools.send('Page.reload', { ignoreCache: true });
    await page.waitForFunction('!crossOriginIsolated');
    await reportOf(page);
    await page.reload();
    expect(await reportOf(page)).toMatchObject({ outcome: 'isolated' });
  });
});

describe('DoesNothing', () => {
  const isolated: [name: string, headers: Record<string, string>][] = [
    [
      'CrossOriginPolicies',
      {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      },
    ],
    ['DocumentIsolationPolicy', { 'Document-Isolation-Policy': 'isolate-and-require-corp' }],
  ];
  it.each(isolated)('WhereTheHostIsolatesBy_%s', async (_name, headers) => {
    const server = await hostFolder(site.path, headers);
    const { page, loads } = await openTab();
    await page.goto(server.address);
    expect(await reportOf(page)).toMatchObject({ outcome: 'isolated' });
    expect(await countRegistrations(page)).toBe(0);
    expect(loads()).toBe(1);
    await server.close();
  });
});

describe('StepsAside', () => {
  const refused: [name: string, query: string, reason: RegExp, loads: number][] = [
    ['TheFileIsMissing', '?serviceWorker=none.js', /refused the service worker/, 1],
    ['TheFileIsBroken', '?serviceWorker=broken.js', /refused the service worker/, 1],
    ['TheFileIsForAnotherFolder', '?serviceWorker=other/heddle-coi.js', /page's folder/, 1],
    ['TheReloadDidNotHelp', '?serviceWorker=idle.js', /still not isolated/, 2],
  ];
  it.each(refused)('Where_%s', async (_name, query, reason, wanted) => {
    const { page, loads } = await openTab();
    await page.goto(plain.address + query);
    const report = await reportOf(page);
    expect(report.outcome).toBe('refused');
    expect(report.reason).toMatch(reason);
    expect(loads()).toBe(wanted);
  });

  it('WhereThePageIsNotSecure', async () => {
    const { page, loads } = await openTab();
    await page.goto(plain.address.replace('127.0.0.1', insecureName));
    expect((await reportOf(page)).reason).toMatch(/https/);
    expect(loads()).toBe(1);
  });

  it('WhereThereAreNoServiceWorkers', async () => {
    const { page, loads } = await openTab();
    await page.addInitScript('delete Navigator.prototype.serviceWorker');
    await page.goto(plain.address);
    expect((await reportOf(page)).reason).toMatch(/no service workers/);
    expect(loads()).toBe(1);
  });

  it('WhereTheContentPolicyForbidsIt', async () => {
    const server = await hostFolder(site.path, { 'Content-Security-Policy': "worker-src 'none'" });
    const { page, loads } = await openTab();
    await page.goto(server.address);
    expect((await reportOf(page)).reason).toMatch(/refused the service worker/);
    expect(loads()).toBe(1);
    await server.close();
  });

  it('WhereTheTabHasNoStorage', async () => {
    const { page, loads } = await openTab();
    await page.addInitScript(
      "Object.defineProperty(globalThis, 'sessionStorage', { get() { throw new Error('No') } })",
    );
    await page.goto(plain.address);
    expect(await reportOf(page)).toMatchObject({ outcome: 'refused' });
    expect(loads()).toBe(1);
  });

  it('WhereTheServiceWorkerDoesNotCome', async () => {
    let asked = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (asked = resolve));
    const server = await hostHandler((request) => {
      if (request.url?.startsWith('/heddle-coi.js') !== true) return Promise.resolve(false);
      asked();
      return Promise.resolve(true); // It never answers.
    }, site.path);
    const { page, loads } = await openTab();
    await page.clock.install();
    await page.goto(server.address);
    await arrived;
    await page.clock.fastForward(10_000);
    expect((await reportOf(page)).reason).toMatch(/within 10 s/);
    expect(loads()).toBe(1);
    await server.close();
  });

  it('InAFrame', async () => {
    const { page } = await openTab();
    await page.goto(`${plain.address}framing.html`);
    const [, frame] = page.frames();
    const report = await frame?.waitForFunction<Report>('globalThis.report');
    expect((await report?.jsonValue())?.reason).toMatch(/frame/);
    expect(await countRegistrations(page)).toBe(0);
  });

  it('WhereTheSiteHasAServiceWorkerOfItsOwn', async () => {
    const { page, loads } = await openTab();
    await page.goto(`${plain.address}own.html`);
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('own.js');
      await navigator.serviceWorker.ready;
    });
    await page.goto(plain.address);
    expect((await reportOf(page)).reason).toMatch(/own\.js.*add the headers/);
    expect(await countRegistrations(page)).toBe(1);
    expect(loads()).toBe(2);
  });
});

it('CanBeRemoved', async () => {
  const { page } = await openTab();
  await page.goto(plain.address);
  await reportOf(page);
  const remove = `import('./dist/coi/register.js').then(({ unregister }) => unregister())`;
  expect(await page.evaluate(remove)).toBe(true);
  expect(await page.evaluate(remove)).toBe(false);
  await page.goto(`${plain.address}own.html`);
  expect(await page.evaluate('crossOriginIsolated')).toBe(false);
});

describe('LeavesAlone', () => {
  let server: Server;
  let elsewhere: Server;
  let page: Page;
  let release: () => void;
  beforeAll(async () => {
    const held = new Promise<void>((resolve) => (release = resolve));
    server = await hostHandler(async (request, response) => {
      switch (request.url) {
        case '/data':
          response.writeHead(request.headers.range === undefined ? 200 : 206, {
            'Content-Type': 'text/plain',
            'Content-Range': 'bytes 1-2/4',
            'X-Range': request.headers.range ?? '',
          });
          response.end('23');
          return true;
        case '/stream':
          response.write('first');
          await held;
          response.end('last');
          return true;
        case '/moved':
          response.writeHead(302, { Location: '/data?there' }).end();
          return true;
        case '/none.html':
          response.writeHead(404, { 'Content-Type': 'text/html' });
          response.end('<!doctype html><title>None</title>');
          return true;
        case '/moved-page':
          response.writeHead(302, { Location: '/own.html' }).end();
          return true;
        default:
          return false;
      }
    }, site.path);
    elsewhere = await hostHandler((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'image/svg+xml' });
      response.end('<svg xmlns="http://www.w3.org/2000/svg" width="7" height="5"/>');
      return Promise.resolve(true);
    }, site.path);
    ({ page } = await openTab());
    contexts.pop(); // It lives as long as these tests.
    await page.goto(server.address);
    await reportOf(page);
  });
  afterAll(async () => {
    await page.context().close();
    await server.close();
    await elsewhere.close();
  });

  it('Ranges', async () => {
    const found = await page.evaluate(async () => {
      const response = await fetch('/data', { headers: { Range: 'bytes=1-2' } });
      return [response.status, response.headers.get('X-Range'), await response.text()];
    });
    expect(found).toEqual([206, 'bytes=1-2', '23']);
  });

  it('Redirects', async () => {
    const found = await page.evaluate(async () => {
      const response = await fetch('/moved');
      return [response.redirected, new URL(response.url).search];
    });
    expect(found).toEqual([true, '?there']);
  });

  it('Streams', async () => {
    const reading = page.evaluate(async () => {
      const reader = (await fetch('/stream')).body?.getReader();
      const decoder = new TextDecoder();
      const first = decoder.decode((await reader?.read())?.value);
      document.title = first;
      return [first, decoder.decode((await reader?.read())?.value)];
    });
    await page.waitForFunction('document.title === "first"');
    release();
    expect(await reading).toEqual(['first', 'last']);
  });

  it('OpaqueResponses', async () => {
    const found = await page.evaluate(async (address) => {
      const response = await fetch(address, { mode: 'no-cors' });
      const image = new Image();
      image.src = `${address}image`;
      await image.decode();
      return [response.type, image.naturalWidth];
    }, elsewhere.address);
    expect(found).toEqual(['opaque', 7]);
  });

  it('QuestionsToTheCacheOnly', async () => {
    const found = await page.evaluate(async () => {
      await fetch('/dist/version.js', { cache: 'force-cache' });
      const mode = 'same-origin';
      const unseen = fetch('/never-asked-for', { cache: 'only-if-cached', mode });
      return (await unseen.then(({ status }) => status).catch(String)).toString();
    });
    expect(found).toMatch(/^504$|^TypeError/);
  });

  it('RedirectsOfPages', async () => {
    await page.goto(`${server.address}moved-page`);
    expect([new URL(page.url()).pathname, await page.title()]).toEqual(['/own.html', 'Own']);
    expect(await page.evaluate('crossOriginIsolated')).toBe(true);
  });

  it('StatusesOfPages', async () => {
    const response = await page.goto(`${server.address}none.html`);
    expect(response?.status()).toBe(404);
    expect(await page.evaluate('crossOriginIsolated')).toBe(true);
  });
});
