import { createCommunity } from '#communities/memberships/create-community.server.ts'
import { kitOf } from '#communities/memberships/starting-point.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { type Community, db } from '#platform/db.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { addRoom } from './add-room.server.ts'

/** Enough for setting up a company in one morning. */
const perMember = defineLimit('communities-made', 20, 60 * 60)

/**
 * Creates a community together with its first room, all or nothing: each community is born with a place to talk.
 *
 * @throws InvalidInput as `createCommunity` does; DomainError `limit.reached`
 */
export async function foundCommunity(viewer: Viewer, input: unknown): Promise<Community> {
  await perMember.spend(viewer.id)
  const community = await db.$transaction(async (tx) => {
    const created = await createCommunity(viewer, input, tx)
    await addRoom(tx, created.id, kitOf(created.startingPoint, viewer.language).roomName)
    return created
  })
  await emitDomainEvent('membership.began', { memberId: viewer.id, communityId: community.id })
  return community
}
