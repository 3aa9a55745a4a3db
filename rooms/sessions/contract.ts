/** What a browser needs to connect to a session's media. The token is a secret that lasts minutes. */
export interface JoinTicket {
  roomId: string
  sessionId: string
  /** Where LiveKit's signalling is reached: this site's own `/livekit`. */
  url: string
  token: string
  /** The viewer's name among the participants: their member id. */
  identity: string
}

/** A room as its card shows it, without who is in it (see the roster). */
export interface RoomCard {
  id: string
  communityId: string
  slug: string
  name: string
  door: 'open' | 'knock' | 'locked'
  position: number
  archivedAt: Date | null
}

/** What a session's thread and page show of it. */
export interface SessionCard {
  id: string
  room: { id: string; slug: string; name: string }
  community: { id: string; slug: string; name: string }
  topic: string
  openedAt: Date
  endedAt: Date | null
  personCount: number
  peakCount: number
  /** Who was in, at most 12, by when they came. */
  people: { id: string; name: string; photoKey: string | null }[]
}
