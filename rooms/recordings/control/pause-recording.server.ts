import type { Asker } from '#communities/memberships/permissions.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { recordingIdInput } from './fields.server.ts'
import { inControlOf } from './in-control.server.ts'

/**
 * Has a recording pause: from now on nothing is kept, until somebody resumes. What is paused already stays so.
 *
 * @throws DomainError `recording.over` (it is being stopped, or ended), `recording.notFound`, `recording.notInside`, `session.notFound`,
 *   `community.archived`, `community.forbidden`, `limit.reached`
 */
export async function pauseRecording(viewer: Asker, sessionId: string, input: unknown): Promise<void> {
  const { recordingId } = parseInput(recordingIdInput, input)
  await inControlOf(viewer, sessionId, recordingId, async (tx, recording) => {
    if (recording.endedAt || recording.wanted === 'stop') throw new DomainError('recording.over')
    if (recording.wanted !== 'pause') await changeRecording(tx, recordingId, { wanted: 'pause' })
  })
}
