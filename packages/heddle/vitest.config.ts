import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 20_000,
    // What is shipped is tested as Node loads it, not as Vite would transform it.
    server: { deps: { external: [/\/dist\//, /\/wasm\//] } },
  },
});
