import { defineConfig } from 'vitest/config'

/** Nothing listens there: a test that needs a database has no place here. */
const NOWHERE = '127.0.0.1:1'

// What `npm run test:mutants` runs for each mutant: tests of rules that need neither a database nor a server, so that one takes moments.
export default defineConfig({
  test: {
    include: [
      'communities/memberships/permission-rules.test.ts',
      'communities/mentions/find-mentions.test.ts',
      'communities/people/working-morning.test.ts',
      'rooms/presence/find-differences.test.ts',
      'rooms/presence/find-silent.test.ts',
      'rooms/presence/fold-visits.test.ts',
      'rooms/presence/merge-fact.test.ts',
      'rooms/recordings/consent/consent-rules.test.ts',
      'rooms/recordings/consent/consent-words.test.ts',
      'rooms/recordings/retention/describe-expiry.test.ts',
    ],
    env: {
      NODE_ENV: 'test',
      DATABASE_URL: `postgresql://${NOWHERE}/none`,
      LIVEKIT_URL: `ws://${NOWHERE}`,
      LIVEKIT_API_KEY: 'palier-test',
      LIVEKIT_API_SECRET: 'a-livekit-secret-for-tests-of-more-than-32-characters',
      SESSION_SECRET: 'a-secret-for-tests-of-more-than-32-characters',
      LOG_LEVEL: 'silent',
      METRICS_PORT: '0',
    },
  },
})
