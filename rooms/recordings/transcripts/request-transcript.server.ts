import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { lockRecording } from '../lock-recording.server.ts'
import { requireRecording } from '../watching/require-recording.server.ts'
import { askForTranscript } from './ask-for-transcript.server.ts'
import { canBeCompleted, isTranscribed } from './missing-voices.server.ts'

/**
 * Has what was said in a recording written down, for a member: one that was made before there was an engine, whose transcript failed, or
 * in whose transcript somebody is missing. Asking twice, or for one that is there and whole, changes nothing.
 *
 * @throws DomainError `recording.notFound`, `transcript.off`, `community.archived`, `community.forbidden`
 */
export async function requestTranscript(viewer: Asker, recordingId: string, now = new Date()): Promise<void> {
  await requireRecording(viewer, recordingId, 'transcript.edit')
  await db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording || recording.state === 'deleted') throw new DomainError('recording.notFound')
    if (isTranscribed(recording) && !canBeCompleted(recording)) return
    if (!(await askForTranscript(tx, recording, now))) throw new DomainError('transcript.off')
  })
}
