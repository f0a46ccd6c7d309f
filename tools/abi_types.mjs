#!/usr/bin/env node
// Writes packages/heddle/src/generated/: for every export list in abi/exports the functions of the engine's
// module and where the fields of its structs lie; for the common part also the status codes of
// the C header. Run by the package's `generate` script.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const exportsFolder = new URL('../abi/exports/', import.meta.url);
const header = new URL('../abi/include/heddle/abi/common.h', import.meta.url);
const targetFolder = new URL('../packages/heddle/src/generated/', import.meta.url);

/** How JavaScript sees a result; pointers and sizes are 32 bits wide. */
const resultTypes = {
  void: 'void',
  u32: 'number',
  i32: 'number',
  f64: 'number',
  pointer: 'number',
};

function readList(file) {
  const list = JSON.parse(readFileSync(new URL(file, exportsFolder), 'utf8'));
  for (const { name, params, result } of list.functions) {
    const complete = /^heddle_\w+$/.test(name) && Array.isArray(params) && result in resultTypes;
    if (!complete)
      throw new Error(`abi/exports/${file} does not describe the function ${name} well.`);
  }
  return list;
}

function camelCase(name) {
  return name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
}

function declareFunction({ name, params, result }) {
  const list = params.map((param) => `${camelCase(param)}: number`).join(', ');
  return `  _${name}(${list}): ${resultTypes[result]};`;
}

function declareStruct([name, { size, fields }]) {
  const places = Object.entries(fields).map(
    ([field, { offset, type }]) =>
      `    ${camelCase(field)}: { offset: ${offset}, type: '${type}' },`,
  );
  return [
    `/** Layout of struct ${name}, in bytes. */`,
    `export const ${camelCase(name)} = {`,
    `  size: ${size},`,
    '  fields: {',
    ...places,
    '  },',
    '} as const;',
  ].join('\n');
}

function declareStructs({ structs }) {
  return Object.entries(structs).map(declareStruct).join('\n\n');
}

/** The status codes and the version, which only the C header has. */
function readHeader() {
  const text = readFileSync(header, 'utf8');
  const version = /#define HEDDLE_ABI_VERSION (\d+)u/.exec(text)?.[1];
  const body = /enum heddle_code \{([^}]*)\}/.exec(text)?.[1] ?? '';
  const codes = [...body.matchAll(/HEDDLE_(\w+) = (\d+),/g)].map(([, name, number]) => {
    return `  ${number}: '${name.toLowerCase()}',`;
  });
  if (version === undefined || codes.length === 0) throw new Error('common.h is not understood.');
  return { version, codes };
}

function renderCommon(list) {
  const { version, codes } = readHeader();
  return `// Made by tools/abi_types.mjs from abi/exports/common.json and common.h; not to be edited.

/** Version of the C ABI that these declarations describe. */
export const abiVersion = ${version};

/** Names of the status codes (enum heddle_code). */
export const codes = {
${codes.join('\n')}
} as const;

${declareStructs(list)}
`;
}

function renderEngine(engine, common, list) {
  const functions = [...common.functions, ...list.functions];
  const type = `${camelCase(`_${engine}`)}Exports`;
  const arities = functions.map(({ name, params }) => `  _${name}: ${params.length},`);
  return `// Made by tools/abi_types.mjs from abi/exports/common.json and ${engine}.json; not to be edited.

/** The functions that the ${engine} engine's module exports. */
export interface ${type} {
${functions.map(declareFunction).join('\n')}
}

/** Number of parameters of each of them. */
export const arities = {
${arities.join('\n')}
} as const satisfies Record<keyof ${type}, number>;

${declareStructs(list)}
`;
}

mkdirSync(targetFolder, { recursive: true });
const common = readList('common.json');
writeFileSync(new URL('common.ts', targetFolder), renderCommon(common));
for (const file of readdirSync(exportsFolder)) {
  const engine = /^(\w+)\.json$/.exec(file)?.[1];
  if (engine === undefined || engine === 'common') continue;
  writeFileSync(
    new URL(`${engine}.ts`, targetFolder),
    renderEngine(engine, common, readList(file)),
  );
}
