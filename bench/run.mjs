// npm run bench -- [NAME...] [--only PART] [--json FILE] [--quick]
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { formatTable, machineLine } from './harness.mjs';

/** Every benchmark: a module with `title` and `run`, and `parts` where it can run a part alone. */
const benchmarks = ['table', 'runtime', 'pool', 'sim', 'studio'];

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'string' },
        only: { type: 'string' },
        quick: { type: 'boolean', default: false },
      },
    });
    const unknown = positionals.find((name) => !benchmarks.includes(name));
    if (unknown !== undefined) throw new Error(`there is no benchmark ${unknown}`);
    return { ...values, names: positionals.length > 0 ? positionals : benchmarks };
  } catch (error) {
    console.error(`heddle: ${error.message}`);
    console.error(
      `usage: bench [NAME...] [--only PART] [--json FILE] [--quick]; names: ${benchmarks.join(', ')}`,
    );
    process.exit(2);
  }
}

const { json, only, quick, names } = readArguments();
console.log(machineLine());
const rows = [];
for (const name of names) {
  const { title, parts = [], run } = await import(`./${name}.mjs`);
  if (only !== undefined && !parts.includes(only)) {
    console.error(`heddle: ${name} has no part ${only}; its parts: ${parts.join(', ') || 'none'}`);
    process.exit(2);
  }
  console.log(`\n${title}`);
  const found = await run({ quick, only });
  console.log(`\n${formatTable(found)}`);
  rows.push(...found);
}
if (json !== undefined) {
  // npm changes the folder; the user's is the one that the name is meant for.
  const file = resolve(process.env.INIT_CWD ?? '.', json);
  writeFileSync(file, `${JSON.stringify(rows, undefined, 2)}\n`);
}
