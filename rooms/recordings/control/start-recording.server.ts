import type { Asker } from '#communities/memberships/permissions.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { beginRecording } from './begin-recording.server.ts'
import { inControl } from './in-control.server.ts'

/**
 * Starts a recording of the session that the viewer is in. Everybody inside is told; the recorder begins within a second or two.
 *
 * Racing and repeating it gives the one that is running.
 *
 * @returns the recording's id
 * @throws DomainError `recording.forbidden` (the community wants none), `recording.notInside`, `session.notFound`, `community.archived`,
 *   `community.forbidden`, `limit.reached`
 */
export async function startRecording(viewer: Asker, sessionId: string, now = new Date()): Promise<string> {
  return inControl(viewer, sessionId, async (tx, session) => {
    const { recordingPolicy } = await tx.community.findUniqueOrThrow({
      where: { id: session.communityId },
      select: { recordingPolicy: true },
    })
    if (recordingPolicy === 'forbidden') throw new DomainError('recording.forbidden')
    return beginRecording(tx, session, viewer.id, now)
  })
}
