// Each example is built with the published package, as its README says, and does its work.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { packHeddle, unpackInto, type Packed } from '../support/packed.ts';
import { inRepository } from '../support/paths.ts';
import { runCommand } from '../support/programs.ts';
import { hostFolder, hostProgram } from '../support/servers.ts';
import { launchChromium } from '../support/studio_page.ts';

const differences = [
  'changed ["1","Ann",["Rome","Roma"]]',
  'removed ["2","Bob","Oslo"]',
  'added ["4","Dee","Lima"]',
];

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const folder = new TemporaryFolder();
let packed: Packed;
let browser: Browser;
beforeAll(async () => {
  packed = packHeddle(folder);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  folder[Symbol.dispose]();
});

const readManifest = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Manifest;
const resolve = createRequire(import.meta.url).resolve;

/** A copy of the example with the package and its tools installed, and built where it is to be. */
async function prepare(example: string): Promise<TemporaryFolder> {
  const project = new TemporaryFolder();
  for (const name of readdirSync(inRepository(`examples/${example}`))) {
    if (name === 'node_modules' || name === 'dist') continue;
    cpSync(inRepository(`examples/${example}/${name}`), project.at(name), { recursive: true });
  }
  unpackInto(project, packed);
  const { scripts, devDependencies = {} } = readManifest(project.at('package.json'));
  for (const tool of Object.keys(devDependencies)) {
    symlinkSync(dirname(resolve(`${tool}/package.json`)), project.at(`node_modules/${tool}`));
  }
  mkdirSync(project.at('node_modules/.bin'));
  symlinkSync('../heddle/bin/heddle.js', project.at('node_modules/.bin/heddle'));
  if (scripts['build'] !== undefined) {
    const { exit, stdout, stderr } = await runCommand(['npm', 'run', 'build'], {
      cwd: project.path,
      env: withTools(),
    });
    expect({ exit, output: exit === 0 ? '' : stdout + stderr }).toEqual({ exit: 0, output: '' });
    expect(stdout + stderr).not.toMatch(/warning/i);
  }
  return project;
}

/** The environment with the tools' commands on the path. */
function withTools(): NodeJS.ProcessEnv {
  const path = [inRepository('node_modules/.bin'), process.env['PATH']].join(delimiter);
  return { ...process.env, PATH: path, NO_COLOR: '1' };
}

/** What the page at an address shows in the end. */
async function shownAt(address: string): Promise<string[]> {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(address);
  const output = page.locator('output', { hasText: /tier/ });
  await output.waitFor({ timeout: 20_000 }).catch((error: unknown) => {
    throw new Error(`The page shows nothing: ${errors.join('; ')}`, { cause: error });
  });
  const text = await output.innerText();
  await page.close();
  expect(errors).toEqual([]);
  return text.split('\n');
}

it.each(['esbuild', 'plain-html', 'vite', 'webpack', 'node'])(
  'NamesTheVersionsThatAreTested_%s',
  (example) => {
    const { dependencies, devDependencies } = readManifest(
      inRepository(`examples/${example}/package.json`),
    );
    const { devDependencies: tested = {} } = readManifest(inRepository('tests/package.json'));
    expect(tested).toMatchObject({ ...dependencies, ...devDependencies });
  },
);

interface BrowserExample {
  readonly example: string;
  /** The npm scripts that serve it. */
  readonly commands: readonly string[];
  /** The folder that a host would be given. */
  readonly built: string;
  /** Whether the page itself has scripts, which a content policy forbids. */
  readonly inline?: boolean;
}

const inBrowsers: readonly BrowserExample[] = [
  { example: 'vite', commands: ['dev', 'start'], built: 'dist' },
  { example: 'webpack', commands: ['start'], built: '.' },
  { example: 'esbuild', commands: ['start'], built: 'dist' },
  { example: 'plain-html', commands: ['start'], built: '.', inline: true },
];

describe.each(inBrowsers)('$example', ({ example, commands, built, inline = false }) => {
  let project: TemporaryFolder;
  beforeAll(async () => {
    project = await prepare(example);
  });
  afterAll(() => {
    project[Symbol.dispose]();
  });

  it.each(commands)('RunsOnThreadsBy_npm_run_%s', async (command) => {
    const args = ['run', command, '--', '--port', '0', '--host', '127.0.0.1'];
    const child = spawn('npm', args, {
      cwd: project.path,
      env: withTools(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const server = await hostProgram(child);
    expect(await shownAt(server.address)).toEqual(['tier threads', ...differences]);
    await server.close();
  });

  it('RunsInWorkersOnAPlainHost', async () => {
    const server = await hostFolder(project.at(built), {});
    expect(await shownAt(server.address)).toEqual(['tier workers', ...differences]);
    await server.close();
  });

  if (!inline) {
    it('RunsWithoutWebAssembly', async () => {
      const policy = { 'Content-Security-Policy': "script-src 'self'" };
      const server = await hostFolder(project.at(built), policy);
      expect(await shownAt(server.address)).toEqual(['tier script', ...differences]);
      await server.close();
    });
  }
});

it('RunsInNode', async () => {
  using project = await prepare('node');
  const outcome = await runCommand(['npm', 'start', '--silent'], { cwd: project.path });
  expect(outcome).toMatchObject({ exit: 0 });
  expect(outcome.stdout.trim().split('\n')).toEqual(['tier threads', ...differences]);
});
