import { z } from 'zod'
import { type Asker, readsCommunitySql } from '#communities/memberships/permissions.server.ts'
import { db, Prisma } from '#platform/db.server.ts'

/** A part of a recording: a file in the store. */
export interface MediaFile {
  recordingId: string
  part: string
  key: string
  mime: string
}

const idSchema = z.uuid()
const kept = { film: 'filmKey', poster: 'posterKey', strip: 'stripKey' } as const
const mimes: Record<string, string> = {
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  mp4: 'video/mp4',
  webp: 'image/webp',
  jpg: 'image/jpeg',
  png: 'image/png',
}

interface Row {
  filmKey: string | null
  posterKey: string | null
  stripKey: string | null
  trackKey: string | null
  trackMime: string | null
}

/**
 * The file of a part of a recording (`film`, `poster`, `strip`, or a track's id) for who may watch it now (`recording.watch`); null
 * for everybody else, and where there is none. One query by key: it is asked at every range.
 */
export async function findMedia(viewer: Asker, recordingId: string, part: string): Promise<MediaFile | null> {
  const column = Object.hasOwn(kept, part) ? kept[part as keyof typeof kept] : null
  const trackId = column ? null : (idSchema.safeParse(part).data ?? null)
  if (!idSchema.safeParse(recordingId).success || (!column && !trackId)) return null
  const [row] = await db.$queryRaw<Row[]>`
    SELECT recording."filmKey", recording."posterKey", recording."stripKey", track."fileKey" AS "trackKey", track.mime AS "trackMime"
    FROM "Recording" recording
    JOIN "Community" community ON community.id = recording."communityId"
    LEFT JOIN "RecordingTrack" track ON track.id = ${trackId}::uuid AND track."recordingId" = recording.id
    WHERE recording.id = ${recordingId}::uuid AND recording.state <> 'deleted'
      AND ${readsCommunitySql(Prisma.sql`${viewer.id}::uuid`)}`
  const key = column ? row?.[column] : row?.trackKey
  if (!row || !key) return null
  return { recordingId, part, key, mime: row.trackMime ?? mimes[key.split('.').at(-1) ?? ''] ?? 'application/octet-stream' }
}
