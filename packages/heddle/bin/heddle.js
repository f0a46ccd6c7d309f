#!/usr/bin/env node
// The command line: the same C++ program as the native one, compiled to WebAssembly.
import { existsSync } from 'node:fs';

const program = new URL('../wasm/cli.mjs', import.meta.url);
if (!existsSync(program)) {
  console.error('heddle: wasm/cli.mjs is missing; build it with ./dev build wasm-threads');
  process.exit(2);
}
const { default: createCli } = await import(program.href);
try {
  await createCli({ arguments: process.argv.slice(2), thisProgram: 'heddle' });
} catch (error) {
  console.error(`heddle: the program stopped: ${error instanceof Error ? error.message : error}`);
  process.exit(2);
}
