import type { Asker } from '#communities/memberships/permissions.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { recordingIdInput } from './fields.server.ts'
import { inControlOf } from './in-control.server.ts'

/**
 * Has a recording stop for good; the recorder ends it, and what it took is made playable. One that is over stays as it is.
 *
 * @throws DomainError `recording.notFound`, `recording.notInside`, `session.notFound`, `community.archived`, `community.forbidden`,
 *   `limit.reached`
 */
export async function stopRecording(viewer: Asker, sessionId: string, input: unknown): Promise<void> {
  const { recordingId } = parseInput(recordingIdInput, input)
  await inControlOf(viewer, sessionId, recordingId, async (tx, recording) => {
    if (recording.endedAt || recording.wanted === 'stop') return
    await changeRecording(tx, recordingId, { wanted: 'stop', stoppedBy: { connect: { id: viewer.id } } })
  })
}
