import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup/no-foreign-connections.ts', 'test/setup/property-seed.ts'],
    globalSetup: ['test/setup/migrated-dump.ts'],
    // Two cores: more workers only wait for one another, and each one may hold an embedded database.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
