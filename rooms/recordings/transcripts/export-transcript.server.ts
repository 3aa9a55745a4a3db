import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { findSpeakers } from './describe-lines.server.ts'
import { nameMissing } from './missing-voices.server.ts'
import { requireTranscript } from './require-transcript.server.ts'
import type { WrittenLine } from './write-webvtt.server.ts'

export interface ExportedTranscript {
  at: Date
  room: string
  topic: string
  lines: WrittenLine[]
  /** Whose voice could not be read, and is not in the lines; an empty name: somebody's. */
  missing: string[]
}

/**
 * All lines of a transcript, for who may take it away (`recording.download`), or as captions for who may watch (`recording.watch`).
 *
 * @throws DomainError `recording.notFound`, `transcript.notFound`, `community.forbidden`
 */
export async function exportTranscript(
  viewer: Asker,
  recordingId: string,
  verb: 'recording.watch' | 'recording.download',
): Promise<ExportedTranscript> {
  const { recording } = await requireTranscript(viewer, recordingId, verb)
  const [session, rows] = await Promise.all([
    db.session.findUniqueOrThrow({
      where: { id: recording.sessionId },
      select: { topic: true, openedAt: true, room: { select: { name: true } } },
    }),
    db.transcriptLine.findMany({
      where: { recordingId: recording.id, text: { not: '' } },
      orderBy: [{ startMs: 'asc' }, { id: 'asc' }],
      select: { memberId: true, name: true, startMs: true, endMs: true, text: true },
    }),
  ])
  const [people, missing] = await Promise.all([findSpeakers(rows), nameMissing(recording)])
  return {
    at: recording.startedAt ?? session.openedAt,
    room: session.room.name,
    topic: session.topic,
    lines: rows.map(({ memberId, name, ...line }) => ({ ...line, name: (memberId && people.get(memberId)?.name) || name })),
    missing,
  }
}
