import { mintRecorderToken } from '#rooms/livekit/mint-recorder-token.server.ts'
import { openSignalling, type ServerMessage } from './signalling.server.ts'
import { createStretchFolder } from './stretch-folder.server.ts'
import { writeRoom } from './write-room.server.ts'

/** An unbroken run of the recorder in a session's LiveKit room. */
export interface Stretch {
  startedAt: Date
  /** Settles when it cannot go on: LiveKit is lost, or nothing more can be written. */
  broken: Promise<'livekit' | 'disk'>
  /** Who may be recorded from now on. What anybody else sends is not asked for, and their files are closed at once. */
  allow(memberIds: ReadonlySet<string>): void
  /** Closes all files, and leaves. `emptySinceMs`: since when nobody was in any more. */
  end(why: string): Promise<{ durationMs: number; emptySinceMs: number | null }>
}

/**
 * Enters a session's LiveKit room unseen; `begin` then says where this stretch is written, or that it is not to be after all.
 *
 * @returns null where `begin` did not want it
 * @throws where LiveKit does not let us in
 */
export async function takeStretch(
  sessionId: string,
  identity: string,
  begin: (startedAt: Date) => Promise<{ recordingId: string; number: number } | null>,
): Promise<Stretch | null> {
  let room: ReturnType<typeof writeRoom> | null = null
  const early: ServerMessage[] = []
  let gone = false
  const signalling = await openSignalling(
    await mintRecorderToken(sessionId, identity),
    (message) => {
      if (room) room.take(message)
      else early.push(message)
    },
    () => {
      gone = true
      room?.lose()
    },
  )
  const startedAt = new Date()
  const startedMs = performance.now()
  let place: Awaited<ReturnType<typeof begin>> = null
  try {
    place = await begin(startedAt)
  } finally {
    if (!place) signalling.leave()
  }
  if (!place) return null
  const folder = createStretchFolder(place.recordingId, place.number)
  const nowMs = () => performance.now() - startedMs
  folder.write({ t: 0, e: 'start', wall: startedAt.getTime(), recordingId: place.recordingId, stretch: place.number })
  room = writeRoom(signalling, folder, nowMs)
  for (const message of early) room.take(message)
  if (gone) room.lose()
  return { startedAt, broken: room.broken, allow: room.allow, end: room.end }
}
