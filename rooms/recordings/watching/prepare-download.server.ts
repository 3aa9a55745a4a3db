import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db, type TrackKind } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { findMedia } from './find-media.server.ts'
import { requireRecording } from './require-recording.server.ts'

/** What a downloaded file is called by. */
export interface Download {
  at: Date
  room: string
  topic: string
  /** Null: the film. */
  track: { name: string; kind: TrackKind } | null
  extension: string
}

/**
 * Says what the film of a recording (`film`), or one of its tracks (its id), is called as a file of its own, for who may take it away.
 *
 * @throws DomainError `recording.notFound` (also where there is no such part), `community.forbidden`
 */
export async function prepareDownload(viewer: Asker, recordingId: string, part: string): Promise<Download> {
  const { recording } = await requireRecording(viewer, recordingId, 'recording.download')
  const file = await findMedia(viewer, recordingId, part)
  if (!file || part === 'poster' || part === 'strip') throw new DomainError('recording.notFound')
  const [session, track] = await Promise.all([
    db.session.findUniqueOrThrow({
      where: { id: recording.sessionId },
      select: { topic: true, openedAt: true, room: { select: { name: true } } },
    }),
    part === 'film' ? null : db.recordingTrack.findUnique({ where: { id: part }, select: { name: true, kind: true } }),
  ])
  return {
    at: recording.startedAt ?? session.openedAt,
    room: session.room.name,
    topic: session.topic,
    track,
    extension: file.key.split('.').at(-1) ?? 'webm',
  }
}
