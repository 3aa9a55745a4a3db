import { communityInput, createCommunity } from '#communities/memberships/create-community.server.ts'
import { requireStanding } from '#communities/memberships/permissions.server.ts'
import { kitOf } from '#communities/memberships/starting-point.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { type Community, db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { findWritten, idempotencyKeySchema, writeOnce } from '#platform/idempotency.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { addRoom } from './add-room.server.ts'

const inputSchema = communityInput.extend({ clientId: idempotencyKeySchema.optional() })

/** Enough for setting up a company in one morning. */
const perMember = defineLimit('communities-made', 20, 60 * 60)

/**
 * Creates a community together with its first room, all or nothing: each community is born with a place to talk. `clientId` is an
 * idempotency key: the same form sent again is answered with the community as it is now, while the viewer may still know of it.
 *
 * @throws InvalidInput as `createCommunity` does; DomainError `attempt.changed`, `community.notFound` (of a repetition), `limit.reached`
 */
export async function foundCommunity(viewer: Viewer, raw: unknown): Promise<Community> {
  const { clientId: key, ...about } = parseInput(inputSchema, raw)
  const content = [about.name, about.visibility, about.startingPoint, about.purpose]
  // It is made in no place but the workspace: its founder stands for it.
  const attempt = { memberId: viewer.id, verb: 'community.found', placeId: viewer.id, key, content }
  const sent = await findWritten(attempt)
  if (sent) return readAgain(viewer, sent)
  await perMember.spend(viewer.id)
  const { id, made } = await db.$transaction((tx) =>
    writeOnce(tx, attempt, async () => {
      const created = await createCommunity(viewer, about, tx)
      await addRoom(tx, created.id, kitOf(created.startingPoint, viewer.language).roomName)
      return created
    }),
  )
  if (!made) return readAgain(viewer, id)
  await emitDomainEvent('membership.began', { memberId: viewer.id, communityId: id })
  return made
}

async function readAgain(viewer: Viewer, id: string): Promise<Community> {
  return (await requireStanding(viewer, { id }, 'community.see')).community
}
