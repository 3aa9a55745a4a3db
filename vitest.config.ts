import { configDefaults, defineConfig } from 'vitest/config'

// Not vite.config.ts: the Remix plugin has no place in tests.
export default defineConfig({
  esbuild: { jsx: 'automatic' },
  test: {
    // Listens to real speech with the real engine, which not every machine has: only where it is said in which data folder that is.
    exclude: [...configDefaults.exclude, ...(process.env['PALIER_TRANSCRIPTS_FROM'] ? [] : ['**/engine/listen.test.ts'])],
    include: ['{app,rooms,communities,platform,prisma,tests}/**/*.test.{ts,tsx}'],
    globalSetup: ['tests/global-setup.ts'],
    // Gives every test file a database of its own, before anything reads the environment.
    setupFiles: ['tests/own-database.ts'],
    // The pool and the log of platform/ live in a module: one process a file keeps files apart.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
