/** The command line, natively and in Node. */
import { spawn } from 'node:child_process';
import { requireBuilt } from './paths.ts';

export interface Program {
  readonly name: 'native' | 'node';
  /** The executable and the arguments that come before the user's. */
  readonly command: readonly [string, ...string[]];
}

export interface Outcome {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Run as this user. */
  readonly uid?: number;
  /** Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Both programs; they must do the same. */
export function programs(): { readonly native: Program; readonly node: Program } {
  requireBuilt('packages/heddle/wasm/cli.wasm', 'wasm-threads');
  const native = requireBuilt('build/native-release/heddle', 'native-release');
  const script = requireBuilt('packages/heddle/bin/heddle.js', 'wasm-threads');
  return {
    native: { name: 'native', command: [native] },
    node: { name: 'node', command: [process.execPath, script] },
  };
}

/** Runs a program to its end. */
export function run(
  program: Program,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  return runCommand([...program.command, ...args], options);
}

/** Runs a command to its end. */
export function runCommand(
  [command, ...args]: readonly [string, ...string[]],
  { cwd, uid, env }: RunOptions = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
      ...(uid === undefined ? {} : { uid, gid: uid }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (exit) => {
      resolve({
        exit,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      });
    });
  });
}
