import { requireStanding } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { handleSocket, type PersonSocket, whenSocketConnects } from '#platform/realtime.server.ts'
import { communityUnwatch, communityWatch, rostersRead } from '#rooms/presence/contract.ts'
import { getRosters } from './get-rosters.server.ts'
import { listOpenRosters } from './list-live-rosters.server.ts'

/**
 * Registers what sockets can ask about presence. A member's socket hears of their communities from its first moment; other
 * communities that they may read, while they watch them.
 */
export function watchCommunities(): void {
  whenSocketConnects(hearOwnCommunities)

  handleSocket(communityWatch, async (person, { communityId }) => {
    const asker = await requireAsker(person)
    await requireStanding(asker, { id: communityId }, 'room.see')
    // Before reading: what changes in between is told twice rather than never.
    await person.join(`community:${communityId}`)
    return { rosters: await getRosters(asker, communityId) }
  })

  handleSocket(communityUnwatch, async (person, { communityId }) => {
    const membership = await db.membership.findUnique({ where: { communityId_memberId: { communityId, memberId: person.memberId } } })
    if (!membership) await person.leave(`community:${communityId}`)
    return {}
  })

  handleSocket(rostersRead, async ({ memberId }) => ({ rosters: await listOpenRosters({ id: memberId }) }))
}

async function requireAsker({ memberId }: PersonSocket) {
  const member = await db.member.findUnique({ where: { id: memberId, deactivatedAt: null }, select: { id: true, role: true } })
  if (!member) throw new DomainError('signIn.required')
  return member
}

async function hearOwnCommunities(person: PersonSocket): Promise<void> {
  const joined = await listCommunityIds(person.memberId)
  for (const communityId of joined) await person.join(`community:${communityId}`)
  // A membership that ended meanwhile had no channel to be taken from yet.
  const current = new Set(await listCommunityIds(person.memberId))
  for (const communityId of joined) if (!current.has(communityId)) await person.leave(`community:${communityId}`)
}

async function listCommunityIds(memberId: string): Promise<string[]> {
  const memberships = await db.membership.findMany({ where: { memberId }, select: { communityId: true } })
  return memberships.map(({ communityId }) => communityId)
}
