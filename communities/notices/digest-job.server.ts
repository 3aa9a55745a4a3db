import { z } from 'zod'
import type { JobKind } from '#platform/jobs.server.ts'

/** A member's mail of one working morning; `day` as 2026-11-24, in their zone. */
export const digestJob = {
  name: 'notices.digest',
  payload: z.object({ memberId: z.uuid(), day: z.iso.date() }),
  afterDeath: 'never',
} as const satisfies JobKind
