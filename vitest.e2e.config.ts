import { defineConfig } from 'vitest/config';

/** The tests that start the whole program and open its page in a browser: `npm run e2e`. They need Chromium. */
export default defineConfig({
  test: {
    include: ['test/end-to-end/**/*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 180_000,
  },
});
