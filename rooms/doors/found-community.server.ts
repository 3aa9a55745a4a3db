import { createCommunity } from '#communities/memberships/create-community.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { type Community, db } from '#platform/db.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import type { Language } from '#prisma/generated/enums.ts'
import { addRoom } from './add-room.server.ts'

/** A room's name is content, not a text of the screen: it is in the language of who founded the community. */
const FIRST_ROOM: Record<Language, string> = { en: 'Main room', fr: 'Salon principal' }

/**
 * Creates a community together with its first room, all or nothing: each community is born with a place to talk.
 *
 * @throws InvalidInput as `createCommunity` does
 */
export async function foundCommunity(viewer: Viewer, input: unknown): Promise<Community> {
  const community = await db.$transaction(async (tx) => {
    const created = await createCommunity(viewer, input, tx)
    await addRoom(tx, created.id, FIRST_ROOM[viewer.language])
    return created
  })
  await emitDomainEvent('membership.began', { memberId: viewer.id, communityId: community.id })
  return community
}
