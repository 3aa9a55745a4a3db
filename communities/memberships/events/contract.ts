import { z } from 'zod'

// By itself: browsers import values of the other contract, and its schemas would come along.

/** Somebody came into a community, left it, got another role, or waits at its door: read again who is there. Told to who hears of it. */
export const membersChanged = { name: 'members.changed', payload: z.object({ communityId: z.string() }) } as const

/** The same, told to the person whose own place in a community changed: read the list of one's communities again. */
export const membershipChanged = { name: 'membership.changed', payload: z.object({ communityId: z.string() }) } as const

/** What a community says of itself, who sees it or may post there, or whether it is archived, changed: read again what is shown of it. */
export const communityChanged = { name: 'community.changed', payload: z.object({ communityId: z.string() }) } as const

/** The communities that the member belongs to now, without the archived ones: for who was away while it was told. */
export const communitiesRead = {
  name: 'communities.read',
  input: z.object({}),
  output: z.object({ communities: z.array(z.object({ id: z.string(), name: z.string() })) }),
} as const
