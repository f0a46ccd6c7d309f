// The same jobs in every browser that is at hand and on every tier that it has: one hash, the native program's.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInstalled, type RunningBrowser } from '../support/browsers/browser.ts';
import { chromium } from '../support/browsers/chromium.ts';
import { firefox } from '../support/browsers/firefox.ts';
import { webkit, webkitWithSharedMemory } from '../support/browsers/webkit.ts';
import type { TemporaryFolder } from '../support/folder.ts';
import { expectedHash, makeSite, outcomeOf, type PageOutcome } from '../support/hosted_package.ts';
import { hostFolder } from '../support/servers.ts';

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

interface Host {
  readonly host: string;
  /** Of every response. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the page's address. */
  readonly query?: string;
  readonly tier: string;
  readonly isolated: boolean;
  /** Why this tier and no higher one. */
  readonly reason?: RegExp;
  /** Default 1. */
  readonly loads?: number;
}

const isolatedHost: Host = {
  host: 'IsolatedHost',
  headers: isolation,
  tier: 'threads',
  isolated: true,
};
const isolatedWithoutSharedMemory: Host = {
  ...isolatedHost,
  tier: 'workers',
  reason: /SharedArrayBuffer is switched off/,
};
const plainHost: Host = {
  host: 'PlainHost',
  tier: 'workers',
  isolated: false,
  reason: /not cross-origin isolated/,
};
const serviceWorker: Host = {
  host: 'PlainHostWithServiceWorker',
  query: '?coi=heddle-coi.js',
  tier: 'threads',
  isolated: true,
  loads: 2,
};
const noWasm: Host = {
  host: 'HostThatForbidsWebAssembly',
  headers: { 'Content-Security-Policy': "script-src 'self'" },
  tier: 'script',
  isolated: false,
  reason: /wasm-unsafe-eval/,
};
const documentIsolation: Host = {
  host: 'HostWithDocumentIsolationPolicy',
  headers: { 'Document-Isolation-Policy': 'isolate-and-require-corp' },
  tier: 'threads',
  isolated: true,
};
const forced: readonly Host[] = ['workers', 'script', 'solo'].map((tier) => ({
  host: `IsolatedHostForcedTo_${tier}`,
  headers: isolation,
  query: `?tier=${tier}`,
  tier,
  isolated: true,
}));

const matrix = [
  {
    browser: chromium,
    hosts: [isolatedHost, plainHost, serviceWorker, noWasm, documentIsolation, ...forced],
  },
  { browser: firefox, hosts: [isolatedHost, plainHost, serviceWorker, noWasm] },
  { browser: webkit, hosts: [isolatedWithoutSharedMemory] },
  { browser: webkitWithSharedMemory, hosts: [isolatedHost, plainHost, serviceWorker, noWasm] },
];

let site: TemporaryFolder;
let expected: string;
beforeAll(async () => {
  site = makeSite();
  expected = await expectedHash();
});
afterAll(() => {
  site[Symbol.dispose]();
});

for (const { browser: kind, hosts } of matrix) {
  describe.skipIf(!isInstalled(kind))(`In_${kind.name}`, () => {
    let browser: RunningBrowser;
    beforeAll(async () => {
      browser = await kind.launch();
    });
    afterAll(() => browser.close());

    it.each(hosts)('RunsTheSameJobsOn_$host', async ({ host, headers, query, tier, ...wanted }) => {
      const server = await hostFolder(site.path, headers ?? {});
      try {
        const page = await browser.open(`${server.address}${query ?? ''}`);
        const outcome = await page.value<PageOutcome>(outcomeOf);
        await page.close();
        const time = Math.round(outcome.milliseconds);
        console.log(`${browser.version}, ${host}: ${outcome.tier}, ${time} ms`);
        expect(outcome).toMatchObject({
          tier,
          isolated: wanted.isolated,
          loads: wanted.loads ?? 1,
          hash: expected,
        });
        expect(outcome.reason).toMatch(wanted.reason ?? /./);
      } finally {
        await server.close();
      }
    });
  });
}
