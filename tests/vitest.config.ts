import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Every file uses all cores by itself.
    fileParallelism: false,
    // What is shipped is tested as Node loads it, not as Vite would transform it.
    server: { deps: { external: [/\/dist\//, /\/wasm\//] } },
  },
});
