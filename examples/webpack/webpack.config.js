import { fileURLToPath } from 'node:url';

export default {
  mode: 'production',
  entry: './src/main.js',
  output: { path: fileURLToPath(new URL('dist', import.meta.url)), clean: true },
  // One chunk is large: the engine as plain JavaScript, loaded only where there is no WebAssembly.
  performance: { hints: false },
};
