import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { requireRecording } from '#rooms/recordings/watching/require-recording.server.ts'
import { settleExpiry } from './warn-of-expiry.server.ts'

const input = z.object({ keep: z.union([z.boolean(), z.stringbool()]) })

/**
 * Keeps a recording for ever, or lets it go again as the community's others do: for moderators. Who was told that it would go has that
 * done; let go again, it goes a week after that was told anew. Repeating it changes nothing.
 *
 * @throws DomainError `recording.notFound`, `recording.deleted`, `community.forbidden`, `community.archived`
 */
export async function keepRecording(viewer: Asker, recordingId: string, raw: unknown, now = new Date()): Promise<void> {
  const { keep } = parseInput(input, raw)
  await requireRecording(viewer, recordingId, 'recording.keep')
  const settled = await db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording) throw new DomainError('recording.notFound')
    if (recording.state === 'deleted') throw new DomainError('recording.deleted')
    if (recording.kept === keep) return []
    await changeRecording(tx, recordingId, { kept: keep, expiryToldAt: null })
    return settleExpiry(tx, recordingId, now)
  })
  await publishInbox(settled)
}
