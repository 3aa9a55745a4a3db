import type { Asker } from '#communities/memberships/permissions.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { recordingIdInput } from './fields.server.ts'
import { inControlOf } from './in-control.server.ts'

/**
 * Has a paused recording go on. Who came in meanwhile was asked already. What goes on already stays so.
 *
 * @throws DomainError `recording.over` (it is being stopped, or ended), `recording.notFound`, `recording.notInside`, `session.notFound`,
 *   `community.archived`, `community.forbidden`, `limit.reached`
 */
export async function resumeRecording(viewer: Asker, sessionId: string, input: unknown): Promise<void> {
  const { recordingId } = parseInput(recordingIdInput, input)
  await inControlOf(viewer, sessionId, recordingId, async (tx, recording) => {
    if (recording.endedAt || recording.wanted === 'stop') throw new DomainError('recording.over')
    if (recording.wanted !== 'record') await changeRecording(tx, recordingId, { wanted: 'record' })
  })
}
