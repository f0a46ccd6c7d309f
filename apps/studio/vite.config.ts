import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Cross-origin isolation lets the lanes share memory. The headers must be on every response: with
// the second one only on the page, the browser refuses the worker scripts.
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  // Relative, so that the built page works from any folder of a static host.
  base: './',
  plugins: [react()],
  server: { host: '127.0.0.1', headers },
  preview: { host: '127.0.0.1', headers },
  worker: {
    format: 'es',
    // The engine's modules import these only in Node.
    rolldownOptions: { external: ['node:module', 'node:worker_threads'] },
  },
  // heddle finds its workers and modules relative to its own files: pre-bundling would move them.
  optimizeDeps: { exclude: ['heddle'] },
  build: {
    target: 'es2022',
    // The samples and the engine stay files of their own.
    assetsInlineLimit: 0,
  },
});
