import { z } from 'zod'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import type { Viewer } from './contract.ts'

const input = z.object({ invitationId: z.uuid('input.invalid') })

/** Makes an invitation link useless: one's own, or as an admin anybody's. Repeating it changes nothing. @throws InvalidInput */
export async function revokeInvitation(viewer: Viewer, raw: unknown, now = new Date()): Promise<void> {
  const { invitationId } = parseInput(input, raw)
  await db.invitation.updateMany({
    where: { id: invitationId, revokedAt: null, ...(viewer.role === 'admin' ? {} : { createdById: viewer.id }) },
    data: { revokedAt: now },
  })
}
