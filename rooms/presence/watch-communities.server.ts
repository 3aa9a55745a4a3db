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
    // Before reading: what changes in between is told twice rather than never.
    await person.hear(async () => {
      await requireStanding(await requireAsker(person), { id: communityId }, 'room.see')
      return [`community:${communityId}`]
    })
    return { rosters: await getRosters(await requireAsker(person), communityId) }
  })

  handleSocket(communityUnwatch, async (person, { communityId }) => {
    const listOwn = async () => ((await isMember(person.memberId, communityId)) ? [`community:${communityId}` as const] : [])
    if ((await listOwn()).length > 0) return {}
    await person.leave(`community:${communityId}`)
    // Who became a member in between was given the channel, and has just been taken from it.
    await person.hear(listOwn)
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
  await person.hear(async () => {
    const memberships = await db.membership.findMany({ where: { memberId: person.memberId }, select: { communityId: true } })
    return memberships.map(({ communityId }) => `community:${communityId}` as const)
  })
}

async function isMember(memberId: string, communityId: string): Promise<boolean> {
  return (await db.membership.findUnique({ where: { communityId_memberId: { communityId, memberId } } })) !== null
}
