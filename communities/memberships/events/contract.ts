import { z } from 'zod'

// By itself: browsers import values of the other contract, and its schemas would come along.

/** Somebody came into a community, left it, got another role, or waits at its door: read again who is there. Told to who hears of it. */
export const membersChanged = { name: 'members.changed', payload: z.object({ communityId: z.string() }) } as const

/** The same, told to the person whose own place in a community changed: read the list of one's communities again. */
export const membershipChanged = { name: 'membership.changed', payload: z.object({ communityId: z.string() }) } as const
