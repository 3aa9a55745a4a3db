import { z } from 'zod'

/** The member's inbox changed, here or on another of their devices: how many matters are unread. Read it again where it is on screen. */
export const inboxChanged = { name: 'inbox.changed', payload: z.object({ unread: z.number().int() }) } as const
