// The native program and the one in Node answer the same, byte by byte.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { cp, chmod } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TemporaryFolder } from '../support/folder.ts';
import { programs, run, runCommand, type Outcome, type Program } from '../support/programs.ts';
import { cases, type Case } from './cli_cases.ts';
import { simCases } from './sim_cases.ts';
import { tableCases } from './table_cases.ts';
import { tableInputCases } from './table_input_cases.ts';
import { tableSortedCases } from './table_sorted_cases.ts';

const { native, node } = programs();

/** What differs from run to run. */
function withoutTimes(outcome: Outcome): Outcome {
  const stdout = outcome.stdout
    .replace(/"(seconds|p50|p99|sort|behave|resolve|turnover)":[\d.e+-]+/g, '"$1":0')
    // Borders of domains follow measured time, and with them what is held and sent.
    .replace(/"bytes":\d+,"imbalance":[\d.e+-]+/g, '"bytes":0,"imbalance":0')
    .replace(/("messages":\d+,)"bytes":\d+/g, '$1"bytes":0')
    .replace(/[\d.]+ ms$/gm, '0 ms');
  return { ...outcome, stdout };
}

/** Runs a case in a folder of its own; returns the outcome and the files that are there afterwards. */
async function perform(program: Program, { args, files }: Case) {
  using folder = new TemporaryFolder();
  folder.write(files ?? {});
  const outcome = withoutTimes(await run(program, args, { cwd: folder.path }));
  const names = readdirSync(folder.path).sort();
  return {
    outcome,
    left: Object.fromEntries(names.map((name) => [name, readFileSync(folder.at(name), 'latin1')])),
  };
}

function check(actual: string, wanted: string | RegExp): void {
  if (typeof wanted === 'string') expect(actual).toBe(wanted);
  else expect(actual).toMatch(wanted);
}

const all = [...cases, ...simCases, ...tableCases, ...tableInputCases, ...tableSortedCases];

describe.each(all)('$rule', (wanted) => {
  it('IsAnsweredAsDocumented', async () => {
    const { outcome, left } = await perform(native, wanted);
    check(outcome.stderr, wanted.stderr ?? '');
    check(outcome.stdout, wanted.exit === 2 ? '' : (wanted.stdout ?? ''));
    expect(outcome.exit).toBe(wanted.exit);
    if (wanted.output !== undefined) expect(left[wanted.output[0]]).toBe(wanted.output[1]);
    const expected = new Set(Object.keys(wanted.files ?? {}));
    if (wanted.output?.[1] !== undefined) expected.add(wanted.output[0]);
    expect(Object.keys(left)).toEqual([...expected].sort());
  });

  it('IsTheSameInNode', async () => {
    const [here, there] = await Promise.all([perform(native, wanted), perform(node, wanted)]);
    expect(there).toEqual(here);
  });
});

describe('info', () => {
  const programsByName = { native, node } as const;

  it.each(['native', 'node'] as const)('DescribesThisBuildAsJson_%s', async (name) => {
    const { exit, stdout, stderr } = await run(programsByName[name], ['info', '--json']);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    const info = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(info)).toEqual([
      'version',
      'host',
      'tier',
      'reason',
      'cores',
      'simd',
      'memoryMaximum',
    ]);
    const text = expect.stringMatching(/./) as unknown;
    expect(info).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as unknown,
      host: name,
      tier: name === 'native' ? 'native' : 'threads',
      reason: text,
      simd: text,
    });
    expect(info['cores']).toBeGreaterThan(0);
    expect(info['memoryMaximum']).toBeGreaterThan(2 ** 28);
  });

  it('NamesTheSameThingsAsText', async () => {
    const names = async (program: Program) =>
      (await run(program, ['info'])).stdout.replace(/^(\w+) .*$/gm, '$1');
    expect(await names(node)).toBe(await names(native));
    expect(await names(native)).toMatch(/^version\nhost\ntier\n/);
  });
});

describe.each([native, node])('$name', (program) => {
  const files = { 'a.csv': 'id,n\n1,x\n', 'b.csv': 'id,n\n1,y\n' };

  it.each([
    ['Substitution', '"$@" table diff <(cat a.csv) <(cat b.csv) --key id --format json'],
    ['Pipe', 'cat b.csv | "$@" table diff a.csv /dev/stdin --key id --format json'],
    ['Sorted', '"$@" table diff <(cat a.csv) <(cat b.csv) --key id --sorted --format json'],
  ])('ReadsWhatOtherProgramsWrite_%s', async (_name, command) => {
    using folder = new TemporaryFolder();
    folder.write(files);
    const { exit, stdout, stderr } = await runCommand(
      ['bash', '-c', command, 'bash', ...program.command],
      { cwd: folder.path },
    );
    expect(stderr).toBe('');
    expect(stdout).toMatch(/\["x","y"\]\]\}\n$/);
    expect(exit).toBe(1);
  });

  it('SaysThatAFileMayNotBeRead', async (context) => {
    using folder = new TemporaryFolder();
    folder.write(files);
    await chmod(folder.at('b.csv'), 0);
    const { uid, command } = await asSomeoneElse(folder, program);
    if (uid === 'unknown') context.skip('this user may read everything, and no other one can run');
    const args = ['table', 'diff', 'a.csv', 'b.csv'];
    const options = { cwd: folder.path, ...(typeof uid === 'number' ? { uid } : {}) };
    expect(await runCommand([...command, ...args], options)).toEqual({
      exit: 2,
      stdout: '',
      stderr: 'heddle: b.csv: the file may not be read: permission denied\n',
    });
  });
});

describe('node', () => {
  it.each([
    ['Starts', 1],
    ['Runs', 2],
  ])('EndsWhenALaneStopsAsIt_%s', async (_name, message) => {
    using folder = new TemporaryFolder();
    folder.write({
      'a.csv': 'id,n\n1,x\n',
      'b.csv': 'id,n\n1,y\n',
      // Runs in each thread before the program does. The main thread posts a lane what to load, then what to run.
      'stop.mjs': `
        import { isMainThread } from 'node:worker_threads';
        let messages = 0;
        let handler;
        if (!isMainThread) Object.defineProperty(globalThis, 'onmessage', {
          get: () => handler,
          set: (given) => {
            handler = (message) => {
              if (++messages === ${message}) throw new Error('this lane is to stop');
              given(message);
            };
          },
        });`,
    });
    const [command, ...script] = node.command;
    const files = [folder.at('a.csv'), folder.at('b.csv')];
    const { exit, stderr } = await runCommand([
      command,
      ...['--import', folder.at('stop.mjs'), ...script],
      ...['table', 'diff', ...files, '--threads', '2'],
    ]);
    expect(exit).toBeNull();
    expect(stderr).toBe('heddle: a lane stopped: Error: this lane is to stop\n');
  });
});

/** root may read every file: then the program is copied to where a user without rights can run it. */
async function asSomeoneElse(folder: TemporaryFolder, { command }: Program) {
  if (process.getuid?.() !== 0) return { uid: undefined, command };
  const nobody = 65534;
  await chmod(folder.path, 0o755);
  const [first, script] = command;
  const copy = async (path: string) => {
    await cp(path, folder.at(basename(path)), { recursive: true });
    return folder.at(basename(path));
  };
  let copied: [string, ...string[]];
  if (script === undefined) copied = [await copy(first)];
  else {
    await copy(`${dirname(dirname(script))}/wasm`);
    await copy(`${dirname(dirname(script))}/package.json`);
    copied = [first, `${await copy(dirname(script))}/${basename(script)}`];
  }
  const tried = await runCommand([...copied, '--version'], { uid: nobody }).catch(() => undefined);
  const runs = tried?.exit === 0 && existsSync(folder.at('b.csv'));
  return { uid: runs ? nobody : ('unknown' as const), command: copied };
}
