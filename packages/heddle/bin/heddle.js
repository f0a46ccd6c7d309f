#!/usr/bin/env node
// The command line: the same C++ program as the native one, compiled to WebAssembly, and the server,
// which only this package has.
import { existsSync } from 'node:fs';

/** The address of a built file; ends the process where it is missing. */
function locate(path, remedy) {
  const file = new URL(path, import.meta.url);
  if (existsSync(file)) return file.href;
  console.error(`heddle: ${path.slice(3)} is missing; build it with ${remedy}`);
  process.exit(2);
}

const args = process.argv.slice(2);
if (args[0] === 'serve') {
  const { serve } = await import(locate('../dist/serve/command.js', './dev build'));
  process.exitCode = await serve(args.slice(1));
} else {
  const program = locate('../wasm/cli.mjs', './dev build wasm-threads');
  const { default: createCli } = await import(program);
  try {
    await createCli({ arguments: args, thisProgram: 'heddle' });
  } catch (error) {
    console.error(`heddle: the program stopped: ${error instanceof Error ? error.message : error}`);
    process.exit(2);
  }
}
