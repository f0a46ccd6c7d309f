/** What a visitor fetches, compressed as a host would: gzip -9. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { dist } from './browser.mjs';

const gzipped = (name) => gzipSync(readFileSync(join(dist, name)), { level: 9 }).length;

/** The scripts that the page names or that those import before anything runs. */
function shellScripts() {
  const found = new Set();
  const add = (name) => {
    if (found.has(name)) return;
    found.add(name);
    const text = readFileSync(join(dist, 'assets', name), 'utf8');
    for (const [, imported] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
      add(imported);
    }
  };
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  for (const [, name] of page.matchAll(/(?:src|href)="\.\/assets\/([^"]+\.js)"/g)) add(name);
  if (found.size === 0) throw new Error('index.html names no script');
  return [...found];
}

/** In bytes: of the shell's JavaScript, and of each engine's module. */
export function measureSizes() {
  const shell = shellScripts().reduce((sum, name) => sum + gzipped(join('assets', name)), 0);
  const engines = readdirSync(join(dist, 'assets'))
    .filter((name) => name.endsWith('.wasm'))
    .map((name) => ({ name: name.split('-')[0], bytes: gzipped(join('assets', name)) }));
  if (engines.length === 0) throw new Error('the build has no engine');
  return { shell, engines };
}
