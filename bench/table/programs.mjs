/** The programs that the benchmark of the table engine runs. */
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const node = process.execPath;
const native = at('../../build/native-release/heddle');
const wasm = at('../../packages/heddle/bin/heddle.js');

export const lanesText = (lanes) => (lanes === 1 ? '1 lane' : `${lanes} lanes`);
export const nativeName = (lanes) => `native, ${lanesText(lanes)}`;
export const wasmName = (lanes) => `wasm in Node, ${lanesText(lanes)}`;
export const packageName = (lanes) => `package in Node, ${lanesText(lanes)}`;

const summary = ['--json'];

/** Arguments of `heddle table diff`; the output is a summary when `output` names no other. */
function diffArguments({ left, right }, lanes, { rules = [], output = summary }) {
  return [
    ...['table', 'diff', left, right, '--key', 'id'],
    ...['--threads', `${lanes}`, ...rules, ...output],
  ];
}

/** The command of the native program. */
export function nativeCommand(files, lanes, options = {}) {
  return [native, ...diffArguments(files, lanes, options)];
}

/**
 * The native program; figures `process`, the whole of it, and `job`, the comparison with the files in memory.
 *
 * files    { left, right }
 * options  { rules, output, answer, name }: arguments beside those of a summary, and what reads their answer
 */
export function nativeContender(files, lanes, quick, options = {}) {
  return contender(options.name ?? nativeName(lanes), nativeCommand(files, lanes, options), {
    quick,
    ...options,
  });
}

/** The same program as WebAssembly. */
export function wasmContender(files, lanes, quick, options = {}) {
  const command = [node, wasm, ...diffArguments(files, lanes, options)];
  return contender(options.name ?? wasmName(lanes), command, { quick, ...options });
}

/** The package in a script; its `job` is the call of a new pool, files in memory. */
export function packageContender({ left, right }, lanes, quick) {
  const script = at('../ours/table_package.mjs');
  return contender(packageName(lanes), [node, script, left, right, 'id', `${lanes}`], { quick });
}

/** A program that prints its counts as JSON. */
export function contender(name, command, { quick, runs = 5, answer = countsOf, figures }) {
  return { name, command, runs: quick ? 1 : runs, answer, ...(figures && { figures }) };
}

/** Counts that a program printed as JSON, by themselves or as `counts` or the only row of a list. */
export function countsOf(stdout) {
  const parsed = JSON.parse(stdout);
  const { counts, added, removed, changed, changedCells } = Array.isArray(parsed)
    ? parsed[0]
    : parsed;
  return counts ?? { added, removed, changed, changedCells };
}
