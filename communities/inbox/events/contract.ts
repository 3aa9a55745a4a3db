import { z } from 'zod'

/** The member's inbox changed, here or on another of their devices: how many matters are unread. Read it again where it is on screen. */
export const inboxChanged = { name: 'inbox.changed', payload: z.object({ unread: z.number().int() }) } as const

/** How many matters are unread now: for who was away while it was told. */
export const inboxRead = { name: 'inbox.read', input: z.object({}), output: z.object({ unread: z.number().int() }) } as const
