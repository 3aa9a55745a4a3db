import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { requireRecording } from '#rooms/recordings/watching/require-recording.server.ts'
import { askForFilm, askForFinishing } from './ask-for-finishing.server.ts'

/**
 * Tries again to finish a recording, or to make its film, after that failed: what was taken is still there. Asking twice, or where there
 * is nothing to be tried again, changes nothing.
 *
 * @throws DomainError `recording.notFound`, `community.forbidden`, `community.archived`
 */
export async function retryRecording(viewer: Asker, recordingId: string, now = new Date()): Promise<void> {
  await requireRecording(viewer, recordingId, 'recording.control')
  await db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording) throw new DomainError('recording.notFound')
    if (recording.heldUpBy !== 'finish.failed') return
    if (recording.state === 'failed') {
      await changeRecording(tx, recordingId, { state: 'finishing', heldUpBy: null })
      await askForFinishing(tx, recordingId, now)
    } else if (recording.state === 'ready' && !recording.composedAt) {
      await changeRecording(tx, recordingId, { heldUpBy: null })
      await askForFilm(tx, recordingId, now)
    }
  })
}
