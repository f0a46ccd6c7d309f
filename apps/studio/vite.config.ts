import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { heddle } from 'heddle/vite';
import { defineConfig } from 'vite';
import { serviceWorker, serviceWorkerEntry } from './vite/service_worker.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  // Relative, so that the built page works from any folder of a static host.
  base: './',
  plugins: [react(), heddle(), serviceWorker()],
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
  build: {
    target: 'es2022',
    // The samples and the engine stay files of their own.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: at('index.html'), [serviceWorkerEntry]: at('src/offline/service_worker.ts') },
      output: {
        // Beside the page, under a name that stays: its folder is what it serves.
        entryFileNames: ({ name }) =>
          name === serviceWorkerEntry ? '[name].js' : 'assets/[name]-[hash].js',
      },
    },
  },
});
