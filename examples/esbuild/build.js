import { cpSync } from 'node:fs';
import { build } from 'esbuild';

// As they are: heddle's workers and modules find each other.
for (const part of ['dist', 'wasm']) {
  cpSync(`node_modules/heddle/${part}`, `dist/heddle/${part}`, { recursive: true });
}
cpSync('src/index.html', 'dist/index.html');
await build({
  entryPoints: ['src/main.js'],
  bundle: true,
  format: 'esm',
  minify: true,
  outfile: 'dist/main.js',
});
