/** A page that uses the built package as it is, without a bundler, and says what came of it. */
import { createHash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { TemporaryFolder } from './folder.ts';
import { requireBuilt } from './paths.ts';
import { programs, run } from './programs.ts';
import { realPair } from './vega.ts';

/** What the page found out. */
export interface PageOutcome {
  /** What went wrong where there is none. */
  readonly tier: string;
  readonly reason: string;
  readonly isolated: boolean;
  /** Of the bytes of all jobs' results, in hexadecimal. */
  readonly hash: string;
  /** How often the tab has loaded the page. */
  readonly loads: number;
  /** From the start of the page's script to the end of the last job. */
  readonly milliseconds: number;
}

/** The expression that has the outcome once the jobs are done; an error is thrown as such. */
export const outcomeOf = 'globalThis.outcome';

const script = `
import { createPool } from './heddle/dist/index.js';
import { table } from './heddle/dist/table/index.js';

const loads = Number(sessionStorage.getItem('loads') ?? 0) + 1;
sessionStorage.setItem('loads', loads);
const options = Object.fromEntries(new URL(location.href).searchParams);

async function compare(pool, name, key) {
  const [left, right] = await Promise.all(
    ['left', 'right'].map(async (side) => (await fetch(side + '-' + name)).blob()),
  );
  const diff = await pool.run(table.diff, { left, right, key });
  return diff.toBlob();
}

async function main() {
  if (options.coi !== undefined) {
    const { isolate } = await import('./heddle/dist/coi/register.js');
    const report = await isolate({ serviceWorker: options.coi });
    globalThis.report = report;
    if (report.outcome === 'reloading') return;
  }
  const began = performance.now();
  const pool = await createPool({ kernels: 1, lanes: 2, tier: options.tier ?? 'auto' });
  const results = [
    await compare(pool, 'weather.csv', ['location', 'date']),
    await compare(pool, 'co2-concentration.csv', ['Date']),
    await compare(pool, 'co2-concentration.csv', []),
  ];
  const bytes = await new Blob(results).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hash = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const { tier, reason } = pool.info();
  await pool.dispose();
  const milliseconds = performance.now() - began;
  globalThis.outcome = {
    tier, reason, isolated: crossOriginIsolated, hash, loads, milliseconds,
  };
}
main().catch((error) => {
  globalThis.outcome = { tier: 'none: ' + error };
});
`;

const jobs = [
  ['weather.csv', 'location,date'],
  ['co2-concentration.csv', 'Date'],
  ['co2-concentration.csv', undefined],
] as const;

/** Makes the folder of a static site with the page, the package and the jobs' files. */
export function makeSite(): TemporaryFolder {
  const site = new TemporaryFolder();
  const manifest = dirname(requireBuilt('packages/heddle/package.json'));
  requireBuilt('packages/heddle/dist/index.js');
  requireBuilt('packages/heddle/wasm/table.threads.wasm', 'wasm-threads');
  for (const part of ['dist', 'wasm']) {
    cpSync(`${manifest}/${part}`, site.at(`heddle/${part}`), { recursive: true });
  }
  cpSync(site.at('heddle/dist/coi/service_worker.js'), site.at('heddle-coi.js'));
  site.write({
    'index.html': '<!doctype html><title>Jobs</title><script type="module" src="page.js"></script>',
    'page.js': script,
  });
  for (const [name] of jobs) {
    const { left, right } = realPair(name);
    site.write({ [`left-${name}`]: readFileSync(left), [`right-${name}`]: readFileSync(right) });
  }
  return site;
}

/** The hash that every page must have: of what the native program writes. */
export async function expectedHash(): Promise<string> {
  const { native } = programs();
  const hash = createHash('sha256');
  for (const [name, key] of jobs) {
    const { left, right } = realPair(name);
    const args = ['table', 'diff', left, right, '--format', 'json'];
    const outcome = await run(native, key === undefined ? args : [...args, '--key', key]);
    hash.update(outcome.stdout);
  }
  return hash.digest('hex');
}
