import { z } from 'zod'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { requestMessageSchema } from './fields.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { type Asker, requireStanding } from './permissions.server.ts'

const input = z.object({ message: requestMessageSchema.default('') })

/**
 * Asks the moderators of a closed community to let the viewer in. Asking again while it waits changes the message.
 *
 * @throws InvalidInput `message`; DomainError `community.notFound`, `community.forbidden`, `community.archived`
 */
export async function askToJoin(viewer: Asker, communityId: string, raw: unknown): Promise<void> {
  const { message } = parseInput(input, raw)
  await db.$transaction(async (tx) => {
    await lockCommunity(tx, communityId)
    await requireStanding(viewer, { id: communityId }, 'community.askToJoin', tx)
    const waiting = { communityId, memberId: viewer.id, state: 'waiting' } as const
    const { count } = await tx.joinRequest.updateMany({ where: waiting, data: { message } })
    if (count === 0) await tx.joinRequest.create({ data: { ...waiting, message } })
  })
}
