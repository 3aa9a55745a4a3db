// `npm run test:mutants`: changes the rules that everything hangs on, one place at a time, and says which change no test notices.
import { readFileSync } from 'node:fs'

/** The lines of a file before the first one that begins so: what follows needs a database, and is tried with one in `npm test`. */
function before(beginning, file) {
  const lines = readFileSync(file, 'utf8').split('\n')
  const end = lines.findIndex((line) => line.startsWith(beginning))
  if (end < 1) throw new Error(`${file} has no line that begins with "${beginning}"`)
  return `${file}:1-${end}`
}

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutants.config.ts', related: false },
  coverageAnalysis: 'perTest',
  mutate: [
    before('export interface StandingIn', 'communities/memberships/permissions.server.ts'),
    'communities/mentions/{find-mentions,fold-name}.server.ts',
    'communities/people/{quiet-hours,working-morning}.server.ts',
    'rooms/presence/{find-differences,find-silent,fold-visits,merge-fact}.server.ts',
    'rooms/recordings/consent/{consent-words,name-them}.server.ts',
    'rooms/recordings/retention/describe-expiry.server.ts',
  ],
  ignorePatterns: ['build', '.palier', 'public', 'docs', 'prisma/demo-recording', 'test-results'],
  tempDirName: 'node_modules/.cache/stryker',
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, allowEmojis: false },
  concurrency: 1,
  timeoutMS: 10_000,
  thresholds: { high: 95, low: 85, break: 85 },
}
