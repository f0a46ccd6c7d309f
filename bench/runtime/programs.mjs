/** The programs that the benchmark of the runtime runs, and how they are called. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const native = (name) => here(`../../build/native-release/bench/runtime/runtime_${name}`);

/** Heddle's runtime in C++, in both forms, as a program with its first arguments. */
export const forms = [
  { form: 'native', program: [native('ours')] },
  {
    form: 'wasm in Node',
    program: [process.execPath, here('../../build/wasm-threads/bench/runtime/runtime_ours.cjs')],
  },
];

/** A peer in C++; undefined where it is not installed. */
export function nativePeer(name) {
  return existsSync(native(name)) ? [native(name)] : undefined;
}

/** A program of the folder node/. */
export function nodeProgram(name) {
  return [process.execPath, here(`node/${name}.mjs`)];
}

/** Says in the harness's terms: one case of a program, which prints its figures as JSON. */
export function makeContender({ name, program, args, quick, runs = 5 }) {
  return {
    name,
    command: [...program, ...(quick ? ['--quick'] : []), ...args.map(String)],
    runs: quick ? 1 : runs,
    answer: (stdout) => ({ right: JSON.parse(stdout).right }),
    figures: (stdout) => JSON.parse(stdout).figures,
  };
}
