import { z } from 'zod'

/** Somebody who is in a room right now. */
export const rosterPersonSchema = z.object({
  id: z.string(),
  name: z.string(),
  photoKey: z.string().nullable(),
  /** When their visit began, ISO 8601 in UTC. */
  since: z.string(),
})

/** Who is in a room right now, whole. A `rev` that is not larger than the one you have is old news. */
export const rosterSchema = z.object({
  roomId: z.string(),
  communityId: z.string(),
  /** The room as a list of live rooms names it: its address is `/c/<community>/rooms/<slug>`. */
  slug: z.string(),
  name: z.string(),
  door: z.enum(['open', 'knock', 'locked']),
  rev: z.number().int(),
  /** Null: the room is empty and no session is open. */
  session: z
    .object({
      id: z.string(),
      topic: z.string(),
      openedAt: z.string(),
      threadId: z.string().nullable(),
      /** The agenda line that is discussed now; `since` is ISO 8601 in UTC. */
      now: z.object({ itemId: z.string(), title: z.string(), since: z.string() }).nullable(),
      recording: z.boolean(),
    })
    .nullable(),
  people: z.array(rosterPersonSchema),
})
export type RosterPerson = z.infer<typeof rosterPersonSchema>
export type Roster = z.infer<typeof rosterSchema>

/** Told to everyone who watches the community when a roster, its topic or the agenda line that is now changes. */
export const roomRoster = { name: 'room.roster', payload: rosterSchema } as const

/** A room was made, renamed, reordered, locked or archived: read the community's rooms again. */
export const roomsChanged = { name: 'rooms.changed', payload: z.object({ communityId: z.string() }) } as const

/** Starts watching a community that one may read without being a member of it; answers with its rosters. */
export const communityWatch = {
  name: 'community.watch',
  input: z.object({ communityId: z.uuid() }),
  output: z.object({ rosters: z.array(rosterSchema) }),
} as const

/** Stops it. A member goes on hearing of the communities that they belong to. */
export const communityUnwatch = {
  name: 'community.unwatch',
  input: z.object({ communityId: z.uuid() }),
  output: z.object({}),
} as const

/** Answers with the rosters of all rooms with an open session, of the communities that the viewer belongs to: after a lost connection. */
export const rostersRead = {
  name: 'rosters.read',
  input: z.object({}),
  output: z.object({ rosters: z.array(rosterSchema) }),
} as const

/**
 * Looks at a session from close by, in its call or on its page: hears of its chat and its notes from now on. Whoever loses the
 * community hears no more.
 */
export const sessionWatch = { name: 'session.watch', input: z.object({ sessionId: z.uuid() }), output: z.object({}) } as const

/** Stops it. */
export const sessionUnwatch = { name: 'session.unwatch', input: z.object({ sessionId: z.uuid() }), output: z.object({}) } as const

/** Looks at a room from close by: hears of its agenda, and of who can't be there, from now on. */
export const roomWatch = { name: 'room.watch', input: z.object({ roomId: z.uuid() }), output: z.object({}) } as const

/** Stops it. */
export const roomUnwatch = { name: 'room.unwatch', input: z.object({ roomId: z.uuid() }), output: z.object({}) } as const
