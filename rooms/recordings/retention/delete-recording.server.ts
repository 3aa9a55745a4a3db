import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { type Asker, may } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { askForFilm } from '#rooms/recordings/finishing/ask-for-finishing.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { askForTranscript } from '#rooms/recordings/transcripts/ask-for-transcript.server.ts'
import { requireRecording } from '#rooms/recordings/watching/require-recording.server.ts'
import { settleExpiry } from './warn-of-expiry.server.ts'

const input = z.object({ restore: z.union([z.boolean(), z.stringbool()]).default(false) })

/**
 * Takes a recording out of sight, for its community's moderators and for who started it: nobody can watch it any more, and after 30 days
 * it is really gone. With `restore` it comes back as it was, for who deleted it and for moderators. Repeating or racing changes nothing.
 *
 * @throws DomainError `recording.notFound` (also once it is really gone), `recording.unfinished`, `community.forbidden`
 */
export async function deleteRecording(viewer: Asker, recordingId: string, raw: unknown, now = new Date()): Promise<void> {
  const { restore } = parseInput(input, raw)
  const { standing, recording: seen } = await requireRecording(viewer, recordingId)
  const theirs = restore ? (seen.deletedById ?? seen.requestedById) : seen.requestedById
  const allowed = may(standing, 'recording.delete') || (theirs === viewer.id && may(standing, 'recording.download'))
  if (!allowed) throw new DomainError('community.forbidden')
  const settled = await db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording) throw new DomainError('recording.notFound')
    if (restore) {
      if (recording.state !== 'deleted') return []
      const state = recording.playableAt ? 'ready' : 'failed'
      // What would have gone meanwhile is told anew, a week before.
      const back = await changeRecording(tx, recordingId, { state, deletedAt: null, deletedBy: { disconnect: true }, expiryToldAt: null })
      if (recording.playableAt && !recording.composedAt && !recording.partsRemovedAt) await askForFilm(tx, recordingId, now)
      if (back.transcriptState === 'waiting' || back.transcriptState === 'running') await askForTranscript(tx, back, now)
      return []
    }
    if (recording.state === 'deleted') return []
    if (recording.state !== 'ready' && recording.state !== 'failed') throw new DomainError('recording.unfinished')
    await changeRecording(tx, recordingId, { state: 'deleted', deletedAt: now, deletedBy: { connect: { id: viewer.id } } })
    return settleExpiry(tx, recordingId, now)
  })
  await publishInbox(settled)
}
