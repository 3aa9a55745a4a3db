import { z } from 'zod'
import type { JobKind } from '#platform/jobs.server.ts'

/** A notice to one browser, of a matter in the inbox; without one it is the test that its owner asked for. */
export const pushJob = {
  name: 'notices.push',
  payload: z.object({ subscriptionId: z.uuid(), itemId: z.uuid().nullable() }),
  afterDeath: 'never',
} as const satisfies JobKind
