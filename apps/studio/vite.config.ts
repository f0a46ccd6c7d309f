import react from '@vitejs/plugin-react';
import { heddle } from 'heddle/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  // Relative, so that the built page works from any folder of a static host.
  base: './',
  plugins: [react(), heddle()],
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
  build: {
    target: 'es2022',
    // The samples and the engine stay files of their own.
    assetsInlineLimit: 0,
  },
});
